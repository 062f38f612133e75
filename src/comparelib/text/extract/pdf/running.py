"""Running headers, footers and page numbers: what stands at the edge of page after page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

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
    alone in the edge, apart from the text; a line in the edge, apart from the text and in other type, stands at
    the same height of half the pages.

    Parameters
    ----------
    pages
        All pages of the document.
    body
        Size of the document's prose, in points.
    """
    edges = [(page, segment, kind) for page in pages for segment, kind in _edge_segments(page)]
    _mark_numbers(edges)
    letters: dict[tuple[str, int], list[int]] = defaultdict(list)
    places: dict[tuple[Furniture, int], set[int]] = defaultdict(set)
    for number, (page, segment, kind) in enumerate(edges):
        letters[(_letters(segment.text), round(segment.base / 6))].append(number)
        if _stands_apart(page, segment, kind) and _is_other(segment, body):
            places[(kind, round(segment.base / 4))].add(number)
    for groups, share in ((letters.values(), 0.2), (places.values(), 0.5)):
        for numbers in groups:
            _mark_repeated([edges[number] for number in numbers], len(pages), share)


def _edge_segments(page: Page) -> Iterator[tuple[Segment, Furniture]]:
    for segment in page.segments:
        if not segment.upright:
            continue
        if segment.bottom < _EDGE * page.height:
            yield segment, Furniture.HEADER
        elif segment.top > (1 - _EDGE) * page.height:
            yield segment, Furniture.FOOTER


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalpha())


def _mark_numbers(edges: Sequence[tuple[Page, Segment, Furniture]]) -> None:
    for page, segment, kind in edges:
        squeezed = "".join(segment.text.split())
        worded = _WORDED.fullmatch(squeezed) or _PAGED.fullmatch(segment.text)
        if worded or (_NUMBER.fullmatch(segment.text) and _stands_apart(page, segment, kind)):
            segment.furniture = Furniture.PAGE_NUMBER


def _mark_repeated(group: Sequence[tuple[Page, Segment, Furniture]], n_pages: int, share: float) -> None:
    on_pages = {page.number for page, _, _ in group}
    least = 2 if share < 0.5 else 3
    if len(on_pages) < max(least, share * min(n_pages, 25)):
        return
    for _, segment, kind in group:
        segment.furniture = segment.furniture or kind


def _is_other(segment: Segment, body: float) -> bool:
    return segment.size <= 0.95 * body or (segment.italic and len(segment.text) < 80)


def _stands_apart(page: Page, segment: Segment, kind: Furniture) -> bool:
    """Whether nothing but other edge lines stands between a line and the edge, and a gap parts it from the text."""
    inner = [
        abs(other.base - segment.base)
        for other in page.segments
        if other is not segment and (other.base - segment.base) * (1 if kind is Furniture.HEADER else -1) > 2
    ]
    outer = [
        other
        for other in page.segments
        if (other.base - segment.base) * (-1 if kind is Furniture.HEADER else 1) > 2
    ]
    return len(outer) <= 3 and (not inner or min(inner) >= 1.5 * segment.size)
