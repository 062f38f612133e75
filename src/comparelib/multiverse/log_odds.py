"""The difference of log odds of two groups of documents, under the prior that a specification chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from comparelib.matrix.intervals import ShareIntervals, t_quantile
from comparelib.multiverse.baseline import Prior, Weights

Array = NDArray[np.float64]


class LogOdds(NamedTuple):
    """Log odds of the codes in a group, (K,), their variance, and its degrees of freedom (Satterthwaite)."""

    value: Array
    variance: Array
    freedom: Array


def log_odds_difference(
    parts: ShareIntervals, totals: Array, sides: tuple[Sequence[int], Sequence[int]], choice: tuple[str, str]
) -> Array:
    """Log odds of side b less those of side a, with bounds at the level of `parts`: (3, K).

    Parameters
    ----------
    parts, totals
        Shares of all documents, and how many units (tokens) each has, (D,).
    sides
        Rows of the documents of a and b, each with units.
    choice
        A member of `Weights` and one of `Prior`: with "half" every document gets a half unit with the code
        and a half without (Haldane 1956; Anscombe 1956); with a number it gets that many units with the share
        of both sides together, as Monroe, Colaresi & Quinn (2008) do with words.

    Returns
    -------
    NaN for a code that neither side has, or that every unit of both has, which a prior by the shares of both
    sides cannot draw in. With "half" the numbers are those of `contrast.compare_priorities`.
    """
    weights, prior = choice[0], Prior(choice[1])
    rows = [*sides[0], *sides[1]]
    together = totals[rows] @ parts.share[rows] / totals[rows].sum()
    size = prior.pseudo_units
    hits = np.full_like(together, 0.5) if prior is Prior.HALF else size * together
    absent = (together == 0) | ((together >= 1) & (prior is not Prior.HALF))
    hits = np.where(absent, size / 2, hits)  # kept from dividing by zero; the result is not used
    a, b = (_log_odds(parts.rows(own), _weights(totals[list(own)], weights), hits, size) for own in sides)
    variance = a.variance + b.variance
    freedom = variance**2 / (a.variance**2 / a.freedom + b.variance**2 / b.freedom)
    half = t_quantile(parts.level, freedom) * np.sqrt(variance)
    difference = np.where(absent, np.nan, b.value - a.value)
    return np.stack([difference, difference - half, difference + half])


def _weights(totals: Array, weights: str) -> Array:
    if weights == Weights.POOLED:
        return np.asarray(totals / totals.sum())
    return np.full(len(totals), 1 / len(totals))


def _log_odds(each: ShareIntervals, weights: Array, hits: Array, pseudo: float) -> LogOdds:
    """Log odds of the weighted mean share, by the delta method, each document drawn to the prior."""
    size = each.size[:, None]
    smooth = (each.share * size + hits) / (size + pseudo)
    # pq / (N + a0) of independent units; clusters cost N / effective.
    variance = smooth * (1 - smooth) / (size + pseudo) * size / each.effective
    mean = weights @ smooth
    terms = np.square(weights[:, None]) * variance
    with np.errstate(invalid="ignore", divide="ignore"):
        slope = 1 / (mean * (1 - mean))
        freedom = np.square(terms.sum(axis=0)) / (np.square(terms) / each.freedom[:, None]).sum(axis=0)
        return LogOdds(np.log(mean / (1 - mean)), np.square(slope) * terms.sum(axis=0), freedom)
