"""Tables: cells between rules, and cells that stand in line under each other."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from comparelib.model import Furniture
from comparelib.text.extract.pdf.page import Box, Page
from comparelib.text.extract.pdf.segments import Segment

_TOUCH = 3.0  # points between rules that meet
_MOST_RULES = 1500
_ALIGNED = 3.0  # points between the edges of cells that stand in line
_PROSE_CELL = 400  # characters: such a cell is a frame around prose


def mark_tables(page: Page) -> None:
    """Mark the segments of a page that stand in the cells of a ruled table."""
    for box in _ruled(page.rules[:_MOST_RULES]):
        cells = [each for each in page.segments if _inside(each, box)]
        if cells and not _is_prose(cells):
            for each in cells:
                each.furniture = each.furniture or Furniture.TABLE


def _ruled(rules: Sequence[Box]) -> list[Box]:
    """Boxes around rules that meet: at least five, three of them in one direction and two in the other."""
    groups: list[tuple[Box, list[Box]]] = []
    for rule in sorted(rules, key=lambda box: (box[1], box[0])):
        touched: list[tuple[Box, list[Box]]] = []
        apart: list[tuple[Box, list[Box]]] = []
        for frame, group in groups:
            meets = _meet(rule, frame) and any(_meet(rule, other) for other in group)
            (touched if meets else apart).append((frame, group))
        merged = [rule, *(other for _, group in touched for other in group)]
        frames = [rule, *(frame for frame, _ in touched)]
        groups = [*apart, (_around(frames), merged)]
    boxes = []
    for frame, group in groups:
        flat = {round(box[1] / 3) for box in group if box[2] - box[0] > box[3] - box[1]}
        tall = {round(box[0] / 3) for box in group if box[2] - box[0] <= box[3] - box[1]}
        if min(len(flat), len(tall)) >= 2 and max(len(flat), len(tall)) >= 3:
            boxes.append(frame)
    return boxes


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + _TOUCH
        and other[0] <= one[2] + _TOUCH
        and one[1] <= other[3] + _TOUCH
        and other[1] <= one[3] + _TOUCH
    )


def _around(boxes: Sequence[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _inside(segment: Segment, box: Box) -> bool:
    middle = (segment.x0 + segment.x1) / 2
    return box[0] - 1 <= middle <= box[2] + 1 and box[1] - 1 <= segment.base <= box[3] + 2


def _is_prose(cells: Sequence[Segment]) -> bool:
    """Whether a frame holds prose: long lines one under the other, none beside another."""
    beside = sum(
        any(other is not each and abs(other.base - each.base) < 2 for other in cells) for each in cells
    )
    return beside < 0.25 * len(cells) and sum(len(each.text) for each in cells) > _PROSE_CELL


def mark_aligned(column: Sequence[Segment]) -> None:
    """Mark three or more rows in a run of one column whose short cells stand in line with the row above."""
    rows: list[list[Segment]] = []
    for each in column:
        if each.furniture is not None or not each.upright:
            continue
        if rows and abs(each.base - rows[-1][0].base) <= 0.3 * each.size:
            rows[-1].append(each)
        else:
            rows.append([each])
    run: list[list[Segment]] = []
    for row in [*rows, []]:
        cells = len(row) >= 2 and _is_cells(row)
        if cells and (not run or _in_line(run[-1], row)):
            run.append(row)
            continue
        _close(run)
        run = [row] if cells else []


def _is_cells(row: Sequence[Segment]) -> bool:
    return median(len(each.text) for each in row) <= 28 and min(len(each.text) for each in row) <= 20


def _in_line(above: Sequence[Segment], row: Sequence[Segment]) -> bool:
    """Whether a row has inner edges in line with the row above: the outer ones are those of any column."""
    if row[0].base - above[0].base > 4.5 * row[0].size:
        return False
    starts = any(abs(a.x0 - b.x0) <= _ALIGNED for a in row[1:] for b in above[1:])
    ends = any(abs(a.x1 - b.x1) <= _ALIGNED for a in row[1:] for b in above[1:] if _is_figure(a.text))
    return starts or ends


def _is_figure(text: str) -> bool:
    return sum(char.isdigit() for char in text) >= 0.4 * len(text)


def _close(run: Sequence[Sequence[Segment]]) -> None:
    if len(run) >= 3:
        for row in run:
            for each in row:
                each.furniture = each.furniture or Furniture.TABLE
