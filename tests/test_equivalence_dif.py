"""Firth's regression, DIF, Mantel-Haenszel and McNemar against published numbers and other programs."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparelib.equivalence import Decisions, dif, firth_logistic, mantel_haenszel, mcnemar
from comparelib.errors import NotEstimable, ParameterFault

GOLDEN = json.loads((Path(__file__).parent / "golden" / "equivalence.json").read_text(encoding="utf-8"))


def two_groups(hits_a, n_a, hits_b, n_b):
    side = np.r_[np.zeros(n_a), np.ones(n_b)]
    outcome = np.r_[np.arange(n_a) < hits_a, np.arange(n_b) < hits_b].astype(float)
    return np.column_stack([np.ones_like(side), side]), outcome


def test_firth_is_that_of_its_published_example_where_groups_separate():
    rows = np.array(GOLDEN["firth"]["rows"])
    design = np.column_stack([np.ones(len(rows)), rows[:, :3]])
    got = firth_logistic(design, rows[:, 3])
    assert got.coefficients == pytest.approx(GOLDEN["firth"]["coefficients"], abs=1e-6)
    assert np.isfinite(got.errors).all()
    with pytest.raises(NotEstimable, match="does not settle"):
        firth_logistic(design, rows[:, 3], penalised=False)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 30), st.integers(1, 30), st.data())
def test_a_saturated_model_adds_one_half_to_every_cell(n_a, n_b, data):
    hits_a, hits_b = data.draw(st.integers(0, n_a)), data.draw(st.integers(0, n_b))
    got = firth_logistic(*two_groups(hits_a, n_a, hits_b, n_b))
    odds = [np.log((hits + 0.5) / (n - hits + 0.5)) for hits, n in ((hits_a, n_a), (hits_b, n_b))]
    assert got.coefficients == pytest.approx([odds[0], odds[1] - odds[0]], abs=1e-6)


def test_without_the_penalty_it_is_maximum_likelihood():
    from statsmodels.api import Logit

    rng = np.random.default_rng(3)
    design = np.column_stack([np.ones(500), rng.normal(size=(500, 2))])
    outcome = (rng.random(500) < 1 / (1 + np.exp(-design @ [-1, 0.8, 0]))).astype(float)
    other = Logit(outcome, design).fit(disp=0)
    got = firth_logistic(design, outcome, penalised=False)
    assert got.coefficients == pytest.approx(other.params, abs=1e-6)
    assert got.errors == pytest.approx(other.bse, abs=1e-5)
    assert got.log_likelihood == pytest.approx(other.llf)
    assert firth_logistic(design, outcome).coefficients == pytest.approx(other.params, abs=0.03)


def test_a_constrained_column_stays_0_and_keeps_its_penalty():
    design, outcome = two_groups(5, 20, 15, 20)
    free, held = firth_logistic(design, outcome), firth_logistic(design, outcome, free=[0])
    assert held.coefficients[1] == 0
    grid = [firth_objective(design, outcome, b) for b in np.linspace(-0.5, 0.5, 401)]
    assert held.log_likelihood == pytest.approx(max(grid), abs=1e-5)
    assert free.log_likelihood > held.log_likelihood


def firth_objective(design, outcome, intercept):
    eta = design @ [intercept, 0]
    p = 1 / (1 + np.exp(-eta))
    information = design.T @ (design * (p * (1 - p))[:, None])
    return (outcome * eta - np.log1p(np.exp(eta))).sum() + 0.5 * np.log(np.linalg.det(information))


def test_counted_rows_are_as_good_as_single_cases():
    design, outcome = two_groups(5, 20, 17, 30)
    single = firth_logistic(design, outcome)
    counted = firth_logistic([[1, 0], [1, 1]], [5 / 20, 17 / 30], counts=[20, 30])
    assert counted.coefficients == pytest.approx(single.coefficients)
    assert counted.errors == pytest.approx(single.errors)
    assert counted.log_likelihood == pytest.approx(single.log_likelihood)


def test_dependent_columns_are_refused():
    with pytest.raises(NotEstimable, match="depend on each other"):
        firth_logistic([[1, 0], [1, 0], [1, 0]], [0, 1, 1])


def decisions(recall_b, alarms_b, n=300):
    """Recall .8 and false alarms .05 in a; each side has the code in a third of its units."""
    truth = np.tile(np.arange(n) % 3 == 0, 2)
    side = np.repeat([0, 1], n)
    rank = np.tile(np.arange(n) // 3 / (n / 3), 2)
    found = np.where(truth, rank < np.where(side, recall_b, 0.8), rank < np.where(side, alarms_b, 0.05))
    return Decisions(
        found[:, None].astype(float), truth[:, None].astype(float), side, np.arange(2 * n), ("c0",)
    )


def test_dif_tells_readiness_from_discrimination():
    none = dif(decisions(0.8, 0.05)).iloc[0]
    assert abs(none["uniform"]) < 1e-6
    assert none["uniform_p"] == pytest.approx(1)
    ready = dif(decisions(0.95, 0.2)).iloc[0]
    assert ready["uniform"] > 1
    assert ready["uniform_low"] > 0
    assert ready["uniform_q"] < 0.001
    blunt = dif(decisions(0.5, 0.25)).iloc[0]
    assert blunt["nonuniform"] < -2
    assert blunt["nonuniform_p"] < 0.001


def test_dif_is_finite_where_a_side_never_errs_and_silent_where_it_is_small():
    sure = dif(decisions(1.0, 0.0)).iloc[0]
    assert np.isfinite([sure["uniform"], sure["nonuniform"], sure["uniform_low"]]).all()
    assert sure["reason"] == ""
    small = dif(decisions(0.8, 0.05), fewest=101).iloc[0]
    assert np.isnan(small["uniform_p"])
    assert small["reason"] == "fewer than 101 reference positives in a jurisdiction"


@pytest.mark.parametrize(("name", "first"), [("all", 0), ("without_a", 1)])
def test_mantel_haenszel_is_that_of_r(name, first):
    # R's table is gender within admission; the odds ratio is the same after turning it.
    tables = GOLDEN["mantel_haenszel"]["tables"][first:]
    turned = [np.array(table).T for table in tables]
    got = mantel_haenszel(turned)
    expected = GOLDEN["mantel_haenszel"][name]
    assert got["odds_ratio"] == pytest.approx(expected["odds_ratio"], abs=5e-7)
    assert got["statistic"] == pytest.approx(expected["statistic"], abs=5e-7)
    assert got["p"] == pytest.approx(expected["p"], abs=5e-7)


def test_strata_that_say_nothing_are_left_out_or_refused():
    empty = [[0, 0], [4, 5]]
    assert mantel_haenszel([[[8, 2], [3, 7]], empty])["n_strata"] == 1
    with pytest.raises(NotEstimable, match="no stratum"):
        mantel_haenszel([empty])
    with pytest.raises(ParameterFault, match="no 2 x 2 table"):
        mantel_haenszel([[[1, -2], [3, 4]]])


def test_mcnemar_is_that_of_r():
    g = GOLDEN["mcnemar"]
    assert mcnemar(g["table"], exact=False) == pytest.approx((g["statistic"], g["p"]), rel=2e-4)
    assert mcnemar([[5, 0], [6, 9]])[1] == pytest.approx(2 * 0.5**6)
