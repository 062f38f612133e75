"""Document -> units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comparelib.model import Document, SourceText, Unit, UnitKind
from comparelib.text.anchor import anchor, frozen_units
from comparelib.text.segment import segment

if TYPE_CHECKING:
    import pandas as pd

_KIND_OF_REFERENCE = {"heading": UnitKind.HEADING, "sentence": UnitKind.SENTENCE}


def unit_id(doc_id: str, position: int) -> str:
    """Return the id of the unit at a one-based position of a document."""
    return f"{doc_id}#{position:04d}"


def owners(unit_ids: pd.Series[str]) -> pd.Series[str]:
    """Return the doc_id of each unit id."""
    return unit_ids.str.replace(r"#[0-9]+$", "", regex=True)


def document_units(
    document: Document, source: SourceText, reference: pd.DataFrame
) -> tuple[tuple[Unit, ...], dict[str, str]]:
    """Cut a document into units; units that the reference coding coded keep their cut.

    Parameters
    ----------
    document, source
        The document and what extraction knew of its lines.
    reference
        Units of this document that a reference coding coded, in reading order: columns unit_id, kind, text.
        Empty where there is none.

    Returns
    -------
    units
        In reading order, not overlapping, furniture among them.
    anchors
        Reference unit id -> unit id; a reference unit whose text was not found is absent.
    """
    free = segment(document.canonical, source)
    if reference.empty:
        return free, {}
    spans = anchor(list(reference["text"]), document.canonical)
    kinds = [_KIND_OF_REFERENCE.get(kind, UnitKind.SENTENCE) for kind in reference["kind"]]
    units = frozen_units(free, spans, kinds)
    position = {(unit.start, unit.end): index for index, unit in enumerate(units, start=1)}
    anchors = {
        name: unit_id(document.doc_id, position[span])
        for name, span in zip(reference["unit_id"], spans, strict=True)
        if span is not None
    }
    return units, anchors
