"""Correspondence analysis against R's ca, and what a map must do."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparelib.errors import MeaninglessOperation, NotEstimable, ParameterFault
from comparelib.ordination import correspondence, decompose
from comparelib.ordination.regions import ellipse
from count_matrices import matrix_of

SMOKE = json.loads((Path(__file__).parent / "golden" / "ordination.json").read_text(encoding="utf-8"))[
    "smoke"
]
COUNTS = np.array(SMOKE["counts"], dtype=float)


def test_decomposition_gives_rs_numbers():
    parts = decompose(COUNTS)
    assert parts.singular_values == pytest.approx(SMOKE["singular_values"], abs=5e-9)
    assert parts.inertia == pytest.approx(SMOKE["inertia"], abs=5e-10)
    assert parts.inertia.sum() * COUNTS.sum() == pytest.approx(SMOKE["chi2"], abs=5e-7)
    assert parts.row_contributions[:, 0] == pytest.approx(SMOKE["row_contributions"], abs=5e-7)
    for axis in (0, 1):
        sign = np.sign(parts.rows[0, axis] / SMOKE["rows"][axis][0])
        assert parts.rows[:, axis] * sign == pytest.approx(SMOKE["rows"][axis], abs=5e-7)
        assert parts.columns[:, axis] * sign == pytest.approx(SMOKE["columns"][axis], abs=5e-7)


def test_signs_are_fixed_by_the_farthest_row():
    parts = decompose(COUNTS)
    farthest = np.abs(parts.rows).argmax(axis=0)
    assert (parts.rows[farthest, range(3)] > 0).all()
    turned = decompose(COUNTS[:, ::-1])
    np.testing.assert_allclose(turned.rows, parts.rows, atol=1e-12)


tables = st.lists(st.lists(st.integers(1, 30), min_size=4, max_size=4), min_size=3, max_size=5).map(np.array)


@given(tables)
@settings(max_examples=40, deadline=None)
def test_identities_of_correspondence_analysis(counts):
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    chi2 = ((counts - expected) ** 2 / expected).sum()
    if chi2 < 1e-6:
        return
    parts = decompose(counts.astype(float))
    assert parts.inertia.sum() == pytest.approx(chi2 / counts.sum(), rel=1e-6)
    np.testing.assert_allclose(parts.row_masses @ parts.rows, 0, atol=1e-9)
    np.testing.assert_allclose(parts.row_contributions.sum(axis=0), 1, atol=1e-9)
    np.testing.assert_allclose(parts.column_contributions.sum(axis=0), 1, atol=1e-9)
    np.testing.assert_allclose(parts.project_rows(counts.astype(float)), parts.rows, atol=1e-7)
    np.testing.assert_allclose(parts.project_columns(counts.astype(float)), parts.columns, atol=1e-7)


def test_the_map_has_the_contracts_columns_and_the_decompositions_numbers():
    found = correspondence(matrix_of(COUNTS), draws=50)
    parts = decompose(COUNTS)
    for frame, kind, place in ((found.rows, "document", parts.rows), (found.columns, "code", parts.columns)):
        assert list(frame.columns[:6]) == ["name", "kind", "x", "y", "contribution_x", "contribution_y"]
        assert set(frame["kind"]) == {kind}
        np.testing.assert_allclose(frame[["x", "y"]], place[:, :2])
        np.testing.assert_allclose(frame[["contribution_x", "contribution_y"]].sum(), 1)
        assert frame["mass"].sum() == pytest.approx(1)
    assert found.inertia["share"].to_numpy() == pytest.approx(SMOKE["share"], abs=5e-7)
    assert found.total_inertia == pytest.approx(SMOKE["total"], abs=5e-9)


def test_regions_are_closed_hold_their_point_and_follow_the_seed():
    data = matrix_of(COUNTS)
    first, again, other = (correspondence(data, draws=200, seed=seed).regions for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)
    assert set(first["kind"]) == {"document", "code"}
    for _name, polygon in first.groupby("name"):
        assert polygon[["x", "y"]].iloc[0].tolist() == polygon[["x", "y"]].iloc[-1].tolist()
    found = correspondence(data, draws=200, seed=1)
    point = found.rows.set_index("name").loc["d3", ["x", "y"]].to_numpy(dtype=float)
    own = first[first["name"] == "d3"][["x", "y"]].to_numpy()
    assert (own.min(axis=0) < point).all()
    assert (point < own.max(axis=0)).all()


def test_a_longer_document_has_a_smaller_region():
    regions = correspondence(matrix_of(np.vstack([COUNTS, COUNTS[0] * 20])), draws=300).regions
    width = regions.groupby("name")["x"].agg(np.ptp)
    assert width["d5"] < 0.5 * width["d0"]


def test_the_ellipse_holds_its_share_of_the_points():
    points = np.random.default_rng(0).normal(size=(2000, 2)) @ np.array([[2.0, 0.7], [0.0, 0.5]]) + 5
    polygon = ellipse(points, 0.9, corners=400)
    centred = polygon[:-1] - points.mean(axis=0)
    shape = np.linalg.inv(np.cov(points.T))
    radius = np.sqrt(np.einsum("ij,jk,ik->i", centred, shape, centred))
    np.testing.assert_allclose(radius, radius[0])
    own = points - points.mean(axis=0)
    inside = np.einsum("ij,jk,ik->i", own, shape, own) <= radius[0] ** 2
    assert inside.mean() == pytest.approx(0.9, abs=0.001)
    twice_area = (polygon[:-1, 0] * polygon[1:, 1] - polygon[1:, 0] * polygon[:-1, 1]).sum()
    assert twice_area > 0  # counter-clockwise


def test_an_ellipse_of_one_place_or_of_no_place_is_empty_and_of_a_line_is_the_line():
    assert ellipse(np.ones((50, 2))).shape == (0, 2)
    assert ellipse(np.full((50, 2), np.nan)).shape == (0, 2)
    line = ellipse(np.column_stack([np.linspace(0, 1, 50), np.zeros(50)]))
    np.testing.assert_allclose(line[:, 1], 0, atol=1e-12)


def test_empty_documents_and_codes_are_dropped_and_named():
    counts = np.zeros((6, 5))
    counts[:5, :4] = COUNTS
    found = correspondence(matrix_of(counts), draws=10)
    assert found.dropped == ("d5", "c4")
    assert found.total_inertia == pytest.approx(SMOKE["total"], abs=5e-9)


def test_two_codes_have_one_axis_and_y_zero():
    found = correspondence(matrix_of(COUNTS[:, :2]), draws=10)
    assert len(found.inertia) == 1
    assert (found.rows[["y", "contribution_y"]] == 0).all(axis=None)


def test_what_has_no_map_is_refused():
    with pytest.raises(MeaninglessOperation, match="masses"):
        correspondence(matrix_of(COUNTS).share())
    with pytest.raises(NotEstimable, match="same profile"):
        correspondence(matrix_of(np.array([[2, 4], [1, 2], [3, 6]])))
    with pytest.raises(NotEstimable, match="two rows and two columns"):
        correspondence(matrix_of(COUNTS[:1]))
    with pytest.raises(ParameterFault, match=r"level is 95.*\n.*draws is 0"):
        correspondence(matrix_of(COUNTS), level=95, draws=0)
    with pytest.raises(ParameterFault, match="negative or missing"):
        decompose(np.array([[1.0, np.nan], [1.0, 2.0]]))
    with pytest.raises(ParameterFault, match="no count"):
        decompose(np.array([[1.0, 0.0], [1.0, 0.0]]))
