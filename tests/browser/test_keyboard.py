"""The keyboard alone: every page type of the real study, walked from its first stop to its last."""

import pytest

from comparelib.codebook import load_codebook
from comparelib.coding.dictionary import load_dictionary
from comparelib.reporting.codebook_page import codebook_page
from comparelib.reporting.comparing import diff_page, diff_runs, editions
from comparelib.studyfile import load_studyfile

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RUN_PAGES = (
    "01_corpus", "02_reliability", "03_priorities", "04_clusters", "05_robustness", "06_measures_and_words",
    "summary", "documents/_all", "documents/nl_technishow_routekaart_2026",
)  # fmt: skip
# What can be used, in the order of the page; of radio buttons of one name the keyboard stops at one. A long run
# of brothers of one kind is shortened, since its members differ by their words alone.
STOPS = """() => {
    const usable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]', kinds = new Map();
    const all = [...document.querySelectorAll(usable)].filter(one => one.checkVisibility() && !one.disabled
        && one.tabIndex >= 0 && (one.type !== 'radio' || one.checked));
    for (const one of all) {
        const block = one.closest('table, svg, ul, ol, form, details') || document.body;
        const kind = `${one.tagName} ${one.getAttribute('class')}`;
        const met = kinds.get(block) || kinds.set(block, {}).get(block);
        if ((met[kind] = (met[kind] || 0) + 1) > 4) one.setAttribute('tabindex', '-1');
    }
    window.stops = all.filter(one => one.getAttribute('tabindex') !== '-1');
    window.visited = [];
    document.addEventListener('focusin', event => {
        const one = event.target, style = getComputedStyle(one), box = one.getBoundingClientRect();
        const drawn = one.matches('svg a') ? one.querySelector('path, rect, polygon') : null;
        const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 1
            || drawn && getComputedStyle(drawn).stroke !== 'none';
        window.visited.push([one, Boolean(ring), box.width > 0 && box.height > 0]);
    });
    return window.stops.length;
}"""
WRONG = """() => {
    const {stops, visited} = window, found = [];
    const said = one => one.outerHTML.slice(0, 140);
    stops.forEach((one, place) => {
        if (!visited[place]) found.push(`never reached: ${said(one)}`);
        else if (visited[place][0] !== one) found.push(`out of order: ${said(visited[place][0])} for ${said(one)}`);
        else if (!visited[place][1]) found.push(`no focus to be seen: ${said(one)}`);
        else if (!visited[place][2]) found.push(`of no size: ${said(one)}`);
    });
    if (stops.slice(-1)[0] === document.activeElement) found.push('the last stop holds the focus');
    return found.slice(0, 5);
}"""


@pytest.fixture(scope="module")
def pages(published, tmp_path_factory):
    """Every type of page: those of a run, the index, the codebook, and what moved between two runs."""
    folder, study = tmp_path_factory.mktemp("keyboard"), load_studyfile(published / "study.yml")
    codebook = load_codebook(study.codebook)
    examples = load_dictionary(study.dictionary, codebook).examples
    moved = diff_runs(*editions(published / "reports", "baseline", "measures"))
    made = {"codebook": codebook_page(codebook, examples, "nl"), "diff": diff_page(moved, "nl")}
    for name, html in made.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    run = {name: published / f"reports/measures/{name}.html" for name in RUN_PAGES}
    return {**run, "index": published / "reports/index.html"} | {
        name: folder / f"{name}.html" for name in made
    }


def test_tab_visits_everything_in_order_with_a_focus_that_is_seen_and_leaves_again(pages, visits):
    wrong, walked = {}, 0
    for name, path in pages.items():
        seen = visits(path)
        stops = seen.page.evaluate(STOPS)
        for _ in range(stops + 1):
            seen.page.keyboard.press("Tab")
        wrong[name] = seen.page.evaluate(WRONG)
        walked += stops
        assert not seen.errors
        seen.page.context.close()
    assert {name: faults for name, faults in wrong.items() if faults} == {}
    assert walked > 300


def test_shift_tab_goes_the_same_way_back(pages, visits):
    page = visits(pages["summary"]).page
    stops = page.evaluate(STOPS)
    for _ in range(stops):
        page.keyboard.press("Tab")
    for _ in range(stops - 1):
        page.keyboard.press("Shift+Tab")
    assert (
        page.evaluate("window.visited.slice(window.stops.length - 1).map(([one]) => one)").__len__() == stops
    )
    assert page.evaluate(
        "window.visited.slice(window.stops.length - 1).every(([one], n) => one === window.stops.at(-1 - n))"
    )
    page.context.close()


LINKS = {
    "01_corpus": "#balance td a",
    "02_reliability": "#agreement td a",
    "03_priorities": "#heatmap svg a",
    "04_clusters": "#co-clustering svg a[href*=':beside:']",
    "05_robustness": ".finding dd a",
    "06_measures_and_words": "#functions svg a",
}


@pytest.mark.parametrize("name", LINKS)
def test_enter_opens_passages_tab_stays_within_and_escape_leads_back(pages, visits, name):
    page = visits(pages[name]).page
    link = page.locator(LINKS[name]).first
    link.focus()
    page.keyboard.press("Enter")
    page.locator("dialog[open]").wait_for()
    page.wait_for_function("document.querySelector('dialog[open]').contains(document.activeElement)")
    for _ in range(4):
        page.keyboard.press("Tab")
        inside = "document.activeElement === document.body || document.activeElement.closest('dialog[open]')"
        assert page.evaluate(f"Boolean({inside})")
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    page.wait_for_function("document.activeElement !== document.body")
    assert link.evaluate("one => one === document.activeElement")
    page.context.close()


def test_what_folds_sorts_and_searches_answers_to_keys(pages, visits):
    page = visits(pages["02_reliability"]).page
    folded = page.locator("main details > summary").first
    folded.focus()
    for key, is_open in (("Enter", True), ("Space", False)):
        page.keyboard.press(key)
        assert folded.evaluate("one => one.parentElement.open") is is_open
    sort = page.locator("#agreement thead button").nth(1)
    sort.focus()
    page.keyboard.press("Enter")
    assert sort.evaluate("one => one.parentElement.getAttribute('aria-sort')") == "ascending"
    search = page.locator("input[type=search]:visible").first
    search.focus()
    page.keyboard.type("energie")
    shown = page.locator("#agreement tbody tr:visible")
    assert shown.count() == 1
    page.keyboard.press("Escape")
    assert shown.count() == 21
    page.context.close()


def test_the_first_tab_skips_to_the_content(pages, visits):
    page = visits(pages["index"]).page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")
    page.context.close()
