"""Which headings stand above each block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from comparelib.model import Furniture, UnitKind
from comparelib.text.layout.headings import TITLE

if TYPE_CHECKING:
    from comparelib.text.segment.units import Placed

SEPARATOR = " > "


def sections_of(placed: Sequence[Placed]) -> tuple[str, ...]:
    """Return the section path of each block: the headings above it, highest first.

    A text layer may put the title of a section at the end of its first page. Where two pages or more end so,
    such a
    title counts from the start of its page. Where a document has no such titles, a running line that stands
    on some of its pages only is the title of the section that these pages belong to.
    """
    late = _late_titles(placed)
    by_page = {page: placed[at].text for at, page in late.items()} or _running_titles(placed)
    stack: list[tuple[int, str]] = []
    paths: list[str] = []
    page = 0
    for at, place in enumerate(placed):
        block = place.block
        if place.page != page:
            page = place.page
            if page in by_page and [title for level, title in stack if level < TITLE] != [by_page[page]]:
                stack = [(TITLE - 1, by_page[page])]
        paths.append(SEPARATOR.join(title for _, title in stack))
        if block.kind is UnitKind.HEADING and at not in late:
            level = block.level or TITLE
            stack = [item for item in stack if item[0] < level]
            paths[-1] = SEPARATOR.join(title for _, title in stack)
            stack.append((level, _title(place.text, block.marker)))
    return tuple(paths)


def _title(text: str, marker: str | None) -> str:
    return text.removeprefix(marker).strip() if marker else text


def _late_titles(placed: Sequence[Placed]) -> dict[int, int]:
    """Headings that end their page, by place; empty unless two pages and one in seven end so."""
    last: dict[int, int] = {}
    for at, place in enumerate(placed):
        if place.block.furniture is None:
            last[place.page] = at
    final = max(last, default=0)
    late = {
        at: page
        for page, at in last.items()
        if placed[at].block.kind is UnitKind.HEADING and placed[at].block.marker is None and page != final
    }
    return late if len(late) >= max(2, 0.15 * len(last)) else {}


def _running_titles(placed: Sequence[Placed]) -> dict[int, str]:
    """The running line of each page, where it is a title of some pages and not the title of the document."""
    titles: dict[int, str] = {}
    for place in placed:
        is_running = place.block.furniture in (Furniture.HEADER, Furniture.FOOTER)
        text = place.block.rows[0].text
        if is_running and not any(char.isdigit() for char in text):
            titles.setdefault(place.page, text)
    pages = {place.page for place in placed}
    common = [
        title for title in set(titles.values()) if list(titles.values()).count(title) > 0.5 * len(pages)
    ]
    return {page: title for page, title in titles.items() if title not in common}
