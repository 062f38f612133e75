"""The segments of a column to lines and paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from comparelib.model import Furniture
from comparelib.text.extract.pdf.segments import Segment

_BULLET = re.compile(r"^(?:[→•▪■□◦●○►▶‣⁃✓✔➢➤❖·\uf0b7\uf0a7\uf0d8\uf02d\uf0fc]|[-–—*o](?=\s))")
_NUMBER = re.compile(r"^(?:\(?\d{1,2}[.)]|\(?[a-zA-Z][.)]|\(?[ivx]{1,4}[.)])(?=\s)")
_STOP = re.compile(r"[.!?…:;][”’\"')\]]*\d{0,3}$")


@dataclass(slots=True)
class TextLine:
    """A line of a column: its segment, the marker that opens it, and whether a paragraph or a gap begins."""

    segment: Segment
    marker: str | None
    starts: bool
    gap: bool


def lines_of(column: Sequence[Segment]) -> list[TextLine]:
    """Return the lines of a column in reading order, with the places where paragraphs begin."""
    segments = _whole_rows(column)
    leading = _leading(segments)
    right = max((each.x1 for each in segments), default=0.0)
    lines: list[TextLine] = []
    for segment in segments:
        marker = _marker(segment)
        before = lines[-1].segment if lines else None
        gap = before is not None and segment.base - before.base > 1.3 * max(
            leading.get(_half(segment.size), 0.0), 1.05 * segment.size
        )
        starts = before is None or gap or marker is not None or _differs(before, segment)
        starts = starts or _indents(lines, segment, right)
        lines.append(TextLine(segment, marker, starts, gap))
    return lines


def _half(size: float) -> float:
    return round(2 * size) / 2


def _whole_rows(column: Sequence[Segment]) -> list[Segment]:
    """Join segments of one base line that are of one kind: 'Datum' and '25 november'; cells stay apart."""
    joined: list[Segment] = []
    for each in column:
        before = joined[-1] if joined else None
        same = (
            before is not None
            and before.furniture is each.furniture
            and each.furniture not in (Furniture.TABLE, Furniture.CHART_LABEL)
            and abs(before.base - each.base) <= 0.35 * min(before.size, each.size)
            and each.x0 >= before.x1 - 1
        )
        if before is not None and same:
            before.text = f"{before.text} {each.text}"
            before.x1, before.bold = each.x1, before.bold and each.bold
        else:
            joined.append(each)
    return joined


def _leading(segments: Sequence[Segment]) -> dict[float, float]:
    """The usual distance between base lines for each size of type: the most frequent, not the least."""
    steps: dict[float, list[float]] = {}
    for above, below in pairwise(segments):
        step = below.base - above.base
        if _half(above.size) == _half(below.size) and 0 < step < 2.6 * below.size:
            steps.setdefault(_half(below.size), []).append(step)
    leading = {}
    for size, found in steps.items():
        counts = Counter(_half(step) for step in found)
        leading[size] = max(counts, key=lambda step: (counts[step], -step)) if len(found) > 3 else min(found)
        leading[size] = max(leading[size], median([step for step in found if step <= leading[size] + 0.5]))
    return leading


def _marker(segment: Segment) -> str | None:
    found = _BULLET.match(segment.text) or _NUMBER.match(segment.text)
    if found is None:
        return "•" if segment.dotted else None
    hangs = segment.hang is not None and segment.hang - segment.x0 - segment.first_width > 0.45 * segment.size
    return found.group() if hangs or not found.group().isalnum() else None


def _differs(before: Segment, segment: Segment) -> bool:
    """Whether a line is set in other type than the one before: another size, or bold or italic as a whole."""
    if before.furniture is not segment.furniture:
        return True
    if abs(before.size - segment.size) > 0.08 * max(before.size, segment.size):
        return True
    if before.bold is not segment.bold or before.italic is not segment.italic:
        ends = _STOP.search(before.text) or before.bold or before.italic
        return bool(ends) and not segment.text[:1].islower()
    return False


def _indents(lines: Sequence[TextLine], segment: Segment, right: float) -> bool:
    """Whether a paragraph begins without a gap: an indent, or room for this word on the line before."""
    before = lines[-1].segment
    em = segment.size
    had_room = right - before.x1 > segment.first_width + 1.2 * em
    stopped = _STOP.search(before.text) is not None
    if stopped and had_room and not segment.text[:1].islower():
        return True
    if 0.8 * em < segment.x0 - before.x0 < 4 * em and stopped and lines[-1].marker is None:
        return True
    return had_room and right - before.x1 > 0.45 * (right - before.x0) and segment.text[:1].isupper()
