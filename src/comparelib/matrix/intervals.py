"""Intervals of shares: Wilson's, with an effective sample size for clustered units, and their combination.

The interval of one text says how its shares could have come out had the same author written the text again
(Benoit, Laver & Mikhaylov 2009). It says nothing of other documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, ndtri, stdtrit

from comparelib.matrix.paragraphs import Paragraphs, paragraphs_of
from comparelib.matrix.tables import CodedUnits, group_sums

Array = NDArray[np.float64]


@dataclass(frozen=True)
class ShareIntervals:
    """Shares of G groups (documents or jurisdictions) and K codes, all arrays (G, K) unless said otherwise.

    Attributes
    ----------
    share, low, high
        In [0, 1]; NaN for a group without units.
    size
        (G,): number of units, by their weights (Kish: squared sum over sum of squares).
    effective
        Number of independent units that would give the same variance; at most `size`.
    freedom
        (G,): degrees of freedom, paragraphs less one; infinite where the variance comes from the corpus-wide
        intraclass correlation alone.
    level
        Confidence level of the bounds.
    """

    share: Array
    low: Array
    high: Array
    size: Array
    effective: Array
    freedom: Array
    level: float

    @cached_property
    def for_sums(self) -> tuple[Array, Array]:
        """The bounds that sums and differences are made of, `jeffreys`; reckoned once for all groups."""
        with np.errstate(invalid="ignore", divide="ignore"):  # groups without units, which give NaN
            return jeffreys(self)

    def rows(self, index: Sequence[int]) -> ShareIntervals:
        """Return the intervals of some of the groups."""
        at = list(index)
        bounds = (self.share[at], self.low[at], self.high[at])
        return ShareIntervals(*bounds, self.size[at], self.effective[at], self.freedom[at], self.level)


def wilson(share: ArrayLike, n: ArrayLike, quantile: ArrayLike) -> tuple[Array, Array]:
    """Wilson's score interval of a proportion.

    Parameters
    ----------
    share
        In [0, 1].
    n
        Sample size, or effective sample size, > 0.
    quantile
        Two-sided quantile of the normal or t distribution (1.959964 for 95 %).

    Returns
    -------
    low, high
        Within [0, 1]; NaN where `n` is NaN.

    References
    ----------
    Wilson (1927), JASA 22:209-212; Newcombe (1998), Statistics in Medicine 17:857-872, method 3.

    Examples
    --------
    >>> low, high = wilson(81 / 263, 263, 1.959964)  # Newcombe 1998, table I
    >>> round(float(low), 4), round(float(high), 4)
    (0.2553, 0.3662)
    """
    p, n, z2 = np.asarray(share, dtype=float), np.asarray(n, dtype=float), np.square(quantile)
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = np.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    # Rounding leaves 1e-18 where the bound is 0 or 1.
    low, high = np.where(p == 0, 0.0, centre - half), np.where(p == 1, 1.0, centre + half)
    undefined = np.isnan(centre)
    return np.where(undefined, np.nan, np.maximum(low, 0)), np.where(undefined, np.nan, np.minimum(high, 1))


def jeffreys(parts: ShareIntervals) -> tuple[Array, Array]:
    """Jeffreys's equal-tailed interval of each share, (G, K), with the effective size and t of `parts`.

    Quantiles of Beta(x + 1/2, n - x + 1/2), n being the effective size times (z / t)^2 (Korn & Graubard 1998,
    Survey Methodology 24:193-201) and x the share times n; 0 for no hit, 1 for hits only. The interval of one
    share stays Wilson's. In sums and differences this one is better: Wilson's bound of a rare share lies too
    far out on the side of 1/2, which adds up (Laud 2017, Pharmaceutical Statistics 16:334-348, MOVER-J).

    Returns
    -------
    low, high
        In [0, 1]; NaN where the effective size is NaN.
    """
    tail = (1 - parts.level) / 2
    quantile = t_quantile(parts.level, parts.freedom)[:, None]
    n = parts.effective * np.square(t_quantile(parts.level, np.inf) / quantile)
    hits = np.clip(parts.share, 0, 1) * n
    misses = np.maximum(n - hits, 0)
    low = np.where(parts.share <= 0, 0.0, betaincinv(hits + 0.5, misses + 0.5, tail))
    high = np.where(parts.share >= 1, 1.0, betaincinv(hits + 0.5, misses + 0.5, 1 - tail))
    # Of hundredths of a hit the quantiles lie on one side of the share.
    low, high = np.minimum(low, parts.share), np.maximum(high, parts.share)
    return np.where(np.isnan(n), np.nan, low), np.where(np.isnan(n), np.nan, high)


def mover(estimates: ArrayLike, lows: ArrayLike, highs: ArrayLike, weights: ArrayLike) -> tuple[Array, Array]:
    """Interval of a weighted sum of independent estimates, from the interval of each (MOVER).

    Parameters
    ----------
    estimates, lows, highs
        (M, ...): the estimates and their bounds.
    weights
        (M,): a negative weight subtracts.

    References
    ----------
    Zou & Donner (2008), Statistics in Medicine 27:1693-1702; with two Wilson intervals it is Newcombe (1998),
    Statistics in Medicine 17:873-890, method 10.
    """
    p = np.asarray(estimates, dtype=float)
    down, up = p - np.asarray(lows, dtype=float), np.asarray(highs, dtype=float) - p
    w = np.asarray(weights, dtype=float).reshape(-1, *(1,) * (p.ndim - 1))
    total = (w * p).sum(axis=0)
    below = np.sqrt(np.square(w * np.where(w > 0, down, up)).sum(axis=0))
    above = np.sqrt(np.square(w * np.where(w > 0, up, down)).sum(axis=0))
    return total - below, total + above


def intraclass_correlation(coded: CodedUnits) -> float:
    """Correlation of two units of one paragraph in having a code, pooled over all documents and codes.

    The analysis-of-variance estimator with unequal cluster sizes (Donner 1986, International Statistical
    Review 54:67-82), between and within sums of squares added over codes, documents as strata; in [0, 1]. 0
    where every paragraph has one unit, NaN where no document has two paragraphs.
    """
    if not len(coded.paragraph):
        return float("nan")
    weighty = coded.weights > 0
    weights = coded.weights[weighty]
    _, first, paragraph = np.unique(coded.paragraph[weighty], return_index=True, return_inverse=True)
    size = np.bincount(paragraph).astype(float)
    document, n_documents = coded.document[weighty][first], len(coded.documents)
    units = np.bincount(document, size, minlength=n_documents)
    between = len(size) - np.count_nonzero(units)
    within = len(weights) - len(size)
    if between == 0 or within == 0:
        return 0.0 if within == 0 else float("nan")
    apart = alike = 0.0
    for column in coded.values.T:  # one code at a time: a copy of all of them may not fit into memory
        y = column[weighty] / weights
        means = np.bincount(paragraph, y) / size
        centre = np.bincount(document, means * size, minlength=n_documents) / np.maximum(units, 1)
        apart += float((size * np.square(means - centre[document])).sum())
        alike += float(np.square(y - means[paragraph]).sum())
    ms_between, ms_within = apart / between, alike / within
    squares = np.bincount(document, size**2, minlength=n_documents) / np.maximum(units, 1)
    n0 = (len(weights) - squares.sum()) / between
    spread = ms_between + (n0 - 1) * ms_within
    return float(np.clip((ms_between - ms_within) / spread, 0, 1)) if spread > 0 else 0.0


def document_intervals(coded: CodedUnits, level: float) -> ShareIntervals:
    """Shares of each document with cluster-linearised effective-n Wilson intervals (t with paragraphs - 1).

    The variance of a share is P/(P-1) * sum_j (x_j - p n_j)^2 / N^2 over the P paragraphs; the effective
    sample size is p (1 - p) over it, at most the number of units. Where it cannot be estimated (0 or 1 unit
    with the code, or without it; one paragraph) the number of units is divided by the design effect of the
    corpus-wide intraclass correlation.
    """
    paragraphs = paragraphs_of(coded)
    strata = np.arange(paragraphs.n_documents)
    return stratified_intervals(coded, paragraphs, strata, level)


def stratified_intervals(
    coded: CodedUnits, paragraphs: Paragraphs, group: NDArray[np.intp], level: float
) -> ShareIntervals:
    """Shares of groups of documents, all units of a group together, with intervals as `document_intervals`.

    Documents are strata: only the variance within documents counts. `group` (D,) numbers the group of each
    document; -1 leaves it out.
    """
    member = group[paragraphs.document]
    kept, n_groups = member >= 0, int(group.max()) + 1
    sums, weights, document = paragraphs.sums[kept], paragraphs.weights[kept], paragraphs.document[kept]
    member = member[kept]
    total = np.bincount(member, weights, minlength=n_groups)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = group_sums(sums, member, n_groups) / total[:, None]
        blocks = np.bincount(document, minlength=paragraphs.n_documents)
        residual = sums - share[member] * weights[:, None]
        centre = group_sums(residual, document, paragraphs.n_documents) / np.maximum(blocks, 1)[:, None]
        scale = blocks / np.maximum(blocks - 1, 1)
        squares = scale[document][:, None] * np.square(residual - centre[document])
        variance = group_sums(squares, member, n_groups) / np.square(total)[:, None]
        freedom = np.bincount(group[group >= 0], np.maximum(blocks - 1, 0)[group >= 0], minlength=n_groups)
        size, fallback, rare = _sizes(coded, group, n_groups)
        effective = np.minimum(share * (1 - share) / variance, size[:, None])
        effective = np.where(rare | (variance == 0) | (freedom == 0)[:, None], fallback[:, None], effective)
    degrees: Array = np.where(freedom > 0, freedom.astype(np.float64), np.inf)
    low, high = wilson(share, effective, t_quantile(level, degrees)[:, None])
    return ShareIntervals(share, low, high, size, effective, degrees, level)


def t_quantile(level: float, freedom: ArrayLike) -> Array:
    """Two-sided quantile of t; of the normal distribution where the degrees of freedom are infinite."""
    freedom = np.asarray(freedom, dtype=float)
    finite = np.where(np.isfinite(freedom), freedom, 1.0)
    return np.where(np.isfinite(freedom), stdtrit(finite, (1 + level) / 2), ndtri((1 + level) / 2))


def _sizes(
    coded: CodedUnits, group: NDArray[np.intp], n_groups: int
) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Kish's size (G,), size over the corpus-wide design effect (G,), and where a code is too rare (G, K)."""
    member = group[coded.document]
    kept = member >= 0
    member, weights, paragraph = member[kept], coded.weights[kept], coded.paragraph[kept]
    total = np.bincount(member, weights, minlength=n_groups)
    size = np.square(total) / np.bincount(member, weights**2, minlength=n_groups)
    columns = [np.bincount(member[column[kept] > 0], minlength=n_groups) for column in coded.values.T]
    hits = np.column_stack(columns)
    units = np.bincount(member, minlength=n_groups)[:, None]
    cluster = np.bincount(paragraph, weights)
    owner = np.zeros(len(cluster), dtype=np.intp)
    owner[paragraph] = member
    # Kish's mean cluster size by weight, in units: sum n_j^2 / N, rescaled to the size.
    mean = np.bincount(owner, cluster**2, minlength=n_groups) / np.square(total) * size
    effect = 1 + np.maximum(mean - 1, 0) * intraclass_correlation(coded)
    return size, size / effect, (hits <= 1) | (units - hits <= 1)
