"""Places for labels on a map, so that none lies on another: deterministic, and as near to its point as can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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

    A label is tried at 16 directions around its point, then on wider and wider rings, until it meets no box that
    was placed and no point's marker.

    Parameters
    ----------
    points
        Shape (n, 2), in points of the figure.
    sizes
        Width and height of each label.
    frame
        Labels stay inside it while there is room; where there is none they may leave it, never overlap.
    radius
        Half the size of a marker, with its margin.
    """
    markers = [Box(x - radius, y - radius, x + radius, y + radius) for x, y in points]
    taken: list[Box] = []
    for (x, y), size in zip(points, sizes, strict=True):
        taken.append(_first_free((float(x), float(y)), size, (frame, markers, taken)))
    return tuple(taken)


def _first_free(
    point: tuple[float, float], size: tuple[float, float], around: tuple[Box, list[Box], list[Box]]
) -> Box:
    frame, markers, taken = around
    outside: Box | None = None
    for box in _candidates(point, size):
        if any(box.meets(other) for other in taken) or any(box.meets(other) for other in markers):
            continue
        if box.within(frame):
            return box
        outside = outside or box
    return outside or _above(size, taken, point)


def _above(size: tuple[float, float], taken: list[Box], point: tuple[float, float]) -> Box:
    bottom = max(box.top for box in taken) + 1.0
    return Box(point[0], bottom, point[0] + size[0], bottom + size[1])


def _candidates(point: tuple[float, float], size: tuple[float, float]) -> Iterator[Box]:
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
