"""Cut the blocks of a canonical text into units."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from comparelib.model import CanonicalText, Furniture, SourceText, Unit, UnitKind
from comparelib.text.clean.canonical import PARTING
from comparelib.text.dutch.sentences import sentence_spans
from comparelib.text.layout import Block, layout
from comparelib.text.layout.people import has_personal_data
from comparelib.text.layout.rows import BULLETS
from comparelib.text.segment.sections import sections_of

_QUOTE = re.compile(r"^[“‘\"„«].*[”’\"»][.,;]?$", re.S)
_GLYPH = re.compile(rf"^[{re.escape(BULLETS)}]\s*(?=\S)")


@dataclass(frozen=True)
class Placed:
    """A block and its place in the canonical text."""

    start: int
    end: int
    page: int
    text: str
    block: Block


def segment(canonical: CanonicalText, source: SourceText) -> tuple[Unit, ...]:
    """Return the units of a canonical text, in order.

    Parameters
    ----------
    canonical
        The canonical text of `source`.
    source
        What it was made from: its layout says what each block is.

    Returns
    -------
    tuple of Unit
        They do not overlap, and hold every character that is not white space; only the bullet of a heading or
        item stands before its unit, as its marker.
    """
    placed = tuple(_placed(canonical, source))
    sections = sections_of(placed)
    units: list[Unit] = []
    for number, (place, section) in enumerate(zip(placed, sections, strict=True), 1):
        units += (replace(unit, paragraph=number, section=section) for unit in _units(canonical.text, place))
    return _renumbered(units)


def _renumbered(units: list[Unit]) -> tuple[Unit, ...]:
    """Number the paragraphs from 1 without gaps; furniture that stands between does not part a paragraph in
    two.
    """
    numbers: dict[int, int] = {}
    return tuple(
        replace(unit, paragraph=numbers.setdefault(unit.paragraph, len(numbers) + 1)) for unit in units
    )


def _placed(canonical: CanonicalText, source: SourceText) -> Iterator[Placed]:
    """Find the block of each paragraph of the canonical text by the raw offset of its first character."""
    blocks = layout(source).blocks
    by_line = {row.line.start: block for block in blocks for row in block.rows}
    starts = sorted(by_line)
    at = 0
    for part in canonical.text.split(PARTING):
        if part.strip():
            offset = int(canonical.offsets[at])
            line = starts[max(0, bisect_right(starts, offset) - 1)]
            yield Placed(at, at + len(part), int(canonical.pages[at]), part, by_line[line])
        at += len(part) + len(PARTING)


def _units(text: str, place: Placed) -> Iterator[Unit]:
    block, start, end = place.block, place.start, place.end
    if block.furniture is not None:
        yield Unit(start, end, UnitKind.FURNITURE, text[start:end], 1, furniture=block.furniture)
        return
    glyph = _GLYPH.match(text[start:end])
    start += glyph.end() if glyph and block.marker else 0
    if block.kind is UnitKind.HEADING:
        yield Unit(start, end, UnitKind.HEADING, text[start:end], 1, level=block.level, marker=block.marker)
        return
    for first, last in sentence_spans(text[start:end]):
        yield _sentence(text, start + first, start + last, block)


def _sentence(text: str, start: int, end: int, block: Block) -> Unit:
    stretch = text[start:end]
    marker = block.marker if block.kind is UnitKind.LIST_ITEM else None
    furniture = None
    if stretch.isdigit():  # a raised number that white space parts from its sentence
        furniture = Furniture.FOOTNOTE
    elif has_personal_data(stretch):
        furniture = Furniture.CONTACT
    kind = UnitKind.QUOTE if block.kind is UnitKind.SENTENCE and _QUOTE.match(stretch) else block.kind
    if furniture is not None:
        kind = UnitKind.FURNITURE
    return Unit(start, end, kind, stretch, 1, marker=marker, furniture=furniture)
