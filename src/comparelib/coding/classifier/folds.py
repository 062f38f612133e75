"""Which units are held out together: paragraphs, documents, or passages of consecutive paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Rows = NDArray[np.int64]
PASSAGE = 100  # units; about a chapter
MOST_FOLDS = 15
ALWAYS = -1  # fold of what is learned from in every split, and never held out


def paragraph_folds(paragraph: NDArray[np.int64], k: int = 10, seed: int = 1) -> NDArray[np.int64]:
    """Return the fold of each unit, 0 to k - 1; the units of a paragraph share one. Shape (units,)."""
    groups, place = np.unique(paragraph, return_inverse=True)
    order = np.random.default_rng(seed).permutation(len(groups))
    fold = np.empty(len(groups), dtype=np.int64)
    fold[order] = np.arange(len(groups)) % min(k, len(groups))
    return np.asarray(fold[place])


def document_folds(doc_ids: Sequence[str]) -> NDArray[np.int64]:
    """Return the fold of each unit: one for each document, in the order of the documents."""
    return np.asarray(pd.factorize(pd.Series(list(doc_ids)))[0], dtype=np.int64)


def passage_folds(
    doc_ids: Sequence[str], paragraph: NDArray[np.int64], size: int = PASSAGE, seed: int = 1
) -> NDArray[np.int64]:
    """Return the fold of each unit: passages of about `size` units of one document.

    Held-out passages are further from the training text than held-out paragraphs, and nearer than held-out
    documents: what is tuned on them serves for both. There are at most 15 folds, so that fitting stays fast;
    with more passages a fold takes several, drawn by `seed`.
    """
    fold = np.zeros(len(paragraph), dtype=np.int64)
    document = document_folds(doc_ids)
    first = 0
    for number in range(int(document.max(initial=-1)) + 1):
        rows = np.flatnonzero(document == number)
        groups = pd.unique(paragraph[rows])
        parts = np.array_split(groups, min(max(1, round(len(rows) / size)), len(groups)))
        for part in parts:
            fold[rows[np.isin(paragraph[rows], part)]] = first
            first += 1
    place = np.random.default_rng(seed).permutation(max(first, 1)) % MOST_FOLDS
    return np.asarray(place[fold])


def splits(fold: NDArray[np.int64]) -> list[tuple[Rows, Rows]]:
    """Return (training rows, held-out rows) of every fold; rows of the fold `ALWAYS` are only trained on."""
    held_out = np.unique(fold[fold != ALWAYS])
    return [(np.flatnonzero(fold != held), np.flatnonzero(fold == held)) for held in held_out]
