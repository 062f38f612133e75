from time import process_time

import numpy as np
import pandas as pd
import pytest

from comparelib.charts import specification_curve
from comparelib.contrast import compare_priorities
from comparelib.errors import CodingFault, NotEstimable, ParameterFault
from comparelib.matrix import theme_matrix
from comparelib.multiverse import (
    Choice,
    Grid,
    Kind,
    baseline_grid,
    choice_names,
    curve_permutation,
    multiverse,
)
from comparelib.study import Study
from made_up_study import BOOK, GROUPS, THEMES, codings, documents, units

UNITS, DOCUMENTS = units(), documents()
CODINGS = codings(UNITS)
CODERS = ("reference", "human:b")


def run(rows=CODINGS, table=UNITS, which=DOCUMENTS, **keywords):
    keywords.setdefault("coders", CODERS)
    keywords.setdefault("groups", GROUPS)
    return multiverse(rows, table, which, BOOK, **keywords)


@pytest.fixture(scope="module")
def made():
    return run()


def row(made, theme, **chosen):
    frame = made.frame[made.frame["theme"] == theme]
    wanted = made.grid.headline | chosen
    frame = frame[np.logical_and.reduce([frame[name] == option for name, option in wanted.items()])]
    assert len(frame) == 1
    return frame.iloc[0]


def shares(  # noqa: PLR0913 - one for each choice
    side, theme, *, coder="reference", measures=False, headings=True, paragraphs=False, coded=False
):
    """Presence shares of each document of a side, counted unit by unit."""
    rows = CODINGS[CODINGS["coder"] == coder]
    themes, functions = (
        rows[rows["facet"] == name].groupby("unit_id")["code"].agg(set) for name in ("theme", "function")
    )
    found = {}
    for doc_id, own in UNITS.groupby("doc_id"):
        if not doc_id.startswith(side):
            continue
        kept = [
            unit
            for unit in own.itertuples()
            if (headings or unit.kind != "heading") and (not measures or "measure" in functions[unit.unit_id])
        ]
        sets = [themes[unit.unit_id] - {"none"} for unit in kept]
        if paragraphs:
            blocks = {}
            for unit, codes in zip(kept, sets, strict=True):
                blocks.setdefault(unit.paragraph, set()).update(codes)
            sets = list(blocks.values())
        if coded:
            sets = [codes for codes in sets if codes]
        wanted = set(theme) if isinstance(theme, tuple) else {theme}
        found[doc_id] = np.mean([bool(codes & wanted) for codes in sets])
    return found


def difference(theme, **keywords):
    a, b = shares("nl", theme, **keywords), shares("vl", theme, **keywords)
    return np.mean(list(b.values())) - np.mean(list(a.values()))


@pytest.mark.parametrize(
    ("chosen", "counted"),
    [
        ({}, {}),
        ({"coder": "human:b"}, {"coder": "human:b"}),
        ({"denominator": "measures"}, {"measures": True}),
        ({"denominator": "coded"}, {"coded": True}),
        ({"headings": "drop"}, {"headings": False}),
        ({"unit": "paragraph"}, {"paragraphs": True}),
        ({"unit": "paragraph", "denominator": "coded"}, {"paragraphs": True, "coded": True}),
        (
            {"unit": "paragraph", "denominator": "measures", "headings": "drop"},
            {"paragraphs": True, "measures": True, "headings": False},
        ),
    ],
)
def test_each_choice_of_units_counts_what_it_says(made, chosen, counted):
    for theme in THEMES:
        assert row(made, theme, **chosen)["estimate"] == pytest.approx(difference(theme, **counted))


def test_choices_of_texts_and_weights_put_the_right_documents_together(made):
    a, b = shares("nl", "energy"), shares("vl", "energy")["vl_a"]
    rest = np.mean([a["nl_b"], a["nl_c"], a["nl_d"]])
    assert row(made, "energy", texts="without:nl_long")["estimate"] == pytest.approx(b - rest)
    assert row(made, "energy", weights="without_longest")["estimate"] == pytest.approx(b - rest)
    assert row(made, "energy", texts="alone:nl_c")["estimate"] == pytest.approx(b - a["nl_c"])
    n = UNITS["doc_id"].value_counts()
    pooled = sum(a[name] * n[name] for name in a) / sum(n[name] for name in a)
    assert row(made, "energy", weights="pooled")["estimate"] == pytest.approx(b - pooled)
    assert row(made, "energy", texts="alone:nl_c")["n_a"] == 1
    assert row(made, "energy")["n_a"] == 4


def test_fractional_shares_and_tokens_weigh_as_they_say(made):
    themes = CODINGS[(CODINGS["coder"] == "reference") & (CODINGS["facet"] == "theme")]
    sets = themes.groupby("unit_id")["code"].agg(set)
    expected = {}
    for counting in ("fractional", "tokens"):
        sides = {}
        for doc_id, own in UNITS.groupby("doc_id"):
            hits = [("energy" in sets[each]) for each in own["unit_id"]]
            n_codes = [max(1, len(sets[each] - {"none"})) for each in own["unit_id"]]
            length = own["text"].str.split().str.len().to_numpy()
            share = (
                np.mean(np.divide(hits, n_codes))
                if counting == "fractional"
                else hits @ length / length.sum()
            )
            sides.setdefault(doc_id[:2], []).append(share)
        expected[counting] = np.mean(sides["vl"]) - np.mean(sides["nl"])
    for counting, value in expected.items():
        assert row(made, "energy", counting=counting)["estimate"] == pytest.approx(value)


def test_merged_themes_measure_their_group_and_others_themselves(made):
    merged = row(made, "labour", granularity="merged")
    assert merged["measured"] == "people"
    assert merged["estimate"] == pytest.approx(difference(("labour", "skills")))
    assert merged["estimate"] == row(made, "skills", granularity="merged")["estimate"]
    alone = row(made, "energy", granularity="merged")
    assert (alone["measured"], alone["estimate"]) == ("energy", row(made, "energy")["estimate"])


def test_the_headline_is_the_comparison_itself(made):
    comparison = compare_priorities(theme_matrix(CODINGS, UNITS, DOCUMENTS, BOOK), draws=10).frame
    headline = made.robustness
    for ours, theirs in (("estimate", "difference"), ("low", "difference_low"), ("high", "difference_high")):
        np.testing.assert_allclose(headline[ours], comparison[theirs], atol=1e-12)


def test_pooled_intervals_are_those_of_the_comparison(made):
    pooled = theme_matrix(CODINGS, UNITS, DOCUMENTS, BOOK, counting="tokens")
    comparison = compare_priorities(pooled, weighting="pooled", draws=10).frame.set_index("code")
    got = row(made, "labour", weights="pooled", counting="tokens")
    assert got["low"] == pytest.approx(comparison.loc["labour", "difference_low"])
    assert got["high"] == pytest.approx(comparison.loc["labour", "difference_high"])


def test_one_row_a_specification_and_theme_each_with_its_interval(made):
    specified = made.grid.specifications()
    assert len(made.frame) == len(specified) * len(THEMES)
    assert made.n_specifications == len(specified) == 2 * 3 * 3 * 2 * 2 * 2 * 15
    assert not made.frame.duplicated(["specification", "theme"]).any()
    assert made.frame[["estimate", "low", "high"]].notna().all().all()
    assert (made.frame["low"] <= made.frame["estimate"] + 1e-12).all()
    assert (made.frame["estimate"] <= made.frame["high"] + 1e-12).all()


def test_the_summary_counts_within_each_family(made):
    own = made.curve("energy", "processing")
    got = made.summary.set_index(["theme", "family"]).loc[("energy", "processing")]
    assert got["n"] == got["n_estimable"] == len(own) == 2 * 2
    assert got["median"] == pytest.approx(own["estimate"].median())
    assert got["largest"] == own["estimate"].max()
    assert got["excludes_zero"] == pytest.approx(((own["low"] > 0) | (own["high"] < 0)).mean())
    assert set(made.summary["family"]) == {"principled", "processing", "codebook", "texts"}


def test_eta_squared_is_that_of_an_analysis_of_variance(made):
    own = made.frame[made.frame["theme"] == "housing"]
    means = own.groupby("counting")["estimate"].transform("mean")
    centre = own["estimate"].mean()
    expected = np.square(means - centre).sum() / np.square(own["estimate"] - centre).sum()
    got = made.effects.set_index(["theme", "choice"])["eta_squared"]
    assert got["housing", "counting"] == pytest.approx(expected)
    most = made.robustness.set_index("theme").loc["housing"]
    assert most["eta_squared"] == got["housing"].max()
    assert most["moved_by"] == got["housing"].idxmax()


def test_robust_needs_nine_in_ten_and_every_text_left_out(made):
    got = made.robustness.set_index("theme")
    assert got.loc["energy", "robust"]
    for theme in THEMES:
        principled = made.curve(theme)
        sign = np.sign(got.loc[theme, "estimate"])
        assert got.loc[theme, "same_sign"] == pytest.approx((np.sign(principled["estimate"]) == sign).mean())
        left_out = [
            row(made, theme, texts=f"without:{name}")["estimate"]
            for name in ("nl_long", "nl_b", "nl_c", "nl_d")
        ]
        assert got.loc[theme, "leave_one_out"] == pytest.approx((np.sign(left_out) == sign).mean())
    rule = (got["same_sign"] >= 0.9) & (got["leave_one_out"] == 1)
    assert (got["robust"] == rule).all()


def test_without_a_text_to_leave_out_nothing_is_robust():
    two = ["nl_long", "vl_a"]
    table = UNITS[UNITS["doc_id"].isin(two)]
    got = run(
        CODINGS[CODINGS["unit_id"].isin(table["unit_id"])], table, DOCUMENTS[DOCUMENTS["doc_id"].isin(two)]
    )
    assert got.robustness["leave_one_out"].isna().all()
    assert not got.robustness["robust"].any()


def test_no_p_is_below_the_floor_of_four_against_one(made):
    assert (made.inference["floor"] == 0.2).all()
    assert (made.inference["p"] >= 0.2 - 1e-12).all()
    assert (made.inference["n_assignments"] == 5).all()
    assert made.inference["theme"].tolist() == [*THEMES, "(all)"]


def test_the_observed_statistic_is_the_median_of_the_principled_family(made):
    got = made.inference.set_index("theme")["statistic"]
    for theme in THEMES:
        assert got[theme] == pytest.approx(abs(made.curve(theme)["estimate"].median()))
    assert got["(all)"] == pytest.approx(got[list(THEMES)].mean())


def test_p_is_uniform_where_documents_are_exchangeable():
    rng = np.random.default_rng(11)
    weights, found = ["equal", "pooled", "without_longest"], []
    for _ in range(150):
        base = rng.normal(size=(6, 1))
        shares = np.stack([base + 0.3 * rng.normal(size=(6, 1)) for _ in weights])
        totals = np.tile(rng.integers(10, 100, size=6).astype(float), (3, 1))
        found.append(curve_permutation(shares, totals, weights, ["a"], (totals[0], 2))["p"].iloc[0])
    # Two of six: p is a multiple of 1/15, each as likely as the other (Kolmogorov distance, alpha = .01).
    steps = np.arange(1, 16) / 15
    below = np.array([np.mean(np.array(found) <= step + 1e-9) for step in steps])
    assert np.abs(below - steps).max() < 1.63 / np.sqrt(150)


def test_a_division_that_cannot_be_estimated_can_only_raise_p():
    shares = np.array([[[0.1], [np.nan], [0.2], [0.3], [0.9]]])
    totals = np.array([[10.0, 0.0, 10.0, 10.0, 10.0]])
    got = curve_permutation(shares, totals, ["equal"], ["a"], (totals[0], 1)).set_index("theme")
    assert got.loc["a", "statistic"] == pytest.approx(0.7)
    assert got.loc["a", "p"] == pytest.approx(0.4)


def test_a_text_without_measures_is_left_out_and_shows_in_the_number_of_texts():
    rows = CODINGS.copy()
    small = rows["unit_id"].str.startswith("nl_d") & (rows["facet"] == "function")
    rows.loc[small, "code"] = "goal"
    got = run(rows)
    assert row(got, "energy", denominator="measures")["n_a"] == 3
    alone = row(got, "energy", denominator="measures", texts="alone:nl_d")
    assert alone["n_a"] == 0
    assert np.isnan(alone["estimate"])
    summary = got.summary.set_index(["theme", "family"]).loc[("energy", "texts")]
    assert summary["n"] == summary["n_estimable"] == 9
    assert len(got.curve("energy", None)) < got.n_specifications


def test_a_theme_that_is_never_coded_is_neither_robust_nor_extreme():
    rows = CODINGS[CODINGS["code"] != "skills"]
    bare = ~UNITS["unit_id"].isin(
        rows.loc[(rows["facet"] == "theme") & (rows["coder"] == "reference"), "unit_id"]
    )
    more = pd.DataFrame(
        {"unit_id": UNITS["unit_id"][bare], "facet": "theme", "code": "none", "coder": "reference"}
    )
    got = run(pd.concat([rows, more]), coders=("reference",), groups={})
    never = got.robustness.set_index("theme").loc["skills"]
    assert never["estimate"] == 0
    assert np.isnan(never["same_sign"])
    assert not never["robust"]
    assert np.isnan(never["eta_squared"])
    assert got.inference.set_index("theme").loc["skills", "p"] == 1


def test_the_order_of_rows_changes_nothing_and_the_same_input_gives_the_same_frame(made):
    mixed = run(CODINGS.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(mixed.frame, made.frame)
    pd.testing.assert_frame_equal(mixed.inference, made.inference)


def test_the_sides_can_be_exchanged(made):
    turned = run(jurisdictions=("VL", "NL"))
    np.testing.assert_allclose(turned.robustness["estimate"], -made.robustness["estimate"], atol=1e-12)
    np.testing.assert_allclose(turned.robustness["low"], -made.robustness["high"], atol=1e-12)
    ours, theirs = (
        each.summary[each.summary["family"] == "processing"].set_index("theme") for each in (turned, made)
    )
    assert ours["excludes_zero"].max() > 0
    pd.testing.assert_series_equal(ours["excludes_zero"], theirs["excludes_zero"])


def test_the_curve_is_what_the_chart_draws(made):
    curve = made.curve("energy")
    assert made.varied() == ("unit", "counting", "denominator", "weights")
    assert len(curve) == 2 * 3 * 3 * 3
    chart = specification_curve(curve, made.varied())
    assert chart.table is not None
    assert "54" in chart.alt
    assert len(made.curve("energy", "texts")) == 9
    assert made.varied("texts") == ("texts",)


def test_what_does_not_exist_is_named(made):
    with pytest.raises(ParameterFault, match="did you mean 'energy'"):
        made.curve("enregy")
    with pytest.raises(ParameterFault, match="unknown family"):
        made.curve("energy", "best")
    with pytest.raises(ParameterFault, match="no document of jurisdiction 'BE'"):
        run(jurisdictions=("NL", "BE"))
    with pytest.raises(ParameterFault, match="twice"):
        run(jurisdictions=("NL", "NL"))
    with pytest.raises(CodingFault, match="no codings of coder 'nobody'"):
        run(coders=("nobody",))
    with pytest.raises(ParameterFault, match="no coder"):
        run(coders=())
    with pytest.raises(ParameterFault, match="group of theme 'labor'"):
        run(groups={"labor": "people"})
    with pytest.raises(ParameterFault, match="called 'energy'"):
        run(groups={"labour": "energy"})
    with pytest.raises(ParameterFault, match="lacks the choice 'texts'"):
        run(grid=Grid((Choice("unit", ("sentence",), Kind.PRINCIPLED),)))


def test_a_side_without_units_is_not_estimable():
    table = UNITS[~UNITS["doc_id"].str.startswith("vl")]
    with pytest.raises(NotEstimable, match="no units in the headline"):
        run(CODINGS[CODINGS["unit_id"].isin(table["unit_id"])], table)


def test_another_headline_leads_the_same_grid(made):
    got = run(headline={"denominator": "measures", "counting": "tokens"})
    assert got.n_specifications == made.n_specifications
    first = row(made, "labour", denominator="measures", counting="tokens")
    assert got.robustness.set_index("theme").loc["labour", "estimate"] == first["estimate"]
    assert got.grid.options("counting") == ("tokens", "presence", "fractional")
    with pytest.raises(ParameterFault, match="no option 'all' of choice 'denominator'"):
        run(headline={"denominator": "all"})


def test_a_declared_grid_of_ones_own(made):
    whole = baseline_grid(("nl_long", "nl_b", "nl_c", "nl_d"), ("vl_a",), ("human:b",), merged=False)
    got = run(grid=whole)
    assert set(got.frame["coder"]) == {"human:b"}
    assert got.robustness["estimate"].iloc[0] == row(made, "energy", coder="human:b")["estimate"]


@pytest.mark.parametrize(("language", "word"), [("nl", "alinea"), ("en", "paragraph")])
def test_every_choice_and_option_has_a_name_in_both_languages(made, language, word):
    names = choice_names(made.grid, language, documents={"nl_b": "FME 2023"}, coders={"human:b": "B"})
    for choice in made.grid.choices:
        assert names[choice.name] != choice.name or language == "en"
        assert all(names[option] for option in choice.options)
    assert names["paragraph"] == word
    assert names["human:b"] == "B"
    assert names["without:nl_b"].endswith("FME 2023")
    assert len({names[option] for choice in made.grid.choices for option in choice.options}) == sum(
        len(choice.options) for choice in made.grid.choices
    )
    chart = specification_curve(made.curve("energy", "texts"), made.varied("texts"), names=names)
    assert chart.alt


def test_options_of_different_choices_have_different_words(made):
    options = [option for choice in made.grid.choices for option in choice.options]
    assert len(options) == len(set(options))
    assert not set(options) & set(made.grid.names)


@pytest.mark.slow
def test_the_baseline_multiverse_of_the_starter_corpus_takes_less_than_a_minute(built):
    study = Study.open(built)
    start = process_time()
    got = multiverse(
        study.codings(),
        study.units(),
        study.documents,
        study.codebook,
        coders=("reference", "annotator_a", "annotator_b", "dictionary"),
        groups={"energy_climate": "sustainability", "circular_economy": "sustainability"},
    )
    assert process_time() - start < 60
    assert got.n_specifications == 4320
    assert got.frame[["estimate", "low", "high"]].notna().all().all()
    assert (got.inference["p"] >= 0.2 - 1e-12).all()
    circular = got.robustness.set_index("theme").loc["circular_economy"]
    assert circular["robust"]
    assert circular["same_sign_all"] == 1
