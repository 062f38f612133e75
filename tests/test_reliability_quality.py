"""Precision, recall and F1 against the reference."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from comparelib.reliability import coder_quality
from comparelib.reliability.quality import quality

GOLDEN = json.loads((Path(__file__).parent / "golden" / "reliability.json").read_text(encoding="utf-8"))
CODES = ("k", "l", "m")


def marks(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    reference = rng.random((60, 3)) < [0.5, 0.3, 0.1]
    return reference, reference ^ (rng.random(reference.shape) < 0.15)


def tables(reference: np.ndarray, predicted: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    unit_ids = [f"d#{number:04d}" for number in range(1, len(reference) + 1)]
    paragraph = np.arange(len(reference)) // 3 + 1
    units = pd.DataFrame({"unit_id": unit_ids, "doc_id": "d", "paragraph": paragraph, "kind": "sentence"})
    pairs = [
        (unit, code, coder)
        for coder, said in (("reference", reference), ("dictionary@1.2.0", predicted))
        for unit, mark in zip(unit_ids, said, strict=True)
        for code in [name for name, yes in zip(CODES, mark, strict=True) if yes] or ["none"]
    ]
    return pd.DataFrame(pairs, columns=["unit_id", "code", "coder"]).assign(facet="theme"), units


def one(frame: pd.DataFrame, statistic: str, code: str) -> pd.Series:
    chosen = (frame["statistic"] == statistic) & (frame["code"] == code) & (frame["group_kind"] == "all")
    assert chosen.sum() == 1
    return frame[chosen].iloc[0]


def test_quality_gives_the_published_numbers():
    case = GOLDEN["quality"]
    found = quality(*(np.array([float(case[name])]) for name in ("hits", "n_reference", "n_predicted")))
    for name in ("precision", "recall", "f1"):
        # The source prints a recall of .6526947 for 109 / 167 = .65269461.
        assert found[name][0] == pytest.approx(case[name], abs=1e-7)


def test_codes_micro_and_macro_are_scikit_learns():
    from sklearn.metrics import precision_recall_fscore_support

    reference, predicted = marks()
    result = coder_quality(*tables(reference, predicted), coder="dictionary", draws=50)
    assert (result.coder, result.reference) == ("dictionary@1.2.0", "reference")
    for average in (None, "micro", "macro"):
        found = precision_recall_fscore_support(reference, predicted, average=average)
        for statistic, values in zip(("precision", "recall", "f1"), found, strict=False):
            names = CODES if average is None else (average,)
            for code, value in zip(names, np.atleast_1d(values), strict=True):
                assert one(result.frame, statistic, code)["value"] == pytest.approx(value)


def test_intervals_hold_the_value_and_follow_the_seed():
    data = tables(*marks())
    first, again, other = (
        coder_quality(*data, coder="dictionary", draws=200, seed=s).frame for s in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(first, again)
    assert ((first["low"] <= first["value"]) & (first["value"] <= first["high"])).all()
    assert not first["low"].equals(other["low"])


def test_a_code_never_given_has_no_precision_and_zero_recall_with_an_upper_bound():
    reference, predicted = marks()
    predicted[:, 2] = False
    frame = coder_quality(*tables(reference, predicted), coder="dictionary", draws=50).frame
    precision, recall = one(frame, "precision", "m"), one(frame, "recall", "m")
    assert np.isnan(precision["value"])
    assert precision["reason"] == "the coder gave the code to no unit"
    assert recall["value"] == 0.0
    n = reference[:, 2].sum()
    assert recall["high"] == pytest.approx(1.959964**2 / (n + 1.959964**2), abs=1e-6)
    assert one(frame, "f1", "m")["value"] == 0.0


def test_a_code_that_the_reference_lacks_is_in_no_macro_mean():
    reference, predicted = marks()
    reference[:, 2] = False
    frame = coder_quality(*tables(reference, predicted), coder="dictionary", draws=50).frame
    assert one(frame, "recall", "m")["reason"] == "the reference has the code in no unit"
    mean = np.mean([one(frame, "f1", code)["value"] for code in ("k", "l")])
    assert one(frame, "f1", "macro")["value"] == pytest.approx(mean)


def test_failed_units_are_in_no_count_and_reported():
    reference, predicted = marks()
    codings, units = tables(reference, predicted)
    first = units["unit_id"][0]
    mine = (codings["unit_id"] == first) & (codings["coder"] != "reference")
    failed = pd.DataFrame(
        [{"unit_id": first, "code": "failed", "coder": "dictionary@1.2.0", "facet": "theme"}]
    )
    result = coder_quality(pd.concat([codings[~mine], failed]), units, coder="dictionary", draws=50)
    coverage = result.coverage.set_index("coder").loc["dictionary@1.2.0"]
    assert (coverage["n_failed"], coverage["n_missing"]) == (1, 0)
    assert (result.frame["n_units"] == 59).all()
    assert one(result.frame, "recall", "k")["n_reference"] == reference[1:, 0].sum()
