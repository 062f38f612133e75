"""Paragraphs: the blocks that carry the sampling uncertainty of a text.

Sentences of one paragraph speak of the same themes, so they are never resampled one by one: the paragraph is
the cluster of every variance and the block of every bootstrap and permutation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from comparelib.errors import Fault, ParameterFault
from comparelib.matrix.tables import CodedUnits, group_sums

_CELLS = 4_000_000  # draws x paragraphs that are held in memory at once (32 MB)


@dataclass(frozen=True)
class Paragraphs:
    """Sums over the units of each paragraph; a paragraph whose units have no weight is left out.

    Attributes
    ----------
    sums
        float64, (P, K): sum of the units' values.
    weights
        float64, (P,), > 0: sum of the units' weights.
    document
        int64, (P,): row of the paragraph's document, ascending.
    n_documents
        Number of documents of the corpus, those without paragraphs included.
    """

    sums: NDArray[np.float64]
    weights: NDArray[np.float64]
    document: NDArray[np.int64]
    n_documents: int

    def of(self, document: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Sums (P_d, K) and weights (P_d,) of one document."""
        start, end = np.searchsorted(self.document, [document, document + 1])
        return self.sums[start:end], self.weights[start:end]

    @property
    def counts(self) -> NDArray[np.int64]:
        """Number of paragraphs of each document, (D,)."""
        return np.bincount(self.document, minlength=self.n_documents).astype(np.int64)


def paragraphs_of(coded: CodedUnits) -> Paragraphs:
    """Add up the units of each paragraph."""
    n = int(coded.paragraph.max()) + 1 if len(coded.paragraph) else 0
    weights = np.bincount(coded.paragraph, coded.weights, minlength=n).astype(np.float64)
    document = np.zeros(n, dtype=np.int64)
    document[coded.paragraph] = coded.document
    kept = weights > 0
    sums = group_sums(coded.values, coded.paragraph, n)
    return Paragraphs(sums[kept], weights[kept], document[kept], len(coded.documents))


def share_draws(
    sums: NDArray[np.float64], weights: NDArray[np.float64], draws: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Theme shares of one text in which its paragraphs were drawn anew, with replacement.

    Parameters
    ----------
    sums, weights
        Of the text's paragraphs, (P, K) and (P,).
    draws
        Number of resampled texts, B.

    Returns
    -------
    float64, (B, K). NaN where there are fewer than two paragraphs: one block cannot show how it varies.
    """
    n = len(weights)
    if n < 2:
        return np.full((draws, sums.shape[1]), np.nan)
    parts = []
    for size in batches(draws, n):
        # Counting what was drawn: the distribution of multinomial counts, in a fraction of the time.
        drawn = rng.integers(0, n, size=(size, n), dtype=np.int32) + n * np.arange(size)[:, None]
        times = np.bincount(drawn.ravel(), minlength=size * n).reshape(size, n).astype(np.float64)
        parts.append((times @ sums) / (times @ weights)[:, None])
    return np.concatenate(parts)


def document_rng(seed: int, doc_id: str) -> np.random.Generator:
    """Random numbers of one document: the same whichever other documents are in the corpus."""
    return np.random.default_rng([seed, crc32(doc_id.encode())])


def check_draws(level: float, draws: int, seed: int) -> None:
    """Raise ParameterFault unless 0 < level < 1, draws >= 1 and seed >= 0."""
    faults = []
    if not 0 < level < 1:
        faults.append(Fault(f"level is {level}", expected="a number between 0 and 1, such as 0.95"))
    if draws < 1:
        faults.append(Fault(f"draws is {draws}", expected="1 or more, such as 2000"))
    if seed < 0:
        faults.append(Fault(f"seed is {seed}", expected="0 or more"))
    if faults:
        raise ParameterFault(faults)


def batches(draws: int, n: int) -> Iterator[int]:
    """How many draws of `n` paragraphs to take at once, so that a matrix of them stays under 32 MB."""
    size = max(1, _CELLS // n)
    for start in range(0, draws, size):
        yield min(size, draws - start)
