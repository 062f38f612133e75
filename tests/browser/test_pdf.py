"""A page printed by a real Chromium: tagged, no cut figure, no page that scrolls sideways, no passages."""

import shutil
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe

from comparelib.reporting.comparing import diff_page, diff_runs, editions
from comparelib.reporting.pdf import print_pages

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def printed(published, tmp_path_factory, browser):
    """The pages of the baseline as PDF."""
    folder = tmp_path_factory.mktemp("printed")
    pages = [
        Path(shutil.copy(page, folder)) for page in sorted((published / "reports/baseline").glob("*.html"))
    ]
    print_pages(pages)
    return [page.with_suffix(".pdf") for page in pages]


def test_every_page_is_tagged_and_has_its_title_and_outline(printed):
    assert len(printed) >= 4
    for path in printed:
        document = pypdfium2.PdfDocument(path)
        assert document.is_tagged(), path
        assert " – " in document.get_metadata_dict()["Title"]
        assert 1 <= len(document) <= 40, path
        assert list(document.get_toc()), path
        document.close()


def test_what_is_for_the_screen_does_not_reach_the_paper(printed):
    for path in printed:
        document = pypdfium2.PdfDocument(path)
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
        assert "Skip to the content" not in text
        assert "Download:" not in text
        assert "Data as CSV" not in text
        assert len(text) < 120_000, f"{path}: passages were printed"
        document.close()


def test_nothing_is_cut_at_the_edge_of_the_paper(printed):
    for path in printed:
        document = pypdfium2.PdfDocument(path)
        for number, page in enumerate(document):
            grey = page.render(scale=1).to_numpy().min(axis=2)
            edges = (grey[:, :12], grey[:, -12:], grey[:12], grey[-12:])
            assert all((edge > 200).all() for edge in edges), f"{path} {number + 1}"
        document.close()


def test_no_figure_is_parted_by_the_end_of_a_page(published, visit):
    """In print a figure's drawing is never higher than what a page holds (A4 less its margins)."""
    for name in ("03_priorities", "04_clusters"):
        page = visit(published / "reports/baseline" / f"{name}.html").page
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 673, "height": 986})
        for box in (figure.bounding_box() for figure in page.locator("figure svg").all()):
            assert box["height"] < 986
            assert box["x"] + box["width"] <= 675


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_findings_and_comparison_are_accessible_and_fit_the_screen(published, tmp_path, visit, scheme, width):
    comparison = tmp_path / "diff.html"
    before, after = editions(published / "reports", "baseline", "measures")
    comparison.write_text(diff_page(diff_runs(before, after), "nl"), encoding="utf-8")
    for path in (published / "reports/baseline/summary.html", comparison):
        seen = visit(path, scheme=scheme, width=width)
        found = Axe().run(seen.page)
        assert found.violations_count == 0, found.generate_report()
        assert seen.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        assert seen.requests == [path.resolve().as_uri()]
        assert not seen.errors


def test_every_download_is_there(published, visit):
    for name in ("01_corpus", "03_priorities", "04_clusters", "summary"):
        path = published / "reports/baseline" / f"{name}.html"
        page = visit(path).page
        links = [link.get_attribute("href") for link in page.locator(".downloads a").all()]
        assert links
        assert all((path.parent / Path(link)).is_file() for link in links)
        assert page.locator("figure.chart").count() == page.locator("figure .downloads").count()
