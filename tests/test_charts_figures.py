"""Every figure, at the size of the starter corpus and at 40 documents: nothing overlaps, and the words are true."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox

import chart_samples as samples
from comparelib import charts
from comparelib.charts import Chart

Maker = Callable[[str], Chart]
FORTY = [f"doc_{number:02d}" for number in range(40)]


def _map(n_nl: int, n_vl: int, language: str) -> Chart:
    matrix = samples.matrix(n_nl, n_vl, units=5)
    sides = samples.documents_of(matrix)
    return charts.ordination_map(samples.map_of(matrix), samples.look(language), jurisdictions=sides)


SMALL: dict[str, Maker] = {
    "heatmap": lambda tongue: charts.heatmap(samples.matrix(), samples.look(tongue)),
    "dumbbell": lambda tongue: charts.dumbbell(samples.comparison(), samples.look(tongue)),
    "log_odds": lambda tongue: charts.log_odds(samples.comparison(), samples.look(tongue)),
    "bump": lambda tongue: charts.ranks(samples.ranked(["NL", "VL"]), samples.look(tongue)),
    "ranks": lambda tongue: charts.ranks(samples.ranked(list(samples.TITLES)), samples.look(tongue)),
    "map": lambda tongue: _map(4, 1, tongue),
    "tree": lambda tongue: charts.tree(samples.tree_of(list(samples.TITLES)), samples.look(tongue)),
    "themes": lambda tongue: charts.tree(samples.tree_of(list(samples.CODES), "codes"), samples.look(tongue)),
    "pairs": lambda tongue: charts.co_clustering(samples.tree_of(list(samples.TITLES)), samples.look(tongue)),
    "curve": lambda tongue: charts.specification_curve(
        samples.specifications(), ("counting", "weighting", "coder"), samples.look(tongue)
    ),
    "forest": lambda tongue: charts.reliability_forest(samples.agreement(), samples.look(tongue)),
    "composition": lambda tongue: charts.composition(*samples.corpus(), samples.look(tongue)),
}
LARGE: dict[str, Maker] = {
    "heatmap": lambda tongue: charts.heatmap(samples.matrix(26, 14), samples.look(tongue)),
    "ranks": lambda tongue: charts.ranks(samples.ranked(FORTY), samples.look(tongue)),
    "map": lambda tongue: _map(26, 14, tongue),
    "tree": lambda tongue: charts.tree(samples.tree_of(FORTY), samples.look(tongue)),
    "pairs": lambda tongue: charts.co_clustering(samples.tree_of(FORTY), samples.look(tongue)),
    "composition": lambda tongue: charts.composition(*samples.corpus(40), samples.look(tongue)),
}


@cache
def small(name: str, language: str) -> Chart:
    """Draw a small chart once for all tests; nobody changes it."""
    return SMALL[name](language)


def drawn_texts(chart: Chart) -> list[tuple[str, Bbox]]:
    """Return each text that is drawn with its real box, in pixels at 72 dpi."""
    figure = chart.figure
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    ticks: set[Text] = set()
    shown: list[Text] = []
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks() + axis.get_minor_ticks():
                ticks |= {tick.label1, tick.label2}
                if low - 1e-9 <= tick.get_loc() <= high + 1e-9:
                    shown += [tick.label1, tick.label2]
    shown += [text for text in figure.findobj(Text) if text not in ticks]
    renderer = canvas.get_renderer()
    return [
        (text.get_text(), text.get_window_extent(renderer))
        for text in shown
        if text.get_visible() and text.get_text().strip()
    ]


def overlaps(boxes: list[tuple[str, Bbox]]) -> list[tuple[str, str]]:
    sides = np.array([box.extents for _, box in boxes])
    left, bottom, right, top = (sides[:, place] for place in range(4))
    wide = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    high = np.minimum.outer(top, top) - np.maximum.outer(bottom, bottom)
    pairs = np.argwhere(np.triu((wide > 1.0) & (high > 1.5), 1))  # ascenders may touch descenders
    return [(boxes[first][0], boxes[second][0]) for first, second in pairs]


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("language", ["nl-BE", "en"])
def test_no_words_overlap_in_a_small_corpus(name: str, language: str) -> None:
    boxes = drawn_texts(small(name, language))
    assert len(boxes) > 8
    assert overlaps(boxes) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_no_words_overlap_with_21_themes_and_40_documents(name: str) -> None:
    boxes = drawn_texts(LARGE[name]("nl"))
    assert len(boxes) > 40
    assert overlaps(boxes) == []


@pytest.mark.parametrize("name", SMALL)
def test_every_chart_says_what_it_shows_in_both_languages(name: str) -> None:
    dutch, english = small(name, "nl-BE"), small(name, "en")
    for chart in (dutch, english):
        assert len(chart.alt) > 120
        assert "{" not in chart.alt + chart.caption + chart.title
        assert not re.search(r"\bnan\b", chart.alt)
        assert len(chart.table) > 0
        assert {column.name for column in chart.columns} <= set(chart.table.columns)
    assert dutch.alt != english.alt
    assert dutch.title != english.title
    assert dutch.key == english.key


def test_drawing_leaves_the_settings_of_matplotlib_alone() -> None:
    before = dict(mpl.rcParams)
    SMALL["dumbbell"]("nl").png(dpi=40)
    assert dict(mpl.rcParams) == before


def test_the_heat_map_names_its_three_largest_cells_and_its_range() -> None:
    matrix = samples.matrix()
    chart = charts.heatmap(matrix, samples.look("en"))
    shares = matrix.share().counts.stack().sort_values(ascending=False)
    for (document, code), share in list(shares.items())[:3]:
        look = samples.look("en")
        assert f"{look.code(code)} in ‘{look.document(document)}’ ({100 * share:.1f}%)" in chart.alt
    assert f"to {100 * shares.iloc[0]:.1f}%" in chart.alt
    assert f"in {int((shares == 0).sum())} of 105 cells" in chart.alt


def test_the_heat_map_is_the_same_from_counts_and_from_shares() -> None:
    counts = charts.heatmap(samples.matrix(), samples.look("en"))
    shares = charts.heatmap(samples.matrix().share(), samples.look("en"))
    assert np.allclose(counts.table["count"], shares.table["count"])
    assert counts.svg() == shares.svg()


def test_little_is_not_written_as_nothing() -> None:
    chart = charts.heatmap(samples.matrix(1, 1, units=400), samples.look("nl"))
    little = ((chart.table["share"] > 0) & (chart.table["share"] < 0.005)).sum()
    assert sum(text == "<1" for text, _ in drawn_texts(chart)) == little > 0


def test_a_document_without_coded_units_is_unknown_not_zero() -> None:
    chart = charts.heatmap(samples.matrix(empty=True), samples.look("nl"))
    assert "onbekend: Vlaanderen Circulair, Werkagenda" in chart.alt
    assert sum(text == "–" for text, _ in drawn_texts(chart)) == 21


@pytest.mark.parametrize("make", [charts.dumbbell, charts.log_odds])
def test_a_single_document_is_cautioned_of_in_figure_and_words(make: Callable[..., Chart]) -> None:
    one, many = (make(samples.comparison(n_vl=n), samples.look("nl")) for n in (1, 3))
    assert any(
        "Let op: van Vlaanderen is er één document" in text.replace("\n", " ") for text, _ in drawn_texts(one)
    )
    assert "Let op: van Vlaanderen is er één document" in one.alt
    assert "één document" not in many.alt
    assert not any("Let op" in text for text, _ in drawn_texts(many))


def test_other_cautions_are_said_too() -> None:
    comparison = samples.comparison(n_vl=3)
    comparison.caution = "unmatched_genres"
    chart = charts.dumbbell(comparison, samples.look("en"))
    assert "different kinds of documents" in chart.alt
    assert any("different kinds" in text for text, _ in drawn_texts(chart))


def test_the_dumbbell_is_ordered_by_the_difference_and_marks_what_passes_the_placebos() -> None:
    chart = charts.dumbbell(samples.comparison(), samples.look("en"))
    assert chart.table["difference"].is_monotonic_increasing
    stars = [text for text, _ in drawn_texts(chart) if text.endswith("*")]
    assert len(stars) == int(chart.table["outside_placebo"].sum()) > 0


def test_log_odds_says_whose_a_theme_is() -> None:
    comparison = samples.comparison()
    alt = charts.log_odds(comparison, samples.look("en")).alt
    largest = comparison.frame.sort_values("log_odds").iloc[-1]["code"]
    flemish = alt.split("Clearly more for Flanders: ")[1].split(". ")[0]
    assert samples.look("en").code(largest) in flemish


def test_the_forest_draws_all_documents_together_and_names_the_weakest() -> None:
    chart = charts.reliability_forest(samples.agreement(), samples.look("en"))
    assert len(chart.table) == 21
    assert "(−0.10)" in chart.alt
    assert "not estimable: 1" in chart.alt
    assert sum(text.strip() == "not estimable" for text, _ in drawn_texts(chart)) == 1


def test_the_composition_counts_units_words_and_what_was_removed() -> None:
    table = charts.composition(*samples.corpus(), samples.look("nl")).table.set_index("doc_id")
    assert table.loc["nl_a", ["sentence", "list_item", "heading", "quote", "furniture", "words"]].tolist() == [
        2, 1, 1, 1, 1, 15,
    ]  # fmt: skip
    assert table.loc["nl_a", "furniture_share"] == pytest.approx(1 / 6)


def test_jurisdictions_keep_their_colour_and_marker() -> None:
    look = charts.Look()
    assert look.style("NL") == charts.Look(language="nl").style("NL")
    assert (look.style("NL").colour, look.style("NL").marker) != (
        look.style("VL").colour,
        look.style("VL").marker,
    )
    assert look.style("FR") == charts.Look().style("FR")
