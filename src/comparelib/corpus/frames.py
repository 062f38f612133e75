"""Documents and units -> their tables."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import pandas as pd

from comparelib.corpus.units import unit_id
from comparelib.model import Document, Unit
from comparelib.model.schemas import DOCUMENTS, UNITS, checked, typed


def units_frame(documents: Sequence[Document], units: Mapping[str, Sequence[Unit]]) -> pd.DataFrame:
    """Return the table of units of some documents, in their order."""
    rows = [
        (
            unit_id(document.doc_id, position),
            document.doc_id,
            position,
            unit.paragraph,
            unit.kind.value,
            unit.furniture.value if unit.furniture else None,
            unit.level,
            unit.marker,
            unit.section,
            int(document.canonical.pages[unit.start]),
            unit.start,
            unit.end,
            unit.text,
        )
        for document in documents
        for position, unit in enumerate(units[document.doc_id], start=1)
    ]
    frame = pd.DataFrame(rows, columns=list(UNITS.columns))
    return checked(typed(frame, UNITS), UNITS)


def documents_frame(documents: Sequence[Document], units: Mapping[str, Sequence[Unit]]) -> pd.DataFrame:
    """Return the table of documents."""
    fields = [name for name in DOCUMENTS.columns if name not in ("n_units", "text_sha256")]
    rows = [
        {
            **{name: getattr(document, name) for name in fields},
            "n_units": len(units[document.doc_id]),
            "text_sha256": hashlib.sha256(document.text.encode("utf-8")).hexdigest(),
        }
        for document in documents
    ]
    frame = pd.DataFrame(rows, columns=list(DOCUMENTS.columns))
    return checked(typed(frame, DOCUMENTS), DOCUMENTS)
