"""Codebooks as REFI writes them: the tree of codes, alone (.qdc) or in a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from comparelib.codebook import Codebook
from comparelib.errors import InputFaults
from comparelib.exchange.identity import plain_guid
from comparelib.exchange.outline import CodeEntry
from comparelib.exchange.refi.schema import Schema, checked_root, schema_breaches, xml_text

ORIGIN = "comparelib"


def codes_element(entries: Iterable[CodeEntry], schema: Schema) -> Any:
    """Return the element `Codes` of a codebook file or of a project; parents stand before their codes."""
    from lxml import etree

    top = etree.Element(schema.tag("Codes"), nsmap={None: schema.namespace})
    above: dict[tuple[str, ...], Any] = {(): top}
    for entry in entries:
        attributes = {"guid": entry.guid, "name": xml_text(entry.path[-1]), "isCodable": _said(entry.codable)}
        if entry.colour:
            attributes["color"] = entry.colour
        element = etree.SubElement(above[entry.path[:-1]], schema.tag("Code"), attributes)
        if entry.description:
            etree.SubElement(element, schema.tag("Description")).text = xml_text(entry.description)
        above[entry.path] = element
    return top


def code_entries(codes: Any, schema: Schema) -> tuple[CodeEntry, ...]:
    """Return the codes of an element `Codes`, each behind its parent."""
    return tuple(_entries(codes, (), schema)) if codes is not None else ()


def qdc_bytes(codebook: Codebook) -> bytes:
    """Return the codebook as a REFI-QDA codebook: facets, and their codes below them."""
    from lxml import etree

    from comparelib.exchange.outline import codebook_outline

    schema = Schema.CODEBOOK
    root = etree.Element(schema.tag("CodeBook"), {"origin": ORIGIN}, nsmap={None: schema.namespace})
    root.append(codes_element(codebook_outline(codebook), schema))
    return xml_bytes(root, "the codebook", schema)


def xml_bytes(root: Any, name: str, schema: Schema) -> bytes:
    """Return a tree as bytes, after it was held against its schema."""
    from lxml import etree

    breaches = schema_breaches(root, name, schema)
    if breaches:
        raise InputFaults(breaches)
    etree.indent(root)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"


def write_qdc(codebook: Codebook, path: Path) -> None:
    """Write the codebook as a REFI-QDA codebook (.qdc)."""
    path.write_bytes(qdc_bytes(codebook))


def read_qdc(data: bytes, name: str) -> tuple[CodeEntry, ...]:
    """Read a REFI-QDA codebook.

    Raises
    ------
    InputFaults
        Broken XML, entities, another file or version, or a breach of the schema.
    """
    root = checked_root(data, name, Schema.CODEBOOK)
    return code_entries(root.find(Schema.CODEBOOK.tag("Codes")), Schema.CODEBOOK)


def _entries(element: Any, above: tuple[str, ...], schema: Schema) -> Iterator[CodeEntry]:
    for code in element.findall(schema.tag("Code")):
        path = (*above, code.get("name", "").strip())
        yield CodeEntry(
            path=path,
            guid=plain_guid(code.get("guid")),
            description=(code.findtext(schema.tag("Description")) or "").strip(),
            colour=code.get("color", ""),
            codable=code.get("isCodable") in ("true", "1"),
        )
        yield from _entries(code, path, schema)


def _said(yes: bool) -> str:
    return "true" if yes else "false"
