"""What a coder read of each document, and what it did not: the denominators behind every share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from comparelib.labels import Column, coder_name, say
from comparelib.tables.grouped import in_groups
from comparelib.tables.table import Table

if TYPE_CHECKING:
    from comparelib.matrix import ThemeMatrix
    from comparelib.tables.names import Href, Names


def coverage_table(
    matrix: ThemeMatrix,
    look: Names,
    *,
    href: Href | None = None,
    key: str = "coverage",
    by: str = "issuer_type",
) -> Table:
    """Count, per document, the units that count, with a code or without, and those missing or failed.

    Parameters
    ----------
    matrix
        Whose denominators are shown; a choice of functions narrows them.
    look
        Names and language.
    href
        Where a number leads, given a document and the name of the selection, such as `:without_code`.
    key
        Stable id.
    by
        What more than `MOST_DOCUMENTS` documents are grouped by, as `document_groups` takes it.
    """
    matrix, documents, said = in_groups(matrix, look, by)
    language, coded = look.language, matrix.coded
    counted = np.bincount(coded.document, minlength=len(coded.documents))
    with_code = np.bincount(
        coded.document, weights=(coded.values > 0).any(axis=1), minlength=len(coded.documents)
    )
    frame = pd.DataFrame(
        {
            "document": coded.documents.index.astype(str),
            "jurisdiction": coded.documents["jurisdiction"].to_numpy(),
            "counted": counted,
            "with_code": with_code.astype(int),
            "without_code": counted - with_code.astype(int),
            "missing": coded.n_missing.to_numpy(),
            "failed": coded.n_failed.to_numpy(),
        }
    )
    sides = {str(name): look.name(str(name)) for name in frame["jurisdiction"].unique()}
    columns = (
        Column("document", say("column.document", language), words=documents, document="document"),
        Column("jurisdiction", say("column.jurisdiction", language), words=sides),
        *(
            Column(name, say(f"column.{name}", language), "count", href=_leads(href, name))
            for name in frame.columns[2:]
        ),
    )
    caption = say("table.coverage", language, coder=coder_name(coded.coder, language))
    return Table(frame, caption, key, columns, (say("note.coverage", language), *said), language)


def _leads(href: Href | None, name: str) -> Callable[[pd.Series], str | None] | None:
    return None if href is None else lambda row: href(row["document"], f":{name}")
