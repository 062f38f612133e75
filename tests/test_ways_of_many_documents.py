"""A comparison of hundreds of documents: a bounded number of ways, and words that say how many."""

import numpy as np
import pandas as pd
import pytest

from comparelib import charts, tables
from comparelib.contrast import compare_priorities, document_permutation, document_permutations
from comparelib.errors import NotEstimable, ParameterFault
from comparelib.labels import say
from comparelib.matrix import theme_matrix
from comparelib.matrix.document_sample import MOST_ONE_BY_ONE, one_by_one
from comparelib.matrix.intervals import document_intervals, jeffreys
from comparelib.model.kinds import Weighting
from comparelib.multiverse import CROSSED, WITHOUT, baseline_grid, multiverse, profile_multiverse
from comparelib.multiverse.document_sums import differences_of_many, divisions, many_documents
from comparelib.multiverse.inference import _differences
from comparelib.multiverse.profiles import _Drawn, _profile
from comparelib.multiverse.sides import MOST_WAYS
from made_up_study import BOOK, codings, documents, units

SIDES = {f"{side}_{number:03d}": 2 for side in ("nl", "vl") for number in range(150)}
UNITS, DOCUMENTS = units(SIDES), documents(SIDES)
CODINGS = codings(UNITS, coders=("reference",))
TABLES = CODINGS, UNITS, DOCUMENTS, BOOK


@pytest.fixture(scope="module")
def made():
    return multiverse(*TABLES, draws=20)


@pytest.fixture(scope="module")
def matrix():
    return theme_matrix(*TABLES)


def test_a_bounded_sample_of_documents_is_left_out_in_turn(made):
    texts = made.grid.options("texts")
    left = [option.removeprefix(WITHOUT) for option in texts if option.startswith(WITHOUT)]
    assert len(left) == len(set(left)) == 40
    assert sum(name.startswith("nl_") for name in left) == sum(name.startswith("vl_") for name in left) == 20
    assert made.sampled == (40, 300)
    # 54 ways to count, 1 of headings, 60 of texts: far from one for each document
    assert made.n_specifications == 115
    assert CROSSED not in set(made.frame["family"])


def test_the_sample_is_the_seeds(made):
    first, second = ([f"{side}_{n:03d}" for n in range(150)] for side in ("nl", "vl"))
    grids = [baseline_grid(first, second, ("reference",), seed=seed).options("texts") for seed in (1, 1, 2)]
    assert grids[0] == grids[1] == made.grid.options("texts")
    assert grids[0] != grids[2]


def test_a_side_of_twenty_has_every_document_left_out_and_all_ways():
    few = DOCUMENTS.groupby("jurisdiction", sort=False).head(3)
    own = UNITS[UNITS["doc_id"].isin(few["doc_id"])]
    coded = CODINGS[CODINGS["unit_id"].isin(own["unit_id"])]
    small = multiverse(coded, own, few, BOOK, draws=20)
    assert small.sampled is None
    assert CROSSED in set(small.frame["family"])
    assert one_by_one(MOST_ONE_BY_ONE) == tuple(range(20))


def test_one_by_one_draws_without_replacement_and_in_order():
    places = one_by_one(1_000, seed=5)
    assert len(places) == len(set(places)) == 20
    assert list(places) == sorted(places)
    assert places[-1] < 1_000
    with pytest.raises(ParameterFault):
        one_by_one(-1)


@pytest.mark.parametrize(("language", "words"), [("nl", "Van de 300 teksten"), ("en", "Of the 300 texts")])
def test_the_table_and_the_figure_say_how_many_of_how_many(made, matrix, language, words):
    look = charts.Look(language=language)
    table = tables.robustness_table(made, look).html()
    assert words in table
    assert "40" in table[table.index(words) : table.index(words) + 60]
    caption = charts.placebos(compare_priorities(matrix, draws=20), look).caption
    assert words in caption


def test_a_document_without_units_does_not_stop_the_profiles():
    few = DOCUMENTS.groupby("jurisdiction", sort=False).head(3)
    own = UNITS[UNITS["doc_id"].isin(few["doc_id"].iloc[1:])]
    found = profile_multiverse(CODINGS[CODINGS["unit_id"].isin(own["unit_id"])], own, few, BOOK, draws=10)
    assert np.isfinite(found.frame["estimate"].iloc[0])


@pytest.mark.parametrize("weighting", list(Weighting))
def test_placebos_of_many_documents_are_exact(matrix, weighting):
    found = compare_priorities(matrix, weighting=weighting, draws=20).placebos
    assert found["document"].nunique() == 300
    totals = matrix.totals.to_numpy()
    share = matrix.counts.to_numpy() / totals[:, None]
    for row in (0, 77, 149):
        rest = [other for other in range(150) if other != row]
        weights = totals[rest] if weighting == Weighting.POOLED else np.ones(149)
        expected = share[row] - np.average(share[rest], axis=0, weights=weights)
        own = found[found["document"] == matrix.documents.index[row]]["difference"]
        np.testing.assert_allclose(own, expected, atol=1e-12)


def test_sums_of_many_documents_give_the_differences_of_their_rows():
    rng = np.random.default_rng(8)
    shares, totals = rng.random((6, 90, 3)), rng.integers(0, 9, (6, 90)).astype(float)
    lengths, weights = rng.integers(1, 50, 90), ["equal", "pooled", "without_longest"] * 2
    shares[totals == 0] = np.nan
    drawn = divisions(90, 40, 130, 2)
    many = many_documents(shares, totals, lengths, weights)
    for side, found in zip(drawn, differences_of_many(many, drawn), strict=True):
        np.testing.assert_allclose(found, _differences((shares, totals), lengths, weights, side), atol=1e-12)


def test_the_divisions_are_those_of_the_permutation():
    seen = []
    document_permutation(lambda side: float(seen.append(side) or 0), 90, 40, draws=7, seed=3)
    assert [side.tolist() for side in seen] == [side.tolist() for side in divisions(90, 40, 7, 3)]


@pytest.mark.parametrize("make", [multiverse, profile_multiverse])
def test_too_many_documents_are_refused_in_words(make):
    more = pd.DataFrame(
        {
            "doc_id": [f"d{n}" for n in range(MOST_WAYS + 1)],
            "jurisdiction": ["NL", *["VL"] * MOST_WAYS],
            "doc_type": "report",
        }
    )
    own = pd.DataFrame(
        {
            "unit_id": "u" + more["doc_id"],
            "doc_id": more["doc_id"],
            "paragraph": 1,
            "kind": "sentence",
            "text": "a b",
        }
    )
    coded = pd.DataFrame(
        {"unit_id": own["unit_id"], "facet": "theme", "code": "energy", "coder": "reference"}
    )
    with pytest.raises(NotEstimable) as refused:
        make(coded, own, more, BOOK, draws=10)
    why = refused.value.why
    assert why.key == "refusal.ways_of_many"
    assert "20.000" in say(why.key, "nl", **why.values)
    assert "20,001 documents" in say(why.key, "en", **why.values)


def test_profiles_of_many_documents_are_those_of_their_rows():
    rng = np.random.default_rng(4)
    sizes = rng.integers(0, 4, (5, 70)).astype(float)
    sums = rng.random((5, 70, 3)) * sizes[..., None]
    drawn = _Drawn((sums[0], sums, sums[::-1]), (sizes[0], sizes, sizes[::-1]))
    rows = tuple(range(3, 66, 2))
    for which in range(3):
        for weights in ("equal", "pooled"):
            expected = _profile(drawn.sums[which], drawn.sizes[which], rows, weights)
            np.testing.assert_allclose(drawn.profile(which, rows, weights), expected, atol=1e-12)


def test_bounds_reckoned_for_all_documents_are_those_of_each_group(matrix):
    parts = document_intervals(matrix.coded, 0.95)
    rows = [3, 17, 140]
    for bound, own in zip(parts.for_sums, jeffreys(parts.rows(rows)), strict=True):
        np.testing.assert_array_equal(bound[rows], own)


def test_several_statistics_are_permuted_at_once_and_each_has_the_p_it_has_alone():
    values = np.random.default_rng(3).random((2, 40))
    for n, k in ((6, 2), (40, 15)):
        both = document_permutations(lambda side, n=n: values[:, :n][:, side].sum(axis=1), n, k, draws=50)
        alone = [
            document_permutation(lambda side, mine=mine: float(mine[side].sum()), n, k, draws=50)
            for mine in values
        ]
        assert list(both) == alone
