"""Running headers and footers, and page numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from comparelib.model import Furniture
from comparelib.text.layout.rows import Row

_EDGE = 3  # rows from a page's start or end that may hold a running line
_LONGEST = 90
_PAGE_OF = re.compile(r"(?:pagina|pag\.?|blz\.?|page)\d{1,4}(?:van|/|of)\d{1,4}", re.I)
_PAGE_NUMBER = re.compile(
    r"(?:pagina|pag\.?|blz\.?|p\.?)?\s*[-–|]?\s*\d{1,4}\s*(?:(?:/|van)\s*\d{1,4})?\s*[-–|]?", re.I
)
_FOLIO_LINE = re.compile(r"^\d{1,4}\s?[A-ZÀ-Ý]{2,}[^a-z]*$")
_PAGED = re.compile(r"^\d{1,4}(?!\s*[.)])\s*(?=[^\W\d_]{2})|(?<=[^\W\d_]{2})\s*\d{1,4}$")


def running_lines(rows: tuple[Row, ...], labels: Mapping[int, Furniture]) -> dict[int, Furniture]:
    """Label lines that repeat at the edges of pages, or with a running number.

    Evidence, either: the same letters stand at the same edge (first or last rows) of two pages or more, edges
    being
    peeled from without; or they occur three times or more with two numbers before or behind them, as folios
    do.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if at not in labels and len(row.text) <= _LONGEST and not row.is_terminal and row.marker is None:
            groups[_key(row.text)].append(at)
    found: dict[int, Furniture] = _paged(rows)
    repeated = [places for key, places in groups.items() if key and len(places) >= 2]
    for places in repeated:
        found |= _folioed(rows, places)
    for _ in range(_EDGE):
        edges = _edges(rows, found)
        for places in repeated:
            if not any(at in found for at in places):
                found |= _repeated(rows, places, edges)
    return found


def _paged(rows: tuple[Row, ...]) -> dict[int, Furniture]:
    """Lines that say 'Pagina 2 van 9', letter-spaced or not."""
    squeezed = ((at, "".join(row.text.split())) for at, row in enumerate(rows))
    return {at: Furniture.PAGE_NUMBER for at, text in squeezed if _PAGE_OF.fullmatch(text)}


def _key(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalpha())


def _edges(rows: tuple[Row, ...], labels: Mapping[int, Furniture]) -> dict[int, tuple[int, int]]:
    """Distance of each row from the start and from the end of its page, in rows that have no label yet.

    Where a text layer does not tell all its pages, a line with a folio parts them too.
    """
    sheets: list[list[int]] = []
    for at, row in enumerate(rows):
        parted = at == 0 or row.page != rows[at - 1].page or bool(_FOLIO_LINE.match(row.text))
        if parted:
            sheets.append([])
        sheets[-1].append(at)
    distances: dict[int, tuple[int, int]] = {}
    for places in sheets:
        free = sum(at not in labels for at in places)
        before = 0
        for at in places:
            distances[at] = (before, free - 1 - before)
            before += at not in labels
    return distances


def _folioed(rows: tuple[Row, ...], places: list[int]) -> dict[int, Furniture]:
    folios = {found.group().strip() for at in places if (found := _PAGED.search(rows[at].text))}
    if len(places) < 3 or len(folios) < 2:
        return {}
    return dict.fromkeys(places, Furniture.HEADER)


def _repeated(
    rows: tuple[Row, ...], places: list[int], edges: Mapping[int, tuple[int, int]]
) -> dict[int, Furniture]:
    for side, kind in ((0, Furniture.HEADER), (1, Furniture.FOOTER)):
        at_edge = [at for at in places if edges[at][side] < _EDGE]
        pages = {rows[at].page for at in at_edge}
        nearest = min((edges[at][side] for at in at_edge), default=_EDGE)
        if len(pages) >= 2 and nearest == 0 and len(at_edge) >= 0.6 * len(places):
            alone = [at for at in places if rows[at].gap and (at + 1 == len(rows) or rows[at + 1].gap)]
            return dict.fromkeys(sorted({*at_edge, *alone}), kind)
    return {}


def page_numbers(rows: tuple[Row, ...], labels: Mapping[int, Furniture]) -> dict[int, Furniture]:
    """Label lines that hold only a page number, at the edge of a page or beside a running line."""
    found: dict[int, Furniture] = {}
    edges = _edges(rows, labels)
    for at, row in enumerate(rows):
        if at in labels or not _PAGE_NUMBER.fullmatch(row.text):
            continue
        beside = any(labels.get(near) in (Furniture.HEADER, Furniture.FOOTER) for near in (at - 1, at + 1))
        if beside or (min(edges[at]) < _EDGE and rows[-1].page > 1):
            found[at] = Furniture.PAGE_NUMBER
    return found
