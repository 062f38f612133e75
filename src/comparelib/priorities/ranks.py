"""Ranks of themes and their uncertainty under resampled paragraphs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.errors import Fault, ParameterFault, one_of
from comparelib.matrix import ThemeMatrix
from comparelib.matrix.paragraphs import check_draws, document_rng, paragraphs_of, share_draws

Array = NDArray[np.float64]
_ROWS = "rows of known shares, one column a code"
_BATCH = 2_000_000  # comparisons of pairs of codes that are held in memory at once


class RankBounds(NamedTuple):
    """Rank interval and probability of a place among the first, each (K,); NaN where not estimable."""

    low: Array
    high: Array
    p_top: Array


def rank_order(shares: Array) -> tuple[Array, Array]:
    """Best and worst rank of each code in each row of `shares` (B, K); they differ where codes tie.

    Rank 1 is the largest share. Shares that differ by less than 1e-12 tie. ParameterFault for missing shares.
    """
    rounded = np.round(np.asarray(shares, dtype=float), 12)
    if rounded.ndim != 2 or np.isnan(rounded).any():
        raise ParameterFault(Fault(f"shares of shape {rounded.shape}, or missing ones", expected=_ROWS))
    best, worst = np.empty_like(rounded), np.empty_like(rounded)
    n_codes = max(1, rounded.shape[1])
    step = max(1, _BATCH // n_codes**2)
    for start in range(0, len(rounded), step):
        part = rounded[start : start + step]
        best[start : start + step] = 1 + (part[:, None, :] > part[:, :, None]).sum(axis=2)
        worst[start : start + step] = (part[:, None, :] >= part[:, :, None]).sum(axis=2)
    return best, worst


def rank_bounds(draws: Array, level: float, top: int = 3) -> RankBounds:
    """Percentile interval of ranks over resampled texts (B, K), and P(rank <= top).

    Codes that tie in a draw take the best of their places for the lower bound and the worst for the upper
    one. For P(rank <= top) they share the places in equal parts, so that it sums to `top` over the codes.
    """
    check_draws(level, len(draws), 0)
    if np.isnan(draws).any():
        undefined = np.full(draws.shape[1], np.nan)
        return RankBounds(undefined, undefined, undefined)
    best, worst = rank_order(draws)
    tail = (1 - level) / 2
    p_top = np.clip((top - best + 1) / (worst - best + 1), 0, 1).mean(axis=0)
    return RankBounds(
        low=np.quantile(best, tail, axis=0, method="lower"),
        high=np.quantile(worst, 1 - tail, axis=0, method="higher"),
        p_top=p_top,
    )


def order_probabilities(
    matrix: ThemeMatrix, doc_id: str, *, draws: int = 2000, seed: int = 1
) -> pd.DataFrame:
    """How often code k (row) outdoes code l (column) when the paragraphs of a text are drawn anew.

    Returns
    -------
    DataFrame, (codes, codes), in [0, 1]: ties count half, the diagonal is .5. NaN for fewer than two
    paragraphs.

    Raises
    ------
    ParameterFault
        Unknown document, or draws or seed out of range.
    """
    check_draws(0.5, draws, seed)
    if doc_id not in matrix.documents.index:
        known = [str(name) for name in matrix.documents.index]
        raise ParameterFault(Fault(f"no document '{doc_id}'", expected=one_of(known, doc_id)))
    row = int(np.flatnonzero(matrix.documents.index == doc_id)[0])
    sums, weights = paragraphs_of(matrix.coded).of(row)
    shares = np.round(share_draws(sums, weights, draws, document_rng(seed, doc_id)), 12)
    columns = [
        np.where(np.isnan(shares), np.nan, (shares > other) + 0.5 * (shares == other)).mean(axis=0)
        for other in (shares[:, [k]] for k in range(shares.shape[1]))
    ]
    codes = pd.Index(matrix.codes, name="code")
    return pd.DataFrame(np.column_stack(columns), index=codes, columns=codes.rename("than"))
