"""Places for labels on a map: none lies on another, each as near to its point as can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]

_DIRECTIONS = 16
_STEP, _RINGS = 5.0, 90


@dataclass(frozen=True)
class Box:
    """A rectangle in points: left, bottom, right, top."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def nearest(self, point: Point) -> Point:
        """Return the spot of the box that is nearest to `point`."""
        return min(max(point[0], self.left), self.right), min(max(point[1], self.bottom), self.top)

    def cut_by(self, line: tuple[Point, Point]) -> bool:
        """Whether the line runs through the box (Liang & Barsky, 1984, ACM TOG 3(1), 1-22)."""
        (x0, y0), (x1, y1) = line
        enter, leave = 0.0, 1.0
        for start, change, low, high in (
            (x0, x1 - x0, self.left, self.right),
            (y0, y1 - y0, self.bottom, self.top),
        ):
            if change == 0:
                if not low < start < high:
                    return False
                continue
            near, far = sorted(((low - start) / change, (high - start) / change))
            enter, leave = max(enter, near), min(leave, far)
        return enter < leave

    def within(self, other: Box) -> bool:
        """Whether it lies wholly inside `other`."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.bottom <= self.bottom
            and self.top <= other.top
        )


def placed(
    points: NDArray[np.float64], sizes: Sequence[tuple[float, float]], frame: Box, radius: float = 4.0
) -> tuple[Box, ...]:
    """Return a box for the label of each point; earlier labels get the nearer places.

    A label is tried at 16 directions around its point, then on wider and wider rings, until it meets no box
    that was placed and no point's marker, and no leader line runs through a label. Where there is no such
    place a leader may cross; labels never overlap.

    Parameters
    ----------
    points
        Shape (n, 2), in points of the figure.
    sizes
        Width and height of each label.
    frame
        Labels stay inside it while there is room; where there is none they may leave it.
    radius
        Half the size of a marker, with its margin.
    """
    board = _Board(frame, [Box(x - radius, y - radius, x + radius, y + radius) for x, y in points])
    for (x, y), size in zip(points, sizes, strict=True):
        board.place((float(x), float(y)), size)
    return tuple(board.boxes)


@dataclass
class _Board:
    """What is placed so far: grows label by label."""

    frame: Box
    markers: list[Box]
    boxes: list[Box] = field(default_factory=list)
    leaders: list[tuple[Point, Point]] = field(default_factory=list)

    def place(self, point: Point, size: tuple[float, float]) -> None:
        box = self._first_free(point, size)
        self.boxes.append(box)
        self.leaders.append((point, box.nearest(point)))

    def _first_free(self, point: Point, size: tuple[float, float]) -> Box:
        crossing: Box | None = None
        outside: Box | None = None
        for box in _candidates(point, size):
            if any(box.meets(other) for other in self.boxes) or any(
                box.meets(other) for other in self.markers
            ):
                continue
            if not box.within(self.frame):
                outside = outside or box
            elif self._crosses(point, box):
                crossing = crossing or box
            else:
                return box
        return crossing or outside or self._on_top(point, size)

    def _crosses(self, point: Point, box: Box) -> bool:
        own = (point, box.nearest(point))
        return any(other.cut_by(own) for other in self.boxes) or any(
            box.cut_by(leader) for leader in self.leaders
        )

    def _on_top(self, point: Point, size: tuple[float, float]) -> Box:
        bottom = max(box.top for box in self.boxes) + 1.0
        return Box(point[0], bottom, point[0] + size[0], bottom + size[1])


def _candidates(point: Point, size: tuple[float, float]) -> Iterator[Box]:
    width, height = size
    for ring in range(_RINGS):
        distance = 5.0 + ring * _STEP
        for turn in range(_DIRECTIONS):
            # Right first, then left, then what lies between: a reader looks beside a point.
            order = (0, 8, 1, 15, 7, 9, 4, 12, 2, 14, 6, 10, 3, 13, 5, 11)[turn]
            angle = 2 * np.pi * order / _DIRECTIONS
            x, y = point[0] + distance * np.cos(angle), point[1] + distance * np.sin(angle)
            left = x - width * (1 - np.cos(angle)) / 2
            bottom = y - height * (1 - np.sin(angle)) / 2
            yield Box(left, bottom, left + width, bottom + height)
