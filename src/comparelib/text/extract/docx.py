"""DOCX to a SourceText: paragraphs, headings by style, markers by numbering, notes, tables, running lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from comparelib.errors import Fault, InputFaults
from comparelib.model import Furniture, SourceText
from comparelib.text.extract.numbering import Numbering
from comparelib.text.extract.package import Package
from comparelib.text.extract.passages import Passage, assembled
from comparelib.text.extract.wordstyles import WordStyles, qualified

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAIN = "word/document.xml"
_CELL = 400  # characters: a cell of more is a frame around prose


@dataclass
class _State:
    package: Package
    styles: WordStyles
    numbering: Numbering
    page: int = 1
    block: int = 0
    notes: int = 0


def docx_text(data: bytes, name: str) -> SourceText:
    """Read the text of a DOCX in the order of the document.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        Its name, for messages.

    Returns
    -------
    SourceText
        One line a paragraph. Pages are those that the program that saved the file last laid out.

    Raises
    ------
    InputFaults
        The file is broken, locked or holds no text.
    """
    package = Package(data, name)
    if _MAIN not in package.parts:
        raise InputFaults(Fault("the DOCX has no document in it", name, remedy="Save it anew as DOCX"))
    state = _State(package, WordStyles.of(package), Numbering.of(package))
    body = package.tree(_MAIN).find(qualified("body"))
    passages = [
        *_running(state, "header", Furniture.HEADER),
        *(_blocks(body, state, None) if body is not None else ()),
        *_notes(state, "footnote"),
        *_notes(state, "endnote"),
        *_running(state, "footer", Furniture.FOOTER),
    ]
    passages = [passage for passage in passages if passage.text.strip()]
    if not passages:
        raise InputFaults(Fault("the DOCX holds no text", name, remedy="If it holds scans, OCR these first"))
    return assembled(passages, state.page, MEDIA_TYPE)


def _blocks(parent: Any, state: _State, furniture: Furniture | None) -> Iterator[Passage]:
    for child in parent:
        if child.tag == qualified("p"):
            yield from _paragraph(child, state, furniture)
        elif child.tag == qualified("tbl"):
            yield from _table(child, state, furniture)
        elif child.tag in _WRAPPERS:
            yield from _blocks(child, state, furniture)


_WRAPPERS = frozenset(
    qualified(tag) for tag in ("sdt", "sdtContent", "ins", "customXml", "smartTag", "moveTo")
)


def _paragraph(element: Any, state: _State, furniture: Furniture | None) -> Iterator[Passage]:
    text = _text(element, state)
    state.block += 1
    level = state.styles.level(element) if furniture is None else None
    marker = state.numbering.marker(*state.styles.list_place(element))
    if marker and level is not None and not marker[0].isalnum():
        marker = None  # a bullet before a heading is an ornament of the style
    shown = f"{marker} {text}" if marker and text.strip() else text
    kind = furniture or (Furniture.BOILERPLATE if state.styles.is_contents(element) else None)
    block = state.block
    for part in shown.split("\n"):
        yield Passage(
            part,
            page=state.page,
            bold=state.styles.is_bold(element),
            furniture=kind,
            level=level if text.strip() else None,
            marker=marker if level is None and part is shown.split("\n")[0] else None,
            block=block,
        )
    for frame in element.iter(qualified("txbxContent")):
        if not _is_fallback(frame):
            yield from _blocks(frame, state, furniture or Furniture.SIDE_BAR)


def _is_fallback(element: Any) -> bool:
    return any(str(above.tag).endswith("}Fallback") for above in element.iterancestors())


def _text(element: Any, state: _State) -> str:
    """The text of a paragraph: deleted, hidden and boxed text left out, note numbers put in."""
    parts: list[str] = []
    stack = list(reversed(list(element)))
    while stack:
        child = stack.pop()
        if child.tag in _SKIPPED or (child.tag == qualified("r") and state.styles.is_hidden(child)):
            continue
        found = _piece(child, state)
        if found is None:
            stack.extend(reversed(list(child)))
        else:
            parts.append(found)
    return "".join(parts)


_SKIPPED = frozenset(
    qualified(tag)
    for tag in (
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "pPr",
        "rPr",
        "drawing",
        "pict",
        "object",
        "txbxContent",
    )
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"}
_TURNS = (None, "textWrapping")  # other breaks are of a page or column
_PIECES = {
    qualified("tab"): "\t",
    qualified("cr"): "\n",
    qualified("noBreakHyphen"): "\u2011",
    qualified("softHyphen"): "\u00ad",
}


def _piece(child: Any, state: _State) -> str | None:
    """The text of an element of a run; None where its children are to be looked at."""
    if not isinstance(child.tag, str):
        return ""
    if child.tag == qualified("t"):
        return child.text or ""
    if child.tag in _PIECES:
        return _PIECES[child.tag]
    if child.tag in (qualified("lastRenderedPageBreak"), qualified("br")):
        state.page += child.tag != qualified("br")
        return "\n" if child.tag == qualified("br") and child.get(qualified("type")) in _TURNS else ""
    if child.tag in (qualified("footnoteReference"), qualified("endnoteReference")):
        state.notes += 1
        return str(state.notes)
    return None


def _table(element: Any, state: _State, furniture: Furniture | None) -> Iterator[Passage]:
    """Cells are furniture, but for a frame of one column around prose."""
    rows = element.findall(qualified("tr"))
    columns = max((len(row.findall(qualified("tc"))) for row in rows), default=0)
    letters = sum(len(text.text or "") for text in element.iter(qualified("t")))
    is_frame = columns == 1 and letters > _CELL * max(1, len(rows))
    kind = furniture if is_frame else furniture or Furniture.TABLE
    for cell in element.iter(qualified("tc")):
        nested = sum(1 for above in cell.iterancestors(qualified("tc")))
        if not nested:
            yield from _blocks(cell, state, kind)


def _notes(state: _State, kind: str) -> Iterator[Passage]:
    part = f"word/{kind}s.xml"
    if part not in state.package.parts:
        return
    number = 0
    for note in state.package.tree(part).findall(qualified(kind)):
        if note.get(qualified("type")) in ("separator", "continuationSeparator", "continuationNotice"):
            continue
        number += 1
        texts = [_text(paragraph, state).strip() for paragraph in note.iter(qualified("p"))]
        state.block += 1
        yield Passage(
            f"{number} {' '.join(texts)}", page=state.page, furniture=Furniture.FOOTNOTE, block=state.block
        )


def _running(state: _State, kind: str, furniture: Furniture) -> Iterator[Passage]:
    """Running lines, each text once."""
    seen: set[str] = set()
    for part in sorted(state.package.parts):
        if part.startswith(f"word/{kind}") and part.endswith(".xml"):
            for paragraph in state.package.tree(part).iter(qualified("p")):
                text = _text(paragraph, state)
                if text.strip() and text not in seen:
                    seen.add(text)
                    state.block += 1
                    yield Passage(text, furniture=furniture, block=state.block)
