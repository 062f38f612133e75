"""More documents than a figure can show one by one: groups, branches and counts in their place."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from comparelib.charts.style import Look
from comparelib.labels import say
from comparelib.matrix import ThemeMatrix
from comparelib.matrix.groups import MOST_DOCUMENTS, DocumentGroup, document_groups, summarised


def in_groups(matrix: ThemeMatrix, look: Look, by: str) -> tuple[ThemeMatrix, Look, str]:
    """Return a matrix that can be drawn, names for its rows, and what must be said of it.

    A matrix of at most `MOST_DOCUMENTS` documents stays as it is, and nothing need be said.
    """
    if len(matrix.documents) <= MOST_DOCUMENTS:
        return matrix, look, ""
    groups = document_groups(matrix.documents, by)
    return summarised(matrix, groups), named(groups, look), group_note(groups, look)


def named(groups: tuple[DocumentGroup, ...], look: Look, *, whole: bool = False) -> Look:
    """Return a look that names the groups as it names documents; `whole` with their jurisdiction."""
    names = {
        group.key: (group.name if whole else group.short)(look.style(group.jurisdiction).label, look.language)
        for group in groups
    }
    return replace(look, documents={**look.documents, **names})


def group_note(groups: tuple[DocumentGroup, ...], look: Look) -> str:
    """Return the sentence that says how many documents stand in how many groups."""
    documents = sum(len(group.doc_ids) for group in groups)
    return say("chart.in_groups", look.language, n=len(groups), documents=documents)


def group_of(documents: pd.DataFrame, by: str) -> tuple[tuple[DocumentGroup, ...], pd.Series]:
    """Return the groups of documents, and doc_id -> key of its group."""
    groups = document_groups(documents, by)
    keys = {doc_id: group.key for group in groups for doc_id in group.doc_ids}
    return groups, pd.Series(keys, dtype="str")
