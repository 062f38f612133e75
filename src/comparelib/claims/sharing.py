"""What texts of both sides put first, what is one side's own, and what cannot be told apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from comparelib.errors import Fault, ParameterFault
from comparelib.priorities import simultaneous_ranks

if TYPE_CHECKING:
    from comparelib.contrast import PriorityComparison
    from comparelib.matrix import ThemeMatrix

FIRST = 5


class Place(StrEnum):
    """Where a theme stands in the order of both sides; ordered from most shared to not shared."""

    BOTH_SURELY = "both_surely"
    BOTH = "both"
    ONLY_A = "only_a"
    ONLY_B = "only_b"
    NEITHER = "neither"


class Told(StrEnum):
    """What the difference of a theme's shares carries."""

    MORE_A = "more_a"
    MORE_B = "more_b"
    WITHIN_SIDES = "within_sides"
    NOT_APART = "not_apart"


@dataclass(frozen=True)
class SharedAndOwn:
    """Each theme with its place in both orders and what its difference carries.

    Attributes
    ----------
    frame
        One row a theme; a side's own first (largest difference first), then what both put first, then the
        rest by their mean share: code, place (`Place`), told (`Told`), share, low, high, rank, rank_low,
        rank_high, each with _a and _b; difference, difference_low, difference_high, q, outside_placebo.
    jurisdictions
        Names of a and b.
    n_documents
        Jurisdiction -> its documents.
    first
        How many places count as first.
    level
        Of the intervals of shares; the rank intervals of all themes of both sides hold at once with it.
    """

    frame: pd.DataFrame
    jurisdictions: tuple[str, str]
    n_documents: dict[str, int]
    first: int
    level: float


def shared_and_own(
    matrix: ThemeMatrix, comparison: PriorityComparison, *, first: int = FIRST
) -> SharedAndOwn:
    """Sort the themes of a comparison into what is shared and what is one side's own.

    A theme is *surely* among the first of both sides where its rank interval ends there on both; the
    intervals of a side hold for all themes at once, each side at (1 + level) / 2, so that both hold at
    `level` (Bonferroni). It is one side's own where the interval of the difference excludes zero and the
    difference is larger than any between one text and the others of its own side. A theme that a side
    never has is not among its first, whatever its rank.

    Parameters
    ----------
    matrix
        What was compared.
    comparison
        Result of `compare_priorities`; its weighting, level, draws and seed hold here too.
    first
        Places, >= 1.

    Raises
    ------
    ParameterFault
        `first` is no number of places.
    """
    if not 1 <= first <= len(matrix.codes):
        raise ParameterFault(Fault(f"first is {first}", expected=f"1 to {len(matrix.codes)} places"))
    frame = comparison.frame.copy()
    ranks = simultaneous_ranks(
        matrix,
        weighting=comparison.weighting,
        level=(1 + comparison.level) / 2,
        draws=comparison.draws,
        seed=comparison.seed,
    ).frame
    for side, name in zip("ab", comparison.jurisdictions, strict=True):
        own = ranks[ranks["group"] == name].set_index("code").reindex(frame["code"])
        for column in ("rank", "rank_low", "rank_high"):
            frame[f"{column}_{side}"] = own[column].array
    frame["place"], frame["told"] = _places(frame, first), _told(frame)
    kept = (comparison.jurisdictions, dict(comparison.n_documents), first, comparison.level)
    return SharedAndOwn(_ordered(frame), *kept)


def _places(frame: pd.DataFrame, first: int) -> list[Place]:
    within, surely = {}, {}
    for side in "ab":
        has = (frame[f"share_{side}"] > 0).to_numpy()
        within[side] = has & _at_most(frame[f"rank_{side}"], first)
        surely[side] = has & _at_most(frame[f"rank_high_{side}"], first)
    cases = [
        surely["a"] & surely["b"],
        within["a"] & within["b"],
        within["a"],
        within["b"],
    ]
    kinds = (Place.BOTH_SURELY, Place.BOTH, Place.ONLY_A, Place.ONLY_B, Place.NEITHER)
    return [kinds[number] for number in np.select(cases, [0, 1, 2, 3], 4)]


def _at_most(ranks: pd.Series[int], first: int) -> np.ndarray:
    return (ranks <= first).fillna(value=False).to_numpy(dtype=bool)


def _told(frame: pd.DataFrame) -> list[Told]:
    outside = frame["outside_placebo"].to_numpy(dtype=bool)
    below = (frame["difference_high"] < 0).to_numpy()
    above = (frame["difference_low"] > 0).to_numpy()
    kinds = (Told.MORE_A, Told.MORE_B, Told.WITHIN_SIDES, Told.NOT_APART)
    return [
        kinds[number] for number in np.select([below & outside, above & outside, below | above], [0, 1, 2], 3)
    ]


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    own = frame["told"].isin([Told.MORE_A, Told.MORE_B]).to_numpy()
    place = frame["place"].map(list(Place).index).to_numpy()
    size = frame["difference"].abs().to_numpy()
    mean = frame[["share_a", "share_b"]].mean(axis=1).to_numpy()
    order = np.lexsort((-np.where(own, size, mean), np.where(own, 0, place), ~own))
    return frame.iloc[order].reset_index(drop=True)
