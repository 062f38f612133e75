"""Rank intervals that hold for all themes of a text at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr, stdtrit

from comparelib.matrix import ThemeMatrix
from comparelib.matrix.intervals import document_intervals
from comparelib.matrix.paragraphs import check_draws, document_rng, paragraphs_of
from comparelib.matrix.profiles import jurisdiction_rows, profile_draws, profile_of, text_draws
from comparelib.priorities.ranks import rank_order

Array = NDArray[np.float64]


@dataclass(frozen=True)
class RankSets:
    """Ranks with intervals of which all hold at once with the confidence `level`.

    Attributes
    ----------
    frame
        One row a group and code: group (doc_id or jurisdiction), code, rank (as in `Priorities`), rank_low,
        rank_high. Missing where not estimable: a group without coded units.
    level
        Confidence that no code's true rank lies outside its interval.
    draws, seed
        Of the paragraph bootstrap.
    by
        "document" or "jurisdiction".
    """

    frame: pd.DataFrame
    level: float
    draws: int
    seed: int
    by: str


def simultaneous_ranks(
    matrix: ThemeMatrix,
    *,
    weighting: str | None = None,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 1,
) -> RankSets:
    """Rank intervals to read a whole ranking by: `priorities` has those of one theme looked at by itself.

    Whoever reads off which themes come first looks at all ranks together, and with twenty intervals of 95 %
    one or more are usually wrong. Two themes are told apart where their difference exceeds the largest
    studentised deviation of any difference in texts whose paragraphs were drawn anew; a code ranks behind as
    many codes as are larger beyond that, and before as many as are smaller.

    Parameters
    ----------
    weighting
        None: each document; equal or pooled: each jurisdiction, as in `jurisdiction_priorities`.
    level, draws, seed
        As in `priorities`.

    Raises
    ------
    ParameterFault
        Unknown weighting; level, draws or seed out of range.
    NotEstimable
        A jurisdiction has no coded unit (with a weighting).

    References
    ----------
    Mogstad, Romano, Shaikh & Wilhelm (2024), Inference for Ranks with Applications to Mobility across
    Neighbourhoods and Academic Achievement across Countries, Review of Economic Studies 91:476-518.
    """
    check_draws(level, draws, seed)
    if weighting is None:
        rows = _documents(matrix, level, draws, seed)
    else:
        rows = _jurisdictions(matrix, weighting, level, draws, seed)
    blocks = []
    for name, share, drawn, n_paragraphs in rows:
        rank, low, high = _bounds(share, drawn, n_paragraphs, level)
        whole = {
            column: pd.Series(each).astype("Int64")
            for column, each in (("rank", rank), ("rank_low", low), ("rank_high", high))
        }
        blocks.append(pd.DataFrame({"group": name, "code": list(matrix.codes)} | whole))
    by = "document" if weighting is None else "jurisdiction"
    return RankSets(pd.concat(blocks, ignore_index=True), level, draws, seed, by)


_Rows = Iterator[tuple[str, Array, Array, int]]


def _documents(matrix: ThemeMatrix, level: float, draws: int, seed: int) -> _Rows:
    """Name, shares, draws, and number of paragraphs of each document."""
    parts, paragraphs = document_intervals(matrix.coded, level), paragraphs_of(matrix.coded)
    for row, name in enumerate(str(name) for name in matrix.documents.index):
        drawn = text_draws(paragraphs, parts, row, draws, document_rng(seed, name))
        yield name, parts.share[row], drawn, int(paragraphs.counts[row])


def _jurisdictions(matrix: ThemeMatrix, weighting: str, level: float, draws: int, seed: int) -> _Rows:
    coded, parts = matrix.coded, document_intervals(matrix.coded, level)
    counts = paragraphs_of(coded).counts
    for name in dict.fromkeys(str(label) for label in matrix.documents["jurisdiction"]):
        rows = jurisdiction_rows(coded, name)
        share = profile_of(coded, parts, rows, weighting).share
        drawn = profile_draws(coded, parts, rows, weighting, draws=draws, seed=seed)
        yield name, share, drawn, int(counts[list(rows)].sum() - len(rows) + 1)


def _bounds(share: Array, drawn: Array, n_paragraphs: int, level: float) -> tuple[Array, Array, Array]:
    """Rank of each code, and the interval that holds for all of them at once, (K,) each."""
    if np.isnan(share).any() or np.isnan(drawn).any():
        undefined = np.full(len(share), np.nan)
        return undefined, undefined, undefined
    rank = rank_order(share[None])[0][0]
    error = np.sqrt(np.maximum(_variances(drawn), 0))
    largest = np.zeros(len(drawn))
    for code in range(len(share)):
        gap = np.abs((drawn - drawn[:, [code]]) - (share - share[code]))
        known = error[code] > 1e-9
        if known.any():
            largest = np.maximum(largest, (gap[:, known] / error[code, known]).max(axis=1))
    apart = share[None, :] - share[:, None] > _critical(largest, n_paragraphs, level) * error + 1e-12
    apart &= error > 1e-9
    return rank, 1.0 + apart.sum(axis=1), len(share) - 1.0 * apart.sum(axis=0)


def _critical(largest: Array, n_paragraphs: int, level: float) -> float:
    """Quantile of the largest deviations, taken from the normal to the t that few paragraphs ask for.

    The draws know the error of each difference; a text does not, and its error is one over n - 1.
    """
    few = max(n_paragraphs - 1, 1)
    beyond = float(ndtr(-np.quantile(largest, level)))
    return float(-stdtrit(few, max(beyond, 1e-15)) * np.sqrt((few + 1) / few))


def _variances(drawn: Array) -> Array:
    """Variance of the difference of each pair of codes over the draws, (K, K)."""
    covariance = np.atleast_2d(np.cov(drawn, rowvar=False, ddof=0))
    own = np.diag(covariance)
    return np.asarray(own[:, None] + own[None, :] - 2 * covariance)
