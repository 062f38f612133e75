import json
from itertools import pairwise, permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparelib.contrast import average_overlap, rank_agreement, rank_weight, rbo, rbo_min
from comparelib.errors import NotEstimable, ParameterFault

GOLDEN = json.loads((Path(__file__).parent / "golden" / "contrast.json").read_text(encoding="utf-8"))[
    "rank_biased_overlap"
]


@pytest.mark.parametrize(("first", "second", "p", "expected"), GOLDEN["extrapolated"])
def test_extrapolated_overlap(first, second, p, expected):
    assert rbo(first, second, p) == pytest.approx(expected, abs=GOLDEN["tolerance"])


@pytest.mark.parametrize(("first", "second", "p", "expected"), GOLDEN["minimum"])
def test_minimal_overlap(first, second, p, expected):
    assert rbo_min(first, second, p) == pytest.approx(expected, abs=GOLDEN["tolerance"])


@pytest.mark.parametrize(("first", "second", "expected"), GOLDEN["average_overlap"])
def test_average_overlap(first, second, expected):
    got = average_overlap(first, second)
    assert got == pytest.approx(expected, abs=GOLDEN["average_overlap_tolerance"])


@pytest.mark.parametrize(("depth", "expected"), GOLDEN["weight"])
def test_weight_of_the_first_ranks(depth, expected):
    assert rank_weight(depth) == pytest.approx(expected, abs=GOLDEN["weight_tolerance"])


@given(st.permutations(range(8)))
@settings(max_examples=40, deadline=None)
def test_overlap_is_symmetric_bounded_and_one_for_itself(order):
    assert rbo(order, order) == pytest.approx(1)
    assert rbo(range(8), order) == pytest.approx(rbo(order, range(8)))
    assert rbo_min(range(8), order) <= rbo(range(8), order) + 1e-12


def test_a_ranking_may_be_longer():
    assert rbo("ab", "abcdefgh") == pytest.approx(1)
    assert rbo("ab", "cabdefgh") < 0.8


def test_ties_are_the_mean_over_all_their_orders():
    first, second = np.array([0.4, 0.2, 0.2, 0.1]), np.array([0.1, 0.3, 0.3, 0.3])
    orders = [
        (a, b)
        for a in permutations(range(4))
        if all(first[x] >= first[y] for x, y in pairwise(a))
        for b in permutations(range(4))
        if all(second[x] >= second[y] for x, y in pairwise(b))
    ]
    assert len(orders) == 12
    expected = np.mean([rbo(a, b) for a, b in orders])
    assert rank_agreement(first, second).rbo == pytest.approx(expected)


def test_agreement_of_profiles():
    got = rank_agreement([0.4, 0.3, 0.2, 0.1], [0.4, 0.3, 0.1, 0.2])
    assert got.tau_b == pytest.approx(2 / 3)
    assert got.rbo == pytest.approx(rbo("abcd", "abdc"))


def test_overlap_faults():
    with pytest.raises(NotEstimable, match="twice"):
        rbo("aab", "abc")
    with pytest.raises(NotEstimable, match="empty"):
        rbo("", "abc")
    with pytest.raises(ParameterFault, match="persistence is 1"):
        rbo("ab", "ba", 1)
    with pytest.raises(NotEstimable, match="missing shares"):
        rank_agreement([0.1, np.nan], [0.1, 0.2])
