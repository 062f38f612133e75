"""What of a tree is left when paragraphs are drawn anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from comparelib.clusters import merges
from comparelib.clusters.distances import Floats, profile_distances


@dataclass(frozen=True)
class Support:
    """Frequencies over draws.

    Attributes
    ----------
    together
        Condensed, in [0, 1]: share of the cuts that leave a pair together, mean over draws; NaN where a pair
        is in no draw.
    distances
        Shape (draws, pairs); NaN where one of the two has no coding in a draw.
    clades
        In [0, 1]: share of the draws whose tree has a group of just these members.
    undefined
        Share of the draws in which some object has no coding.
    """

    together: Floats
    distances: Floats
    clades: Floats
    undefined: float


def tree_support(
    drawn: Iterable[Floats], distance: str, linkage: str, wanted: tuple[frozenset[int], ...] = ()
) -> Support:
    """Build the tree of each draw, and count which pairs and which of the `wanted` groups it has.

    Parameters
    ----------
    drawn
        Counts of each draw, (objects, parts); at least one. An object without a count is out of that draw; a
        draw with fewer than three objects has no tree.
    distance, linkage
        As for `profile_distances` and `merges.tree`.
    wanted
        Groups of object numbers.
    """
    together, distances, hits = [], [], np.zeros(len(wanted))
    n_empty = 0
    for counts in drawn:
        has_codes = counts.sum(axis=1) > 0
        here = np.flatnonzero(has_codes)
        n_empty += len(here) < len(counts)
        left, right = _pairs_of(len(counts))
        together.append(np.full(len(left), np.nan))
        distances.append(np.full(len(left), np.nan))
        if len(here) < 3:
            continue
        pairs = has_codes[left] & has_codes[right]
        between = profile_distances(counts[here], distance)
        built = merges.tree(between, linkage)
        together[-1][pairs] = merges.share_of_cuts(built)
        distances[-1][pairs] = between[_pairs_of(len(here))]
        if wanted:
            found = {frozenset(here[list(group)].tolist()) for group in merges.clades(built)}
            hits += [group in found for group in wanted]
    n = len(together)
    return Support(_mean_of_known(np.stack(together)), np.stack(distances), hits / n, n_empty / n)


def upper_limit(distances: Floats, level: float = 0.95) -> Floats:
    """Return the `level` quantile over draws of each pair's distance; NaN where a pair is in no draw."""
    limit = np.full(distances.shape[1], np.nan)
    known = ~np.isnan(distances).all(axis=0)
    limit[known] = np.nanquantile(distances[:, known], level, axis=0)
    return limit


def _mean_of_known(values: Floats) -> Floats:
    known = ~np.isnan(values)
    total = np.where(known, values, 0.0).sum(axis=0)
    mean: Floats = np.divide(
        total, known.sum(axis=0), out=np.full(total.shape, np.nan), where=known.any(axis=0)
    )
    return mean


@lru_cache(maxsize=4)
def _pairs_of(n: int) -> tuple[NDArray[np.int64], ...]:
    return np.triu_indices(n, 1)
