"""Weighted log odds of words with an informative Dirichlet prior."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from comparelib.errors import NotEstimable
from comparelib.matrix.counts import counted

Array = NDArray[np.float64]


class WeightedLogOdds(NamedTuple):
    """Per word, (V,): difference of log odds, its variance, and difference over standard error."""

    delta: Array
    variance: Array
    z: Array


def monroe(first: ArrayLike, second: ArrayLike, prior: ArrayLike) -> WeightedLogOdds:
    """Difference of the log odds of each word in two texts, shrunk by a prior.

    delta = log((y1 + a) / (n1 + a0 - y1 - a)) - log((y2 + a) / (n2 + a0 - y2 - a)),
    variance = 1 / (y1 + a) + 1 / (y2 + a), z = delta / sqrt(variance).

    Parameters
    ----------
    first, second
        (..., V): counts of each word; leading axes are resampled texts.
    prior
        (V,) > 0: a, pseudo-counts of each word; a scalar is a flat prior.

    Returns
    -------
    WeightedLogOdds. `z` ranks words and is no test: tokens are clustered, and the prior is chosen.

    Raises
    ------
    ParameterFault
        Counts that are negative or missing, or of other words on either side.
    NotEstimable
        A prior that is not positive, or one word only.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Fightin' Words, Political Analysis 16:372-403, section 3.5.1. The
    package tidylo compares each text with all texts together: its numbers differ.
    """
    y1, y2 = counted(first=first, second=second)
    a = np.broadcast_to(np.asarray(prior, dtype=float), y1.shape[-1:])
    if not (a > 0).all() or len(a) < 2:
        raise NotEstimable(
            "weighted log odds need two words or more and a prior above 0 for each", "refusal.log_odds"
        )
    delta = _log_odds(y1 + a) - _log_odds(y2 + a)
    variance = 1 / (y1 + a) + 1 / (y2 + a)
    return WeightedLogOdds(delta, variance, delta / np.sqrt(variance))


def _log_odds(counts: Array) -> Array:
    return np.asarray(np.log(counts / (counts.sum(axis=-1, keepdims=True) - counts)))
