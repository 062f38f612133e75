import json
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from comparelib.contrast import chi2, g2, monroe, pmi, vocabulary_contrast
from comparelib.errors import NotEstimable, ParameterFault, TableFault

GOLDEN = json.loads((Path(__file__).parent / "golden" / "contrast.json").read_text(encoding="utf-8"))
LETTERS = GOLDEN["letters"]
WORDS = sorted(set(LETTERS["first"]) | set(LETTERS["second"]))
COUNTS = [[Counter(LETTERS[side])[word] for word in WORDS] for side in ("first", "second")]


@pytest.mark.parametrize(("measure", "name"), [(g2, "g2"), (chi2, "chi2")])
def test_keyness_of_a_two_by_two_table_equals_base_r(measure, name):
    case = GOLDEN["two_words"]
    for correction, expected in case[name].items():
        got = measure(case["target"], case["reference"], correction)
        assert got[0] == pytest.approx(expected, abs=case["tolerance"])
        assert got[1] == pytest.approx(-expected, abs=case["tolerance"])


@pytest.mark.parametrize(("measure", "name"), [(g2, "g2"), (chi2, "chi2")])
def test_keyness_of_letters_equals_quanteda(measure, name):
    for correction, numbers in LETTERS[name].items():
        got = dict(zip(WORDS, measure(*COUNTS, correction), strict=True))
        assert {word: got[word] for word in numbers} == pytest.approx(numbers, abs=LETTERS["tolerance"])


def test_keyness_orders_letters_as_quanteda_does():
    assert "".join(np.array(WORDS)[np.argsort(-chi2(*COUNTS, "none"), kind="stable")]) == LETTERS["order"]


def test_default_and_yates_are_the_same_in_the_code_of_quanteda():
    assert g2(*COUNTS, "yates").tolist() == g2(*COUNTS).tolist()
    assert chi2(*COUNTS, "yates").tolist() == chi2(*COUNTS).tolist()


def test_pointwise_mutual_information():
    got = dict(zip(WORDS, pmi(*COUNTS), strict=True))
    assert got["a"] == pytest.approx(LETTERS["pmi"]["a"], abs=LETTERS["tolerance"])


def test_keyness_refuses_what_it_cannot_do():
    with pytest.raises(ParameterFault, match="did you mean 'yates'"):
        g2(*COUNTS, "yeats")
    with pytest.raises(ParameterFault, match="williams"):
        chi2(*COUNTS, "williams")
    with pytest.raises(NotEstimable):
        g2([0, 0], [1, 2])


def test_weighted_log_odds_equal_the_published_formula():
    case = GOLDEN["monroe"]
    got = monroe(case["first"], case["second"], case["prior"])
    for field in ("delta", "variance", "z"):
        assert getattr(got, field).tolist() == pytest.approx(case[field], abs=case["tolerance"])
    flat = monroe(case["first"], case["second"], case["flat_prior"])
    assert flat.z.tolist() == pytest.approx(case["flat_z"], abs=case["tolerance"])
    with pytest.raises(NotEstimable):
        monroe([1, 2], [2, 1], 0)


def test_weighted_log_odds_against_all_texts_are_tidylos():
    """tidylo compares each text with all of them; with its prior and its "second text" ours are the same."""
    case = GOLDEN["tidylo"]
    texts = np.array(case["texts"], dtype=float)
    prior = texts.sum(axis=0)
    everything = ((texts + prior) * (texts > 0)).sum(axis=0)
    for text in texts:
        # A word that the text lacks has no pseudo-count there, but for rounding.
        own = np.where(text > 0, prior, 1e-12)
        got = monroe(text, everything - own, own)
        for word, n, z, delta in zip(case["words"], text, got.z, got.delta, strict=True):
            if n:
                assert z == pytest.approx(case["weighted"][word], abs=6e-6)
                assert delta == pytest.approx(case["unweighted"].get(word, delta), abs=5e-7)


def test_tests_of_the_two_by_two_table_are_rs():
    """No report prints a p of a word: tokens are clustered. Fisher's test is scipy's."""
    case, table = GOLDEN["two_words_tests"], np.array([[7, 3], [2, 7]])
    plain, williams = (g2(*table.T, name)[0] for name in ("none", "williams"))
    assert stats.chi2.sf(plain, 1) == pytest.approx(case["g2_p"], abs=5e-8)
    assert stats.chi2.sf(williams, 1) == pytest.approx(case["williams_p"], abs=5e-8)
    assert plain / williams == pytest.approx(case["williams_q"], abs=5e-11)
    assert stats.fisher_exact(table).pvalue == pytest.approx(case["fisher_p"], abs=5e-12)
    ratio = stats.contingency.odds_ratio(table, kind="conditional").statistic
    assert ratio == pytest.approx(case["odds_ratio"], abs=5e-5)


TEXTS = [
    ("n1", 1, "sentence", "De mkb-bedrijven en het mkb in Nederland bouwen machines."),
    ("n1", 2, "sentence", "Machines bouwen machines."),
    ("n1", 2, "furniture", "machines machines machines"),
    ("n2", 1, "sentence", "Het MKB bouwt."),
    ("v1", 1, "sentence", "De kmo bouwt circulaire machines."),
    ("v1", 2, "sentence", "Circulaire kmo in Vlaanderen."),
]
UNITS = pd.DataFrame(TEXTS, columns=["doc_id", "paragraph", "kind", "text"])
UNITS["unit_id"] = [f"{doc_id}#{place:04d}" for place, doc_id in enumerate(UNITS["doc_id"])]
DOCUMENTS = pd.DataFrame({"doc_id": ["n1", "n2", "v1"], "jurisdiction": ["NL", "NL", "VL"]})


def contrast(**keywords):
    keywords = {"min_count": 1, "draws": 50} | keywords
    return vocabulary_contrast(UNITS, DOCUMENTS, **keywords)


def test_words_are_counted_by_side_without_furniture():
    got = contrast().frame.set_index("word")
    assert got.loc["machines", ["count_a", "count_b"]].tolist() == [3, 1]
    assert got.loc["circulaire", ["count_a", "count_b"]].tolist() == [0, 2]
    assert "mkb-bedrijven" in got.index
    assert got["count_a"].sum() == 15
    assert got.index[0] == "circulaire"
    assert got.loc["machines", "rate_a"] == pytest.approx(200)


def test_doublets_are_one_concept_and_names_are_dropped():
    plain = contrast().frame.set_index("word")
    assert plain.loc["kmo", "z"] > 0 > plain.loc["mkb", "z"]
    got = contrast(
        concepts={"mkb": "mkb/kmo", "Kmo": "mkb/kmo"}, drop=("Nederland", "Vlaanderen", "Frankrijk")
    )
    words = got.frame.set_index("word")
    assert words.loc["mkb/kmo", ["count_a", "count_b"]].tolist() == [2, 2]
    assert got.dropped == ("nederland", "vlaanderen")
    assert not words.index.isin(["mkb", "kmo", "nederland"]).any()


def test_rare_words_leave_the_table_but_not_the_margins():
    whole, common = contrast().frame.set_index("word"), contrast(min_count=3).frame.set_index("word")
    assert "circulaire" not in common.index
    columns = ["rate_a", "z", "g2"]
    pd.testing.assert_frame_equal(common[columns], whole.loc[common.index, columns])


def test_intervals_hold_the_estimate_and_follow_the_seed():
    first = contrast(draws=200).frame
    assert (first["log_odds_low"] <= first["log_odds_high"]).all()
    pd.testing.assert_frame_equal(first, contrast(draws=200).frame)
    assert not contrast(draws=3).frame.equals(contrast(draws=3, seed=2).frame)


def test_order_of_units_does_not_matter():
    mixed = vocabulary_contrast(UNITS.sample(frac=1, random_state=3), DOCUMENTS, min_count=1, draws=50)
    pd.testing.assert_frame_equal(mixed.frame, contrast().frame)


def test_a_larger_prior_shrinks():
    small, large = (contrast(prior=prior).frame["log_odds"].abs().sum() for prior in (10, 500))
    assert large < small


def test_vocabulary_faults():
    with pytest.raises(ParameterFault, match="prior is 0"):
        contrast(prior=0)
    with pytest.raises(NotEstimable, match="'BE' have no words"):
        contrast(jurisdictions=("NL", "BE"))
    with pytest.raises(TableFault, match="'v1' is not in table 'documents'"):
        vocabulary_contrast(UNITS, DOCUMENTS.iloc[:2])
    with pytest.raises(TableFault, match="unit_id 'n1#0000' stands there more than once"):
        vocabulary_contrast(pd.concat([UNITS, UNITS.iloc[:1]]), DOCUMENTS)
