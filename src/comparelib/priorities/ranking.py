"""Theme shares and ranks of documents and of jurisdictions, in one tidy table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.matrix import ThemeMatrix
from comparelib.matrix.intervals import document_intervals
from comparelib.matrix.paragraphs import check_draws, document_rng, paragraphs_of
from comparelib.matrix.profiles import jurisdiction_rows, profile_draws, profile_of, text_draws
from comparelib.model.kinds import Weighting
from comparelib.priorities.ranks import rank_bounds, rank_order

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Priorities:
    """Theme shares and ranks with intervals.

    Attributes
    ----------
    frame
        One row a group and code, groups in the order of the corpus, codes in that of the codebook:
        group (doc_id or jurisdiction), code, count, total (units or tokens), share, low, high (in [0, 1]),
        rank (1 is the largest share; ties share the best rank), rank_low, rank_high, p_top3. Missing where
        not estimable: everything of a group without coded units, and the intervals of a text of one
        paragraph in a corpus that shows no intraclass correlation.
    level
        Confidence level of all intervals.
    draws, seed
        Of the paragraph bootstrap behind rank_low, rank_high and p_top3.
    by
        "document" or "jurisdiction".
    """

    frame: pd.DataFrame
    level: float
    draws: int
    seed: int
    by: str


def priorities(matrix: ThemeMatrix, *, level: float = 0.95, draws: int = 2000, seed: int = 1) -> Priorities:
    """Theme shares and ranks of each document.

    Shares have cluster-linearised effective-n Wilson intervals (see `document_intervals`); ranks are counted
    in texts whose paragraphs were drawn anew. Both say how the same author could have written the text, not
    what another document would say. A code that a text never has cannot turn up in a draw, so its rank
    interval is too narrow.

    Raises
    ------
    ParameterFault
        level, draws or seed out of range.
    """
    check_draws(level, draws, seed)
    parts, paragraphs = document_intervals(matrix.coded, level), paragraphs_of(matrix.coded)
    names = [str(name) for name in matrix.documents.index]
    # One text at a time: the draws of a thousand texts would fill the memory.
    resampled = (
        text_draws(paragraphs, parts, row, draws, document_rng(seed, name)) for row, name in enumerate(names)
    )
    # Counts from the units: `matrix` may hold shares.
    counts = parts.share * matrix.totals.to_numpy()[:, None]
    totals = matrix.totals.to_numpy()
    blocks = [
        _block(
            name, matrix.codes, (counts[row], totals[row], parts.share[row], parts.low[row], parts.high[row])
        )
        for row, name in enumerate(names)
    ]
    return Priorities(_ranked(blocks, resampled, level), level, draws, seed, by="document")


def document_shares(
    matrix: ThemeMatrix, *, level: float = 0.95, draws: int = 2000, seed: int = 1
) -> Priorities:
    """Theme shares of each document with their intervals, as `priorities` gives them; no text is drawn anew.

    Ranks of thousands of texts take minutes and are read by nobody one by one. Their columns are there and
    missing.

    Parameters
    ----------
    level
        Confidence level of the intervals.
    draws, seed
        Kept in the result, so that it can stand where that of `priorities` stands.

    Raises
    ------
    ParameterFault
        level, draws or seed out of range.
    """
    check_draws(level, draws, seed)
    parts, totals = document_intervals(matrix.coded, level), matrix.totals.to_numpy(dtype=float)
    n_codes = len(matrix.codes)
    counts = np.nan_to_num(parts.share * totals[:, None]).round(9)
    columns = {"share": parts.share, "low": parts.low, "high": parts.high}
    frame = pd.DataFrame(
        {
            "group": np.repeat(
                np.array([str(name) for name in matrix.documents.index], dtype=object), n_codes
            ),
            "code": list(matrix.codes) * len(totals),
            "count": counts.ravel(),
            "total": np.repeat(totals, n_codes),
            **{name: values.ravel() for name, values in columns.items()},
        }
    )
    missing = pd.array([pd.NA] * len(frame), dtype="Int64")
    ranks = dict.fromkeys(("rank", "rank_low", "rank_high"), missing)
    return Priorities(frame.assign(**ranks, p_top3=np.nan), level, draws, seed, by="document")


def jurisdiction_priorities(
    matrix: ThemeMatrix,
    *,
    weighting: str = Weighting.EQUAL,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 1,
) -> Priorities:
    """Theme shares and ranks of each jurisdiction's texts.

    The interval holds the uncertainty of text generation within the documents at hand. It does not hold that
    of which documents are at hand, and so says nothing of the jurisdiction beyond them.

    Parameters
    ----------
    weighting
        equal (headline): mean of the documents' shares, the interval by MOVER; pooled: all units alike.
    level, draws, seed
        As in `priorities`.

    Raises
    ------
    ParameterFault
        Unknown weighting; level, draws or seed out of range.
    NotEstimable
        A jurisdiction has no coded unit.
    """
    check_draws(level, draws, seed)
    coded, parts = matrix.coded, document_intervals(matrix.coded, level)
    blocks, resampled = [], []
    for name in dict.fromkeys(str(label) for label in matrix.documents["jurisdiction"]):
        rows = jurisdiction_rows(coded, name)
        each = profile_of(coded, parts, rows, weighting)
        columns = (each.count, each.total, each.share, each.share_low, each.share_high)
        blocks.append(_block(name, matrix.codes, columns))
        resampled.append(profile_draws(coded, parts, rows, weighting, draws=draws, seed=seed))
    return Priorities(_ranked(blocks, resampled, level), level, draws, seed, by="jurisdiction")


def _block(group: str, codes: tuple[str, ...], columns: tuple[Array | float, ...]) -> pd.DataFrame:
    names = ("count", "total", "share", "low", "high")
    frame = pd.DataFrame({"code": list(codes)} | dict(zip(names, columns, strict=True)))
    frame.insert(0, "group", group)
    # A share times its denominator is a count but for rounding.
    return frame.assign(count=frame["count"].fillna(0.0).round(9))


def _ranked(blocks: list[pd.DataFrame], resampled: Iterable[Array], level: float) -> pd.DataFrame:
    ranked = []
    for block, draws in zip(blocks, resampled, strict=True):
        share = block["share"].to_numpy(dtype=float)
        rank = np.full(len(share), np.nan) if np.isnan(share).any() else rank_order(share[None])[0][0]
        bounds = rank_bounds(draws, level)
        ranks = {"rank": rank, "rank_low": bounds.low, "rank_high": bounds.high}
        whole = {name: pd.Series(each).astype("Int64") for name, each in ranks.items()}
        ranked.append(block.assign(**whole, p_top3=bounds.p_top))
    return pd.concat(ranked, ignore_index=True)
