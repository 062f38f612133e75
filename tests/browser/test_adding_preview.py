"""The preview page in a real browser: readable by everybody, offline, its pictures there."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from adding_samples import LEAFLET, ROOT
from comparelib.adding.reading import read_file
from comparelib.reporting.preview import render_preview

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def path(browser, tmp_path_factory):
    said = {"title": "Visie", "language": "nl", "doc_id": "vl_x", "file": "visie.pdf", "sha256": "0" * 64}
    file = tmp_path_factory.mktemp("preview") / "vl_x.html"
    html = render_preview(LEAFLET, read_file(LEAFLET, "visie.pdf"), said, "Study", "en")
    file.write_text(html, encoding="utf-8")
    return file


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_preview_breaks_no_rule_of_accessibility(path, visit, scheme):
    result = Axe().run(visit(path, scheme=scheme).page, options=STANDARDS)
    assert result.violations_count == 0, result.generate_report()


def test_it_loads_nothing_and_every_link_has_its_target(path, visit):
    seen = visit(path)
    assert [url for url in seen.requests if not url.startswith("data:")] == [path.resolve().as_uri()]
    assert seen.errors == []
    links = seen.page.eval_on_selector_all("a[href^='#']", "all => all.map(link => link.hash.slice(1))")
    assert {"page-1", "page-2", "furniture"} <= set(links)
    assert all(seen.page.evaluate("id => !!document.getElementById(id)", name) for name in links)


def test_the_text_stands_beside_its_page(path, visit):
    page = visit(path, width=1440).page
    picture = page.get_by_role("img", name="Page 2 as published")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=picture.element_handle())
    text, beside = page.locator("#page-2 .units").bounding_box(), picture.bounding_box()
    assert text["x"] + text["width"] <= beside["x"]
    assert page.locator("#page-1 mark").inner_text().startswith("innovatie")


@pytest.mark.parametrize("width", [360, 640])
def test_a_narrow_preview_does_not_scroll_sideways(path, visit, width):
    assert visit(path, width=width).page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_text_without_pictures_is_shown_without_faults(browser, visit, tmp_path):
    source = ROOT / "data/raw/nl/nl_technishow_routekaart_2026.txt"
    said = {
        "title": "TechniShow",
        "language": "nl",
        "doc_id": "nl_x",
        "file": source.name,
        "sha256": "0" * 64,
    }
    html = render_preview(source.read_bytes(), read_file(source.read_bytes(), source.name), said, "S", "nl")
    (tmp_path / "x.html").write_text(html, encoding="utf-8")
    page = visit(tmp_path / "x.html").page
    assert page.locator(".unit.furniture").count() > 0
    result = Axe().run(page, options=STANDARDS)
    assert result.violations_count == 0, result.generate_report()
