"""Tables of a large corpus: groups of documents in place of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comparelib.labels import say
from comparelib.matrix.groups import MOST_DOCUMENTS, document_groups, summarised

if TYPE_CHECKING:
    from comparelib.matrix import ThemeMatrix
    from comparelib.tables.names import Names


def in_groups(
    matrix: ThemeMatrix, look: Names, by: str
) -> tuple[ThemeMatrix, dict[str, str], tuple[str, ...]]:
    """Return a matrix that can be shown, the name of each of its rows, and what must be said of it.

    A matrix of at most `MOST_DOCUMENTS` documents stays as it is, and nothing need be said.

    Parameters
    ----------
    matrix
        Counts or shares of documents.
    look
        Names and language.
    by
        What a large corpus is grouped by within its jurisdictions, as `document_groups` takes it.
    """
    if len(matrix.documents) <= MOST_DOCUMENTS:
        return matrix, {str(name): look.name(str(name)) for name in matrix.documents.index}, ()
    groups = document_groups(matrix.documents, by)
    names = {group.key: group.name(look.name(group.jurisdiction), look.language) for group in groups}
    note = say("table.in_groups", look.language, n=len(groups), documents=len(matrix.documents))
    return summarised(matrix, groups), names, (note,)
