"""ODT to a SourceText: paragraphs, headings by outline, list markers by style, notes, tables, frames."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from comparelib.errors import Fault, InputFaults
from comparelib.model import Furniture, SourceText
from comparelib.text.extract.numbering import BULLET, numeral
from comparelib.text.extract.package import Package
from comparelib.text.extract.passages import Passage, assembled

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
}
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def _name(tag: str) -> str:
    space, _, local = tag.partition(":")
    return f"{{{_SPACES[space]}}}{local}"


_PARAGRAPHS = (_name("text:p"), _name("text:h"))
_CONTENTS = frozenset(
    _name(f"text:{kind}") for kind in ("table-of-content", "alphabetical-index", "illustration-index")
)
_SILENT = frozenset(
    _name(tag)
    for tag in (
        "text:tracked-changes",
        "office:annotation",
        "office:forms",
        "text:sequence-decls",
        "draw:frame",
        "text:note",
    )
)


@dataclass
class _List:
    """An open list: its style, its depth and how far it has counted."""

    style: str
    depth: int
    count: int = 0
    marker: str | None = None


@dataclass
class _State:
    lists: dict[tuple[str, int], tuple[str, str, int]]
    parents: dict[str, str]
    page: int = 1
    block: int = 0
    notes: list[str] = field(default_factory=list)


def odt_text(data: bytes, name: str) -> SourceText:
    """Read the text of an ODT in the order of the document.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        Its name, for messages.

    Raises
    ------
    InputFaults
        The file is broken, locked or holds no text.
    """
    package = Package(data, name)
    if "content.xml" not in package.parts:
        raise InputFaults(Fault("the ODT has no document in it", name, remedy="Save it anew as ODT"))
    if "META-INF/manifest.xml" in package.parts and b"encryption-data" in package.read(
        "META-INF/manifest.xml"
    ):
        remedy = "Save a copy without the password"
        raise InputFaults(Fault("the ODT is locked with a password", name, remedy=remedy))
    content = package.tree("content.xml")
    roots = [content, *([package.tree("styles.xml")] if "styles.xml" in package.parts else [])]
    state = _State(*_styles(roots))
    body = next(content.iter(_name("office:text")), None)
    passages = list(_blocks(body, state, None, None)) if body is not None else []
    notes = [
        Passage(text, page=state.page, furniture=Furniture.FOOTNOTE, block=-at)
        for at, text in enumerate(state.notes, 1)
    ]
    heads, feet = _running(roots, "header", Furniture.HEADER), _running(roots, "footer", Furniture.FOOTER)
    kept = [each for each in (*heads, *passages, *notes, *feet) if each.text.strip()]
    if not kept:
        raise InputFaults(Fault("the ODT holds no text", name, remedy="If it holds scans, OCR these first"))
    return assembled(kept, state.page, MEDIA_TYPE)


def _styles(roots: list[Any]) -> tuple[dict[tuple[str, int], tuple[str, str, int]], dict[str, str]]:
    """List styles, as (form, suffix, start) by name and depth, and the parent of each style."""
    lists: dict[tuple[str, int], tuple[str, str, int]] = {}
    parents: dict[str, str] = {}
    for root in roots:
        for style in root.iter(_name("text:list-style")):
            for level in style:
                key = (style.get(_name("style:name"), ""), int(level.get(_name("text:level"), "1")))
                bullet = level.tag == _name("text:list-level-style-bullet")
                form = "bullet" if bullet else _FORMS.get(level.get(_name("style:num-format"), ""), "none")
                suffix = level.get(_name("style:num-suffix"), "")
                lists[key] = (form, suffix, int(level.get(_name("text:start-value"), "1")))
        for style in root.iter(_name("style:style")):
            parents[style.get(_name("style:name"), "")] = style.get(_name("style:parent-style-name"), "")
    return lists, parents


def _blocks(
    parent: Any, state: _State, furniture: Furniture | None, inside: _List | None
) -> Iterator[Passage]:
    for child in parent:
        if child.tag in _PARAGRAPHS:
            yield from _paragraph(child, state, furniture, inside)
        elif child.tag == _name("text:list"):
            yield from _items(child, state, furniture, inside)
        elif child.tag == _name("table:table"):
            for cell in child.iter(_name("table:table-cell")):
                yield from _blocks(cell, state, furniture or Furniture.TABLE, None)
        elif child.tag in _CONTENTS:
            yield from _blocks(child, state, furniture or Furniture.BOILERPLATE, None)
        elif child.tag == _name("draw:frame"):
            yield from _frame(child, state, furniture)
        elif child.tag not in _SILENT and isinstance(child.tag, str):
            yield from _blocks(child, state, furniture, inside)


def _items(
    element: Any, state: _State, furniture: Furniture | None, outer: _List | None
) -> Iterator[Passage]:
    depth = outer.depth + 1 if outer else 1
    style = element.get(_name("text:style-name")) or (outer.style if outer else "")
    form, suffix, start = state.lists.get((style, depth), ("bullet", "", 1))
    here = _List(style, depth, start - 1)
    for item in element:
        here.marker = None
        if item.tag == _name("text:list-item"):
            here.count += 1
            marker = BULLET if form == "bullet" else numeral(here.count, form) + suffix
            here.marker = None if form == "none" else marker
        yield from _blocks(item, state, furniture, here)


def _paragraph(
    element: Any, state: _State, furniture: Furniture | None, inside: _List | None
) -> Iterator[Passage]:
    frames = list(element.iter(_name("draw:frame")))
    text = _text(element, state)
    state.block += 1
    level = int(element.get(_name("text:outline-level"), "1")) if element.tag == _name("text:h") else None
    if level is None and _style_root(element, state) in ("Title", "Titel"):
        level = 1
    marker = inside.marker if inside and level is None and text.strip() else None
    if inside and marker:
        inside.marker = None
    shown = f"{marker} {text}" if marker else text
    for at, part in enumerate(shown.split("\n")):
        yield Passage(
            part,
            page=state.page,
            furniture=furniture,
            level=level if furniture is None else None,
            marker=marker if at == 0 else None,
            block=state.block,
        )
    for frame in frames:
        yield from _frame(frame, state, furniture)


def _style_root(element: Any, state: _State) -> str:
    name = element.get(_name("text:style-name"), "")
    for _ in range(6):
        if name in ("Title", "Titel", "") or not state.parents.get(name):
            break
        name = state.parents[name]
    return str(name)


def _frame(element: Any, state: _State, furniture: Furniture | None) -> Iterator[Passage]:
    for box in element.findall(_name("draw:text-box")):
        yield from _blocks(box, state, furniture or Furniture.SIDE_BAR, None)


def _text(element: Any, state: _State) -> str:
    parts: list[str] = [element.text or ""]
    for child in element:
        if child.tag == _name("text:note"):
            parts.append(_note(child, state))
        elif child.tag == _name("text:s"):
            parts.append(" " * int(child.get(_name("text:c"), "1")))
        elif child.tag == _name("text:tab"):
            parts.append("\t")
        elif child.tag == _name("text:line-break"):
            parts.append("\n")
        elif child.tag == _name("text:soft-page-break"):
            state.page += 1
        elif child.tag not in _SILENT and isinstance(child.tag, str):
            parts.append(_text(child, state))
        parts.append(child.tail or "")
    return "".join(" ".join(part.split("\n")) if part != "\n" else part for part in parts)


def _note(element: Any, state: _State) -> str:
    citation = element.find(_name("text:note-citation"))
    label = None if citation is None else citation.get(_name("text:label"))
    number = label or str(len(state.notes) + 1)  # the number that is stored may be stale
    body = element.find(_name("text:note-body"))
    texts = [] if body is None else [" ".join("".join(each.itertext()).split()) for each in body]
    state.notes.append(f"{number} {' '.join(texts)}")
    return number


def _running(roots: list[Any], kind: str, furniture: Furniture) -> list[Passage]:
    """Running lines of the master pages, each text once."""
    seen: dict[str, None] = {}
    for root in roots:
        for tag in (f"style:{kind}", f"style:{kind}-left", f"style:{kind}-first"):
            for element in root.iter(_name(tag)):
                for paragraph in element.iter(_name("text:p")):
                    seen.setdefault(" ".join("".join(paragraph.itertext()).split()))
    return [Passage(text, furniture=furniture, block=-1000 - at) for at, text in enumerate(seen)]
