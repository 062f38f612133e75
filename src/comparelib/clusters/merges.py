"""What a tree says: at which step two objects meet, which groups it has, and how far two trees agree."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform
from scipy.stats import rankdata

from comparelib.clusters.distances import Floats, named_choice


class Linkage(StrEnum):
    """How the distance between two groups follows from the distances between their members."""

    AVERAGE = "average"
    WARD = "ward"


def tree(distances: Floats, linkage: str = Linkage.AVERAGE) -> Floats:
    """Return the merges of an agglomerative tree over square `distances`.

    Parameters
    ----------
    distances
        Symmetric, shape (objects, objects). Ward's criterion supposes that they are Euclidean, which all four
        distances of this package are.
    linkage
        `average` (UPGMA) or `ward` (`ward.D2` in R).

    Returns
    -------
    ndarray, shape (objects - 1, 4)
        As in `scipy.cluster.hierarchy.linkage`: the two groups, the height, the number of members.
    """
    kind = named_choice(Linkage, linkage, "linkage")
    condensed = squareform(distances, checks=False)
    merge = hierarchy.ward if kind is Linkage.WARD else hierarchy.average
    return np.asarray(merge(condensed), dtype=np.float64)


def cophenetic_correlation(merges: Floats, distances: Floats) -> float:
    """Return the correlation of the heights at which pairs meet with their distances, in [-1, 1].

    Sokal & Rohlf (1962), Taxon 11: 33-40. NaN where all distances, or all heights, are the same.
    """
    heights = np.asarray(hierarchy.cophenet(merges))
    return _correlation(heights, squareform(distances, checks=False))


def height_correlation(first: Floats, second: Floats) -> float:
    """Return the correlation, over pairs, of the heights at which they meet in two trees, in [-1, 1]."""
    return _correlation(np.asarray(hierarchy.cophenet(first)), np.asarray(hierarchy.cophenet(second)))


def meeting_steps(merges: Floats) -> NDArray[np.int64]:
    """Return the step, from 0, at which each pair of objects meets; condensed, as `pdist` orders pairs."""
    steps = merges.copy()
    steps[:, 2] = np.arange(len(merges))
    return np.rint(np.asarray(hierarchy.cophenet(steps))).astype(np.int64)


def share_of_cuts(merges: Floats) -> Floats:
    """Return, for each pair, the share of the cuts into 2, 3, … objects - 1 groups that leave it together.

    No number of groups is chosen. A pair that meets at step t (from 0) is together in all cuts into at most
    objects - 1 - t groups. Condensed, in [0, 1]; needs three objects.
    """
    n_cuts = len(merges) - 1
    return np.asarray((n_cuts - meeting_steps(merges)) / n_cuts, dtype=np.float64)


def clades(merges: Floats) -> tuple[frozenset[int], ...]:
    """Return the members of the group that each merge makes, in the order of merges; the last is all."""
    n_objects = len(merges) + 1
    groups: list[frozenset[int]] = [frozenset([number]) for number in range(n_objects)]
    for first, second, _height, _size in merges:
        groups.append(groups[int(first)] | groups[int(second)])
    return tuple(groups[n_objects:])


def bakers_gamma(first: Floats, second: Floats) -> float:
    """Return Baker's gamma: the rank correlation of the steps at which pairs meet in two trees, in [-1, 1].

    Baker (1974), Journal of the American Statistical Association 69: 440-445; Spearman's correlation over
    pairs, as in R's dendextend. 1 for trees of the same shape whatever their heights. NaN for two objects.
    """
    return _correlation(rankdata(meeting_steps(first)), rankdata(meeting_steps(second)))


def _correlation(first: Floats, second: Floats) -> float:
    if len(first) < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return float("nan")
    return float(np.corrcoef(first, second)[0, 1])
