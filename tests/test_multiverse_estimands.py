"""Log odds, corrected coders, whole profiles and trees as further multiverses of the same texts."""

import numpy as np
import pandas as pd
import pytest

from comparelib.clusters.distances import Distance, profile_distances
from comparelib.contrast import compare_priorities
from comparelib.errors import NotEstimable, ParameterFault
from comparelib.matrix import theme_matrix
from comparelib.multiverse import (
    Asked,
    Estimand,
    Kind,
    Prior,
    every_way,
    groups_of,
    multiverse,
    profile_multiverse,
    sample_of_reference,
    tree_multiverse,
)
from comparelib.multiverse.distances import paired_distances
from made_up_study import BOOK, GROUPS, THEMES, codings, documents, units

UNITS, DOCUMENTS = units(), documents()
CODINGS = codings(UNITS)
TABLES = CODINGS, UNITS, DOCUMENTS, BOOK
CODERS = ("reference", "human:b")


@pytest.fixture(scope="module")
def odds():
    return multiverse(*TABLES, estimand="log_odds")


@pytest.fixture(scope="module")
def profile():
    return profile_multiverse(*TABLES, coders=CODERS, groups=GROUPS, draws=40)


@pytest.fixture(scope="module")
def trees():
    return tree_multiverse(*TABLES, draws=6)


def specification(found, **chosen):
    wanted = found.grid.headline | chosen
    frame = found.frame
    return frame[np.logical_and.reduce([frame[name] == option for name, option in wanted.items()])]


def test_the_headline_of_the_log_odds_is_that_of_the_comparison(odds):
    for weights in ("equal", "pooled"):
        compared = compare_priorities(theme_matrix(*TABLES), weighting=weights, draws=10).frame
        own = specification(odds, weights=weights)
        assert odds.estimand is Estimand.LOG_ODDS
        for ours, theirs in (("estimate", "log_odds"), ("low", "log_odds_low"), ("high", "log_odds_high")):
            np.testing.assert_allclose(own[ours], compared[theirs], atol=1e-12)


def test_a_stronger_prior_draws_both_sides_together(odds):
    sizes = [specification(odds, prior=prior.value)["estimate"].abs().to_numpy() for prior in Prior]
    assert (sizes[2] < sizes[1]).all()
    assert (sizes[1] < sizes[0] + 0.2).all()


def test_a_prior_by_hand():
    frame = specification(multiverse(*TABLES, estimand="log_odds"), prior="10", weights="pooled")
    rows = CODINGS[(CODINGS["coder"] == "reference") & (CODINGS["code"] == "energy")]
    own = UNITS.assign(hit=UNITS["unit_id"].isin(rows["unit_id"]), side=UNITS["doc_id"].str[:2])
    share = own["hit"].mean()
    each = own.groupby("doc_id")["hit"].agg(["sum", "size"])
    drawn = (each["sum"] + 10 * share) / (each["size"] + 10)
    weight = each["size"].groupby(each.index.str[:2]).transform(lambda size: size / size.sum())
    mean = (drawn * weight).groupby(each.index.str[:2]).sum()
    expected = np.log(mean["vl"] / (1 - mean["vl"])) - np.log(mean["nl"] / (1 - mean["nl"]))
    assert frame.set_index("theme").loc["energy", "estimate"] == pytest.approx(expected)


def test_log_odds_of_a_theme_that_nobody_has_are_missing_and_do_not_stop_the_rest():
    rows = CODINGS[CODINGS["code"] != "housing"]
    rows = pd.concat([rows, _none_for(rows)], ignore_index=True)
    found = multiverse(rows, UNITS, DOCUMENTS, BOOK, estimand="log_odds")
    assert found.frame.loc[found.frame["theme"] == "housing", "estimate"].isna().all()
    known = specification(found).set_index("theme")["estimate"].notna()
    assert known.to_dict() == {theme: theme != "housing" for theme in THEMES}


def _none_for(rows):
    read = rows.loc[rows["facet"] == "theme", ["unit_id", "coder"]].drop_duplicates()
    every = pd.MultiIndex.from_product([UNITS["unit_id"], CODERS], names=["unit_id", "coder"])
    left = every.difference(pd.MultiIndex.from_frame(read)).to_frame(index=False)
    return left.assign(facet="theme", code="none")


def test_a_coder_corrected_by_everything_is_the_reference():
    sample = UNITS[["unit_id"]].assign(pi=1.0)
    found = multiverse(*TABLES, coders=(*CODERS, "corrected:human:b"), groups=GROUPS, sample=sample)
    chosen = {"headings": "drop", "granularity": "merged", "weights": "pooled"}
    for options in ({}, chosen):
        corrected = specification(found, coder="corrected:human:b", **options)
        reference = specification(found, **options)
        np.testing.assert_allclose(corrected["estimate"], reference["estimate"], atol=1e-12)
        np.testing.assert_allclose(corrected["low"], corrected["high"], atol=1e-9)
    assert set(found.frame.loc[found.frame["coder"] == "corrected:human:b", "unit"]) == {"sentence"}


def test_a_partial_sample_gives_an_interval_that_holds_the_census():
    sample = sample_of_reference(*TABLES[:3], coder="human:b", n=90)
    assert len(sample) == 90
    found = multiverse(*TABLES, coders=("reference", "corrected:human:b"), sample=sample)
    corrected = specification(found, coder="corrected:human:b")
    truth = specification(found)["estimate"].to_numpy()
    inside = (corrected["low"] <= truth) & (truth <= corrected["high"])
    assert inside.sum() >= 3
    assert (corrected["high"] > corrected["low"]).all()


def test_what_cannot_be_corrected_is_said():
    with pytest.raises(ParameterFault, match="without a sample"):
        multiverse(*TABLES, coders=("reference", "corrected:human:b"))
    sample = UNITS[["unit_id"]].assign(pi=1.0)
    with pytest.raises(ParameterFault, match="log odds of corrected shares"):
        multiverse(*TABLES, coders=("reference", "corrected:human:b"), sample=sample, estimand="log_odds")
    with pytest.raises(ParameterFault, match="unknown estimand 'odds'"):
        multiverse(*TABLES, estimand="odds")
    with pytest.raises(NotEstimable, match="nothing corrects its shares"):
        sample_of_reference(*TABLES[:3], coder="nobody")
    with pytest.raises(ParameterFault, match="n is 0"):
        sample_of_reference(*TABLES[:3], coder="human:b", n=0)


@pytest.mark.parametrize("distance", list(Distance))
def test_distances_of_pairs_are_those_of_the_clusters(distance):
    rng = np.random.default_rng(5)
    first, second = rng.integers(0, 9, (2, 20, 6)) + rng.random((2, 20, 6))
    first[0, 2] = 0.0
    # Chi-square takes its masses from the rows: with rows of one sum they are the mean of both profiles.
    first, second = (table / table.sum(axis=1, keepdims=True) for table in (first, second))
    found = paired_distances(first, second, distance)
    rows = [profile_distances(np.stack(pair), distance)[0, 1] for pair in zip(first, second, strict=True)]
    np.testing.assert_allclose(found, rows, atol=1e-12)
    np.testing.assert_allclose(paired_distances(first, first, distance), 0, atol=1e-7)
    assert np.isnan(paired_distances(np.zeros(3), np.ones(3), distance))


def test_a_profile_has_a_row_for_every_departure_of_one_kind(profile):
    grid = profile.grid
    sizes = dict.fromkeys(Kind, 1)
    for choice in grid.choices:
        sizes[choice.kind] *= len(choice.options)
    texts = len(grid.options("texts"))
    assert sizes[Kind.PRINCIPLED] == 2 * 3 * 3 * 3 * 4
    others = sum(size - 1 for kind, size in sizes.items() if kind is not Kind.PRINCIPLED)
    assert len(profile.frame) == sizes[Kind.PRINCIPLED] + others
    assert texts == 5
    assert profile.frame["specification"].tolist() == list(range(1, len(profile.frame) + 1))
    assert profile.frame[["estimate", "low", "high"]].notna().all().all()
    assert (profile.frame["low"] < profile.frame["high"]).all()
    assert profile.frame["percentile"].between(0, 1).all()


def test_the_observed_distance_is_that_of_the_mean_profiles(profile):
    shares = theme_matrix(*TABLES).by_jurisdiction()
    for distance in ("hellinger", "jensen_shannon", "aitchison"):
        row = specification(profile, distance=distance).iloc[0]
        expected = profile_distances(shares.to_numpy(), distance)[0, 1]
        assert row["distance_observed"] == pytest.approx(expected)
        assert row["estimate"] == pytest.approx((expected - row["expected"]) / row["spread"])


def test_texts_that_say_the_same_are_not_beyond_chance(profile):
    rng = np.random.default_rng(1)
    shuffled = CODINGS.copy()
    read = shuffled["facet"] == "theme"
    codes = dict(zip(UNITS["unit_id"], rng.permutation(UNITS["unit_id"]), strict=True))
    shuffled.loc[read, "unit_id"] = shuffled.loc[read, "unit_id"].map(codes)
    null = profile_multiverse(shuffled, UNITS, DOCUMENTS, BOOK, draws=40)
    assert null.beyond_chance < profile.beyond_chance
    assert abs(null.frame["estimate"].median()) < 1 < profile.frame["estimate"].median()
    assert profile.frame.equals(profile_multiverse(*TABLES, coders=CODERS, groups=GROUPS, draws=40).frame)


def test_a_tree_parts_the_sides_where_they_are_two_worlds():
    sides = {"nl_a": 6, "nl_b": 6, "vl_a": 6, "vl_b": 6}
    table = units(sides)
    code = table["doc_id"].map(lambda name: "energy" if name.startswith("nl") else "labour")
    other = table["position"] if "position" in table else pd.Series(range(len(table)))
    code = code.where(other % 4 != 0, "housing")
    rows = pd.concat(
        [
            table[["unit_id"]].assign(facet=facet, code=own, coder="reference")
            for facet, own in (("theme", code), ("function", "measure"))
        ],
        ignore_index=True,
    )
    found = tree_multiverse(rows, table, documents(sides), BOOK, draws=5)
    assert found.apart == 1
    assert found.frame["estimate"].min() > 0.5
    assert {frozenset(pair) for pair in zip(found.frame["first"], found.frame["second"], strict=True)} <= {
        frozenset(("nl_a", "nl_b")),
        frozenset(("vl_a", "vl_b")),
    }


def test_trees_have_a_row_for_every_way_and_an_interval(trees):
    assert len(trees.frame) == 2 * 3 * 3 * 4 * 2 == trees.n_estimable
    assert (
        (trees.frame["low"] <= trees.frame["estimate"]) & (trees.frame["estimate"] <= trees.frame["high"])
    ).all()
    assert trees.apart == pytest.approx(trees.frame["apart"].astype(float).mean())
    small = {"nl_a": 5, "vl_a": 5}
    table = units(small)
    with pytest.raises(NotEstimable, match="three documents, there are 2"):
        tree_multiverse(codings(table), table, documents(small), BOOK, draws=2)


def test_every_way_keeps_what_can_be_reckoned_and_says_why_the_rest_cannot():
    small = {"nl_a": 8, "vl_a": 8}
    table = units(small)
    rows = codings(table)
    asked = Asked(("reference", "human:b", "reference", "dictionary"), machine="human:b", n_sample=20)
    found = every_way(rows, table, documents(small), BOOK, asked, draws=10)
    assert found.absent == ("dictionary",)
    assert found.shares.value.grid.options("coder") == ("reference", "human:b", "corrected:human:b")
    assert "three documents" in found.trees.reason
    assert found.profile.value.frame["estimate"].notna().all()
    largest = found.shares.value.robustness.set_index("theme")["estimate"].abs().idxmax()
    assert found.theme() == largest
    assert found.theme("skills") == "skills"
    with pytest.raises(ParameterFault, match="unknown theme 'skill'"):
        found.theme("skill")
    alone = every_way(rows, table, documents(small), BOOK, asked, jurisdictions=("NL",), draws=10)
    for part in (alone.shares, alone.odds, alone.profile, alone.trees):
        assert part.value is None
        assert "comparison of 1 sides: NL" in part.reason
    assert alone.theme() == THEMES[0]


def test_groups_are_read_from_their_codes():
    assert groups_of(["labour+skills", "a+b"], THEMES) == {
        "labour": "labour+skills",
        "skills": "labour+skills",
    }
    with pytest.raises(ParameterFault) as caught:
        groups_of(["labour", "energy+skills", "skills+housing"], THEMES)
    assert len(caught.value.faults) == 2
