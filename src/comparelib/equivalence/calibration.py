"""Does a score mean the same in both jurisdictions: the reference share given the score."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from comparelib.equivalence.decisions import Decisions
from comparelib.equivalence.rates import Status, equivalence_frame, needed_for_equality, rates
from comparelib.matrix import CodedUnits
from comparelib.matrix.intervals import Array, mover

BINS = (0.0, 0.25, 0.5, 0.75, 1.0)


def scores(codings: pd.DataFrame, predicted: CodedUnits) -> Array:
    """Return the greatest score of each unit and code, (N, K) in [0, 1]; 0 where the code was not given."""
    own = codings[(codings["facet"] == predicted.facet).to_numpy()]
    unit = predicted.unit_ids.get_indexer(pd.Index(own["unit_id"]))
    code = pd.Index(predicted.codes).get_indexer(pd.Index(own["code"]))
    known = (unit >= 0) & (code >= 0)
    table = np.zeros((len(predicted.unit_ids), len(predicted.codes)))
    np.maximum.at(table, (unit[known], code[known]), own["score"].to_numpy(dtype=float)[known])
    return table


def calibration_frame(
    score: Array,
    decisions: Decisions,
    *,
    margin: float = 0.10,
    share_margin: float = 0.02,
    level: float = 0.95,
) -> pd.DataFrame:
    """Reference share of decisions (unit x code, all codes together) by score, in a and b.

    Bins are score 0 (the code was not given), then up to .25, .5, .75 and 1. The last row, "shift", weighs
    the differences by how many decisions of both sides lie in each bin: what is left of the difference of
    shares when the scores are the same. Where it is not 0, equal scores stand for unequal shares, and raw
    shares must not be compared. Bins are judged by `margin`, the shift by `share_margin` at the full level:
    it is as large as a bias in a theme's share, and a theme has some hundredths.

    Returns
    -------
    DataFrame
        score_bin, n_a, n_b, rate_a, rate_b, difference, low, high, needed, status; bins without decisions of
        both sides are "not testable" and have no part in the shift.
    """
    bin_of, each = np.searchsorted(BINS, score.reshape(-1), side="left"), decisions.pooled()
    labels = ["0"] + [f"({low:g}, {high:g}]" for low, high in pairwise(BINS)]
    frames = []
    for number in range(len(labels)):
        sides = ((bin_of == number) & (each.side == which) for which in (0, 1))
        a, b = (rates(each.truth, inside[:, None], each.paragraph) for inside in sides)
        if a.cases[0] + b.cases[0] > 0:
            frames.append(equivalence_frame(a, b, margin, level).assign(score_bin=labels[number]))
    frame = pd.concat(frames, ignore_index=True)
    frame.loc[frame["difference"].isna(), "status"] = Status.NOT_TESTABLE.value
    frame = pd.concat([frame, _shift(frame, share_margin)], ignore_index=True)
    return frame[["score_bin", *frame.columns.drop("score_bin")]]


def _shift(frame: pd.DataFrame, share_margin: float) -> pd.DataFrame:
    """Weighted mean of the differences; its interval combines those of the bins (MOVER)."""
    both = frame[frame["difference"].notna()]
    total = (both["n_a"] + both["n_b"]).to_numpy(dtype=float)
    weight = total / total.sum()
    point, rate_a, rate_b = (
        float(weight @ both[name].to_numpy(dtype=float)) for name in ("difference", "rate_a", "rate_b")
    )
    low, high = (float(bound) for bound in mover(both["difference"], both["low"], both["high"], weight))
    if low >= -share_margin and high <= share_margin:
        status = Status.EQUAL
    else:
        status = Status.UNEQUAL if low > share_margin or high < -share_margin else Status.OPEN
    row = {"score_bin": "shift", "n_a": int(both["n_a"].sum()), "n_b": int(both["n_b"].sum())}
    row |= {"rate_a": rate_a, "rate_b": rate_b, "difference": point, "low": low, "high": high}
    needed = int(needed_for_equality((rate_a + rate_b) / 2, share_margin))
    return pd.DataFrame([row | {"needed": needed, "status": status.value}])
