"""More documents than a tree can hold: groups of documents, or a sample, that it is grown of."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from comparelib.matrix import CodedUnits, ThemeMatrix, theme_matrix_of
from comparelib.matrix.groups import DocumentGroup, document_groups, summarised

MOST_GROWN = 200
"""Documents that a tree is grown of one by one. Pairs, and with them time and memory, grow with the square:
1,000 draws of 200 documents take 0.5 GiB, of 10,000 they would take 1,500 GiB."""

FEWEST = 3  # branches of a tree
_BY = (
    "issuer_type",
    "doc_type",
    "year",
)  # who speaks, what kind of text, when


@dataclass(frozen=True)
class Grown:
    """What a tree of documents is grown of.

    Attributes
    ----------
    matrix
        Its rows are documents, or groups of documents. In groups a document takes the place of a paragraph,
        so that whole documents are drawn: units of one document are more alike than units of two.
    groups
        The groups that stand in place of documents; none where documents stand for themselves.
    n_documents
        Documents of the corpus.
    """

    matrix: ThemeMatrix
    groups: tuple[DocumentGroup, ...]
    n_documents: int


def grown_of(matrix: ThemeMatrix, seed: int, most: int = MOST_GROWN) -> Grown:
    """Return what the tree of the documents of a matrix is grown of.

    At most `most` documents stand for themselves. More of them stand in the first grouping (by type of
    issuer, type of document, year) with at least three groups that have a coding; where no grouping has
    them, a random sample of `most` documents stands for all.
    """
    n = len(matrix.documents)
    if n <= most:
        return Grown(matrix, (), n)
    for by in _BY:
        groups = document_groups(matrix.documents, by)
        if len(groups) < FEWEST:
            continue
        summed = summarised(matrix, groups)
        if int((summed.counts.to_numpy().sum(axis=1) > 0).sum()) >= FEWEST:
            return Grown(_drawn_whole(summed, matrix.coded), groups, n)
    rows = np.sort(np.random.default_rng(seed).choice(n, most, replace=False))
    return Grown(_narrowed(matrix.coded, rows), (), n)


def _drawn_whole(summed: ThemeMatrix, coded: CodedUnits) -> ThemeMatrix:
    """Let documents be drawn where paragraphs are drawn otherwise; those without a unit have no number."""
    number = np.unique(coded.document, return_inverse=True)[1].astype(np.int64)
    return replace(summed, coded=replace(summed.coded, paragraph=number))


def _narrowed(coded: CodedUnits, rows: NDArray[np.int64]) -> ThemeMatrix:
    place = np.full(len(coded.documents), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    kept = place[coded.document] >= 0
    return theme_matrix_of(
        replace(
            coded,
            documents=coded.documents.iloc[rows],
            unit_ids=coded.unit_ids[kept],
            values=coded.values[kept],
            weights=coded.weights[kept],
            document=place[coded.document[kept]],
            paragraph=np.unique(coded.paragraph[kept], return_inverse=True)[1].astype(np.int64),
            n_missing=coded.n_missing.iloc[rows],
            n_failed=coded.n_failed.iloc[rows],
        )
    )
