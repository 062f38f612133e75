"""Tables and figures of the pages on reliability and robustness, on the starter corpus, in both languages."""

import pandas as pd
import pytest
from lxml import html

from comparelib import charts, tables
from comparelib.claims import coded_within, corrected_by
from comparelib.contrast import compare_priorities
from comparelib.equivalence import dictionary_swap, equivalence, held_out_curve, variants_of
from comparelib.errors import InputFaults, NotEstimable
from comparelib.model.attempt import Attempt
from comparelib.multiverse import Asked, every_way
from comparelib.reliability import coder_quality
from comparelib.study import Study

PAIR = ("NL", "VL")


@pytest.fixture(scope="module")
def study(built):
    return Study.open(built)


@pytest.fixture(scope="module")
def ways(study):
    few = study.documents[study.documents["n_units"] < 500]
    asked = Asked(("reference", "dictionary"), machine="dictionary", n_sample=150)
    data = coded_within(study.codings(), study.units(few))
    return every_way(*data, few, study.codebook, asked, draws=20)


@pytest.fixture(scope="module")
def alike(study):
    given, reference = (study.matrix(coder=name).coded for name in ("dictionary", "reference"))
    return equivalence(given, reference, study.codings("dictionary"))


@pytest.fixture(scope="module")
def corrected(study, ways):
    few = study.documents[study.documents["n_units"] < 500]
    given, reference = (study.matrix(coder=name, documents=few) for name in ("dictionary", "reference"))
    return corrected_by(given, reference, ways.sample.value, PAIR)


def rows_of(table):
    return [
        [cell.text_content() for cell in row.xpath("./*")]
        for row in html.fromstring(table.html()).xpath(".//tbody/tr")
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_all_ways_stand_in_one_table(study, ways, language):
    look = study.look(language)
    table = tables.ways_table(ways, ways.theme(), look)
    assert table.frame["what"].tolist() == ["difference", "log_odds", "profile", "trees"]
    own = ways.odds.value.summary
    own = own[(own["theme"] == ways.theme()) & (own["family"] == "principled")].iloc[0]
    assert table.frame.loc[1, "median"] == own["median"]
    assert table.frame.loc[3, "same_sign"] == ways.trees.value.apart
    assert look.code("circular_economy") in rows_of(table)[0][0]
    assert "multiverse." not in table.html()


def test_what_was_refused_stands_in_the_notes(study, ways):
    from dataclasses import replace

    less = replace(ways, trees=Attempt(None, "two documents"), absent=("nobody",))
    table = tables.ways_table(less, "circular_economy", study.look("en"))
    assert "two documents" in table.notes[0]
    assert "nobody" in table.notes[0]
    assert "trees" not in table.frame["what"].tolist()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_curve_says_what_it_draws(study, ways, language):
    look = study.look(language)
    shares = charts.theme_curve(ways.shares.value, "circular_economy", look)
    odds = charts.theme_curve(ways.odds.value, "circular_economy", look, key="odds")
    profile = charts.profile_curve(ways.profile.value, look)
    assert len({chart.title for chart in (shares, odds, profile)}) == 3
    assert len(shares.table) == 54
    assert len(odds.table) == 162
    assert len(profile.table) == 216
    assert "prior" in odds.table
    assert "distance" in profile.table
    assert ("standaardafwijkingen" if language == "nl" else "standard deviations") in profile.alt


@pytest.mark.parametrize("language", ["nl", "en"])
def test_raw_and_corrected_stand_side_by_side(study, corrected, language):
    table = tables.correction_table(corrected, study.look(language))
    frame = corrected.frame.set_index("code")
    shown = table.frame.set_index("code")
    pd.testing.assert_series_equal(shown["corrected"], frame["corrected"].reindex(shown.index))
    assert shown["corrected"].abs().is_monotonic_decreasing
    assert (shown["kept"] == "turns").sum() == (~frame["same_sign"]).sum()
    assert "inf" not in table.html()
    assert len(rows_of(table)) == 21


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_ladder_says_what_is_not_testable(study, alike, language):
    rows = rows_of(tables.ladder_table(alike, study.look(language)))
    assert len(rows) == 2 + 6 + 1
    word = {"nl": "niet te toetsen", "en": "not testable"}[language]
    assert rows[0][-1] == word  # 4 of 21 codes have five cases on both sides
    recall = next(row for row in rows if row[0].startswith({"nl": "Vangst", "en": "Recall"}[language]))
    assert recall[-1] == word
    assert recall[4] == "79"


def test_a_coder_without_passages_has_no_words_to_compare(study, alike):
    from dataclasses import replace

    rows = rows_of(tables.ladder_table(replace(alike, triggers=None), study.look("en")))
    assert rows[1][-1] == "not testable"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_swap_test_of_the_dictionary_stands_in_a_table(study, language):
    few = study.documents[study.documents["n_units"] < 100]
    swapped = dictionary_swap(study.units(few), few, study.file, study.codebook)
    rows = rows_of(tables.swap_table(swapped, study.look(language)))
    assert len(rows) == len(swapped.overall)
    assert rows[-1][-1] == {"nl": "niet geëist", "en": "not required"}[language]
    with pytest.raises(NotEstimable, match="cannot be asked again"):
        dictionary_swap(study.units(few), few, study.file, study.codebook, coder="annotator_a")
    assert len(variants_of(study.file)) > 50


def test_quality_by_side_has_a_row_for_every_code_and_both_averages(study):
    quality = coder_quality(
        study.codings(), study.units(), coder="dictionary", documents=study.documents, draws=20
    )
    table = tables.quality_by_side_table(quality, study.look("en"), PAIR)
    own = quality.frame[(quality.frame["group"] == "VL") & (quality.frame["statistic"] == "f1")]
    shown = table.frame.set_index("code")["value_VL"]
    assert shown.index.tolist()[:2] == ["micro", "macro"]
    for code, value in own.set_index("code")["value"].items():
        assert shown[code] == pytest.approx(value, nan_ok=True)
    assert len(shown) == 23
    alone = tables.quality_by_side_table(quality, study.look("nl"), ("NL",))
    assert len(alone.columns) == 3


@pytest.mark.parametrize("language", ["nl", "en"])
def test_placebos_stand_beside_the_difference(study, language):
    comparison = compare_priorities(study.matrix(), draws=20)
    chart = charts.placebos(comparison, study.look(language))
    frame = chart.table.set_index("code")
    assert frame.loc["circular_economy", "outside"] == "yes"
    own = comparison.placebos.set_index("code").loc["circular_economy", "difference"]
    assert abs(frame.loc["circular_economy", "largest"]) == own.abs().max()
    assert study.look(language).code("circular_economy") in chart.alt
    small = study.documents[
        study.documents["doc_id"].isin(["nl_fme_formatie_2023", "vl_werkagenda_maakindustrie"])
    ]
    alone = charts.placebos(compare_priorities(study.matrix(documents=small), draws=5), study.look(language))
    assert alone.table["largest"].isna().all()
    assert {"nl": "één tekst", "en": "one text"}[language] in alone.caption


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_score_is_drawn_where_it_was_measured(study, tmp_path, language):
    root = tmp_path / "study"
    (root / "docs").mkdir(parents=True)
    lines = [
        "design,facet,low_edge,high_edge,n,predicted,observed,low,high",
        "documents,theme,0,0.1,90,0.05,0.04,0.02,0.06",
        "documents,theme,0.9,1,10,0.95,0.75,0.6,0.9",
        "paragraphs,theme,0,0.1,5,0.05,0.5,0.4,0.6",
    ]
    (root / "docs" / "calibration.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    curve = held_out_curve(root)
    assert curve["observed"].tolist() == [0.04, 0.75]
    chart = charts.calibration(curve, study.look(language))
    error = (0.01 * 90 + 0.2 * 10) / 100
    assert f"{error:.3f}".replace(".", "," if language == "nl" else ".") in chart.alt
    none = charts.calibration(held_out_curve(root, "instrument"), study.look(language))
    assert none.caption == none.alt
    assert held_out_curve(tmp_path).empty
    (root / "docs" / "calibration.csv").write_text("design,facet\n", encoding="utf-8")
    with pytest.raises(InputFaults):
        held_out_curve(root)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_cannot_be_shown_says_why(study, language):
    look = study.look(language)
    refused = tables.shown(tables.ladder_table, Attempt(None, "one < two"), look)
    (note,) = html.fromstring(refused._repr_html_()).xpath("//p[@class='note']")
    assert "one < two" in note.text_content()
    assert note.text_content().startswith(
        {"nl": "Hier niet te schatten", "en": "Not estimable here"}[language]
    )
    assert tables.shown(len, Attempt([1])) == 1
