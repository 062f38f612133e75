"""Agreement from the tables to the frame."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from comparelib.errors import CodingFault, NotEstimable, ParameterFault, TableFault
from comparelib.reliability import agreement
from comparelib.reliability.ratings import ratings
from comparelib.reliability.resampling import Resampling, groups
from comparelib.reliability.set_agreement import SetAgreement

GOLDEN = json.loads((Path(__file__).parent / "golden" / "reliability.json").read_text(encoding="utf-8"))


def unit_table(n: int, *, per_paragraph: int = 1, documents: tuple[str, ...] = ("d",)) -> pd.DataFrame:
    number = np.arange(n * len(documents))
    doc_id = np.repeat(documents, n)
    return pd.DataFrame(
        {
            "unit_id": [f"{doc}#{i % n + 1:04d}" for doc, i in zip(doc_id, number, strict=True)],
            "doc_id": doc_id,
            "paragraph": number % n // per_paragraph + 1,
            "kind": "sentence",
        }
    )


def rows(coder: str, codes: dict[str, str], facet: str = "theme") -> pd.DataFrame:
    pairs = [(unit, code) for unit, words in codes.items() for code in words.split()]
    frame = pd.DataFrame(pairs, columns=["unit_id", "code"])
    return frame.assign(facet=facet, coder=coder)


def krippendorff_c() -> tuple[pd.DataFrame, pd.DataFrame]:
    units = unit_table(12)
    coders = GOLDEN["krippendorff_2011_c"]["coders"]
    codings = [
        rows(
            name,
            {unit: f"c{value}" for unit, value in zip(units["unit_id"], said, strict=True) if value >= 0},
        )
        for name, said in zip("abcd", coders, strict=True)
    ]
    return pd.concat(codings, ignore_index=True), units


def random_tables(seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    units = unit_table(30, per_paragraph=3, documents=("x", "y"))
    truth = rng.random((60, 3)) < [0.5, 0.3, 0.1]
    codings = []
    for coder in ("annotator_a", "annotator_b"):
        marks = truth ^ (rng.random(truth.shape) < 0.1)
        said = {
            unit: " ".join(np.array(["k", "l", "m"])[mark]) or "none"
            for unit, mark in zip(units["unit_id"], marks, strict=True)
        }
        codings.append(rows(coder, said))
    return pd.concat(codings, ignore_index=True), units


def one(frame: pd.DataFrame, statistic: str, code: str = "theme", group: str = "all") -> pd.Series:
    chosen = (frame["statistic"] == statistic) & (frame["code"] == code) & (frame["group"] == group)
    assert chosen.sum() == 1
    return frame[chosen].iloc[0]


def test_the_twelve_unit_example_has_its_alpha_and_a_wide_interval():
    codings, units = krippendorff_c()
    found = one(agreement(codings, units, coders=list("abcd"), draws=4000).frame, "alpha_exact")
    assert found["value"] == pytest.approx(GOLDEN["krippendorff_2011_c"]["alpha"], abs=5e-8)
    assert found["n_units"] == 11  # the twelfth was coded once
    # Plain percentiles give [.40, 1.00]; twelve units are few, so that tails are wider.
    read = ratings(codings, units, list("abcd"), "theme")
    sets = SetAgreement(read, "theme")
    *_, everything = groups(sets.unit_terms(), read, None, Resampling(draws=4000))
    exact = next(each for each in sets.estimates(everything) if each.statistic == "alpha_exact")
    plain = np.nanquantile(exact.replicates[:4000, 0], [0.025, 0.975])
    assert plain == pytest.approx([0.40, 1.00], abs=0.03)
    assert found["low"] < plain[0] < 0.5 < found["high"] <= plain[1]


def test_every_statistic_of_a_code_is_what_the_table_says():
    codings, units = random_tables()
    frame = agreement(codings, units, draws=50).frame
    wide = codings.assign(one=1).pivot_table(
        index="unit_id", columns=["coder", "code"], values="one", fill_value=0
    )
    a, b = (wide[coder]["k"] for coder in ("annotator_a", "annotator_b"))
    from sklearn.metrics import cohen_kappa_score, f1_score

    assert one(frame, "cohen", "k")["value"] == pytest.approx(cohen_kappa_score(a, b))
    assert one(frame, "positive_agreement", "k")["value"] == pytest.approx(f1_score(a, b))
    assert one(frame, "negative_agreement", "k")["value"] == pytest.approx(f1_score(1 - a, 1 - b))
    assert one(frame, "agreement", "k")["value"] == pytest.approx((a == b).mean())
    scott = one(frame, "fleiss", "k")["value"]
    n = 2 * len(a)
    assert one(frame, "alpha", "k")["value"] == pytest.approx(1 - (1 - scott) * (n - 1) / n)
    assert one(frame, "alpha", "k")["n_positive"] == a.sum() + b.sum()


def test_units_that_all_gave_a_code_and_that_some_gave_are_counted_over_those_who_coded_them():
    table = unit_table(6)
    ids = list(table["unit_id"])
    codings = pd.concat(
        [
            rows("x", dict(zip(ids, ["a", "a", "a", "b", "a", "b"], strict=True))),
            rows("y", dict(zip(ids[:5], ["a", "b", "a", "b", "b"], strict=True))),
            rows("z", dict(zip(ids[:3], ["a", "a", "b"], strict=True))),
        ]
    )
    found = agreement(codings, table, coders=("x", "y", "z"), draws=2).frame
    counts = {code: one(found, "alpha", code)[["n_all_gave", "n_some_gave"]].tolist() for code in "ab"}
    assert counts == {"a": [1, 3], "b": [1, 3]}  # the last unit was coded by one coder, so it counts for none


def test_intervals_hold_the_value_and_draws_are_the_seeds():
    codings, units = random_tables()
    first, again = (agreement(codings, units, draws=200, seed=3).frame for _ in range(2))
    other = agreement(codings, units, draws=200, seed=4).frame
    pd.testing.assert_frame_equal(first, again)
    known = first["low"].notna()
    assert known.sum() > 60
    assert (first["low"] <= first["value"] + 1e-12)[known].all()
    assert (first["high"] >= first["value"] - 1e-12)[known].all()
    assert not first["low"].equals(other["low"])


def test_the_interval_is_wider_than_percentiles_for_few_paragraphs():
    drawn = np.linspace(0.0, 1.0, 10_001)[:, None]
    middle, resampling = np.array([0.5]), Resampling(draws=10_001)
    low, high = resampling.interval(drawn, middle, 20)
    # t(.975, 19) = 2.093024, times the root of 20 / 19 = 2.147396; Φ(-2.147396) = .01588
    assert (low[0], high[0]) == (pytest.approx(0.01588, abs=1e-5), pytest.approx(0.98412, abs=1e-5))
    assert resampling.interval(drawn, middle, 100_000)[0][0] == pytest.approx(0.025, abs=1e-4)
    assert np.isnan(resampling.interval(drawn, middle, 1)).all()
    some = np.vstack([drawn, np.full((500, 1), np.nan)])
    assert Resampling(draws=10_501).interval(some, middle, 20)[0] == pytest.approx(low)
    undefined = Resampling(draws=50).interval(np.full((50, 1), np.nan), middle, 20)
    assert np.isnan(undefined).all()


def test_the_interval_is_that_of_scipys_bca_where_tails_are_normal():
    """The median of draws off the value, and a skewed statistic: the mean of squares of 30 numbers."""
    from scipy.stats import bootstrap

    numbers = np.random.default_rng(5).exponential(size=30) ** 2
    theirs = bootstrap((numbers,), np.mean, method="BCa", n_resamples=20_000, rng=1)
    drawn = theirs.bootstrap_distribution[:, None]
    added = (numbers - numbers.mean())[:, None] / len(numbers)
    value = np.array([numbers.mean()])
    replicates = np.concatenate([drawn, value - added])
    # So many paragraphs that t is normal; scipy's own intervals have normal tails.
    ours = Resampling(draws=20_000).interval(replicates, value, 10**9)
    assert np.ravel(ours) == pytest.approx(list(theirs.confidence_interval), rel=2e-3)
    plain = np.quantile(drawn, [0.025, 0.975])
    assert ours[1][0] > plain[1] * 1.05


def test_runs_of_paragraphs_show_the_same_skewness_as_each_by_itself():
    from comparelib.reliability.accelerated import tails
    from comparelib.reliability.resampling import _in_runs

    rng = np.random.default_rng(2)
    added = rng.exponential(size=(100_000, 1)) ** 2
    added = (added - added.mean()) / len(added)
    few = _in_runs(added)
    assert len(few) == 400
    assert few.sum() == pytest.approx(added.sum(), abs=1e-12)
    drawn = rng.normal(size=(500, 1))
    whole, runs = (tails(drawn, -each, np.zeros(1), 0.95, 100_000) for each in (added, few))
    assert np.ravel(runs) == pytest.approx(np.ravel(whole), abs=2e-3)


def test_the_order_of_rows_changes_nothing():
    codings, units = random_tables()
    before = agreement(codings, units, draws=100).frame
    after = agreement(
        codings.sample(frac=1, random_state=1), units.sample(frac=1, random_state=2), draws=100
    ).frame
    pd.testing.assert_frame_equal(before, after)


def test_several_evidence_rows_count_once():
    codings, units = random_tables()
    doubled = pd.concat([codings, codings.head(20)], ignore_index=True)
    pd.testing.assert_frame_equal(
        agreement(codings, units, draws=20).frame, agreement(doubled, units, draws=20).frame
    )


def test_a_code_that_no_coder_gave_is_not_estimable_and_never_one():
    codings, units = random_tables()
    frame = agreement(codings, units, codes=("k", "l", "m", "rare"), draws=20).frame
    rare = frame[(frame["code"] == "rare")]
    assert rare["value"].isna().all()
    assert set(rare["reason"]) == {"one value occurs: no coder gave the code"}
    assert (rare["undefined"] == 1.0).all()


def test_full_agreement_has_no_alpha_interval_but_a_wilson_one_for_positive_agreement():
    units = unit_table(20)
    said = {unit: "k" if number < 6 else "none" for number, unit in enumerate(units["unit_id"])}
    frame = agreement(
        pd.concat([rows("annotator_a", said), rows("annotator_b", said)]), units, draws=300
    ).frame
    alpha, positive = one(frame, "alpha", "k"), one(frame, "positive_agreement", "k")
    assert alpha["value"] == 1.0
    assert np.isnan(alpha["low"])
    assert alpha["reason"].startswith("no interval: the coders never differ")
    lower = 6 / (6 + 1.959964**2)
    assert positive["low"] == pytest.approx(2 * lower / (1 + lower), abs=1e-6)
    assert positive["high"] == pytest.approx(1.0)


def test_missing_and_failed_stand_apart_and_in_no_statistic():
    codings, units = random_tables()
    first, second = units["unit_id"][:2]
    mine = (codings["coder"] == "annotator_a") & codings["unit_id"].isin([first, second])
    cut = pd.concat([codings[~mine], rows("annotator_a", {first: "failed"})], ignore_index=True)
    result = agreement(cut, units, draws=20)
    a = result.coverage.set_index(["coder", "doc_id"]).loc[("annotator_a", "x")]
    assert (a["n_units"], a["n_failed"], a["n_missing"]) == (30, 1, 1)
    assert a[["n_coded", "n_none", "n_failed", "n_missing"]].sum() == 30
    assert one(result.frame, "alpha", "k")["n_units"] == 58
    dropped = codings[~codings["unit_id"].isin([first, second])]
    alone = agreement(dropped, units, draws=20).frame
    assert one(result.frame, "alpha_masi")["value"] == one(alone, "alpha_masi")["value"]


def test_without_double_empty_units_alpha_falls():
    codings, units = random_tables()
    result = agreement(codings, units, draws=20).frame
    all_units, coded = one(result, "alpha_jaccard"), one(result, "alpha_jaccard_coded")
    empty = codings[codings["code"] == "none"].groupby("unit_id").size().eq(2).sum()
    assert coded["n_units"] == all_units["n_units"] - empty
    kept = codings[
        ~codings["unit_id"].isin(
            codings[codings["code"] == "none"]
            .groupby("unit_id")
            .filter(lambda rows: len(rows) == 2)["unit_id"]
        )
    ]
    direct = one(agreement(kept, units, draws=20).frame, "alpha_jaccard")
    assert coded["value"] == pytest.approx(direct["value"], abs=1e-12)
    assert coded["value"] < all_units["value"]


def test_groups_by_document_and_jurisdiction_agree_with_their_part_alone():
    codings, units = random_tables()
    documents = pd.DataFrame({"doc_id": ["y", "x"], "jurisdiction": ["VL", "NL"]})
    frame = agreement(codings, units, documents=documents, draws=20).frame
    assert list(frame["group"].unique()) == ["all", "VL", "NL", "y", "x"]
    part = agreement(codings[codings["unit_id"].str.startswith("x")], units, draws=20).frame
    for group in ("NL", "x"):
        assert one(frame, "alpha", "k", group)["value"] == one(part, "alpha", "k")["value"]


def test_units_of_one_paragraph_give_no_interval():
    codings, units = random_tables()
    frame = agreement(codings, units.assign(paragraph=1), draws=20).frame
    own = frame[frame["group"] == "x"]
    assert own["low"].isna().all()
    assert "no interval: all units are of one paragraph" in set(own["reason"])


def test_blocks_widen_the_interval_where_errors_come_together():
    units = unit_table(60, per_paragraph=6)
    wrong = set(units["unit_id"][:6]) | set(units["unit_id"][30:36])
    a = {unit: "k" if number % 2 else "none" for number, unit in enumerate(units["unit_id"])}
    b = {unit: ("none" if code == "k" else "k") if unit in wrong else code for unit, code in a.items()}
    codings = pd.concat([rows("annotator_a", a), rows("annotator_b", b)])
    by_paragraph = one(agreement(codings, units, draws=500).frame, "alpha", "k")
    by_unit = one(agreement(codings, units.assign(paragraph=range(1, 61)), draws=500).frame, "alpha", "k")
    assert by_paragraph["high"] - by_paragraph["low"] > 1.5 * (by_unit["high"] - by_unit["low"])


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"coders": ("annotator_a",)}, ParameterFault, "two coders"),
        ({"coders": "annotator_a"}, ParameterFault, "two coders"),
        ({"coders": ("annotator_a", "anotator_b")}, CodingFault, "annotator_b"),
        ({"facet": "thema"}, ParameterFault, "did you mean 'theme'"),
        ({"level": 95}, ParameterFault, "between 0 and 1"),
        ({"draws": 0}, ParameterFault, "at least 1"),
        ({"codes": ("k",)}, CodingFault, "is not in facet"),
        ({"documents": pd.DataFrame({"doc_id": ["x"], "jurisdiction": ["NL"]})}, TableFault, "'y'"),
    ],
)
def test_wrong_parameters_are_named(change, error, words):
    codings, units = random_tables()
    with pytest.raises(error, match=words):
        agreement(codings, units, **change)


def test_wrong_tables_are_named():
    codings, units = random_tables()
    with pytest.raises(TableFault, match="more than once"):
        agreement(codings, pd.concat([units, units.head(1)]))
    with pytest.raises(TableFault, match="lacks column 'paragraph'"):
        agreement(codings, units.drop(columns="paragraph"))
    with pytest.raises(TableFault, match="'code' has 1 empty"):
        agreement(pd.concat([codings, codings.head(1).assign(code=None)]), units)
    with pytest.raises(CodingFault, match="not in table 'units'"):
        agreement(pd.concat([codings, rows("annotator_a", {"z#0001": "k"})]), units)
    unit = codings.loc[codings["code"] == "k", "unit_id"].iloc[0]
    contrary = pd.concat([codings, rows("annotator_a", {unit: "none"}), rows("annotator_a", {unit: "k"})])
    with pytest.raises(CodingFault, match="beside 'none'"):
        agreement(contrary, units)


def test_nothing_to_compare_is_not_estimable():
    units = unit_table(3)
    empty = dict.fromkeys(units["unit_id"], "none")
    codings = pd.concat([rows("annotator_a", empty), rows("annotator_b", empty)])
    with pytest.raises(NotEstimable, match="there is no code to compare"):
        agreement(codings, units)
    frame = agreement(codings, units, codes=("k",), draws=20).frame
    assert frame["value"].isna().all()
    assert (frame["reason"] != "").all()
