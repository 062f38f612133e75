"""Labels on a map never overlap, wherever the points are."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparelib.charts.placement import Box, placed

FRAME = Box(0, 0, 400, 400)
spots = st.lists(st.tuples(st.floats(0, 400), st.floats(0, 400)), min_size=1, max_size=12)


@settings(max_examples=30, deadline=None)
@given(spots)
def test_no_two_labels_overlap_and_none_hides_a_point(points: list[tuple[float, float]]) -> None:
    boxes = placed(np.array(points), [(60.0, 10.0)] * len(points), FRAME)
    assert not any(first.meets(second) for first, second in combinations(boxes, 2))
    assert not any(box.left < x < box.right and box.bottom < y < box.top for box in boxes for x, y in points)


def test_a_label_alone_stands_right_of_its_point() -> None:
    (box,) = placed(np.array([[100.0, 100.0]]), [(50.0, 10.0)], FRAME)
    assert (box.left, box.bottom, box.top) == pytest.approx((105.0, 95.0, 105.0))


def test_a_label_at_the_edge_turns_inwards() -> None:
    (box,) = placed(np.array([[395.0, 200.0]]), [(50.0, 10.0)], FRAME)
    assert box.within(FRAME)
    assert box.right < 395.0


def test_a_frame_that_is_too_small_is_left_rather_than_overlapped() -> None:
    boxes = placed(np.zeros((12, 2)) + 20.0, [(38.0, 18.0)] * 12, Box(0, 0, 40, 40))
    assert not any(first.meets(second) for first, second in combinations(boxes, 2))


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        (((0.0, 5.0), (20.0, 5.0)), True),
        (((0.0, 20.0), (20.0, 20.0)), False),
        (((0.0, 0.0), (4.0, 4.0)), False),
        (((0.0, 0.0), (20.0, 20.0)), False),
        (((6.0, 5.0), (7.0, 6.0)), True),
        (((5.0, -5.0), (5.0, 20.0)), False),
        (((6.0, -5.0), (6.0, 20.0)), True),
    ],
)
def test_a_line_cuts_a_box_or_not(line: tuple[tuple[float, float], tuple[float, float]], cut: bool) -> None:
    assert Box(5, 0, 10, 10 if line[1] != (20.0, 20.0) else 4).cut_by(line) is cut
