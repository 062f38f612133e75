"""L2 of the ladder: recall, precision and false positive rate of both sides, code by code and pooled."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from comparelib.equivalence.decisions import POOLED, Decisions
from comparelib.equivalence.rates import Rates, difference, equivalence_frame, rates, within_codes

WITHIN = "within codes"


def error_frames(decisions: Decisions, margin: float, level: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the frames `errors` and `odds` of `Equivalence`."""
    parts = decisions, decisions.pooled()
    pairs = [_pairs(each) for each in parts]
    frames = [
        equivalence_frame(a, b, margin, level).assign(code=list(each.codes), statistic=statistic)
        for each, pair in zip(parts, pairs, strict=True)
        for statistic, (a, b) in pair.items()
    ]
    within = pd.DataFrame([within_codes(a, b, margin, level) for a, b in pairs[0].values()])
    frames.append(within.assign(code=WITHIN, statistic=list(pairs[0])))
    frame = pd.concat(frames, ignore_index=True)
    place = frame["code"].map({code: i for i, code in enumerate((*decisions.codes, POOLED, WITHIN))})
    frame = frame.iloc[np.lexsort((np.arange(len(frame)), place))].reset_index(drop=True)
    first = ["code", "statistic"]
    odds = [_odds(each.codes, pair, level) for each, pair in zip(parts, pairs, strict=True)]
    return frame[[*first, *frame.columns.drop(first)]], pd.concat(odds, ignore_index=True)


def _pairs(of: Decisions) -> dict[str, tuple[Rates, Rates]]:
    """Rates of a and b by statistic: hits among the units that are its cases."""
    ways = {
        "recall": (of.found, of.truth),
        "precision": (of.truth, of.found),
        "false_positive_rate": (of.found, 1 - of.truth),
    }
    first, second = ((of.side == number)[:, None] for number in (0, 1))
    return {
        name: (rates(hit, case * first, of.paragraph), rates(hit, case * second, of.paragraph))
        for name, (hit, case) in ways.items()
    }


def _odds(codes: tuple[str, ...], pairs: Mapping[str, tuple[Rates, Rates]], level: float) -> pd.DataFrame:
    """Greater of both differences without its sign; its bounds are the greater of theirs."""
    names = np.array(["recall", "false_positive_rate"])
    parts = [difference(*pairs[name], 1 - (1 - level) / 2) for name in names]
    value = np.stack([np.abs(point) for point, _, _ in parts])
    high = np.stack([np.maximum(np.abs(low), np.abs(high)) for _, low, high in parts])
    low = np.stack([np.maximum(0, np.maximum(low, -high)) for _, low, high in parts])
    best = np.where(np.isnan(value).any(axis=0), "", names[value.argmax(axis=0)])
    columns = {"value": value.max(axis=0), "low": low.max(axis=0), "high": high.max(axis=0), "of": best}
    return pd.DataFrame({"code": codes} | columns)
