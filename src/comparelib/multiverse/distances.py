"""Distances between two profiles, row by row over many draws."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comparelib.clusters.distances import Distance, centred_log_ratio, closed, zeros_replaced
from comparelib.contrast import jensen_shannon

Array = NDArray[np.float64]


def paired_distances(first: Array, second: Array, distance: str) -> Array:
    """Distance of each row of one table of profiles from the same row of another.

    Parameters
    ----------
    first, second
        (..., K), >= 0; closed to a sum of one.
    distance
        A member of `clusters.distances.Distance`; chi-square takes its masses from the mean of both profiles.

    Returns
    -------
    (...): as `clusters.distances.profile_distances` of the two rows; NaN where a profile sums to zero.
    """
    p, q = closed(np.asarray(first, dtype=float)), closed(np.asarray(second, dtype=float))
    empty = (p.sum(axis=-1) == 0) | (q.sum(axis=-1) == 0)
    kind = Distance(distance)
    if kind is Distance.JENSEN_SHANNON:
        found = np.sqrt(jensen_shannon(p, q))
    elif kind is Distance.HELLINGER:
        found = np.sqrt(np.square(np.sqrt(p) - np.sqrt(q)).sum(axis=-1) / 2)
    elif kind is Distance.CHI_SQUARE:
        masses = (p + q) / 2
        parts = np.divide(np.square(p - q), masses, out=np.zeros(masses.shape), where=masses > 0)
        found = np.sqrt(parts.sum(axis=-1))
    else:
        logs = (centred_log_ratio(zeros_replaced(each)) for each in (p, q))
        found = np.sqrt(np.square(np.subtract(*logs)).sum(axis=-1))
    return np.where(empty, np.nan, found)
