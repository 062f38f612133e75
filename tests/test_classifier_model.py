import numpy as np
import pandas as pd
import pytest

from classifier_samples import LetterEncoder, small_coders, small_corpus
from comparelib.coding.classifier import classifier_codings, fit_classifier
from comparelib.errors import NotEstimable
from comparelib.model.schemas import CODINGS, checked

NEW = pd.DataFrame(
    {
        "unit_id": ["new#0001", "new#0002", "new#0003"],
        "doc_id": "new",
        "kind": ["sentence", "sentence", "furniture"],
        "text": [
            "We investeren fors in netcongestie in steden.",
            "Al jaren zien bedrijven hier vakmanschap in dorpen.",
            "We investeren in stroom.",
        ],
    }
)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return (*small_coders(tmp_path_factory.mktemp("coders")), *small_corpus())


def fit(small, codings=None, units=None, **more):
    codebook, dictionary, own_units, own_codings = small
    return fit_classifier(
        own_units if units is None else units,
        own_codings if codings is None else codings,
        codebook,
        dictionary=dictionary,
        varieties={},
        encoder=LetterEncoder(),
        **more,
    )


@pytest.fixture(scope="module")
def classifier(small):
    return fit(small)


def codes(codings, unit_id, facet):
    return codings.loc[(codings["unit_id"] == unit_id) & (codings["facet"] == facet), "code"].tolist()


def test_it_learns_words_that_stand_in_no_pattern(classifier):
    codings = classifier_codings(NEW, classifier, {})
    assert codes(codings, "new#0001", "theme") == ["energy"]
    assert codes(codings, "new#0002", "theme") == ["skills"]
    assert codes(codings, "new#0001", "function") == ["measure"]
    assert codes(codings, "new#0002", "function") == ["context"]


def test_codings_are_whole(classifier):
    codings = classifier_codings(NEW, classifier, {})
    checked(codings, CODINGS)
    assert set(codings["unit_id"]) == {"new#0001", "new#0002"}  # furniture is not coded
    texts = NEW.set_index("unit_id")["text"]
    shown = codings.dropna(subset=["evidence"])
    assert len(shown) > 3
    for row in shown.itertuples():
        assert texts[row.unit_id][row.start : row.end] == row.evidence
    assert set(codings["coder"]) == {classifier.coder}
    assert classifier.coder.startswith("classifier@1.1.0+")


def test_the_reason_is_the_word_that_was_learned(classifier):
    codings = classifier_codings(NEW, classifier, {})
    row = codings[(codings["unit_id"] == "new#0001") & (codings["code"] == "energy")].iloc[0]
    assert row["evidence"] == "netcongestie"
    assert "word 'netcongestie' +" in row["rule"]


def test_instruments_are_put_to_measures_alone(classifier):
    codings = classifier_codings(NEW, classifier, {})
    assert codes(codings, "new#0001", "instrument") == ["financial"]
    assert codes(codings, "new#0002", "instrument") == []


def test_a_code_without_training_units_is_said_to_be_not_estimable_and_never_given(classifier):
    assert [entry[:2] for entry in classifier.not_estimable] == [("theme", "space")]
    assert classifier.not_estimable[0][2].startswith("0 of 160 training units have it")
    rocket = NEW.assign(text="We investeren fors in raketten en satellieten.")
    assert "space" not in classifier_codings(rocket, classifier, {})["code"].tolist()


def test_a_facet_of_one_class_is_failed_with_its_reason(small):
    codings = small[3]
    same = codings.assign(code=codings["code"].where(codings["facet"] != "function", "measure"))
    found = classifier_codings(NEW, fit(small, same), {})
    rows = found[found["facet"] == "function"]
    assert rows["code"].tolist() == ["failed", "failed"]
    assert rows["rule"].str.startswith("not estimable: ").all()


def test_nothing_to_learn_from_is_an_error(small):
    codings = small[3]
    with pytest.raises(NotEstimable, match="nothing to learn from"):
        fit(small, codings[codings["facet"] == "theme"].assign(code="energy"))


def test_a_model_is_its_training_data(small, classifier):
    units, codings = small[2], small[3]
    assert fit(small).version == classifier.version
    # A document without codings changes neither the model nor its name.
    more = pd.concat([units, NEW.assign(paragraph=1, section="")], ignore_index=True)
    assert fit(small, units=more).version == classifier.version
    flipped = codings.copy()
    flipped.loc[flipped["code"] == "energy", "code"] = "skills"
    assert fit(small, flipped.drop_duplicates()).version != classifier.version
    assert fit(small, seed=2).version != classifier.version


def test_the_cache_changes_nothing(small, classifier, tmp_path):
    plain = classifier_codings(NEW, classifier, {})
    first = classifier_codings(NEW, fit(small, cache=tmp_path), {})
    assert len(list((tmp_path / "models").glob("*.npz"))) == 2
    second = classifier_codings(NEW, fit(small, cache=tmp_path), {})
    pd.testing.assert_frame_equal(plain, first, check_exact=True)
    pd.testing.assert_frame_equal(plain, second, check_exact=True)


def test_scores_are_shares_that_can_be_believed(small, classifier):
    units, codings = small[2], small[3]
    found = classifier_codings(units, classifier, {})
    themes = found[(found["facet"] == "theme") & (found["code"] != "none")]
    truth = set(zip(codings["unit_id"], codings["code"], strict=True))
    right = np.array([pair in truth for pair in zip(themes["unit_id"], themes["code"], strict=True)])
    assert themes["score"].between(0, 1).all()
    assert abs(right.mean() - themes["score"].mean()) < 0.15


def test_a_document_is_coded_the_same_beside_others(small, classifier):
    units = small[2]
    alone = classifier_codings(NEW, classifier, {})
    together = classifier_codings(
        pd.concat([units, NEW.assign(paragraph=[1, 2, 3], section="")], ignore_index=True), classifier, {}
    )
    beside = together[together["unit_id"].str.startswith("new")].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, beside)


@pytest.mark.parametrize("text", ["x" * 200_000, "?", "—", "raket"])
def test_strange_texts_are_coded_and_do_not_break_it(classifier, text):
    found = classifier_codings(
        pd.DataFrame({"unit_id": ["a#0001"], "doc_id": ["a"], "text": [text]}), classifier, {}
    )
    assert set(found["facet"]) >= {"theme", "function"}
    assert classifier_codings(NEW.iloc[:0], classifier, {}).empty
