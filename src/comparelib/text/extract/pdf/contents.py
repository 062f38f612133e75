"""Tables of contents: rows that end in page numbers which rise down the page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from comparelib.model import Furniture
from comparelib.text.extract.pdf.page import Page
from comparelib.text.extract.pdf.segments import Segment

_FEWEST = 5
_WIDEST = 420.0  # points between a title and its page number
_LEADER = re.compile(r"(?:[.…·_]\s?){3,}\s*(\d{1,4})$")
_NUMBER = re.compile(r"\d{1,4}$")


def mark_contents(page: Page) -> None:
    """Mark the rows of a table of contents as boilerplate: they repeat headings and are no statements."""
    leaders = [each for each in page.segments if each.furniture is None and _LEADER.search(each.text)]
    if _rise(leaders):
        _mark(leaders)
    edges: dict[int, list[Segment]] = defaultdict(list)
    for each in page.segments:
        if each.furniture is None and _NUMBER.fullmatch(each.text):
            edges[round(each.x1 / 4)].append(each)
    for numbers in edges.values():
        if _rise(numbers):
            for number in numbers:
                _mark(_row(page, number))


def _rise(rows: Sequence[Segment]) -> bool:
    """Whether five rows or more end in numbers that hardly ever fall."""
    ordered = sorted(rows, key=lambda each: each.base)
    numbers = [int(found.group()) for each in ordered if (found := _NUMBER.search(each.text))]
    falls = sum(later < earlier for earlier, later in pairwise(numbers))
    return len(numbers) >= _FEWEST and len(set(numbers)) >= 3 and falls <= 0.1 * len(numbers)


def _row(page: Page, number: Segment) -> list[Segment]:
    """A number, the title left of it on its line, and what stands close before this."""
    beside = [
        each
        for each in page.segments
        if abs(each.base - number.base) <= 0.4 * number.size and each.x1 <= number.x0
    ]
    row, reach = [number], _WIDEST
    for each in sorted(beside, key=lambda one: -one.x1):
        if row[-1].x0 - each.x1 > reach:
            break
        row.append(each)
        reach = 6 * number.size
    return row


def _mark(segments: Sequence[Segment]) -> None:
    for each in segments:
        each.furniture = each.furniture or Furniture.BOILERPLATE
