"""Corrected shares: published and hand-computed numbers, the census, and what is refused."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coded_samples import coded, coder_and_reference, sample_of
from comparelib.correction import census, corrected_difference, corrected_shares
from comparelib.correction.estimators import dsl, error_rates, ppi_mean, raw, rogan_gladen, stratified
from comparelib.correction.sampled import Sampled, sampled
from comparelib.errors import CodingFault, MeaninglessOperation, ParameterFault, TableFault
from comparelib.model import Counting

GOLDEN = json.loads((Path(__file__).parent / "golden" / "correction.json").read_text(encoding="utf-8"))


def units_of(predicted, labels, weight, paragraph=None):
    predicted, weight = np.asarray(predicted, dtype=float)[:, None], np.asarray(weight, dtype=float)
    truth = np.where(weight > 0, np.asarray(labels, dtype=float), 0)[:, None]
    return Sampled(predicted, truth, weight, np.arange(len(weight)) if paragraph is None else paragraph)


def test_ppi_is_that_of_its_authors():
    g = GOLDEN["ppi_mean"]
    rest = [1] * g["unlabelled_ones"] + [0] * g["unlabelled_zeros"]
    data = (g["labels"], g["predictions"], rest)
    assert ppi_mean(*data, power=1) == pytest.approx(g["power_1"], abs=g["tolerance"])
    assert ppi_mean(*data) == pytest.approx(g["tuned"], abs=g["tolerance"])
    assert ppi_mean(*data, power=0) == pytest.approx(g["classical"], abs=g["tolerance"])


def test_ppi_takes_a_constant_shift_out():
    labels = np.random.default_rng(1).normal(size=50)
    share, *_ = ppi_mean(labels - labels.mean(), labels - labels.mean() + 2, np.full(100, 2.0), power=1)
    assert share == pytest.approx(0, abs=1e-12)


def test_ppi_of_a_constant_prediction_is_the_sample_alone():
    assert ppi_mean([1, 0, 0, 0], [1] * 4, [1] * 9) == ppi_mean([1, 0, 0, 0], [1] * 4, [1] * 9, power=0)


@pytest.mark.parametrize("row", GOLDEN["dsl"]["rows"])
def test_dsl_is_the_sum_by_hand(row):
    g = GOLDEN["dsl"]
    weight = np.r_[1 / np.array(row["pi"]), np.zeros(6)]
    got = dsl(units_of(g["predicted"], g["labels"] + [0] * 6, weight), 0.95)
    assert got.share[0] == pytest.approx(row["share"])
    assert got.low[0] < row["share"] < got.high[0]


def test_dsl_knows_paragraphs():
    predicted, labels = [1, 1, 0, 0] * 5, [1, 1, 0, 0] * 5
    apart = dsl(units_of(predicted, labels, np.ones(20)), 0.95)
    together = dsl(units_of(predicted, labels, np.ones(20), np.arange(20) // 2), 0.95)
    assert together.high[0] - together.low[0] > 1.3 * (apart.high[0] - apart.low[0])
    one = dsl(units_of(predicted, labels, np.ones(20), np.zeros(20)), 0.95)
    assert one.share[0] == 0.5
    assert np.isnan(one.low[0])


def test_stratified_is_mover_wilson_by_hand():
    g = GOLDEN["stratified"]
    predicted = [1] * 20 + [0] * 80
    labels = [1] * 8 + [0] * 12 + [1] + [0] * 79
    weight = [2.0] * 10 + [0] * 10 + [4.0] * 20 + [0] * 60
    got = stratified(units_of(predicted, labels, weight), 0.95)
    assert (got.share[0], got.low[0], got.high[0]) == pytest.approx(
        (g["share"], g["low"], g["high"]), abs=1e-7
    )


def test_a_part_without_sample_keeps_the_bounds_0_and_1():
    got = stratified(units_of([1] * 2 + [0] * 8, [0] * 10, [0, 0] + [1.0] * 8), 0.95)
    assert (got.share[0], got.low[0], got.high[0]) == pytest.approx((0.2, 0, 0.2))


def test_rogan_gladen_is_the_formula():
    predicted = [1] * 8 + [0] * 2 + [1] * 1 + [0] * 9
    rates = error_rates(units_of(predicted, [1] * 10 + [0] * 10, np.ones(20)), 0.95)
    assert (rates.sensitivity[0], rates.specificity[0]) == (0.8, 0.9)
    got = rogan_gladen(np.array([0.3]), rates, 0.95)
    assert got.share[0] == pytest.approx(GOLDEN["rogan_gladen"]["share"], abs=1e-7)
    useless = error_rates(units_of([1, 0] * 10, [1] * 10 + [0] * 10, np.ones(20)), 0.95)
    assert np.isnan(rogan_gladen(np.array([0.3]), useless, 0.95).share[0])


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.5, 0.8, 1.0]))
def test_with_everything_in_the_sample_each_share_is_the_census(seed, sensitivity):
    predicted, reference = coder_and_reference(60, 2, sensitivity=sensitivity, seed=seed)
    frame = corrected_shares(predicted, reference, census(predicted)).frame
    for group, document in (("NL", 0), ("VL", 1)):
        truth = reference.values[reference.document == document].mean(axis=0)
        own = frame[
            (frame["group"] == group) & frame["estimator"].isin(["reference", "stratified", "dsl", "ppi"])
        ]
        assert own["share"].to_numpy().reshape(2, 4) == pytest.approx(np.repeat(truth[:, None], 4, axis=1))
        exact = own[own["estimator"].isin(["reference", "stratified"])]
        assert (exact["high"] - exact["low"]).to_numpy() == pytest.approx(0, abs=1e-9)


def test_rogan_gladen_of_all_in_one_group_is_the_census():
    predicted, reference = coder_and_reference()
    units = sampled(predicted, reference, census(predicted))
    got = rogan_gladen(raw(units).share, error_rates(units, 0.95), 0.95)
    assert got.share == pytest.approx(reference.values.mean(axis=0))


def test_dsl_is_unbiased_over_all_samples():
    predicted, labels = np.array([1, 1, 0, 0, 0, 1]), np.array([1, 0, 0, 1, 0, 1])
    shares = []
    for drawn in np.ndindex(3, 3):  # one of three in each half: pi = 1/3
        weight = np.zeros(6)
        weight[[drawn[0], 3 + drawn[1]]] = 3
        shares.append(dsl(units_of(predicted, labels, weight), 0.95).share[0])
    assert np.mean(shares) == pytest.approx(0.5)


def test_the_order_of_units_and_of_the_sample_does_not_matter():
    predicted, reference = coder_and_reference()
    rows = np.arange(0, 200, 3)
    sample = sample_of(predicted, rows, 0.3)
    first = corrected_shares(predicted, reference, sample).frame
    turn = np.random.default_rng(2).permutation(200)
    turned = [
        coded(
            each.values[turn],
            each.document[turn],
            ids=each.unit_ids[turn],
            coder=each.coder,
            paragraph=each.paragraph[turn],
        )
        for each in (predicted, reference)
    ]
    second = corrected_shares(*turned, sample.iloc[::-1]).frame
    second = second.sort_values("group", kind="stable").reset_index(drop=True)
    pd.testing.assert_frame_equal(first, second)


def test_rows_say_why_to_doubt_them():
    predicted, reference = coder_and_reference()
    frame = corrected_shares(predicted, reference, sample_of(predicted, np.arange(0, 60, 2), 0.3)).frame
    flag = frame.set_index(["group", "code", "estimator"])["flag"]
    assert flag["NL", "c0", "ppi"].startswith("fewer than 15 reference positives")
    assert flag["NL", "c0", "stratified"] == ""
    assert flag["NL", "c0", "raw"] == "not corrected"
    assert flag["NL", "c0", "rogan_gladen"] == "assumes equal errors in all groups"
    assert flag["VL", "c0", "stratified"] == "not estimable: no sampled unit in this group"
    assert frame.query("group == 'VL' and estimator == 'stratified'")["share"].isna().all()
    assert list(frame["estimator"][:6]) == ["raw", "reference", "stratified", "dsl", "ppi", "rogan_gladen"]


def test_raw_and_reference_stand_in_every_row():
    predicted, reference = coder_and_reference()
    got = corrected_shares(predicted, reference, census(predicted))
    rows = got.frame.query("group == 'NL' and code == 'c1'")
    assert rows["raw"].unique() == pytest.approx(predicted.values[predicted.document == 0, 1].mean())
    assert rows["reference"].unique() == pytest.approx(reference.values[predicted.document == 0, 1].mean())
    assert rows["n_positive"].unique() == [reference.values[predicted.document == 0, 1].sum()]
    assert got.n_outside == 0
    assert set(corrected_shares(predicted, reference, census(predicted), by="doc_id").frame["group"]) == {
        "d0",
        "d1",
    }


def test_differences_combine_both_intervals():
    predicted, reference = coder_and_reference()
    shares = corrected_shares(predicted, reference, sample_of(predicted, np.arange(100), 0.5))
    got = corrected_difference(shares).set_index(["code", "estimator"]).loc[("c0", "stratified")]
    a, b = (
        shares.frame.set_index(["group", "code", "estimator"]).loc[(name, "c0", "stratified")]
        for name in ("NL", "VL")
    )
    assert got["difference"] == pytest.approx(b["share"] - a["share"])
    assert got["low"] == pytest.approx(
        got["difference"] - np.hypot(b["share"] - b["low"], a["high"] - a["share"])
    )
    with pytest.raises(ParameterFault, match="no group 'BE'"):
        corrected_difference(shares, ("NL", "BE"))


def test_a_sample_that_cannot_be_used_is_refused():
    predicted, reference = coder_and_reference()
    with pytest.raises(TableFault, match="pi of unit 'u0003' is 0"):
        corrected_shares(predicted, reference, sample_of(predicted, [3], 0.0))
    with pytest.raises(TableFault, match="unit 'u0003' stands there more than once"):
        corrected_shares(predicted, reference, sample_of(predicted, [3, 3], 0.5))
    with pytest.raises(TableFault, match="lacks column 'pi'"):
        corrected_shares(predicted, reference, census(predicted).drop(columns="pi"))
    some = coded(reference.values[:5], reference.document[:5], coder="reference")
    with pytest.raises(CodingFault, match="sampled unit 'u0007' was not coded by reference"):
        corrected_shares(predicted, some, sample_of(predicted, [7], 0.5))
    stranger = pd.DataFrame({"unit_id": ["x"], "pi": [1.0]})
    with pytest.raises(CodingFault, match="sampled unit 'x' was not coded by dictionary@1"):
        corrected_shares(predicted, reference, stranger)


def test_without_any_sample_nothing_is_estimable_but_the_raw_share():
    predicted, reference = coder_and_reference()
    frame = corrected_shares(predicted, reference, sample_of(predicted, [], 1.0)).frame
    corrected = frame[frame["estimator"] != "raw"]
    assert corrected["share"].isna().all()
    assert corrected["flag"].str.startswith("not estimable").all()
    assert frame.loc[frame["estimator"] == "raw", "share"].notna().all()


def test_other_countings_columns_and_levels_are_refused():
    predicted, reference = coder_and_reference()
    from dataclasses import replace

    with pytest.raises(MeaninglessOperation, match="count by presence"):
        corrected_shares(replace(predicted, counting=Counting.TOKENS), reference, census(predicted))
    with pytest.raises(ParameterFault, match="facet 'function'"):
        corrected_shares(replace(predicted, facet="function"), reference, census(predicted))
    with pytest.raises(ParameterFault, match="no column 'country'"):
        corrected_shares(predicted, reference, census(predicted), by="country")
    with pytest.raises(ParameterFault, match="level is 2"):
        corrected_shares(predicted, reference, census(predicted), level=2)


@pytest.mark.slow
def test_the_default_interval_holds_the_truth():
    import sys

    sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
    try:
        from coverage_correction import CELLS, coverage
    finally:
        sys.path.pop(0)
    for number, cell in enumerate(CELLS):
        rows = coverage(cell, "random", 400, np.random.default_rng([1, number]))
        (got,) = [row["coverage"] for row in rows if row["estimator"] == "stratified"]
        assert 0.92 <= got <= 0.98, cell
