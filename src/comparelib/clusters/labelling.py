"""Paragraphs into k groups: k-means, Ward or spectral co-clustering."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.cluster import hierarchy

from comparelib.clusters.distances import Floats, embedding

Labels = NDArray[np.int64]
_STARTS = 4  # of k-means; the best is kept


class Method(StrEnum):
    """How groups are found."""

    KMEANS = "kmeans"
    WARD = "ward"
    SPECTRAL = "spectral"


def labels(counts: Floats, k: int, method: Method, rng: np.random.Generator) -> Labels:
    """Return the group, 0 .. k - 1, of each row.

    Parameters
    ----------
    counts
        Non-negative, shape (objects, codes), no row of zeros.
    k
        Number of groups; 1 puts all in one.
    method
        kmeans and ward on the square roots of closed rows, so that they see Hellinger distances; spectral:
        co-clustering of rows and codes (Dhillon 2001, KDD, 269-274).
    rng
        Source of chance; ward takes none.
    """
    if k == 1:
        return np.zeros(len(counts), dtype=np.int64)
    if method is Method.SPECTRAL:
        return co_clusters(counts, k, rng)[0]
    points = embedding(counts)
    if method is Method.WARD:
        return (
            np.asarray(hierarchy.fcluster(hierarchy.ward(points), k, criterion="maxclust"), dtype=np.int64)
            - 1
        )
    from sklearn.cluster import KMeans

    state = int(rng.integers(2**31))
    found = KMeans(k, n_init=_STARTS, random_state=state).fit_predict(points)
    return np.asarray(found, dtype=np.int64)


def co_clusters(counts: Floats, k: int, rng: np.random.Generator) -> tuple[Labels, Labels]:
    """Return the group of each row and each code by spectral co-clustering; -1 for a code that is nowhere."""
    from sklearn.cluster import SpectralCoclustering

    used = counts.any(axis=0)
    model = SpectralCoclustering(k, random_state=int(rng.integers(2**31)), n_init=_STARTS)
    model.fit(counts[:, used])
    columns = np.full(counts.shape[1], -1, dtype=np.int64)
    columns[used] = model.column_labels_
    return np.asarray(model.row_labels_, dtype=np.int64), columns


def in_order(found: Labels) -> Labels:
    """Number groups from 1 by falling size, ties by their first member."""
    names, first, size = np.unique(found, return_index=True, return_counts=True)
    order = np.lexsort((first, -size))
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(1, len(names) + 1)
    return np.asarray(rank[np.searchsorted(names, found)], dtype=np.int64)


def one_group(counts: Floats, rng: np.random.Generator) -> Floats:
    """Return paragraphs with as many codes each, drawn from one profile for all: the reference of no groups.

    A row that has n codes gets n draws from the pooled profile. A uniform box, as in the first paper on the
    gap statistic, is refuted by any sparse counts and so says nothing.
    """
    pooled = counts.sum(axis=0)
    sizes = np.rint(counts.sum(axis=1)).astype(np.int64)
    return rng.multinomial(sizes, pooled / pooled.sum()).astype(np.float64)
