"""The pages of a small study in a real browser: nothing loaded, nothing broken, nobody shut out."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from comparelib.reporting.report import report
from reporting_study import ROWS, write_study

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = ("baseline/shares.html", "measures/shares.html", "index.html")
STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def reports(browser, tmp_path_factory):
    root = write_study(tmp_path_factory.mktemp("browser") / "study")
    report(root)
    return root / "reports"


@pytest.fixture(params=PAGES)
def path(request, reports):
    return reports / request.param


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_breaks_no_rule_of_accessibility_closed_or_open(path, visit, scheme):
    page = visit(path, scheme=scheme).page
    for closed in (True, False):
        if not closed:
            page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
        result = Axe().run(page, options=STANDARDS)
        assert result.violations_count == 0, result.generate_report()


def test_a_page_loads_nothing_and_says_what_it_is(path, visit):
    seen = visit(path)
    assert seen.requests == [path.resolve().as_uri()]
    assert seen.errors == []
    language = "nl" if "measures" in str(path) else "en"
    assert seen.page.locator("html").get_attribute("lang") == language
    assert seen.page.title().endswith("Een kleine studie" if language == "nl" else "A small study")
    assert seen.page.locator("h1").count() == 1
    assert seen.page.locator("main").count() == 1


def test_every_link_leads_somewhere(path, visit):
    page = visit(path).page
    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    assert links
    for link in links:
        if link.startswith("#"):
            assert page.evaluate("id => !!document.getElementById(id)", link[1:]), link
        else:
            assert (path.parent / link).is_file(), link


@pytest.mark.parametrize("width", [360, 640])
def test_a_narrow_or_enlarged_page_does_not_scroll_sideways(path, visit, width):
    page = visit(path, width=width).page
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_code_and_settings_are_closed_until_opened(reports, visit):
    page = visit(reports / "baseline/shares.html").page
    for kind in ("code", "settings"):
        part = page.locator(f"details.{kind}").first
        assert part.locator("pre, table").first.is_hidden()
        part.locator("summary").focus()
        page.keyboard.press("Enter")
        assert part.locator("pre, table").first.is_visible()


def test_a_picture_has_its_words_and_headings_are_not_confused(reports, visit):
    page = visit(reports / "baseline/shares.html").page
    assert page.get_by_role("img", name="A bar of 12 out of 20.").is_visible()
    anchors = page.eval_on_selector_all(
        ".contents a", "links => links.map(link => link.getAttribute('href'))"
    )
    assert anchors == ["#results", "#results-2", "#economie"]


def test_a_table_is_sorted_and_searched_by_keyboard(reports, visit):
    page = visit(reports / "baseline/shares.html").page
    rows = page.get_by_role("region", name="Shares of the themes").locator("tbody tr")
    page.get_by_role("button", name="Share", exact=True).focus()
    page.keyboard.press("Enter")
    assert rows.first.inner_text().split()[:3] == ["theme", str(ROWS - 1), f"{101 - ROWS}%"]
    assert page.get_by_role("columnheader", name="Share").get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert rows.first.inner_text().split()[:3] == ["theme", "0", "100%"]
    page.get_by_label("Search in this table").fill("theme 13")
    assert page.get_by_role("status").inner_text() == f"1 of {ROWS} rows"
    assert rows.locator("visible=true").count() == 1


def test_without_scripts_everything_is_still_there(reports, visit):
    page = visit(reports / "baseline/shares.html", javascript=False).page
    assert page.get_by_role("region", name="Shares of the themes").locator("tbody tr").count() == ROWS
    page.locator("details.code summary").first.click()
    assert page.locator("details.code pre").first.is_visible()


def test_a_link_into_a_closed_element_opens_it(reports, visit):
    page = visit(reports / "baseline/shares.html").page
    page.evaluate("document.querySelector('details.settings table').id = 'inside'; location.hash = 'inside'")
    page.locator("details.settings[open]").wait_for()


def test_print_shows_settings_but_no_code_and_no_search(reports, visit):
    page = visit(reports / "baseline/shares.html").page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.settings table").is_visible()
    hidden = ("details.code", ".search", ".contents")
    assert [page.locator(part).first.is_visible() for part in hidden] == [False] * 3
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.settings[open]").count() == 0


def test_the_index_is_searched(reports, visit):
    page = visit(reports / "index.html").page
    page.get_by_role("searchbox").fill("measures")
    assert page.locator(".run:visible").count() == 1
    assert page.locator("#index-found").inner_text() == "1 of 3 pages"
    page.get_by_role("searchbox").fill("")
    assert page.locator(".run:visible").count() == 2


def test_the_keyboard_reaches_the_content_first(path, visit):
    page = visit(path).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_run_json_holds_the_times_and_the_pages_do_not(reports):
    record = json.loads((reports / "baseline/run.json").read_text())
    text = (reports / "baseline/shares.html").read_text()
    assert record["finished"][:10] not in text
    assert record["host"] not in text
    assert str(reports.parent) not in text
