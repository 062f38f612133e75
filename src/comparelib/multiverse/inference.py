"""Permutation of the documents through the whole curve, with the floor that the number of documents sets.

Simonsohn, Simmons & Nelson (2020), Nature Human Behaviour 4:1208-1214: specifications of the same data depend
on each other, so they are tested together, with the same exchange of labels in all of them. Here the labels
of documents are exchanged, never those of paragraphs: paragraphs of one text are alike whatever its side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.contrast import document_permutations
from comparelib.matrix.profiles import profile_shares
from comparelib.model.kinds import Weighting
from comparelib.multiverse.baseline import Weights
from comparelib.multiverse.document_sums import MOST_BY_ROWS, differences_of_many, divisions, many_documents

Array = NDArray[np.float64]
JOINT = "(all)"
"""Stands for all themes together in the column `theme`."""


def curve_permutation(  # noqa: PLR0913 - the shares, and how they are divided
    shares: Array,
    totals: Array,
    weights: Sequence[str],
    themes: Sequence[str],
    documents: tuple[NDArray[np.int64], int],
    *,
    draws: int = 2000,
    seed: int = 1,
) -> pd.DataFrame:
    """Test each theme's median difference over a curve, and all themes together.

    Parameters
    ----------
    shares, totals
        (S, D, K) and (S, D): shares and denominators of the documents in each specification, the documents of
        side b last.
    weights
        (S,): members of `Weights`.
    themes
        (K,).
    documents
        Lengths (D,) of the documents, which say which is the longest, and how many of them are side b.
    draws, seed
        Of the sample of divisions, where there are more than 20,000.

    Returns
    -------
    DataFrame: theme, statistic (absolute median of the differences over the curve; for all themes together
    their mean), p, floor (the smallest p that so many documents can give), n_assignments, enumerated. A
    division that is not estimable counts as extreme, which can only raise p.

    Raises
    ------
    NotEstimable
        A side without documents.
    """
    lengths, n_second = documents
    n = shares.shape[1]
    differences: Iterator[Array] | None = None
    if n > MOST_BY_ROWS:  # they come in the order in which they are asked for
        many = many_documents(shares, totals, lengths, weights)
        differences = differences_of_many(many, divisions(n, n_second, draws, seed))

    def statistics(side: NDArray[np.intp]) -> Array:
        found = (
            _differences((shares, totals), lengths, weights, side)
            if differences is None
            else next(differences)
        )
        return _medians(found)

    observed: list[Array] = []

    def kept(side: NDArray[np.intp]) -> Array:
        found = statistics(side)
        if not observed:
            observed.append(found)
        return found

    tested = document_permutations(kept, n, n_second, draws=draws, seed=seed)
    rows = [
        (theme, value, exact.p, exact.floor, exact.n_assignments, exact.enumerated)
        for theme, value, exact in zip([*themes, JOINT], observed[0], tested, strict=True)
    ]
    names = ["theme", "statistic", "p", "floor", "n_assignments", "enumerated"]
    frame = pd.DataFrame(rows, columns=names)
    return frame.assign(statistic=frame["statistic"].where(np.isfinite(frame["statistic"])))


def _differences(
    counted: tuple[Array, Array], lengths: NDArray[np.int64], weights: Sequence[str], side: NDArray[np.intp]
) -> Array:
    """Differences (S, K) of a division of the documents."""
    shares, totals = counted
    on = np.zeros(totals.shape[1], dtype=bool)
    on[side] = True
    longest = int(np.flatnonzero(~on)[np.argmax(lengths[~on])])
    differences = np.full((len(shares), shares.shape[2]), np.nan)
    for option in dict.fromkeys(weights):
        at = np.array([each == option for each in weights])
        first = ~on
        if option == Weights.WITHOUT_LONGEST:
            first = first & (np.arange(len(on)) != longest)
        pooled = option == Weights.POOLED
        a, b = (_profiles(shares[at][:, rows], totals[at][:, rows], pooled=pooled) for rows in (first, on))
        differences[at] = b - a
    return differences


def _medians(differences: Array) -> Array:
    """Absolute medians (K,) of the differences over the curve, and their mean behind them."""
    known = np.isfinite(differences).any(axis=0)
    medians = np.full(differences.shape[1], np.inf)
    medians[known] = np.abs(np.nanmedian(differences[:, known], axis=0))
    return np.append(medians, medians.mean())


def _profiles(shares: Array, totals: Array, *, pooled: bool) -> Array:
    """Shares (S, K) of a group from those of its documents; documents without units are left out."""
    filled = totals > 0
    if filled.all():
        weighting = Weighting.POOLED if pooled else Weighting.EQUAL
        return profile_shares(shares, totals, weighting) if shares.shape[1] else shares.sum(axis=1) * np.nan
    each = totals if pooled else filled.astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        each = each / each.sum(axis=1, keepdims=True)
    return np.asarray((each[..., None] * np.where(filled[..., None], shares, 0.0)).sum(axis=1))
