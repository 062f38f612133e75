"""What of a tree is left when paragraphs are drawn anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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
    drawn: Floats, distance: str, linkage: str, wanted: tuple[frozenset[int], ...] = ()
) -> Support:
    """Build the tree of each draw, and count which pairs and which of the `wanted` groups it has.

    Parameters
    ----------
    drawn
        Counts, shape (draws, objects, parts). An object without a count is out of that draw; a draw with
        fewer than three objects has no tree.
    distance, linkage
        As for `profile_distances` and `merges.tree`.
    wanted
        Groups of object numbers.
    """
    left, right = np.triu_indices(drawn.shape[1], 1)
    together = np.full((len(drawn), len(left)), np.nan)
    distances = together.copy()
    hits = np.zeros(len(wanted))
    has_codes = drawn.sum(axis=2) > 0
    for draw in np.flatnonzero(has_codes.sum(axis=1) >= 3):
        here = np.flatnonzero(has_codes[draw])
        pairs = has_codes[draw, left] & has_codes[draw, right]
        between = profile_distances(drawn[draw, here], distance)
        built = merges.tree(between, linkage)
        together[draw, pairs] = merges.share_of_cuts(built)
        distances[draw, pairs] = between[np.triu_indices(len(here), 1)]
        if wanted:
            found = {frozenset(here[list(group)].tolist()) for group in merges.clades(built)}
            hits += [group in found for group in wanted]
    empty = float((~has_codes).any(axis=1).mean())
    return Support(_mean_of_known(together), distances, hits / len(drawn), empty)


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
