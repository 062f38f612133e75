"""Agreement on sets of codes: how far two sets lie apart, and alpha with such a distance.

Alpha takes the distance as its difference function as it is, not squared; squaring it gives another number
(.3415 for .3333 in the worked example of the tests).
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class SetDistance(StrEnum):
    """How far two sets of codes lie apart, in [0, 1]; two empty sets lie 0 apart."""

    MASI = "masi"
    JACCARD = "jaccard"
    EXACT = "exact"


def set_distances(sets: NDArray[np.bool_], distance: SetDistance) -> Floats:
    """Return the distances between sets.

    jaccard: 1 - |A ∩ B| / |A ∪ B|. masi: 1 - that ratio times 1 for equal sets, 2/3 where one holds the
    other, 1/3 where they overlap, 0 where they do not (Passonneau 2006, LREC, 831-836). exact: 0 for equal
    sets, else 1. An empty set lies 1 from every other: it has nothing in common with them.

    Parameters
    ----------
    sets
        bool, shape (sets, codes).

    Returns
    -------
    ndarray, shape (sets, sets)
        Symmetric, zero on the diagonal.
    """
    members = sets.astype(np.float64)
    common = members @ members.T
    size = members.sum(axis=1)
    union = size[:, None] + size[None, :] - common
    equal = common == union
    if distance is SetDistance.EXACT:
        return np.asarray(1.0 - equal, dtype=np.float64)
    likeness = np.divide(common, union, out=np.ones_like(union), where=union > 0)
    if distance is SetDistance.MASI:
        one_holds_other = common == np.minimum(size[:, None], size[None, :])
        likeness *= np.select([equal, one_holds_other, common > 0], [1.0, 2 / 3, 1 / 3], 0.0)
    return np.asarray(1.0 - likeness, dtype=np.float64)


def set_votes(marks: NDArray[np.bool_], read: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], Floats]:
    """Count the sets that coders gave.

    Parameters
    ----------
    marks
        bool, shape (coders, units, codes).
    read
        bool, shape (coders, units): which of them count.

    Returns
    -------
    sets
        bool, shape (S, codes); the first is the empty set.
    votes
        Shape (units, S): how many coders gave the unit each set; zeros for a unit that fewer than two coded.
    """
    coder, unit = np.nonzero(read & (read.sum(axis=0) >= 2))
    empty = np.zeros((1, marks.shape[2]), dtype=bool)
    # The empty set comes first: rows are sorted, and nothing sorts before all False.
    sets, number = np.unique(np.vstack([empty, marks[coder, unit]]), axis=0, return_inverse=True)
    votes = np.zeros((marks.shape[1], len(sets)))
    np.add.at(votes, (unit, number.reshape(-1)[1:]), 1.0)
    return sets, votes


def set_alpha(
    marginals: Floats, observed: Floats, distance: Floats, all_empty: Floats | float = 0.0
) -> Floats:
    """Return alpha with a set distance, in (-1, 1]; NaN where one set occurs.

    Parameters
    ----------
    marginals
        Shape (..., S): how often each set was given.
    observed
        Shape (...): sum over units of the differences within the unit, each pair once in both orders,
        weighted by 1 / (m_u - 1).
    distance
        Shape (S, S); the first set is the empty one.
    all_empty
        Shape (...): number of values to leave out of the units that all coders left empty.
    """
    pulled = marginals @ distance
    between = (pulled * marginals).sum(axis=-1) - 2 * all_empty * pulled[..., 0]
    n = marginals.sum(axis=-1) - all_empty
    expected = between / np.where(n > 1, n - 1, np.nan)
    # Differences of equal numbers leave about 1e-12 where one set occurs.
    known = expected > 1e-9
    ratio: Floats = np.divide(observed, expected, out=np.full(np.shape(expected), np.nan), where=known)
    return 1 - ratio
