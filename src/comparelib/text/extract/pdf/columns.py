"""Reading order of a page: columns are found by their white gaps, and cut at what runs across them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from comparelib.model import Furniture
from comparelib.text.extract.pdf.segments import Segment

_DEPTH = 8  # columns within bands within columns
_PROSE = 15  # characters: cells are shorter, lines of prose longer


@dataclass(frozen=True)
class Gutter:
    """A white gap that parts the segments between `top` and `bottom` at `x`."""

    x: float
    top: float
    bottom: float
    score: float


def columns_of(segments: Sequence[Segment], body: float, depth: int = _DEPTH) -> list[list[Segment]]:
    """Return the segments of a page as columns in reading order.

    Recursive: the gap that parts most lines is taken first; what runs across it, above and below, is ordered
    by itself, then what stands left of it, then what stands right. Segments of a column that share a base
    line follow each other from left to right.

    Parameters
    ----------
    segments
        Segments of one page.
    body
        Size of the document's prose, in points.
    """
    gutter = _best_gutter(segments, body) if depth and len(segments) >= 6 else None
    if gutter is None:
        return [in_rows(segments)] if segments else []
    above = [each for each in segments if each.base <= gutter.top]
    below = [each for each in segments if each.base >= gutter.bottom]
    band = [each for each in segments if gutter.top < each.base < gutter.bottom]
    left = [each for each in band if each.x0 < gutter.x - 1]
    right = [each for each in band if each.x0 >= gutter.x - 1]
    _mark_side_bar(left, right, body)
    parts = (above, left, right, below)
    return [column for part in parts for column in columns_of(part, body, depth - 1)]


def in_rows(segments: Sequence[Segment]) -> list[Segment]:
    """Sort segments from top to bottom; those of one base line (a third of an em) from left to right."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda each: (each.base, each.x0)):
        near = rows and abs(segment.base - rows[-1][0].base) <= 0.35 * min(segment.size, rows[-1][0].size)
        if near:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [segment for row in rows for segment in sorted(row, key=lambda each: each.x0)]


def _best_gutter(segments: Sequence[Segment], body: float) -> Gutter | None:
    starts = Counter(round(each.x0) for each in segments)
    leftmost = min(starts)
    found = [
        gutter
        for x, count in starts.items()
        if count >= 2 and x > leftmost + 2 * body
        for gutter in _gutters_at(segments, x, max(6.0, 0.6 * body))
    ]
    return max(found, key=lambda gutter: (gutter.score, -gutter.x), default=None)


def _gutters_at(segments: Sequence[Segment], x: float, width: float) -> list[Gutter]:
    """Gutters that end at `x`: one for each stretch of the page that nothing crosses there."""
    crossing = sorted(each.base for each in segments if each.x0 < x - 1 and each.x1 > x - width)
    edges = [float("-inf"), *crossing, float("inf")]
    bands = [(top, bottom) for top, bottom in pairwise(edges) if bottom > top]
    found = [Gutter(x, *band, _score(*_sides(segments, x, *band))) for band in bands]
    return [gutter for gutter in found if gutter.score > 0]


def _sides(
    segments: Sequence[Segment], x: float, top: float, bottom: float
) -> tuple[list[Segment], list[Segment]]:
    inside = [each for each in segments if top < each.base < bottom]
    return [each for each in inside if each.x0 < x - 1], [each for each in inside if each.x0 >= x - 1]


def _score(left: Sequence[Segment], right: Sequence[Segment]) -> float:
    """Rows of text that a gap parts: 0 where these are no columns of prose but the cells of a table."""
    if min(len(left), len(right)) < 3 or _overlap(left, right) <= 0:
        return 0.0
    rows = [_row_lengths(side) for side in (left, right)]
    if min(map(len, rows)) < 3:
        return 0.0
    prose = all(median(lengths) >= _PROSE for lengths in rows)
    sizes = sorted(median(each.size for each in side) for side in (left, right))
    return float(min(map(len, rows))) if prose or sizes[0] <= 0.93 * sizes[1] else 0.0


def _row_lengths(side: Sequence[Segment]) -> list[int]:
    """Characters of each row of a side; justified lines of a narrow column come in several segments."""
    rows: Counter[int] = Counter()
    for each in side:
        rows[round(each.base / 2)] += len(each.text)
    return list(rows.values())


def _overlap(left: Sequence[Segment], right: Sequence[Segment]) -> float:
    top = max(min(each.top for each in side) for side in (left, right))
    bottom = min(max(each.bottom for each in side) for side in (left, right))
    return bottom - top


def _mark_side_bar(left: Sequence[Segment], right: Sequence[Segment], body: float) -> None:
    """Mark a narrow column of type smaller than the prose beside a wide one: the side bar of a letter."""
    for side, main in ((left, right), (right, left)):
        narrow = _extent(side) < 0.5 * _extent(main)
        if narrow and median(each.size for each in side) <= 0.93 * body:
            for each in side:
                each.furniture = each.furniture or Furniture.SIDE_BAR


def _extent(side: Sequence[Segment]) -> float:
    return max(each.x1 for each in side) - min(each.x0 for each in side)
