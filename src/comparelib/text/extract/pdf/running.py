"""Running headers, footers and page numbers: what stands at the edge of page after page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from comparelib.model import Furniture
from comparelib.text.extract.pdf.page import Page
from comparelib.text.extract.pdf.segments import Segment

_EDGE = 0.14  # of the page's height, from its top and from its bottom
_NUMBER = re.compile(r"[-–|]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–|]?", re.I)
_PAGED = re.compile(r"(?:pagina|pag\.?|blz\.?|page|p\.)?\s*\d{1,4}\s*(?:(?:van|/|of)\s*\d{1,4})", re.I)
_WORDED = re.compile(r"(?:pagina|pag\.|blz\.|page)\d{1,4}(?:(?:van|/|of)\d{1,4})?", re.I)


def mark_running(pages: Sequence[Page], body: float) -> None:
    """Mark headers, footers and page numbers on all pages.

    Evidence, any of: the same letters stand at the same height of two pages and a fifth of all; a number stands
    alone at the same height of two pages; a line of other type stands at the same height of half the pages. All
    of these stand in the edge of the page, with white space between them and the text.

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
        if edge.segment.size <= 0.95 * body or (edge.segment.italic and len(text) < 80):
            groups["", edge.kind, round(edge.segment.base / 4)].append(edge)
    kept = [(key[0], group) for key, group in groups.items() if _is_repeated(key[0], group, len(pages))]
    repeated = {id(edge.segment) for _, group in kept for edge in group}
    for key, group in sorted(kept, key=lambda each: not each[0]):  # place alone says least
        for edge in group:
            if edge.segment.furniture is None and _stands_apart(edge, repeated):
                edge.segment.furniture = Furniture.PAGE_NUMBER if key == "number" else edge.kind


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


def _is_paged(text: str) -> bool:
    return bool(_WORDED.fullmatch("".join(text.split())) or _PAGED.fullmatch(text))


def _is_repeated(key: str, group: Sequence[_Edge], n_pages: int) -> bool:
    on_pages = len({edge.page.number for edge in group})
    if key == "number":
        sure = any(_is_paged(edge.segment.text) for edge in group)
        return sure or n_pages == 1 or len({edge.segment.text for edge in group}) >= 2
    if not key:
        return on_pages >= max(3, 0.5 * n_pages)
    return on_pages >= max(2, 0.2 * min(n_pages, 25))


def _stands_apart(edge: _Edge, repeated: Container[int]) -> bool:
    """Whether few lines stand between a line and the edge, and white space between it and the text."""
    inwards = 1 if edge.kind is Furniture.HEADER else -1
    steps = [
        (other.base - edge.segment.base) * inwards
        for other in edge.page.segments
        if id(other) not in repeated and other.x0 < edge.segment.x1 and other.x1 > edge.segment.x0
    ]
    outer = sum(step < -2 for step in steps)
    return outer <= 2 and min((step for step in steps if step >= 0), default=99.0) >= 1.45 * edge.segment.size
