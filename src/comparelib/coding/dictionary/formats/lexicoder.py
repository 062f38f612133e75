"""Lexicoder's dictionaries: `+key`, then a pattern a line (.lc3), or XML with `cnode` and `pnode` (.lcd)."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, SubElement, fromstring, indent, tostring

from comparelib.coding.dictionary.formats.entries import Entries, pattern_faults, read_text
from comparelib.errors import DictionaryFault, Fault


def read_lexicoder(path: Path, shown: Path | None = None) -> Entries:
    """Read a Lexicoder dictionary: XML (.lcd), or the plain text of Lexicoder 3 (.lc3).

    Lexicoder's patterns are pieces of text, where a space marks the edge of a word; here, as in quanteda,
    they become globs on words: spaces at the edges are dropped.

    Raises
    ------
    DictionaryFault
        Broken XML, no category, a pattern that is empty or matches everything.
    """
    shown = shown or path
    text = read_text(path, shown)
    entries, faults = _from_xml(text, shown) if text.lstrip().startswith("<") else _from_text(text, shown)
    if not entries and not faults:
        faults.append(Fault("no category", shown, 1, 1, expected="cnode with pnode (XML), or '+key' lines"))
    if faults:
        raise DictionaryFault(faults)
    return entries


def _from_text(text: str, shown: Path) -> tuple[Entries, list[Fault]]:
    entries: Entries = {}
    faults: list[Fault] = []
    key: tuple[str, ...] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("+"):
            key = (line[1:].strip(),)
            entries.setdefault(key, ())
        elif line.strip() and key is None:
            faults.append(Fault("a pattern stands before the first category", shown, number, 1, "'+key'"))
        elif line.strip() and key is not None:
            faults += pattern_faults(line.strip(), shown, number, 1)
            entries[key] = (*entries[key], line.strip())
    return {name: patterns for name, patterns in entries.items() if patterns}, faults


def _from_xml(text: str, shown: Path) -> tuple[Entries, list[Fault]]:
    if "<!ENTITY" in text:  # entities can blow up a small file to gigabytes; no dictionary needs them
        return {}, [
            Fault("the file declares XML entities", shown, 1, 1, remedy="Take the <!ENTITY> lines out")
        ]
    try:
        root = fromstring(text.encode("utf-8"))
    except ParseError as broken:
        line, column = broken.position
        return {}, [Fault(f"broken XML: {broken.msg.split(':')[0]}", shown, line, column + 1)]
    entries: Entries = {}
    faults: list[Fault] = []
    for node in root:
        _collect((), node, (entries, faults), shown)
    return entries, faults


def _collect(path: tuple[str, ...], node: Element, found: tuple[Entries, list[Fault]], shown: Path) -> None:
    entries, faults = found
    name = node.get("name", "").strip()
    if node.tag == "pnode":
        if not path:
            faults.append(Fault(f"pattern '{name}' stands outside a category", shown))
            return
        faults += pattern_faults(name, shown, None, None)
        entries[path] = (*entries.get(path, ()), name)
    elif node.tag == "cnode":
        for inner in node:
            _collect((*path, name), inner, found, shown)


def write_lexicoder(entries: Entries, path: Path) -> None:
    """Write a Lexicoder dictionary as XML (.lcd); nested keys are nested nodes."""
    root = Element("dictionary", style="Lexicoder", name=path.stem)
    nodes: dict[tuple[str, ...], Element] = {}
    for keys, patterns in entries.items():
        above = root
        for depth in range(1, len(keys) + 1):
            if keys[:depth] not in nodes:
                nodes[keys[:depth]] = SubElement(above, "cnode", name=keys[depth - 1])
            above = nodes[keys[:depth]]
        for pattern in patterns:
            SubElement(above, "pnode", name=pattern)
    indent(root)
    path.write_bytes(tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")
