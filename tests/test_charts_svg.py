"""A chart in a page: same bytes, own ids, links, tips, and nothing that reaches beyond it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import html

import chart_samples as samples
from comparelib import charts
from comparelib.charts.style import HEAT, INK, ink_on

SVG = "{http://www.w3.org/2000/svg}"
ALL = f".//{SVG}"


def linked(document: str, code: str) -> str | None:
    return None if document == "vl_a" else f"#cell-{document}-{code}"


@pytest.fixture(scope="module")
def plain() -> charts.Chart:
    return charts.heatmap(samples.matrix(), samples.look("nl"))


@pytest.fixture(scope="module")
def links() -> charts.Chart:
    return charts.heatmap(samples.matrix(), samples.look("nl"), href=linked, key="warm")


def root_of(chart: charts.Chart) -> ElementTree.Element:
    return ElementTree.fromstring(chart.svg().replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1))


def test_an_image_has_a_name_a_description_and_no_metadata(plain: charts.Chart) -> None:
    root = root_of(plain)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "heatmap-title heatmap-alt"
    assert root.findtext(f"{SVG}title") == plain.title
    assert root.findtext(f"{SVG}desc") == plain.alt
    assert root.find(f"{ALL}metadata") is None
    assert root.find(f"{ALL}style") is None
    assert root.get("viewBox")
    assert "width:100%" in root.get("style", "")


def test_every_id_is_the_charts_own_and_every_reference_has_its_target(links: charts.Chart) -> None:
    text = links.svg()
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert all(name.startswith("warm-") for name in ids)
    uses = re.findall(r"url\(#([^)]+)\)", text) + re.findall(r'<use[^>]*href="#([^"]+)"', text)
    assert uses
    assert set(uses) <= set(ids)


def test_each_cell_is_a_link_with_a_name_that_opens_in_place(links: charts.Chart) -> None:
    root = root_of(links)
    assert root.get("role") == "group"
    anchors = list(root.iter(f"{SVG}a"))
    assert len(anchors) == 4 * 21
    assert {anchor.get("href") for anchor in anchors} == {
        linked(row.document, row.code) for row in links.table.itertuples() if row.document != "vl_a"
    }
    assert not any("target" in anchor.attrib for anchor in anchors)
    first = next(anchor for anchor in anchors if anchor.get("href") == "#cell-nl_a-circular_economy")
    row = links.table.set_index(["document", "code"]).loc[("nl_a", "circular_economy")]
    name = first.get("aria-label", "")
    assert name.startswith("TechniShow, Routekaart 2026, Circulaire economie en materialen: ")
    assert name.endswith(f"{row['count']:.0f} van 60 eenheden")
    shape = first.find(f"{SVG}path")
    assert shape is not None
    assert "fill:none" not in shape.get("style", "").replace(" ", "")  # such a shape takes no click


def test_cells_without_links_still_have_their_tip(plain: charts.Chart) -> None:
    tips = [title.text for title in root_of(plain).iter(f"{SVG}title")]
    assert len(tips) == 1 + 105
    assert all("van 60 eenheden" in str(tip) for tip in tips[1:])


def test_text_is_text_in_the_pages_ink_and_type(plain: charts.Chart) -> None:
    text = plain.svg()
    assert "Circulaire economie en materialen</text>" in text
    assert INK not in text
    assert "currentColor" in text
    assert "DejaVu" not in text


def test_numbers_in_words_are_not_rounded() -> None:
    chart = charts.log_odds(samples.comparison(), samples.look("en"))
    assert "&lt;\N{NO-BREAK SPACE}0.001" in chart.svg()


def test_the_same_figure_gives_the_same_bytes(plain: charts.Chart) -> None:
    again = charts.heatmap(samples.matrix(), samples.look("nl"))
    assert plain.svg() == plain.svg() == again.svg()
    assert plain.png(dpi=50) == again.png(dpi=50)
    assert plain.html() == again.html()


@pytest.mark.slow
def test_another_process_time_zone_locale_and_hash_seed_give_the_same_bytes() -> None:
    code = (
        "import chart_samples as s, comparelib.charts as c, hashlib;"
        "chart = c.ordination_map(s.map_of(s.matrix()), s.look('nl'), jurisdictions=s.documents_of(s.matrix()));"
        "print(hashlib.sha256(chart.html().encode()).hexdigest())"
    )
    here = str(Path(__file__).parent)
    answers = set()
    for seed, zone in (("1", "UTC"), ("77", "Asia/Tokyo")):
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PYTHONPATH": here}
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env=surroundings, check=True
        )
        answers.add(run.stdout)
    assert len(answers) == 1


def test_the_png_has_the_resolution_that_was_asked_for(plain: charts.Chart) -> None:
    small, large = plain.png(dpi=50), plain.png(dpi=100)
    assert small[:8] == b"\x89PNG\r\n\x1a\n"
    width = [int.from_bytes(data[16:20], "big") for data in (small, large)]
    assert width[1] == pytest.approx(2 * width[0], rel=0.03)  # hinting differs


def test_the_page_has_figure_caption_table_and_data(links: charts.Chart) -> None:
    page = html.fromstring(f"<main>{links._repr_mimebundle_()['text/html']}</main>")
    assert page.xpath("//figure/@id") == ["warm"]
    assert page.xpath("//figure/figcaption/strong/text()") == ["Thema’s per document."]
    assert len(page.xpath("//details//table[@id='warm-table']/tbody/tr")) == 105
    assert page.xpath("//a[@class='skip']/@href") == ["#warm-caption"]
    assert page.xpath("//a[@download='warm.csv']/@href")[0].startswith(
        "data:text/csv;charset=utf-8,jurisdiction"
    )
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert "http" not in "".join(page.xpath("//@href"))


def test_a_chart_without_links_needs_no_way_past_them(plain: charts.Chart) -> None:
    assert 'class="skip"' not in plain.html()


def test_numbers_on_cells_are_read_on_every_shade() -> None:
    def luminance(colour: tuple[float, ...]) -> float:
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    for step in range(101):
        shade = HEAT(step / 100)
        dark = ink_on(shade) != "#ffffff"
        light, deep = (luminance(shade), 0.0) if dark else (1.0, luminance(shade))
        assert (light + 0.05) / (deep + 0.05) >= 4.5
    greys = [luminance(HEAT(step / 100)) for step in range(101)]
    assert greys == sorted(greys, reverse=True)  # darker is more in grey too


def test_in_jupyterlab_links_of_a_drawing_are_written_so_that_it_leaves_them_alone(links):
    html = links._repr_mimebundle_()["text/html"]
    drawing = html[html.index("<svg") : html.index("</svg>")]
    assert ' xlink:href="#' in drawing
    assert ' href="' not in drawing
    assert '<a class="skip" href="#warm-caption">' in html
