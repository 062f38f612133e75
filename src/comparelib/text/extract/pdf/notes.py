"""Footnotes, small letterheads and the words of charts: type that is smaller than the prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from comparelib.model import Furniture
from comparelib.text.extract.pdf.page import Box, Page
from comparelib.text.extract.pdf.segments import Segment

_SMALL = 0.94  # of the size of the prose
_NOTE = re.compile(r"^(?:\d{1,3}|[*†‡])\s*\S")
_CARRIED = 4  # lines of a note from the page before that may stand above the first number
_PROSE = 30  # characters: the lines of prose in a narrow column are longer
_LABEL = 45  # characters: words in a chart are shorter
_REACH = 30.0  # points between a footnote and the short rule above it


def mark_notes(columns: Sequence[Sequence[Segment]], page: Page, body: float) -> None:
    """Mark small type at the foot of a column that begins with a number or stands below a short rule.

    A column of small type alone holds notes where it begins with a number: notes that go on, or end notes.
    """
    for column in columns:
        _mark_below_rule(column, page, body)
        rest = [each for each in column if each.furniture is None]
        tail: list[Segment] = []
        while rest and rest[-1].size <= _SMALL * body:
            tail.insert(0, rest.pop())
        if not tail or not (_is_low(tail[-1], page) or not rest):
            continue
        start = next((at for at, each in enumerate(tail) if _NOTE.match(each.text)), None)
        if start is None or (start and not rest):
            continue
        for each in tail[start if start > _CARRIED else 0 :]:
            each.furniture = Furniture.FOOTNOTE


def _is_low(segment: Segment, page: Page) -> bool:
    """Whether no text stands below a segment in its own column but what is furniture already."""
    below = [
        each
        for each in page.segments
        if each.base > segment.base + 2
        and each.x0 < segment.x1
        and each.x1 > segment.x0
        and each.furniture is None
        and each.size > segment.size
    ]
    return not below


def _mark_below_rule(column: Sequence[Segment], page: Page, body: float) -> None:
    """Mark what stands below the short rule that word processors draw above notes."""
    if not column:
        return
    left, right = min(each.x0 for each in column), max(each.x1 for each in column)
    for rule in sorted(page.rules, key=lambda box: box[1]):
        short = 20 <= rule[2] - rule[0] <= 0.7 * (right - left) and abs(rule[0] - left) <= 6
        below = (
            [each for each in column if each.base > rule[1] + 1 and each.furniture is None] if short else []
        )
        if not below or below[0].base - rule[1] > _REACH or rule[1] < 0.3 * page.height:
            continue
        small = median(each.size for each in below) <= _SMALL * body
        if small and all(each.size <= 1.1 * body for each in below):
            for each in below:
                each.furniture = Furniture.FOOTNOTE
            return


def mark_charts(page: Page, body: float) -> None:
    """Mark turned text, and short small text within a drawing of many parts, as the words of a chart."""
    for each in page.segments:
        if not each.upright and each.furniture is None:
            each.furniture = Furniture.CHART_LABEL
    drawings = _drawings(page.graphics, page.width * page.height)
    for each in page.segments:
        longest = _LABEL if each.size <= _SMALL * body else 20
        small = each.furniture is None and len(each.text) <= longest
        if small and any(_holds(box, each) for box in drawings) and not _ends_prose(each, page):
            each.furniture = Furniture.CHART_LABEL


def _ends_prose(segment: Segment, page: Page) -> bool:
    """Whether a long line stands close above or below a short one: the short one ends a paragraph."""
    return any(
        len(other.text) > _PROSE
        and 0 < abs(other.base - segment.base) <= 1.7 * segment.size
        and other.x0 - 2 * segment.size <= segment.x0 <= other.x1
        for other in page.segments
    )


def mark_letterhead(page: Page, body: float) -> None:
    """Mark small type above all prose of a first page: the return address of a letter."""
    prose = [each.top for each in page.segments if each.size > _SMALL * body and each.furniture is None]
    for each in page.segments:
        if prose and each.furniture is None and each.size <= 0.85 * body and each.base < min(prose):
            each.furniture = Furniture.HEADER


def _drawings(graphics: Sequence[Box], area: float) -> list[Box]:
    """Boxes of touching graphics, six or more, that take a fiftieth of the page or more."""
    groups: list[tuple[Box, int]] = []
    for box in sorted(graphics)[:1500]:
        merged, count = box, 1
        rest = []
        for other, number in groups:
            if _touch(merged, other):
                merged = tuple(
                    pick(a, b) for pick, a, b in zip((min, min, max, max), merged, other, strict=True)
                )  # type: ignore[assignment]
                count += number
            else:
                rest.append((other, number))
        groups = [*rest, (merged, count)]
    return [
        box for box, count in groups if count >= 6 and (box[2] - box[0]) * (box[3] - box[1]) >= 0.02 * area
    ]


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + 6
        and other[0] <= one[2] + 6
        and one[1] <= other[3] + 6
        and other[1] <= one[3] + 6
    )


def _holds(box: Box, segment: Segment) -> bool:
    middle = (segment.x0 + segment.x1) / 2
    return box[0] - 12 <= middle <= box[2] + 12 and box[1] - 6 <= segment.base <= box[3] + 14
