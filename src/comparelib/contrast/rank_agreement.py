"""Agreement of two rankings of themes: rank-biased overlap, which weighs the top, and Kendall's tau-b.

References
----------
Webber, Moffat & Zobel (2010), A similarity measure for indefinite rankings, ACM Transactions on Information
Systems 28(4), article 20.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import kendalltau, rankdata

from comparelib.errors import Fault, NotEstimable, ParameterFault

Array = NDArray[np.float64]


@dataclass(frozen=True)
class RankAgreement:
    """Agreement of the theme rankings of two profiles.

    Attributes
    ----------
    rbo
        Extrapolated rank-biased overlap in [0, 1]; tied themes are put in every order alike.
    tau_b
        Kendall's tau-b in [-1, 1]; NaN where a profile gives all themes one share.
    persistence
        p of the overlap: at .9 the first ten ranks carry 86 % of the weight.
    """

    rbo: float
    tau_b: float
    persistence: float


def rank_agreement(first: ArrayLike, second: ArrayLike, *, persistence: float = 0.9) -> RankAgreement:
    """Compare the rankings of two profiles (K,), shares of the same themes in the same order.

    Raises
    ------
    NotEstimable
        Profiles of unlike length, of no theme, or with missing shares.
    ParameterFault
        A persistence outside (0, 1).
    """
    a, b = np.round(np.asarray(first, dtype=float), 12), np.round(np.asarray(second, dtype=float), 12)
    if a.shape != b.shape or not a.size or np.isnan(a + b).any():
        raise NotEstimable(
            "rank agreement needs two profiles of the same themes without missing shares",
            "refusal.rank_agreement",
        )
    overlap = (_within(a) * _within(b)).sum(axis=0)
    # Of one theme there is no pair to agree on; of equal shares throughout tau-b is NaN as well.
    tau: Any = kendalltau(a, b).statistic if len(a) > 1 else np.nan
    return RankAgreement(_extrapolated(overlap, len(a), _checked(persistence)), float(tau), persistence)


def rbo(first: Sequence[Hashable], second: Sequence[Hashable], p: float = 0.9) -> float:
    """Extrapolated rank-biased overlap of two rankings without ties, which may differ in length (eq. 32).

    Examples
    --------
    >>> round(rbo("abcde", "bacde"), 6)
    0.9
    """
    return _extrapolated(_overlap(first, second), min(len(first), len(second)), _checked(p))


def rbo_min(first: Sequence[Hashable], second: Sequence[Hashable], p: float = 0.9) -> float:
    """Lower bound of rank-biased overlap, whatever follows the common depth (eq. 11)."""
    depth = min(len(first), len(second))
    overlap = _overlap(first[:depth], second[:depth])
    ranks = np.arange(1, depth + 1)
    sums = ((overlap - overlap[-1]) * _checked(p) ** ranks / ranks).sum()
    return float((1 - p) / p * (sums - overlap[-1] * np.log(1 - p)))


def average_overlap(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Mean over depths of the share of items that both rankings have down to there."""
    overlap = _overlap(first, second)
    return float((overlap / np.arange(1, len(overlap) + 1)).mean())


def rank_weight(depth: int, p: float = 0.9) -> float:
    """Part of the weight of rank-biased overlap that the first `depth` ranks carry (eq. 21)."""
    if depth < 1:
        raise ParameterFault(Fault(f"depth is {depth}", expected="1 or more"))
    ranks = np.arange(1, depth)
    tail = np.log(1 / (1 - _checked(p))) - (p**ranks / ranks).sum()
    return float(1 - p ** (depth - 1) + (1 - p) / p * depth * tail)


def _within(shares: Array) -> Array:
    """Probability (K, depths) that an item stands at this depth or above, ties put in order at random."""
    best, worst = rankdata(-shares, method="min"), rankdata(-shares, method="max")
    depth = np.arange(1, len(shares) + 1)
    places = (worst - best + 1)[:, None]
    return np.asarray(np.clip((depth - best[:, None] + 1) / places, 0.0, 1.0))


def _overlap(first: Sequence[Hashable], second: Sequence[Hashable]) -> Array:
    """X_d, the number of items common to both rankings down to each depth d = 1 .. length of the longer."""
    if not len(first) or not len(second):
        raise NotEstimable("the overlap of an empty ranking is not defined", "refusal.empty_ranking")
    for ranking in (first, second):
        if len(set(ranking)) < len(ranking):
            raise NotEstimable("a ranking names an item twice", "refusal.item_twice")
    length = max(len(first), len(second))
    place = {item: rank for rank, item in enumerate(second)}
    meet = [max(rank, place[item]) for rank, item in enumerate(first) if item in place]
    return np.cumsum(np.bincount(np.array(meet, dtype=np.intp), minlength=length)).astype(np.float64)


def _extrapolated(overlap: Array, short: int, p: float) -> float:
    long, depth = len(overlap), np.arange(1, len(overlap) + 1)
    x_long, x_short = overlap[-1], overlap[short - 1]
    seen = (overlap / depth * p**depth).sum()
    beyond = depth[short:]
    unseen = (x_short * (beyond - short) / (short * beyond) * p**beyond).sum()
    rest = ((x_long - x_short) / long + x_short / short) * p**long
    return float((1 - p) / p * (seen + unseen) + rest)


def _checked(p: float) -> float:
    if not 0 < p < 1:
        raise ParameterFault(Fault(f"persistence is {p}", expected="a number between 0 and 1, such as 0.9"))
    return p
