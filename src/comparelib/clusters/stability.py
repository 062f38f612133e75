"""Do groups come back when objects are drawn anew, and would groups of pure chance do the same?"""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from comparelib.clusters.distances import Floats
from comparelib.clusters.labelling import Labels, Method, labels


class Stability(StrEnum):
    """What a mean clusterwise Jaccard says, by the rule of the R package fpc (Hennig)."""

    DISSOLVED = "dissolved"
    DOUBTFUL = "not to be trusted"
    PATTERN = "a pattern with doubtful membership"
    STABLE = "stable"
    HIGHLY_STABLE = "highly stable"


_FROM = (
    (0.85, Stability.HIGHLY_STABLE),
    (0.75, Stability.STABLE),
    (0.60, Stability.PATTERN),
)


def verdict(jaccard: float) -> Stability:
    """Name a mean clusterwise Jaccard in [0, 1]: up to .5 a group is dissolved, from .75 it is stable."""
    for limit, name in _FROM:
        if jaccard >= limit:
            return name
    return Stability.DOUBTFUL if jaccard > 0.5 else Stability.DISSOLVED


def bootstrap_jaccard(
    counts: Floats, found: Labels, method: Method, draws: int, rng: np.random.Generator
) -> Floats:
    """Return the mean clusterwise Jaccard of each group, in (0, 1], in the order of `np.unique(found)`.

    Objects are drawn with replacement and grouped; each group, cut to the objects that were drawn, is
    compared with the group that is most like it. Hennig (2007), Computational Statistics & Data Analysis 52:
    258-271. Draws that miss a group leave it out.
    """
    names = np.unique(found)
    best = np.full((draws, len(names)), np.nan)
    for draw in range(draws):
        drawn = rng.integers(len(counts), size=len(counts))
        again = labels(counts[drawn], len(names), method, rng)
        objects, place = np.unique(drawn, return_index=True)
        best[draw] = most_alike(found[objects], again[place], names)
    known = ~np.isnan(best)
    total = np.where(known, best, 0.0).sum(axis=0)
    mean: Floats = np.divide(
        total, known.sum(axis=0), out=np.full(len(names), np.nan), where=known.any(axis=0)
    )
    return mean


def most_alike(first: Labels, second: Labels, names: Labels) -> Floats:
    """Return the largest Jaccard of each group of `first` in `names` with one of `second`; NaN if absent."""
    own = first[:, None] == names
    other = second[:, None] == np.unique(second)
    common = (own[:, :, None] & other[:, None, :]).sum(axis=0)
    either = own.sum(axis=0)[:, None] + other.sum(axis=0) - common
    present = own.any(axis=0)
    best = (common / np.maximum(either, 1)).max(axis=1)
    return np.where(present, best, np.nan)
