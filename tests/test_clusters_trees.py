"""Distances and trees against published numbers, and what resampling must and must not find."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster

from comparelib.clusters import document_tree, merges, profile_distances, theme_tree, tree_agreement
from comparelib.clusters.distances import Distance, centred_log_ratio, embedding, zeros_replaced
from comparelib.clusters.paragraph_draws import from_one_pool, paragraph_counts, within_documents
from comparelib.clusters.support import tree_support
from comparelib.errors import NotEstimable, ParameterFault
from count_matrices import matrix_of

GOLDEN = json.loads((Path(__file__).parent / "golden" / "clusters.json").read_text(encoding="utf-8"))
# Two kinds of documents: d0 and d1 against d2, d3 and d4.
TWO_KINDS = np.array([[30, 25, 2, 1], [28, 30, 1, 2], [2, 3, 30, 28], [1, 2, 25, 30], [2, 1, 30, 30]])


@pytest.mark.parametrize("case", GOLDEN["distances"]["pairs"])
def test_distances_are_the_published_ones(case):
    found = profile_distances(np.array([case["first"], case["second"]]), case["distance"])[0, 1]
    if "squared" in case:
        assert found**2 == pytest.approx(case["squared"], abs=5e-8)
    else:
        assert found == pytest.approx(case["value"], abs=5e-9)


def test_measures_that_others_supply_are_the_published_ones():
    """The rand index is scikit-learn's, of which reports take it; no report measures by cosine."""
    from scipy.spatial.distance import cosine
    from sklearn.metrics import adjusted_rand_score

    case = GOLDEN["rand_index"]
    assert adjusted_rand_score(case["first"], case["second"]) == pytest.approx(case["value"], abs=5e-8)
    case = GOLDEN["cosine"]
    assert cosine(case["first"], case["second"]) == pytest.approx(case["value"], abs=5e-9)


def test_log_ratios_and_zeros_are_scikit_bios():
    clr, zeros = GOLDEN["distances"]["clr"], GOLDEN["distances"]["zeros"]
    assert centred_log_ratio(np.array(clr["shares"])) == pytest.approx(clr["value"], abs=5e-9)
    np.testing.assert_allclose(zeros_replaced(np.array(zeros["shares"])), zeros["value"])


def test_chi_square_distance_is_that_of_correspondence_analysis():
    from comparelib.ordination import decompose

    rows = decompose(TWO_KINDS).rows
    euclid = np.sqrt(((rows[:, None] - rows[None]) ** 2).sum(axis=2))
    np.testing.assert_allclose(profile_distances(TWO_KINDS, "chi_square"), euclid, atol=1e-12)


positive = st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(any)


@given(st.lists(positive, min_size=3, max_size=5), st.sampled_from(list(Distance)), st.randoms())
@settings(max_examples=60, deadline=None)
def test_distances_are_symmetric_zero_for_equal_profiles_and_know_no_order(rows, distance, random):
    counts = np.array(rows, dtype=float)
    found = profile_distances(counts, distance)
    np.testing.assert_allclose(found, found.T)
    assert (np.diag(found) == 0).all()
    order = list(range(4))
    random.shuffle(order)
    np.testing.assert_allclose(profile_distances(counts[:, order], distance), found, atol=1e-12)
    apart = ~np.isclose(counts[0] / counts[0].sum(), counts[1] / counts[1].sum()).all()
    assert (found[0, 1] > 1e-9) == apart


def test_what_has_no_distance_is_refused():
    with pytest.raises(NotEstimable, match="no profile"):
        profile_distances(np.array([[1.0, 2.0], [0.0, 0.0]]))
    with pytest.raises(ParameterFault, match="did you mean 'hellinger'"):
        profile_distances(TWO_KINDS, "helinger")
    with pytest.raises(ParameterFault, match="negative or missing"):
        profile_distances(np.array([[1.0, np.nan], [1.0, 1.0]]))
    with pytest.raises(ParameterFault, match="no coordinates"):
        embedding(TWO_KINDS, "jensen_shannon")
    with pytest.raises(NotEstimable, match="smaller delta"):
        zeros_replaced(np.array([[1.0, 0.0, 0.0]]), delta=0.5)


def test_trees_are_rs():
    case = GOLDEN["usarrests"]
    data = np.array(case["data"])
    distances = np.sqrt(((data[:, None] - data[None]) ** 2).sum(axis=2))
    average, ward = (merges.tree(distances, linkage) for linkage in ("average", "ward"))
    assert merges.cophenetic_correlation(average, distances) == pytest.approx(
        case["average"]["cophenetic"], abs=5e-9
    )
    assert ward[-3:, 2] == pytest.approx(case["ward"]["heights"], rel=1e-6)
    for built, name in ((average, "average"), (ward, "ward")):
        sizes = np.bincount(fcluster(built, 4, criterion="maxclust"))[1:]
        assert sorted(sizes) == sorted(case[name]["sizes"])


def test_share_of_cuts_counts_the_cuts():
    distances = profile_distances(TWO_KINDS)
    built = merges.tree(distances)
    together = np.zeros(10)
    for k in (2, 3, 4):
        cut = fcluster(built, k, criterion="maxclust")
        left, right = np.triu_indices(5, 1)
        together += cut[left] == cut[right]
    np.testing.assert_allclose(merges.share_of_cuts(built), together / 3)


def test_bakers_gamma_sees_shape_not_heights():
    distances = profile_distances(TWO_KINDS)
    built = merges.tree(distances)
    stretched = built.copy()
    stretched[:, 2] = np.exp(5 * built[:, 2])
    other = merges.tree(profile_distances(TWO_KINDS[[2, 0, 3, 1, 4]]))
    assert merges.bakers_gamma(built, stretched) == pytest.approx(1.0)
    assert merges.bakers_gamma(built, other) < 0.9
    assert np.isnan(merges.bakers_gamma(built[:1], built[:1]))


def test_draws_keep_documents_apart_and_the_pool_mixes_them():
    counts, document = paragraph_counts(matrix_of(TWO_KINDS).coded)
    np.testing.assert_array_equal(counts.sum(axis=0), TWO_KINDS.sum(axis=0))
    rng = np.random.default_rng(0)
    own = within_documents(counts, document, 6, 1500, rng)
    np.testing.assert_allclose(own.mean(axis=0)[:5], TWO_KINDS, atol=1.0)
    assert (own[:, 5] == 0).all()
    pool = from_one_pool(counts, document, 5, 1500, rng)
    shares = pool.mean(axis=0) / pool.mean(axis=0).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(shares, np.tile(TWO_KINDS.sum(axis=0) / TWO_KINDS.sum(), (5, 1)), atol=0.02)


def test_two_kinds_of_documents_are_found_and_chance_is_not():
    found = document_tree(matrix_of(TWO_KINDS), draws=200)
    pairs = found.co_clustering.set_index(["first", "second"])
    assert list(found.co_clustering.columns[:4]) == ["first", "second", "distance", "distance_null"]
    assert pairs.loc[("d0", "d1"), "frequency"] > 0.45
    assert pairs.loc[("d0", "d2"), "frequency"] == 0.0
    assert pairs.loc[("d0", "d2"), "distance"] > pairs.loc[("d0", "d2"), "distance_null"]
    assert pairs.loc[("d0", "d1"), "distance"] < pairs.loc[("d0", "d1"), "distance_null"]
    split = found.clades[found.clades["members"].isin([("d0", "d1"), ("d2", "d3", "d4")])]
    assert (split["frequency"] > 0.99).all()
    assert found.clades["frequency"].iloc[-1] == 1.0
    # Ten pairs, alike in the null: each is together as often as any other.
    assert pairs["frequency_null"].max() - pairs["frequency_null"].min() < 0.15


def test_trees_follow_the_seed_and_take_shares_as_counts():
    data = matrix_of(TWO_KINDS)
    first, again, other = (
        document_tree(m, draws=50, seed=s) for m, s in ((data, 1), (data.share(), 1), (data, 2))
    )
    pd.testing.assert_frame_equal(first.co_clustering, again.co_clustering)
    assert not first.co_clustering.equals(other.co_clustering)


@pytest.mark.parametrize("distance", list(Distance))
@pytest.mark.parametrize("linkage", ["average", "ward"])
def test_every_distance_and_linkage_gives_the_same_two_kinds(distance, linkage):
    found = document_tree(matrix_of(TWO_KINDS), distance=distance, linkage=linkage, draws=3)
    assert ("d2", "d3", "d4") in set(found.clades["members"])
    assert found.distances.loc["d0", "d2"] == pytest.approx(profile_distances(TWO_KINDS, distance)[0, 2])
    assert 0.8 < found.cophenetic_correlation <= 1


def test_codes_cluster_by_documents_of_equal_weight():
    heavy = TWO_KINDS * np.array([[1], [1], [1], [1], [10]])
    light, weighed = (theme_tree(matrix_of(counts), draws=50) for counts in (TWO_KINDS, heavy))
    assert light.kind == "codes"
    assert set(light.clades["members"].iloc[:2]) == {("c0", "c1"), ("c2", "c3")}
    pd.testing.assert_frame_equal(light.distances, weighed.distances)


def test_objects_without_a_code_are_dropped_and_named():
    counts = np.vstack([TWO_KINDS, np.zeros((1, 4), dtype=int)])
    found = document_tree(matrix_of(counts), draws=5)
    assert found.dropped == ("d5",)
    assert found.labels == ("d0", "d1", "d2", "d3", "d4")


def test_a_draw_that_loses_an_object_goes_on_without_it():
    drawn = np.array([TWO_KINDS, TWO_KINDS], dtype=float)
    drawn[1, 4] = 0
    support = tree_support(drawn, "hellinger", "average", (frozenset({2, 3, 4}), frozenset({0, 1})))
    assert support.undefined == 0.5
    assert support.clades.tolist() == [0.5, 1.0]
    assert np.isnan(support.distances[1]).sum() == 4
    assert not np.isnan(support.together).any()


def test_groups_of_few_objects_are_refused_with_the_reason():
    found = document_tree(matrix_of(TWO_KINDS), draws=5)
    with pytest.raises(NotEstimable, match=r"2 groups of 5 objects .* pure noise"):
        found.groups(2)
    many = document_tree(matrix_of(np.tile(TWO_KINDS, (4, 1))), draws=1)
    groups = many.groups(2)
    assert groups.tolist() == [1, 1, 2, 2, 2] * 4


def test_agreement_of_trees_names_every_pair():
    frame = tree_agreement(matrix_of(TWO_KINDS), distances=("hellinger", "aitchison"))
    assert len(frame) == 6
    assert frame["bakers_gamma"].between(0, 1).all()
    same = merges.tree(profile_distances(TWO_KINDS))
    from comparelib.clusters.topology import compared

    found = compared(same, same)
    assert found["bakers_gamma"] == pytest.approx(1.0)
    assert found["cophenetic"] == pytest.approx(1.0)
    assert found["common_groups"] == 1.0
    assert found["same_topology"] is True


@pytest.mark.parametrize("change", [{"distance": "euclid"}, {"linkage": "single"}, {"draws": 0}])
def test_wrong_parameters_are_named(change):
    with pytest.raises(ParameterFault, match=next(iter(change))):
        document_tree(matrix_of(TWO_KINDS), **change)


def test_two_documents_have_no_tree():
    with pytest.raises(NotEstimable, match="three documents"):
        document_tree(matrix_of(TWO_KINDS[:2]))
