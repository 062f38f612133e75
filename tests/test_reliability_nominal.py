"""Coefficients against published numbers and against scikit-learn and statsmodels."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from comparelib.reliability import nominal
from comparelib.reliability.estimates import wilson_at_an_end
from comparelib.reliability.sets import SetDistance, set_alpha, set_distances, set_votes

GOLDEN = json.loads((Path(__file__).parent / "golden" / "reliability.json").read_text(encoding="utf-8"))


def sums_of(coders: list[list[int]], n_values: int) -> nominal.Sums:
    return nominal.sums(nominal.votes(np.array(coders), n_values))


def labels_of(table: np.ndarray) -> np.ndarray:
    first, second = np.indices(table.shape)
    return np.repeat(np.stack([first.ravel(), second.ravel()]), table.ravel(), axis=1)


@pytest.mark.parametrize(("name", "n_values"), [("a", 2), ("b", 5), ("c", 5)])
def test_alpha_gives_krippendorffs_examples(name, n_values):
    case = GOLDEN[f"krippendorff_2011_{name}"]
    assert nominal.alpha(sums_of(case["coders"], n_values)) == pytest.approx(case["alpha"], abs=5e-8)


def test_ac1_with_missing_values_gives_irrcac():
    case = GOLDEN["krippendorff_2011_c"]
    sums = sums_of(case["coders"], 5)
    assert nominal.ac1(sums) == pytest.approx(case["ac1"], abs=5e-7)
    assert nominal.agreement_share(sums) == pytest.approx(case["agreement"], abs=5e-4)


@pytest.mark.parametrize("case", GOLDEN["tables"]["cases"])
def test_two_coders_give_the_published_tables(case):
    from sklearn.metrics import cohen_kappa_score

    table = np.array(case["table"])
    labels = labels_of(table)
    sums = sums_of(labels.tolist(), len(table))
    assert nominal.cohen(table.astype(float)) == pytest.approx(case["cohen"], abs=6e-6)
    assert nominal.cohen(table.astype(float)) == pytest.approx(cohen_kappa_score(*labels), abs=1e-12)
    if "ac1" in case:
        assert nominal.ac1(sums) == pytest.approx(case["ac1"], abs=10.0 ** -case["digits"] / 2)
    if "scott" in case:  # alpha without its correction for the number of values
        n = 2 * table.sum()
        assert 1 - (1 - nominal.alpha(sums)) * n / (n - 1) == pytest.approx(case["scott"], abs=6e-6)
    if "agreement" in case:
        assert nominal.agreement_share(sums) == pytest.approx(case["agreement"], abs=5e-4)


RATERS = GOLDEN["four_raters"]
METRICS = {
    "interval": lambda c, k, _n: (c - k) ** 2,
    "ratio": lambda c, k, _n: ((c - k) / (c + k + 2)) ** 2,  # the values are 1 to 5
    "ordinal": lambda c, k, n: (n[min(c, k) : max(c, k) + 1].sum() - (n[c] + n[k]) / 2) ** 2,
}


@pytest.mark.parametrize("metric", list(METRICS))
def test_alpha_with_any_distance_gives_krippendorffs_metrics(metric):
    """`set_alpha` is alpha with a table of distances: sets have theirs, numbers have these."""
    votes = nominal.votes(np.array(RATERS["coders"]), 5)
    votes = votes[votes.sum(axis=1) > 1]
    n = votes.sum(axis=0)
    distance = np.array([[METRICS[metric](c, k, n) for k in range(5)] for c in range(5)], dtype=float)
    observed = (((votes @ distance) * votes).sum(axis=1) / (votes.sum(axis=1) - 1)).sum()
    assert set_alpha(n, observed, distance) == pytest.approx(RATERS["metrics"][metric], abs=5e-8)


def test_kappas_with_missing_values_give_irrcac():
    """Fleiss is ours. Conger and Brennan-Prediger are in no report: their chance terms stand here alone."""
    labels = np.array(RATERS["coders"])
    sums = nominal.sums(nominal.votes(labels, 5))
    assert nominal.fleiss(sums) == pytest.approx(RATERS["fleiss"], abs=5e-7)
    agreement = float(nominal.agreement_share(sums))
    assert agreement == pytest.approx(RATERS["agreement"], abs=5e-7)
    assert (agreement - 0.2) / 0.8 == pytest.approx(RATERS["brennan_prediger"], abs=5e-7)
    by_rater = np.array([[np.mean(said[said >= 0] == value) for value in range(5)] for said in labels])
    chance = (by_rater.mean(axis=0) ** 2 - by_rater.var(axis=0, ddof=1) / len(labels)).sum()
    assert (agreement - chance) / (1 - chance) == pytest.approx(RATERS["conger"], abs=5e-7)
    ac1 = float(nominal.ac1(sums))
    assert (agreement - ac1) / (1 - ac1) == pytest.approx(RATERS["ac1_chance"], abs=5e-4)


def test_gwets_standard_error_from_our_terms_gives_irrcac():
    """Reports resample paragraphs; Gwet's (2008) formula is evaluated here on the terms of the units."""
    votes = nominal.votes(np.array(RATERS["coders"]), 5)
    terms = nominal.unit_terms(votes)
    n, sums = len(votes), nominal.sums(votes)
    ac1, agreement = float(nominal.ac1(sums)), float(nominal.agreement_share(sums))
    chance, pi = (agreement - ac1) / (1 - ac1), sums.prevalence / sums.rated
    own = n / sums.pairable * terms.pairable * (terms.agreement - chance) / (1 - chance)
    linear = own - 2 * (1 - ac1) * ((terms.prevalence * (1 - pi)).sum(axis=1) / 4 - chance) / (1 - chance)
    error = np.sqrt(((linear - ac1) ** 2).sum() / (n * (n - 1)))
    assert error == pytest.approx(RATERS["ac1_error"], abs=5e-6)
    assert ac1 - stats.t.ppf(0.975, n - 1) * error == pytest.approx(RATERS["ac1_low"], abs=5e-4)


def linearised_error(terms: np.ndarray, coefficient) -> float:
    """Standard error by taking away what each unit adds, as BCa intervals do."""
    n, total, added = len(terms), terms.sum(axis=0), terms - terms.mean(axis=0)
    moved = coefficient(total - added) - coefficient(total)
    return float(np.sqrt(n / (n - 1) * (moved**2).sum()))


def test_what_each_unit_adds_gives_irrcacs_standard_errors():
    votes = nominal.votes(np.array(RATERS["coders"]), 5)
    terms = nominal.unit_terms(votes[votes.sum(axis=1) > 1]).stacked()
    error = linearised_error(terms, lambda total: nominal.alpha(nominal.Sums.unstacked(total)))
    assert error == pytest.approx(RATERS["alpha_error"], abs=5e-4)
    low = GOLDEN["krippendorff_2011_c"]["alpha"] - stats.t.ppf(0.975, 10) * error
    assert low == pytest.approx(RATERS["alpha_low"], abs=3e-3)
    for case in GOLDEN["table_errors"]["cases"]:
        table = np.array(case["table"])
        k, labels = len(table), labels_of(table)
        cells = np.eye(k * k)[labels[0] * k + labels[1]]
        shape = (-1, k, k)
        terms = nominal.unit_terms(nominal.votes(labels, k)).stacked()
        found = {
            "cohen": (cells, lambda total, shape=shape: nominal.cohen(total.reshape(shape))),
            "ac1": (terms, lambda total: nominal.ac1(nominal.Sums.unstacked(total))),
        }
        for name, (each, coefficient) in found.items():
            error = linearised_error(each, coefficient)
            value = float(np.squeeze(coefficient(each.sum(axis=0))))
            if f"{name}_error" in case:
                assert error == pytest.approx(case[f"{name}_error"], abs=6e-4)
            else:
                half = stats.t.ppf(0.975, len(each) - 1) * error
                assert (value - half, value + half) == pytest.approx(case[f"{name}_interval"], abs=3e-3)


def test_fleiss_gives_the_published_example_and_statsmodels():
    from statsmodels.stats.inter_rater import fleiss_kappa

    votes = np.array(GOLDEN["fleiss_wikipedia"]["votes"], dtype=float)
    kappa = nominal.fleiss(nominal.sums(votes))
    assert kappa == pytest.approx(GOLDEN["fleiss_wikipedia"]["kappa"], abs=5e-8)
    assert kappa == pytest.approx(fleiss_kappa(votes), abs=1e-12)


def test_specific_agreement_is_2a_over_2a_b_c():
    sums = sums_of(labels_of(np.array([[70, 4], [6, 20]])).tolist(), 2)
    assert nominal.specific_agreement(sums) == pytest.approx([140 / 150, 40 / 50])


@pytest.mark.parametrize("name", ["alpha", "ac1", "fleiss"])
def test_one_value_is_not_estimable(name):
    assert np.isnan(getattr(nominal, name)(sums_of([[0, 0, 0], [0, 0, 0]], 2)))
    assert np.isnan(getattr(nominal, name)(sums_of([[1, 0, -1], [-1, -1, 1]], 2)))


def test_cohen_of_one_value_is_not_estimable():
    assert np.isnan(nominal.cohen(np.array([[7.0, 0.0], [0.0, 0.0]])))


coder_rows = st.integers(2, 4).flatmap(
    lambda n: st.lists(st.lists(st.integers(-1, 2), min_size=n, max_size=n), min_size=2, max_size=12)
)


@given(coder_rows, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_coefficients_do_not_hang_on_the_order_of_units_coders_and_values(rows, random):
    labels = np.array(rows).T
    units, coders, values = (list(range(n)) for n in (labels.shape[1], labels.shape[0], 3))
    for order in (units, coders, values):
        random.shuffle(order)
    renamed = np.where(labels < 0, -1, np.array(values)[labels])[coders][:, units]
    before, after = sums_of(labels.tolist(), 3), sums_of(renamed.tolist(), 3)
    for coefficient in (nominal.alpha, nominal.ac1, nominal.agreement_share):
        np.testing.assert_allclose(coefficient(before), coefficient(after), atol=1e-12)


@given(st.lists(st.integers(0, 2), min_size=2, max_size=20).filter(lambda values: len(set(values)) > 1))
def test_identical_codings_with_two_values_have_alpha_one(values):
    assert nominal.alpha(sums_of([values, values], 3)) == pytest.approx(1.0)
    assert nominal.ac1(sums_of([values, values], 3)) == pytest.approx(1.0)


def as_sets(words: list[list[str]], letters: str) -> np.ndarray:
    return np.array([[[letter in word for letter in letters] for word in coder] for coder in words])


def alpha_of_sets(marks: np.ndarray, distance: SetDistance, power: int = 1) -> float:
    sets, votes = set_votes(marks, np.ones(marks.shape[:2], dtype=bool))
    between = set_distances(sets, distance) ** power
    observed = (((votes @ between) * votes).sum(axis=1) / (votes.sum(axis=1) - 1)).sum()
    return float(set_alpha(votes.sum(axis=0), observed, between))


def test_set_alpha_gives_nltk_and_takes_the_distance_unsquared():
    case = GOLDEN["set_valued"]
    marks = as_sets(case["coders"], "abc")
    assert alpha_of_sets(marks, SetDistance.MASI) == pytest.approx(case["masi"], abs=5e-7)
    assert alpha_of_sets(marks, SetDistance.JACCARD) == pytest.approx(case["jaccard"], abs=5e-7)
    squared = alpha_of_sets(marks, SetDistance.JACCARD, power=2)
    assert squared == pytest.approx(case["jaccard_squared"], abs=5e-5)


def test_exact_set_alpha_is_nominal_alpha():
    case = GOLDEN["krippendorff_2011_b"]
    marks = np.array(case["coders"])[:, :, None] == np.arange(5)
    assert alpha_of_sets(marks, SetDistance.EXACT) == pytest.approx(case["alpha"], abs=5e-8)


@pytest.mark.parametrize("case", GOLDEN["set_distances"]["cases"])
def test_set_distances_give_the_published_values(case):
    sets = np.array([[number in case[which] for number in range(1, 6)] for which in ("first", "second")])
    for distance in ("masi", "jaccard"):
        if distance in case:
            found = set_distances(sets, SetDistance(distance))[0, 1]
            assert found == pytest.approx(case[distance], abs=5e-8)


def test_two_empty_sets_are_equal_and_an_empty_set_is_far_from_every_other():
    sets = np.array([[False, False], [False, False], [True, False]])
    for distance in SetDistance:
        assert set_distances(sets, distance).tolist() == [[0, 0, 1], [0, 0, 1], [1, 1, 0]]


@pytest.mark.parametrize("case", GOLDEN["wilson"]["cases"])
def test_wilson_gives_newcombes_table(case):
    low, high = wilson_at_an_end(np.array([case["hits"] * 1.0]), np.array([case["n"] * 1.0]), 0.95)
    assert (low[0], high[0]) == (pytest.approx(case["low"], abs=5e-5), pytest.approx(case["high"], abs=5e-5))
