"""The list of many documents: closed groups of plain links, and a search that works without a server."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from comparelib.reporting.reader.catalogue import CATALOGUE, render_catalogue
from comparelib.reporting.reader.page import ReaderFrame

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FRAME = ReaderFrame("A study", "A run", "en", jurisdictions={"NL": "Dutch texts", "VL": "Flemish texts"})
SHOWN = "document.querySelectorAll('.catalogue > li:not([hidden])').length"


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    documents = [
        {
            "doc_id": f"d{number:04d}", "title": f"Letter {number}", "jurisdiction": "NL" if number % 2 else "VL",
            "issuer": f"Office {number % 7}", "issuer_type": "agency" if number % 3 else "ministry",
            "doc_type": "letter", "date": str(2000 + number % 20), "language": "nl", "n_units": 11,
        }
        for number in range(1_200)
    ]  # fmt: skip
    folder = tmp_path_factory.mktemp("catalogue")
    for file, page in render_catalogue(documents, FRAME).items():
        (folder / file).write_text(page, encoding="utf-8")
    return folder / CATALOGUE


def test_a_search_shows_what_it_finds_and_an_empty_one_all(listed, visit):
    seen = visit(listed)
    page = seen.page
    assert page.evaluate(SHOWN) == 1_200
    assert page.evaluate("document.querySelectorAll('details[open]').length") == 0
    page.fill("#catalogue-search", "letter dutch ministry 2003")
    page.wait_for_function(f"{SHOWN} < 1200")
    titles = page.locator(".catalogue > li:visible a").all_text_contents()
    expected = [n for n in range(1_200) if n % 2 and n % 3 == 0 and n % 20 == 3]
    assert sorted(titles) == sorted(f"Letter {n}" for n in expected)
    assert page.text_content("#catalogue-found") == f"{len(expected)} of 1,200 documents shown"
    assert page.evaluate("document.querySelectorAll('.catalogue-group:not([hidden])').length") == 1
    page.fill("#catalogue-search", "")
    page.wait_for_function(f"{SHOWN} === 1200")
    assert page.evaluate("document.querySelectorAll('details[open]').length") == 0
    assert page.text_content("#catalogue-found") == ""
    assert seen.errors == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_the_list_is_accessible_and_fits(listed, visit, scheme, width):
    page = visit(listed, scheme=scheme, width=width).page
    page.locator(".catalogue-group summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert found.violations_count == 0, found.generate_report()


def test_without_scripts_every_document_is_a_link(listed, visit):
    page = visit(listed, javascript=False).page
    assert not page.locator(".search").is_visible()
    page.locator(".catalogue-group summary").first.click()
    link = page.locator(".catalogue-group[open] li a").first
    assert link.is_visible()
    assert link.get_attribute("href").endswith(".html")
    assert page.locator(".catalogue > li > a").count() == 1_200
