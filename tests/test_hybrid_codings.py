import pandas as pd
import pytest

from classifier_samples import LetterEncoder, small_coders, small_corpus
from comparelib.coding.hybrid import fit_hybrid, hybrid_codings
from comparelib.model.schemas import CODINGS, checked
from test_classifier_model import NEW


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return (*small_coders(tmp_path_factory.mktemp("coders")), *small_corpus())


def fit(small, cache=None):
    codebook, dictionary, units, codings = small
    return fit_hybrid(
        units, codings, codebook, dictionary=dictionary, varieties={}, encoder=LetterEncoder(), cache=cache
    )


@pytest.fixture(scope="module")
def hybrid(small):
    return fit(small)


def one(text):
    return pd.DataFrame({"unit_id": ["a#0001"], "doc_id": ["a"], "text": [text]})


def row(codings, code):
    return codings[codings["code"] == code].iloc[0]


def test_the_rule_says_which_of_the_two_spoke(hybrid):
    both = row(hybrid_codings(one("We investeren fors in stroom in steden."), hybrid, {}), "energy")
    assert both["rule"].startswith("dictionary and classifier: energy:4 stroom*; classifier ")
    assert both["evidence"] == "stroom"
    alone = row(hybrid_codings(one("We investeren fors in netcongestie in steden."), hybrid, {}), "energy")
    assert alone["rule"].startswith("classifier: no pattern of the code; classifier ")
    assert alone["evidence"] == "netcongestie"


def test_a_code_that_could_not_be_learned_rests_on_the_dictionary(hybrid):
    codings = hybrid_codings(one("We investeren fors in raketten in steden."), hybrid, {})
    found = row(codings, "space")
    assert found["rule"] == "dictionary: space:4 raket*; classifier not estimable for this code"
    assert found["evidence"] == "raketten"


def test_codings_are_whole_and_say_when_there_is_no_code(hybrid):
    codings = checked(hybrid_codings(NEW, hybrid, {}), CODINGS)
    assert set(codings["coder"]) == {hybrid.coder}
    assert hybrid.coder.startswith("hybrid@1.1.0+")
    empty = hybrid_codings(one("Al jaren zien bedrijven hier de toekomst."), hybrid, {})
    none = row(empty, "none")
    assert none["rule"].startswith("no code reaches its threshold; nearest: ")
    assert pd.isna(none["evidence"])


def test_the_cache_changes_nothing(small, hybrid, tmp_path):
    plain = hybrid_codings(NEW, hybrid, {})
    first = hybrid_codings(NEW, fit(small, tmp_path), {})
    second = hybrid_codings(NEW, fit(small, tmp_path), {})
    assert len(list((tmp_path / "models").glob("*.npz"))) == 4
    pd.testing.assert_frame_equal(plain, first, check_exact=True)
    pd.testing.assert_frame_equal(plain, second, check_exact=True)


def test_furniture_is_not_coded(hybrid):
    assert set(hybrid_codings(NEW, hybrid, {})["unit_id"]) == {"new#0001", "new#0002"}
