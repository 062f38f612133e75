"""Groups of paragraphs: found where they are, not found where they are not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_limits

from comparelib.clusters import Method, paragraph_groups
from comparelib.clusters.labelling import co_clusters, in_order, labels, one_group
from comparelib.clusters.number_of_groups import (
    dispersion,
    gap,
    number_by_gap,
    number_by_strength,
    prediction_strength,
)
from comparelib.clusters.stability import Stability, bootstrap_jaccard, most_alike, verdict
from comparelib.errors import NotEstimable, ParameterFault
from count_matrices import matrix_of


@pytest.fixture(autouse=True)
def one_thread():
    import sklearn.cluster  # noqa: F401 - its thread pool must be there before it can be limited

    with threadpool_limits(1):
        yield


BLOCKS = np.kron(np.eye(3), np.full((1, 3), 0.32)) + 0.005


def table(profiles: np.ndarray, each: int, seed: int = 0) -> np.ndarray:
    """Rows of six codes each, `each` of them from every profile."""
    rng = np.random.default_rng(seed)
    shares = np.repeat(profiles / profiles.sum(axis=1, keepdims=True), each, axis=0)
    return rng.multinomial(6, shares).astype(float)


@pytest.mark.parametrize("method", list(Method))
def test_three_blocks_are_found_by_every_method(method):
    counts = table(BLOCKS, 30)
    found = in_order(labels(counts, 3, method, np.random.default_rng(0)))
    truth = np.repeat([1, 2, 3], 30)
    assert (found == truth).mean() > 0.97
    assert bootstrap_jaccard(counts, found, method, 5, np.random.default_rng(0)).min() > 0.85
    assert prediction_strength(counts, 3, method, 3, np.random.default_rng(0)) > 0.8


def test_co_clusters_give_codes_their_block():
    rows, columns = co_clusters(table(BLOCKS, 30), 3, np.random.default_rng(0))
    assert [len(set(columns[start : start + 3])) for start in (0, 3, 6)] == [1, 1, 1]
    assert rows[0] == columns[0]
    empty = np.hstack([table(BLOCKS, 30), np.zeros((90, 1))])
    assert co_clusters(empty, 3, np.random.default_rng(0))[1][-1] == -1


def test_groups_are_numbered_by_size_then_place():
    assert in_order(np.array([7, 7, 2, 2, 2, 5, 5])).tolist() == [2, 2, 1, 1, 1, 3, 3]


def test_gap_and_its_rule():
    own, reference = np.log([10.0, 4.0, 3.5]), np.log([[12.0, 10.0, 9.0], [14.0, 11.0, 9.5]])
    gaps, errors = gap(own, reference)
    assert gaps[1] == pytest.approx((np.log(10 / 4) + np.log(11 / 4)) / 2)
    assert errors[0] == pytest.approx(abs(np.log(14 / 12)) / 2 * np.sqrt(1.5))
    assert number_by_gap(gaps, errors) == 2
    assert number_by_gap(np.array([0.0, 1.0, 2.0]), np.zeros(3)) == 3
    assert number_by_gap(np.array([2.0, 1.0]), np.zeros(2)) == 1


def test_dispersion_is_the_squared_distance_from_means():
    points = np.array([[0.0, 0.0], [2.0, 0.0], [5.0, 5.0]])
    assert dispersion(points, np.array([0, 0, 1])) == pytest.approx(2.0)


def test_strength_rule_counts_one_group():
    assert number_by_strength(np.array([1.0, 0.5, 0.85, 0.3])) == 3
    assert number_by_strength(np.array([1.0, 0.7])) == 1


def test_most_alike_is_the_best_jaccard():
    first, second = np.array([0, 0, 0, 1, 1]), np.array([4, 4, 9, 9, 9])
    assert most_alike(first, second, np.array([0, 1, 2]))[:2] == pytest.approx([2 / 3, 2 / 3])
    assert np.isnan(most_alike(first, second, np.array([0, 1, 2]))[2])


def test_verdicts_are_fpcs():
    words = [verdict(value) for value in (0.5, 0.55, 0.6, 0.75, 0.85)]
    assert words == list(Stability)


def test_the_reference_without_groups_keeps_sizes_and_the_pooled_profile():
    counts = table(BLOCKS * np.array([[3], [1], [1]]), 200)
    drawn = one_group(counts, np.random.default_rng(0))
    np.testing.assert_array_equal(drawn.sum(axis=1), counts.sum(axis=1))
    np.testing.assert_allclose(drawn.mean(axis=0), counts.mean(axis=0), atol=0.12)


def blocks_matrix():
    """Three documents of 40 units with one code each, in paragraphs of two: every document its own codes."""
    return matrix_of(np.kron(np.eye(3), np.full((1, 3), 14)).astype(int), units_a_paragraph=2)


def noise_matrix():
    return matrix_of(np.full((3, 6), 14), units_a_paragraph=3)


def test_groups_that_are_documents_are_said_to_be():
    found = paragraph_groups(blocks_matrix(), max_k=4, draws=5)
    assert found.k == found.k_by_strength == 3
    assert found.overlap.set_index("attribute").loc["document", "ari"] == pytest.approx(1.0)
    assert found.overlap["attribute"].tolist() == ["document", "doc_type", "jurisdiction"]
    assert found.groups["size"].sum() == len(found.members)
    assert (found.groups["jaccard"] > found.groups["jaccard_null"]).all()
    np.testing.assert_allclose(found.profiles.sum(axis=1), 1)


@pytest.mark.parametrize("method", ["kmeans", "ward"])
def test_noise_has_one_group(method):
    found = paragraph_groups(noise_matrix(), method=method, max_k=3, draws=5)
    assert found.k_by_strength == 1
    assert found.k == 1
    null = found.numbers.loc[1:, "jaccard_null"]
    assert (found.numbers.loc[1:, "jaccard"] - null).abs().max() < 0.3


def test_groups_follow_the_seed():
    first, again = (paragraph_groups(noise_matrix(), k=2, max_k=2, draws=2, seed=5) for _ in range(2))
    pd.testing.assert_frame_equal(first.members, again.members)
    pd.testing.assert_frame_equal(first.numbers, again.numbers)


def test_spectral_groups_name_their_codes():
    found = paragraph_groups(blocks_matrix(), method="spectral", k=3, max_k=3, draws=1)
    group_of_code = found.codes.set_index("code")["group"]
    own = found.profiles.idxmax(axis=1)
    assert all(group_of_code[code] == group for group, code in own.items())


def test_few_or_equal_objects_are_refused():
    with pytest.raises(NotEstimable, match="3 groups of 9 objects"):
        paragraph_groups(matrix_of(np.full((3, 3), 2)), k=3)
    with pytest.raises(NotEstimable, match="different profiles"):
        paragraph_groups(matrix_of(np.full((3, 3), 14)), level="unit")
    with pytest.raises(ParameterFault, match=r"level.*\n.*max_k.*\n.*k is 9.*\n.*draws"):
        paragraph_groups(noise_matrix(), level="document", max_k=1, k=9, draws=0)
    with pytest.raises(ParameterFault, match="did you mean 'kmeans'"):
        paragraph_groups(noise_matrix(), method="kmean")
