"""Running headers, footers and page numbers: what stands at the edge of page after page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from comparelib.model import Furniture
from comparelib.text.extract.pdf.page import Page
from comparelib.text.extract.pdf.segments import Segment

_EDGE = 0.14  # of the page's height, from its top and from its bottom
_PROSE = 30  # characters: a longer line that does not repeat is prose
_NUMBER = re.compile(r"[-–|]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–|]?", re.I)
_PAGED = re.compile(r"(?:pagina|pag\.?|blz\.?|page|p\.)?\s*\d{1,4}\s*(?:(?:van|/|of)\s*\d{1,4})", re.I)
_NOTE = re.compile(r"(\d{1,3})\s+[^\W\d_“‘\"(]")
_WORDED = re.compile(r"(?:pagina|pag\.|blz\.|page)\d{1,4}(?:(?:van|/|of)\d{1,4})?", re.I)


def mark_running(pages: Sequence[Page], body: float) -> None:
    """Mark headers, footers and page numbers on all pages.

    Evidence, any of: the same letters stand at the same height of two pages and a fifth of all; a number
    stands alone at the same height of two pages; a line of other type stands at the same height of half the
    pages. All of these stand in the edge of the page, with white space between them and the text.

    Parameters
    ----------
    pages
        All pages of the document.
    body
        Size of the document's prose, in points.
    """
    edges = [edge for page in pages for edge in _edges(page)]
    groups: dict[tuple[str, Furniture, int], list[_Edge]] = defaultdict(list)
    for edge in edges:
        text, height = edge.segment.text, round(edge.segment.base / 6)
        if _NUMBER.fullmatch(text) or _is_paged(text):
            groups["number", edge.kind, height].append(edge)
        elif _letters(text):
            groups[_letters(text), edge.kind, height].append(edge)
        if _is_other(edge.segment, body):
            groups["", edge.kind, round(edge.segment.base / 4)].append(edge)
    inner = _inner_letters(pages, edges)
    kept = [
        (key[0], group)
        for key, group in groups.items()
        if _is_repeated(key[0], group, len(pages)) and inner[key[0]] < 0.5 * len(group)
    ]
    repeated = {id(edge.segment) for key, group in kept if key for edge in group}
    for key, group in sorted(kept, key=lambda each: not each[0]):  # place alone says least
        apart = [edge for edge in group if _stands_apart(edge, repeated)]
        lettered = key not in ("", "number")
        beside = lettered and len(apart) < 0.5 * len(group) and group[0].segment.size <= 0.93 * body
        for edge in group if beside else apart:
            kind = Furniture.SIDE_BAR if beside else edge.kind
            edge.segment.furniture = edge.segment.furniture or (
                Furniture.PAGE_NUMBER if key == "number" else kind
            )


@dataclass(frozen=True, slots=True)
class _Edge:
    """A segment in the edge of its page; it can be a header or a footer."""

    page: Page
    segment: Segment
    kind: Furniture


def _edges(page: Page) -> Iterator[_Edge]:
    for segment in page.segments:
        if segment.upright and segment.bottom < _EDGE * page.height:
            yield _Edge(page, segment, Furniture.HEADER)
        elif segment.upright and segment.top > (1 - _EDGE) * page.height:
            yield _Edge(page, segment, Furniture.FOOTER)


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalpha())


def _inner_letters(pages: Sequence[Page], edges: Sequence[_Edge]) -> Counter[str]:
    """How often the letters of edge lines stand within pages: 'Artikel 3' does, a running title does not."""
    known = {_letters(edge.segment.text) for edge in edges} - {""}
    at_edge = {id(edge.segment) for edge in edges}
    rest = (
        each for page in pages for each in page.segments if id(each) not in at_edge and len(each.text) < 90
    )
    return Counter(found for each in rest if (found := _letters(each.text)) in known)


def _is_other(segment: Segment, body: float) -> bool:
    """Whether a line is in other type than the prose, and no note."""
    other = segment.size <= 0.95 * body or (segment.italic and len(segment.text) < 80)
    return other and not _NOTE.match(segment.text)


def _is_paged(text: str) -> bool:
    return bool(_WORDED.fullmatch("".join(text.split())) or _PAGED.fullmatch(text))


def _is_repeated(key: str, group: Sequence[_Edge], n_pages: int) -> bool:
    on_pages = len({edge.page.number for edge in group})
    if key == "number":
        sure = any(_is_paged(edge.segment.text) for edge in group)
        return sure or n_pages == 1 or len({edge.segment.text for edge in group}) >= 2
    if not key:
        return on_pages >= max(3, 0.5 * n_pages)
    if _are_notes(group):
        return False
    return on_pages >= max(2, 0.2 * min(n_pages, 25))


def _are_notes(group: Sequence[_Edge]) -> bool:
    """Whether lines at a foot are notes ('2 Kamerstuk …'), not folios, which count the pages."""
    numbers = [
        (edge.page.number, found.group(1)) for edge in group if (found := _NOTE.match(edge.segment.text))
    ]
    if len(numbers) < 0.5 * len(group) or group[0].kind is Furniture.HEADER:
        return False
    return len(numbers) < 3 or len({int(number) - page for page, number in numbers}) > 1


def _stands_apart(edge: _Edge, repeated: Container[int]) -> bool:
    """Whether few lines stand beside a line or beyond it, and white space between it and the text."""
    inwards = 1 if edge.kind is Furniture.HEADER else -1
    rest = [other for other in edge.page.segments if id(other) not in repeated and other is not edge.segment]
    outer = [other for other in rest if (other.base - edge.segment.base) * inwards < 0.5 * edge.segment.size]
    steps = [
        (other.base - edge.segment.base) * inwards
        for other in rest
        if other.x0 < edge.segment.x1 and other.x1 > edge.segment.x0
    ]
    most = 0 if _NUMBER.fullmatch(edge.segment.text) else 2  # a figure among figures is a cell of a table
    if len(outer) > most or any(len(other.text) > _PROSE for other in outer):
        return False
    return min((step for step in steps if step >= 0), default=99.0) >= 1.45 * edge.segment.size
