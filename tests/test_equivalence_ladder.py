"""The ladder of equivalence: rates, triggers, calibration, and what cannot be tested."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from coded_samples import coded, coder_and_reference
from comparelib.equivalence import Decisions, equivalence, needed_for_difference, needed_for_equality
from comparelib.equivalence.calibration import calibration_frame
from comparelib.equivalence.rates import Rates, difference, equivalence_frame, rates, within_codes
from comparelib.equivalence.triggers import trigger_frame
from comparelib.errors import CodingFault, MeaninglessOperation, NotEstimable, ParameterFault
from comparelib.model import Counting

GOLDEN = json.loads((Path(__file__).parent / "golden" / "equivalence.json").read_text(encoding="utf-8"))


def rows_of(predicted, rules=None):
    """Codings of a coder that shows its passages; the rule of a code is its name where `rules` has none."""
    found = [
        (unit, code, (rules or {}).get((unit, code), f"{code}:1 {code}*"))
        for unit, marks in zip(predicted.unit_ids, predicted.values, strict=True)
        for code, mark in zip(predicted.codes, marks, strict=True)
        if mark
    ]
    frame = pd.DataFrame(found, columns=["unit_id", "code", "rule"])
    return frame.assign(facet="theme", coder=predicted.coder, evidence="x", score=1.0)


def plain(hits, cases):
    return Rates(np.array([float(hits)]), np.array([float(cases)]), np.array([float(cases)]))


def test_the_difference_is_newcombes():
    point, low, high = difference(plain(48, 80), plain(56, 70), 0.95)
    assert point[0] == pytest.approx(0.2)
    assert (low[0], high[0]) == pytest.approx(
        (GOLDEN["newcombe"]["low"], GOLDEN["newcombe"]["high"]), abs=5e-5
    )


@pytest.mark.parametrize(("margin", "n"), GOLDEN["needed_for_equality"]["rows"])
def test_cases_needed_to_find_equality(margin, n):
    assert needed_for_equality(0.9, margin) == n


@pytest.mark.parametrize(("first", "second", "n"), GOLDEN["needed_for_difference"]["rows"])
def test_cases_needed_to_find_a_difference(first, second, n):
    assert needed_for_difference(first, second) == n


@pytest.mark.parametrize(
    ("a", "b", "status"),
    [
        ((900, 1000), (890, 1000), "equal"),
        ((900, 1000), (600, 1000), "unequal"),
        ((450, 500), (415, 500), "open"),
        ((9, 10), (900, 1000), "not testable"),
        ((0, 0), (900, 1000), "not testable"),
    ],
)
def test_the_status_says_no_more_than_the_interval(a, b, status):
    assert equivalence_frame(plain(*a), plain(*b), 0.10, 0.95)["status"][0] == status


def test_units_of_a_paragraph_count_for_less():
    hit = np.repeat([1, 0, 1, 1, 0, 1, 0, 1], 4)[:, None]
    alone = rates(hit, np.ones_like(hit), np.arange(32))
    together = rates(hit, np.ones_like(hit), np.repeat(np.arange(8), 4))
    assert alone.rate[0] == together.rate[0] == 0.625
    assert together.effective[0] < 9
    assert 29 < alone.effective[0] <= 32
    sure = rates(np.ones((12, 1)), np.ones((12, 1)), np.repeat(np.arange(3), 4))
    assert sure.effective[0] == 3


def test_a_mixture_of_codes_does_not_pass_for_unequal_errors():
    # Recall is .9 for the first code and .5 for the second on both sides; the mixture differs.
    a, b = (
        Rates(h, n, n)
        for h, n in (
            (np.array([90.0, 200.0]), np.array([100.0, 400.0])),
            (np.array([360.0, 50.0]), np.array([400.0, 100.0])),
        )
    )
    got = within_codes(a, b, 0.10, 0.95)
    assert got["difference"] == pytest.approx(0)
    assert got["status"] == "equal"
    pooled_gap = b.hits.sum() / b.cases.sum() - a.hits.sum() / a.cases.sum()
    assert pooled_gap == pytest.approx(0.24)
    assert np.isnan(within_codes(a, Rates(np.zeros(2), np.zeros(2), np.zeros(2)), 0.10, 0.95)["difference"])


def test_counts_and_rates_are_those_of_the_units():
    predicted, reference = coder_and_reference(300, 2)
    got = equivalence(predicted, reference, rows_of(predicted))
    row = got.errors.set_index(["code", "statistic"]).loc[("c0", "recall")]
    side = reference.document == 1
    truth, found = reference.values[:, 0] > 0, predicted.values[:, 0] > 0
    assert row["n_b"] == (truth & side).sum()
    assert row["rate_b"] == pytest.approx((truth & found & side).sum() / (truth & side).sum())
    alarms = got.errors.set_index(["code", "statistic"]).loc[("c1", "false_positive_rate")]
    negative = reference.values[:, 1] == 0
    assert alarms["n_a"] == (negative & ~side).sum()
    whole = got.errors.set_index(["code", "statistic"]).loc[("pooled", "recall")]
    assert whole["n_a"] == reference.values[~side].sum()
    assert list(got.errors["code"].unique()) == ["c0", "c1", "pooled", "within codes"]
    assert got.n_units == (150, 150)


def test_equalised_odds_are_the_greater_difference():
    predicted, reference = coder_and_reference(300, 2)
    got = equivalence(predicted, reference, rows_of(predicted))
    gaps = got.errors.pivot_table(index="code", columns="statistic", values="difference").abs()
    odds = got.odds.set_index("code")
    for code in ("c0", "c1", "pooled"):
        assert odds.loc[code, "value"] == pytest.approx(
            gaps.loc[code, ["recall", "false_positive_rate"]].max()
        )
        assert odds.loc[code, "low"] <= odds.loc[code, "value"] <= odds.loc[code, "high"]


def test_large_equal_texts_climb_the_ladder_and_unequal_ones_do_not():
    predicted, reference = coder_and_reference(6000, 2, seed=4)
    status = equivalence(predicted, reference, rows_of(predicted)).summary.set_index("step")["status"]
    assert status["L0 configural"] == status["L2 error, pooled"] == status["L3 scalar, pooled"] == "equal"
    values = predicted.values.copy()
    values[(predicted.document == 1) & (np.arange(6000) % 4 < 2)] = 0
    worse = replace(predicted, values=values)
    status = equivalence(worse, reference, rows_of(worse)).summary.set_index("step")["status"]
    assert status["L2 error, pooled"] == "unequal"
    assert status["L3 scalar, pooled"] == "unequal"


def test_a_small_side_is_not_testable():
    predicted, reference = coder_and_reference(400, 2)
    document = (np.arange(400) >= 370).astype(int)
    got = equivalence(
        replace(predicted, document=document), replace(reference, document=document), rows_of(predicted)
    )
    recall = got.errors[got.errors["statistic"] == "recall"].set_index("code")
    assert (recall["status"] == "not testable").all()
    assert (recall.loc[["c0", "c1", "pooled"], "n_b"] < recall.loc[["c0", "c1", "pooled"], "needed"]).all()
    assert got.configural["n_positive_b"].tolist() == recall.loc[["c0", "c1"], "n_b"].tolist()


def test_triggers_are_counted_by_side():
    values = [[1], [1], [1], [0], [1], [1], [1], [0]]
    predicted = coded(values, [0, 0, 0, 0, 1, 1, 1, 1])
    terms = ["mkb", "mkb", "firma + mkb", "kmo", "kmo", "mkb"]
    units = [unit for unit, mark in zip(predicted.unit_ids, values, strict=True) if mark[0]]
    rules = {(unit, "c0"): term for unit, term in zip(units, terms, strict=True)}
    row = trigger_frame(rows_of(predicted, rules), predicted, predicted.document, ("NL", "VL")).iloc[0]
    assert (row["n_terms_a"], row["n_terms_b"], row["n_common"]) == (2, 2, 1)
    assert row["jaccard"] == pytest.approx(1 / 3)
    assert row["new_in_b"] == pytest.approx(2 / 3)
    assert row["expected_new"] == pytest.approx(1 / 3)
    assert row["coverage_a"] == 0.75


def test_a_coder_without_passages_has_no_triggers():
    predicted, reference = coder_and_reference()
    bare = rows_of(predicted).assign(evidence=None)
    got = equivalence(predicted, reference, bare)
    assert got.triggers is None
    assert got.summary.set_index("step").loc["L1 trigger", "because"] == "the coder shows no passages"
    with pytest.raises(CodingFault, match="gives no passages"):
        trigger_frame(bare, predicted, predicted.document, ("NL", "VL"))


def test_the_shift_is_what_equal_scores_leave():
    # Score .6 means a reference share of .5 in a and of .9 in b; both have as many decisions there.
    truth = np.r_[np.arange(100) < 50, np.arange(100) < 90, np.zeros(200)][:, None].astype(float)
    score = np.r_[np.full(200, 0.6), np.zeros(200)][:, None]
    side = np.r_[np.repeat([0, 1], 100), np.repeat([0, 1], 100)]
    got = calibration_frame(score, Decisions(score > 0, truth, side, np.arange(400), ("c0",)))
    assert list(got["score_bin"]) == ["0", "(0.5, 0.75]", "shift"]
    assert got["difference"].to_numpy() == pytest.approx([0, 0.4, 0.2])
    assert got["status"].iloc[-1] == "unequal"


def test_what_cannot_be_compared_is_refused():
    predicted, reference = coder_and_reference()
    rows = rows_of(predicted)
    with pytest.raises(ParameterFault, match="no document of jurisdiction 'BE'"):
        equivalence(predicted, reference, rows, jurisdictions=("NL", "BE"))
    with pytest.raises(ParameterFault, match="margin is 0"):
        equivalence(predicted, reference, rows, margin=0)
    with pytest.raises(MeaninglessOperation, match="count by presence"):
        equivalence(replace(predicted, counting=Counting.FRACTIONAL), reference, rows)
    with pytest.raises(NotEstimable, match="no unit of jurisdiction 'VL'"):
        equivalence(predicted, coded(reference.values[:1], [0], coder="reference", paragraph=[0]), rows)
