"""The reports of the study itself, in a real browser, from the file."""

import os
import subprocess
import sys

import pytest

from comparelib.reporting.report import report
from comparelib.studyfile import load_studyfile

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def pages(published):
    study = load_studyfile(published / "study.yml")
    return [
        published / "reports" / run.name / f"{name}.html"
        for run in study.runs.values()
        for name in run.notebooks
    ]


def test_every_run_and_notebook_has_its_page_and_the_index_links_them(published, pages, visit):
    assert len(pages) >= 6
    index = visit(published / "reports" / "index.html")
    links = {link.get_attribute("href") for link in index.page.locator("main a").all()}
    assert {f"{path.parent.name}/{path.name}" for path in pages} <= links
    assert not index.errors


def test_each_page_loads_nothing_and_says_what_it_is(pages, visit):
    for path in pages:
        seen = visit(path)
        seen.page.wait_for_load_state("load")
        assert seen.requests == [path.resolve().as_uri()], path
        assert not seen.errors, path
        assert seen.page.title()
        assert seen.page.locator("html").get_attribute("lang") == "en"
        assert seen.page.locator("h1").count() == 1
        assert not seen.page.locator("details.code[open], details.parameters[open]").count()
        assert not any(code.is_visible() for code in seen.page.locator("pre code, details.code pre").all())


def test_every_page_says_first_who_coded_and_how_far_the_texts_carry(pages, visit):
    for path in pages:
        caution = visit(path).page.locator("main > .caution")
        assert caution.is_visible()
        assert "no person has coded these texts" in caution.text_content()


def test_every_figure_has_its_alt_text_and_its_table(pages, visit):
    for path in pages:
        page = visit(path).page
        for figure in page.locator("figure").all():
            svg = figure.locator("svg").first
            named = svg.get_attribute("aria-labelledby")
            text = " ".join(page.locator(f"[id='{name}']").text_content() for name in named.split())
            assert len(text) > 40, path
            assert figure.locator("table").count() >= 1, path


def test_no_personal_data_and_no_path_reaches_a_page(pages):
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert "@rvo.nl" not in text
        assert "Duisterwinkel" not in text
        assert str(path.parents[2]) not in text


def test_two_renders_give_the_same_bytes_whatever_the_clock_and_the_locale(published, pages):
    pages = [path for path in pages if path.parent.name == "measures"]
    before = {path: path.read_bytes() for path in pages}
    environment = os.environ | {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-m", "comparelib.cli", "report", "--force", "--run", "measures"]
    done = subprocess.run(
        command, cwd=published, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert f"{len(pages)} pages rendered" in done.stdout
    assert {path: path.read_bytes() for path in pages} == before


def test_nothing_is_done_twice(published, pages):
    outcome = report(published)
    assert [page.state.value for page in outcome.pages] == ["unchanged"] * len(pages)
