"""Documents as they might have been: paragraphs drawn anew, within each document or from one common pool."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from comparelib.matrix import CodedUnits, group_sums

Floats = NDArray[np.float64]

MOST_AT_ONCE = 2**25
"""Numbers that are drawn at once (256 MiB); of a larger corpus one draw is held at a time."""

MOST_PICKED = 2**28
"""Draws x documents x paragraphs; beyond it one draw at a time is the quicker way."""


def paragraph_counts(coded: CodedUnits) -> tuple[Floats, NDArray[np.int64]]:
    """Return the counts of each paragraph, (paragraphs, codes), and its document, (paragraphs,)."""
    n_paragraphs = int(coded.paragraph.max()) + 1 if len(coded.paragraph) else 0
    document = np.zeros(n_paragraphs, dtype=np.int64)
    document[coded.paragraph] = coded.document
    return group_sums(coded.values, coded.paragraph, n_paragraphs), document


def within_documents(
    counts: Floats, document: NDArray[np.int64], n_documents: int, draws: int, rng: np.random.Generator
) -> Floats:
    """Return the counts of documents whose paragraphs are drawn with replacement from the same document.

    Parameters
    ----------
    counts, document
        From `paragraph_counts`.
    n_documents
        Of the whole corpus; a document without a paragraph gets zeros.
    draws, rng
        How often, and the source of chance.

    Returns
    -------
    ndarray, shape (draws, documents, codes)
    """
    drawn = np.zeros((draws, n_documents, counts.shape[1]))
    for number in np.unique(document):
        own = counts[document == number]
        drawn[:, number] = rng.multinomial(len(own), np.full(len(own), 1.0 / len(own)), draws) @ own
    return drawn


def from_one_pool(
    counts: Floats, document: NDArray[np.int64], n_documents: int, draws: int, rng: np.random.Generator
) -> Floats:
    """Return the counts of documents that all draw as many paragraphs as they have from the whole corpus.

    The reference of "no difference": what distance and grouping look like where documents differ in length
    alone. Parameters and result are those of `within_documents`.
    """
    even = np.full(len(counts), 1.0 / max(len(counts), 1))
    drawn = np.zeros((draws, n_documents, counts.shape[1]))
    for number in np.unique(document):
        drawn[:, number] = rng.multinomial(int((document == number).sum()), even, draws) @ counts
    return drawn


def draw_by_draw(  # noqa: PLR0913 - those of the two above, and which of them
    counts: Floats,
    document: NDArray[np.int64],
    n_documents: int,
    draws: int,
    rng: np.random.Generator,
    *,
    pooled: bool,
) -> Iterator[Floats]:
    """Yield the counts of documents one draw at a time: the same chances, not the same numbers.

    Parameters
    ----------
    pooled
        As in `from_one_pool`; else as in `within_documents`, whose other parameters these are.

    Yields
    ------
    ndarray, shape (documents, codes)
    """
    order = np.argsort(document, kind="stable")
    sizes = np.bincount(document, minlength=n_documents)
    own, n = document[order], len(document)
    start, size = (np.cumsum(sizes) - sizes)[own], sizes[own]
    for _ in range(draws):
        picked = rng.integers(n, size=n) if pooled else order[start + rng.integers(size)]
        yield group_sums(counts[picked], own, n_documents)


def too_many_at_once(counts: Floats, n_documents: int, draws: int) -> bool:
    """Whether all draws together would take too much memory, or too long."""
    # From one pool, every document picks among all paragraphs: work that grows with the square of a corpus.
    held = draws * max(n_documents * counts.shape[1], len(counts))
    return bool(held > MOST_AT_ONCE or draws * n_documents * len(counts) > MOST_PICKED)
