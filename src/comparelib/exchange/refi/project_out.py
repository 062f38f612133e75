"""The study -> a REFI-QDA project: canonical texts, the codebook, and the codings of every coder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from comparelib.codebook import Codebook
from comparelib.errors import CodingFault, Fault
from comparelib.exchange.codings import COLUMNS
from comparelib.exchange.identity import guid
from comparelib.exchange.outline import codebook_outline
from comparelib.exchange.refi.archive import PROJECT_FILE, zipped
from comparelib.exchange.refi.codebook_file import ORIGIN, codes_element, xml_bytes
from comparelib.exchange.refi.positions import PlainText
from comparelib.exchange.refi.schema import Schema, xml_text

_P = Schema.PROJECT
_VARIABLES = ("doc_id", "jurisdiction", "issuer", "issuer_type", "doc_type", "date")
_NAME = 100  # characters of a passage that stand in the name of its selection
_Coded = dict[str, list[dict[str, str]]]
_TIME = re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")


@dataclass(frozen=True)
class ProjectParts:
    """What goes into a project.

    Attributes
    ----------
    documents
        doc_id, title, and what else becomes a variable of the source.
    texts
        doc_id -> canonical text.
    units
        unit_id, doc_id, start, end; furniture may be among them.
    codings
        unit_id, coder, facet, code, note, time; one row a coding, as `exchanged_codings` makes it.
    """

    name: str
    documents: pd.DataFrame
    texts: dict[str, str]
    units: pd.DataFrame
    codings: pd.DataFrame
    codebook: Codebook


def write_qdpx(parts: ProjectParts, path: Path) -> None:
    """Write a REFI-QDA project (.qdpx)."""
    path.write_bytes(qdpx_bytes(parts))


def qdpx_bytes(parts: ProjectParts) -> bytes:
    """Return a REFI-QDA project; equal parts give equal bytes.

    Each coded unit is a selection (code points, from its first character to the place behind its last), each
    code of each coder a coding on it. Texts are stored with line feeds and without a byte order mark.

    Raises
    ------
    CodingFault
        A coding of a unit, facet or code that is not among the parts.
    """
    from lxml import etree

    _refuse_strays(parts)
    coders, coded = sorted(parts.codings["coder"].unique()), _coded(parts.codings)
    root = etree.Element(
        _P.tag("Project"), {"name": xml_text(parts.name), "origin": ORIGIN}, {None: _P.namespace}
    )
    if coders:
        users = etree.SubElement(root, _P.tag("Users"))
        for coder in coders:
            etree.SubElement(users, _P.tag("User"), guid=guid("coder", coder), name=xml_text(coder))
    book = etree.SubElement(root, _P.tag("CodeBook"))
    book.append(codes_element(codebook_outline(parts.codebook, reserved=True), _P))
    variables = [name for name in _VARIABLES if name in parts.documents]
    listed = etree.SubElement(root, _P.tag("Variables"))
    for name in variables:
        attributes = {"guid": guid("variable", name), "name": name, "typeOfVariable": "Text"}
        etree.SubElement(listed, _P.tag("Variable"), attributes)
    sources = etree.SubElement(root, _P.tag("Sources"))
    files: dict[str, bytes] = {}
    for document in parts.documents.to_dict("records"):
        text = PlainText.of(parts.texts[document["doc_id"]]).text
        files[f"sources/{guid('source', document['doc_id'])}.txt"] = text.encode("utf-8", "surrogatepass")
        sources.append(_source(document, parts, coded, variables))
    _append_notes(root, parts.codings["note"])
    return zipped({PROJECT_FILE: xml_bytes(root, "the project", _P), **files})


def _refuse_strays(parts: ProjectParts) -> None:
    entries = {entry.path for entry in codebook_outline(parts.codebook, reserved=True)}
    known = set(parts.units["unit_id"])
    pairs = parts.codings[["facet", "code"]].drop_duplicates().itertuples(index=False, name=None)
    faults = [
        Fault(f"the codebook has no code '{code}' in '{facet}'")
        for facet, code in pairs
        if (facet, code) not in entries
    ]
    faults += [
        Fault(f"there is no unit '{unit}'") for unit in parts.codings["unit_id"].unique() if unit not in known
    ]
    if faults:
        raise CodingFault(faults)


def _source(document: dict[Any, Any], parts: ProjectParts, coded: _Coded, variables: list[str]) -> Any:
    from lxml import etree

    doc_id = document["doc_id"]
    plain = PlainText.of(parts.texts[doc_id])
    source_guid = guid("source", doc_id)
    path = f"internal://{source_guid}.txt"
    element = etree.Element(_P.tag("TextSource"), guid=source_guid, name=xml_text(doc_id), plainTextPath=path)
    if document.get("title"):
        etree.SubElement(element, _P.tag("Description")).text = xml_text(str(document["title"]))
    for unit in parts.units[parts.units["doc_id"] == doc_id].itertuples():
        if unit.unit_id in coded:
            span = plain.index(unit.start), plain.index(unit.end)
            element.append(_selection(str(unit.unit_id), span, plain.text, coded[unit.unit_id]))
    for name in variables:
        if document[name] and document[name] == document[name]:  # a missing value is unequal to itself
            value = etree.SubElement(element, _P.tag("VariableValue"))
            etree.SubElement(value, _P.tag("VariableRef"), targetGUID=guid("variable", name))
            etree.SubElement(value, _P.tag("TextValue")).text = xml_text(str(document[name]))
    return element


def _coded(codings: pd.DataFrame) -> _Coded:
    rows = codings.sort_values(["coder", "facet", "code"], kind="stable")
    coded: _Coded = {}
    for row in rows[list(COLUMNS)].to_dict("records"):
        coded.setdefault(row["unit_id"], []).append({str(key): str(value) for key, value in row.items()})
    return coded


def _selection(unit_id: str, span: tuple[int, int], text: str, rows: Iterable[dict[str, str]]) -> Any:
    from lxml import etree

    quote = " ".join(text[slice(*span)].split())
    name = quote if len(quote) <= _NAME else quote[: _NAME - 1].rstrip() + "…"
    attributes = {"guid": guid("selection", unit_id), "name": xml_text(name)}
    attributes |= {"startPosition": str(span[0]), "endPosition": str(span[1])}
    selection = etree.Element(_P.tag("PlainTextSelection"), attributes)
    for row in rows:
        key = (unit_id, row["coder"], row["facet"], row["code"])
        attributes = {"guid": guid("coding", *key), "creatingUser": guid("coder", row["coder"])}
        if _TIME.fullmatch(row["time"]):
            attributes["creationDateTime"] = row["time"]
        coding = etree.SubElement(selection, _P.tag("Coding"), attributes)
        code = guid("code", row["facet"], row["code"])
        etree.SubElement(coding, _P.tag("CodeRef"), targetGUID=code)
        if row["note"]:
            etree.SubElement(coding, _P.tag("NoteRef"), targetGUID=guid("note", row["note"]))
    return selection


def _append_notes(root: Any, notes: pd.Series) -> None:
    """Append each distinct note once; codings with the same words share it."""
    from lxml import etree

    texts = sorted(set(_said(notes)))
    if texts:
        listed = etree.SubElement(root, _P.tag("Notes"))
        for text in texts:
            title = xml_text(" ".join(text.split()))[:_NAME]
            note = etree.SubElement(listed, _P.tag("Note"), guid=guid("note", text), name=title)
            etree.SubElement(note, _P.tag("PlainTextContent")).text = xml_text(text)


def _said(notes: Iterable[str]) -> Iterator[str]:
    return (note for note in notes if note)
