"""The selections of a project -> places in our documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

import pandas as pd

from comparelib.exchange.identity import guid
from comparelib.exchange.importing import ForeignCoding
from comparelib.exchange.placing import DocumentPlaces, Letters, Placement, Status
from comparelib.exchange.refi.project import RefiProject, RefiSelection, RefiSource

_FEW = 40  # letters: a shorter text may be the same by chance


def foreign_codings(
    project: RefiProject, documents: pd.DataFrame, places: Mapping[str, DocumentPlaces]
) -> Iterator[ForeignCoding]:
    """Yield every coding of a project with its place in our documents.

    A source is one of our documents where it has its GUID, name, title or file name, or the same letters.

    Parameters
    ----------
    documents
        doc_id; title and path where there are any.
    places
        doc_id -> document.
    """
    known = _known(documents)
    for source in project.sources:
        if not source.selections:
            continue
        place = places.get(_document(source, known, places) or "")
        for selection in source.selections:
            placement = _placement(selection, source, place)
            quote = _quote(selection, source)
            for coding in selection.codings:
                yield ForeignCoding(
                    *(source.name, quote, coding.code, coding.coder, placement, coding.note, coding.time)
                )


def _known(documents: pd.DataFrame) -> dict[str, str]:
    """What a document may be called -> doc_id; what two documents are called tells neither."""
    found: dict[str, str] = {}
    for row in documents.to_dict("records"):
        doc_id = str(row["doc_id"])
        file = PurePosixPath(str(row.get("path") or ""))
        names = {doc_id, str(row.get("title") or ""), file.name, file.stem, guid("source", doc_id)}
        for name in sorted({name.strip().casefold() for name in names} - {""}):
            found[name] = "" if name in found else doc_id
    return found


def _document(
    source: RefiSource, known: Mapping[str, str], places: Mapping[str, DocumentPlaces]
) -> str | None:
    name = source.name.strip().casefold()
    for called in (source.guid, name, name.rpartition(".")[0]):
        if known.get(called):
            return known[called]
    letters = Letters.of(source.text).text
    same = [doc_id for doc_id, place in places.items() if place.letters.text == letters]
    return same[0] if len(letters) >= _FEW and len(same) == 1 else None


def _placement(selection: RefiSelection, source: RefiSource, place: DocumentPlaces | None) -> Placement:
    if place is None:
        return Placement(Status.UNPLACED, f"'{source.name}' is no document of this study")
    if selection.start is None or selection.end is None:
        if selection.name:
            return place.find(selection.name.rstrip(".…"))
        return Placement(Status.UNPLACED, "its positions lie outside the text")
    return place.place((selection.start, selection.end), source.text)


def _quote(selection: RefiSelection, source: RefiSource) -> str:
    if selection.start is None or selection.end is None:
        return selection.name
    return source.text[selection.start : selection.end]
