"""The reports of the study itself, in a real browser, from the file."""

import json
import os
import re
import shutil
import subprocess
import sys
from urllib.parse import unquote

import pytest
from inspecting import CHECKS, LEVELS, inspect

from comparelib.codebook import load_codebook
from comparelib.coding.dictionary import load_dictionary
from comparelib.reporting.codebook_page import codebook_page
from comparelib.reporting.comparing import diff_page, diff_runs, editions
from comparelib.reporting.report import report
from comparelib.study import Study
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


@pytest.fixture(scope="module")
def others(published, tmp_path_factory):
    """The pages that no run makes: of the codebook, and of what moved between two runs."""
    folder, study = tmp_path_factory.mktemp("others"), load_studyfile(published / "study.yml")
    codebook, moved = (
        load_codebook(study.codebook),
        diff_runs(*editions(published / "reports", "baseline", "measures")),
    )
    examples = load_dictionary(study.dictionary, codebook).examples
    for language in ("en", "nl"):
        made = {"codebook": codebook_page(codebook, examples, language), "diff": diff_page(moved, language)}
        for name, html in made.items():
            (folder / f"{name}-{language}.html").write_text(html, encoding="utf-8")
    return sorted(folder.glob("*.html"))


@pytest.fixture(scope="module")
def everything(published, pages, others):
    """Every kind of page that there is, in both languages: notebooks, findings, documents, index, and others."""
    reports = published / "reports"
    beside = [*reports.glob("*/summary.html"), *(reports / "baseline/documents").glob("*.html")]
    beside.append(reports / f"measures/documents/{FLANDERS}.html")
    return [*pages, *sorted(beside), reports / "index.html", *others]


@pytest.fixture(scope="module")
def inspected(everything, visits):
    """Page -> check -> faults; every page is visited once."""
    return {path: inspect(visits, path) for path in everything}


@pytest.mark.parametrize("check", CHECKS)
def test_every_page_is_fit_for_every_reader(inspected, check):
    assert len(inspected) >= 25
    wrong = {f"{path.parent.name}/{path.name}": found[check] for path, found in inspected.items()}
    assert {name: faults for name, faults in wrong.items() if faults} == {}


def test_what_inspects_the_pages_finds_each_kind_of_fault(tmp_path, visits):
    """A page with everything wrong: no check passes it, so none passes a page by mistake."""
    assert {"wcag2a", "wcag2aa", "wcag22aa"} <= set(LEVELS)
    path = tmp_path / "bad.html"
    path.write_text(BAD + "<!-- " + "x" * 3_000_000 + " -->", encoding="utf-8")
    found = inspect(visits, path)
    assert [check for check in CHECKS if not found[check]] == []


BAD = """<!DOCTYPE html><html lang="en"><head><title>t</title><style>
p { color: #bbb } @media (prefers-color-scheme: dark) { body { background: #111 } p { color: #333 } }
</style></head><body><main><h1>Everything wrong</h1><p>hard to read</p><a href="#nowhere">nowhere</a>
<div onclick="1">for a mouse</div><table><tr><td><p style="width: 2000px">cell</p></td></tr></table><div style="width: 900px">wide</div><img src="gone.png" alt="gone">
<figure><svg width="10" height="2000"></svg></figure></main></body></html>"""


def test_links_between_pages_lead_to_a_page_and_a_place_in_it(everything):
    places = {}
    for path in everything:
        for href in re.findall(r'<a\b[^>]*?\bhref="([^"#][^"]*)"', path.read_text(encoding="utf-8")):
            if href.startswith("data:"):
                continue
            file, _, name = href.partition("#")
            target = (path.parent / unquote(file)).resolve()
            assert target.is_file(), f"{path.name}: {href}"
            if name:
                if target not in places:
                    places[target] = set(re.findall(r'\bid="([^"]+)"', target.read_text(encoding="utf-8")))
                assert unquote(name) in places[target], f"{path.name}: {href}"


EVERY_CELL = """async () => {
    const wait = () => new Promise(done => setTimeout(done, 1)), found = {};
    for (const link of document.querySelectorAll('#heatmap svg a')) {
        link.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
        const box = document.querySelector('dialog[open]');
        while (!box.querySelector('.passage')) await wait();
        for (let more; (more = box.querySelector('.more-passages'));) more.click();
        found[link.getAttribute('href')] = [...box.querySelectorAll('.passage')].map(one => one.dataset.unit);
        box.close();
    }
    return found;
}"""


@pytest.mark.parametrize(("run", "functions"), [("baseline", ()), ("measures", ("measure",))])
def test_a_click_on_any_cell_shows_exactly_the_units_that_were_counted(published, visit, run, functions):
    """Held against the table of codings itself: rows of the coder, of theme and document, of units counted."""
    codings = Study.open(published).codings("reference")
    asked = set(codings[(codings["facet"] == "function") & codings["code"].isin(functions)]["unit_id"])
    themes = codings[(codings["facet"] == "theme") & ~codings["code"].isin(["none", "failed"])]
    themes = themes[themes["unit_id"].isin(asked)] if functions else themes
    expected = {
        f"#passages-{document}-{code}": sorted(rows["unit_id"].unique())
        for (document, code), rows in themes.groupby([themes["unit_id"].str.rpartition("#")[0], "code"])
    }
    seen = visit(published / f"reports/{run}/03_priorities.html")
    found = seen.page.evaluate(EVERY_CELL)
    assert found == expected
    assert len(found[f"#passages-{FLANDERS}-circular_economy"]) > 5
    assert not seen.errors


FLANDERS = "vl_werkagenda_maakindustrie"
LANGUAGE = {"baseline": "en", "measures": "nl"}  # as the fixture `published` writes it
CAUTION = {
    "en": "no person has coded these texts",
    "nl": "nog geen mens heeft deze teksten gecodeerd",
}


def test_the_tab_key_alone_visits_everything_in_the_order_of_the_page(published, visit):
    page = visit(published / "reports/baseline/03_priorities.html").page
    stops = page.evaluate(
        """() => {
        window.visited = [];
        document.addEventListener('focusin', event => window.visited.push(event.target));
        const usable = 'a[href], button, input, select, summary, [tabindex="0"]';
        window.stops = [...document.querySelectorAll(usable)].filter(
            one => one.checkVisibility() && !one.disabled && one.tabIndex >= 0);
        return window.stops.length;
    }"""
    )
    for _ in range(stops):
        page.keyboard.press("Tab")
    assert stops > 100
    assert (
        page.evaluate("window.stops.filter(one => !window.visited.includes(one)).map(one => one.outerHTML)")
        == []
    )
    assert page.evaluate(
        "window.visited.slice(0, window.stops.length).every((one, n) => one === window.stops[n])"
    )


def test_the_record_says_where_the_time_went(published):
    record = json.loads((published / "reports/baseline/run.json").read_text())
    for page in record["pages"]:
        seconds = page["seconds"]
        assert list(seconds) == ["start", "kernel", "imports", "compute", "render"]
        assert all(seconds[stage] > 0 for stage in ("kernel", "imports", "compute", "render")), page[
            "notebook"
        ]
    assert record["summary"]["seconds"]["compute"] > 0
    assert record["seconds"]["documents"] > 0


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
        assert seen.page.locator("html").get_attribute("lang") == LANGUAGE[path.parent.name]
        assert seen.page.locator("h1").count() == 1
        assert not seen.page.locator("details.code[open], details.parameters[open]").count()
        assert not any(code.is_visible() for code in seen.page.locator("pre code, details.code pre").all())


def test_every_page_says_first_who_coded_and_how_far_the_texts_carry(pages, visit):
    for path in pages:
        caution = visit(path).page.locator("main > .caution")
        assert caution.is_visible()
        assert CAUTION[LANGUAGE[path.parent.name]] in caution.text_content()


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


@pytest.fixture
def copied(published, tmp_path):
    """A copy of the published study that a test may write to."""
    return shutil.copytree(published, tmp_path / "study")


def test_two_renders_give_the_same_bytes_whatever_the_clock_and_the_locale(copied):
    pages = sorted((copied / "reports/measures").glob("0*.html"))
    before = {path: path.read_bytes() for path in pages}
    assert len(before) == 6
    environment = os.environ | {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-m", "comparelib.cli", "report", "--force", "--run", "measures"]
    done = subprocess.run(command, cwd=copied, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"{len(pages)} pages rendered" in done.stdout
    assert {path: path.read_bytes() for path in pages} == before


def test_nothing_is_done_twice(copied, pages):
    outcome = report(copied)
    assert [page.state.value for page in outcome.pages] == ["unchanged"] * len(pages)
