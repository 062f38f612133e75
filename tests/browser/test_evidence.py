"""From a figure to its passages and on to the document, in a real browser: by mouse, by keyboard, without scripts."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from comparelib import charts, compare_priorities, passages, tables
from comparelib.reporting.reader.page import ReaderFrame
from comparelib.reporting.reader.shelf import FOLDER, Library, fill_shelf
from comparelib.study import Study
from comparelib.studyfile import load_studyfile
from evidence_study import made_up, page_of, write_large

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
DOCUMENT, CODE = "vl_werkagenda_maakindustrie", "circular_economy"
CELL = f"a[href='#passages-{DOCUMENT}-{CODE}']"
SIDES = {"NL": "Dutch texts", "VL": "Flemish texts"}


@pytest.fixture(scope="module")
def found(built):
    study = Study.open(built)
    return passages(study, study.matrix(), study.look("en"))


@pytest.fixture(scope="module")
def folder(browser, built, found, tmp_path_factory):
    """A page of figures over the real study, in both languages, and the pages of its documents."""
    target, study = tmp_path_factory.mktemp("evidence"), Study.open(built)
    comparison = compare_priorities(found.matrix, draws=50, seed=1)
    for language in ("en", "nl"):
        look = study.look(language)
        given = passages(study, found.matrix, look)
        figures = (
            charts.heatmap(given.matrix, look, href=given.href),
            charts.dumbbell(comparison, look, href=given.href),
            tables.contrast_table(comparison, look, href=given.href),
        )
        (target / f"{language}.html").write_text(page_of(given, *figures), encoding="utf-8")
    frame = ReaderFrame("A study", "A run", "en", ("reference",), SIDES)
    fill_shelf(Library(load_studyfile(built / "study.yml")), frame, target, target, ())
    return target


@pytest.fixture(scope="module")
def large(browser, tmp_path_factory):
    many = made_up(200, 120)
    return many, write_large(tmp_path_factory.mktemp("large"), many)


COLLECT = """async box => {
    const wait = () => new Promise(done => setTimeout(done, 10));
    while (!box.querySelector('.passage')) await wait();
    for (const part of box.querySelectorAll('details')) {
        part.open = true;
        while (!part.querySelector('.passage')) await wait();
    }
    for (let more; (more = box.querySelector('.more-passages'));) more.click();
    return [...box.querySelectorAll('.passage')].map(one => one.dataset.unit);
}"""


def shown(page):
    """Ids of all passages in the panel, every group opened and every batch asked for."""
    page.locator("dialog[open]").wait_for()
    return page.locator("dialog[open]").evaluate(COLLECT)


def test_a_click_on_flanders_and_circular_economy_shows_what_the_matrix_counts(folder, found, visit):
    page = visit(folder / "en.html").page
    page.locator(f"svg {CELL}").first.click()
    expected = list(found.of("VL", CODE))
    assert shown(page) == expected
    assert len(expected) == found.matrix.counts.at[DOCUMENT, CODE]
    texts = found.units.set_index("unit_id")["text"]
    lines = page.locator("dialog .passage p.text")
    assert lines.all_text_contents() == [texts[unit] for unit in expected]
    assert f"{len(expected)} passages" in page.locator("dialog header").inner_text()


def test_every_cell_opens_its_own_units(folder, found, visit):
    """All cells through the page's own script; the list in the page rather than the panel, for speed."""
    page = visit(folder / "en.html").page
    page.evaluate(
        "document.querySelectorAll('details.group, details.cell').forEach(part => { part.open = true })"
    )
    for group in [*found.sides, *found.cells]:
        for code in found.matrix.codes:
            cell = page.locator(f"[id='passages-{group}-{code}']")
            if not found.of(group, code):
                assert cell.count() == 0
                continue
            units = cell.evaluate(COLLECT)
            assert units == list(found.of(group, code)), (group, code)


@pytest.mark.parametrize("group", ["NL", "VL"])
def test_a_bar_and_a_number_of_a_table_lead_to_the_passages_of_a_side(folder, found, visit, group):
    page = visit(folder / "en.html").page
    for code in ("digitalisation", "labour_skills"):
        for place in ("#dumbbell svg", "#contrast"):
            page.locator(f"{place} a[href='#passages-{group}-{code}']").click()
            assert shown(page) == list(found.of(group, code))
            page.keyboard.press("Escape")
            assert page.locator("dialog[open]").count() == 0


def test_the_keyboard_goes_there_and_back_to_the_figure(folder, visit):
    page = visit(folder / "en.html").page
    page.locator(f"svg {CELL}").focus()
    page.keyboard.press("Enter")
    page.locator("dialog[open]").wait_for()
    assert page.evaluate("document.activeElement.id") == "passages-shown"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(
        "document.querySelector('dialog').contains(document.activeElement) || document.activeElement === document.body"
    )
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('href')") == f"#passages-{DOCUMENT}-{CODE}"
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Close").click()
    assert page.evaluate("document.activeElement.closest('svg') !== null")


def test_neighbours_are_shown_on_demand_and_the_document_is_one_step_away(folder, found, visit):
    page = visit(folder / "en.html").page
    page.locator(f"svg {CELL}").click()
    passage = page.locator("dialog .passage").nth(3)
    around = passage.get_by_role("button", name="What stands around it")
    assert passage.locator(".near").count() == 0
    around.press("Enter")
    units = found.units[(found.units["doc_id"] == DOCUMENT) & (found.units["kind"] != "furniture")]
    place = list(units["unit_id"]).index(passage.get_attribute("data-unit"))
    assert passage.locator(".near").all_text_contents() == [
        units["text"].iloc[place - 1],
        units["text"].iloc[place + 1],
    ]
    button = passage.get_by_role("button", name="Hide what stands around it")
    assert button.get_attribute("aria-expanded") == "true"
    button.press("Enter")
    assert passage.locator(".near").count() == 0
    unit = passage.get_attribute("data-unit").rpartition("#")[2]
    passage.get_by_role("link", name="Read on in the document").click()
    page.wait_for_url(f"**/{FOLDER}/{DOCUMENT}.html#u-{unit}")
    assert page.locator(f"#u-{unit}").is_visible()


def test_matched_words_are_marked_for_a_coder_that_has_them(built, folder, visit):
    study = Study.open(built)
    given = passages(study, study.matrix(coder="dictionary"), study.look("nl"))
    path = folder / "dictionary.html"
    path.write_text(
        page_of(given, charts.heatmap(given.matrix, given.look, href=given.href)), encoding="utf-8"
    )
    page = visit(path).page
    page.locator(f"svg {CELL}").click()
    assert len(shown(page)) == len(given.of(DOCUMENT, CODE))
    rows = study.codings("dictionary")
    words = set(rows[(rows["code"] == CODE) & rows["unit_id"].str.startswith(DOCUMENT)]["evidence"].dropna())
    marks = page.locator("dialog mark").all_text_contents()
    assert marks
    assert all(any(word in mark for word in words) for mark in marks)
    assert "grond: " in page.locator("dialog .why").first.inner_text()


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("nl", "dark")])
def test_list_and_panel_break_no_rule_of_accessibility(folder, visit, scheme, language):
    seen = visit(folder / f"{language}.html", scheme=scheme)
    assert seen.page.locator("html").get_attribute("lang") == language
    seen.page.locator(f"svg {CELL}").click()
    seen.page.locator("dialog .passage button").first.click()
    results = [Axe().run(seen.page, options=STANDARDS)]
    seen.page.keyboard.press("Escape")
    for summary in (".group:nth-of-type(2) > summary", ".group[open] .cell > summary"):
        seen.page.locator(f".evidence {summary}").first.click()
    results.append(Axe().run(seen.page, options=STANDARDS))
    assert [result.violations_count for result in results] == [0, 0], [
        result.generate_report() for result in results
    ]
    assert seen.errors == []
    assert seen.requests == [(folder / f"{language}.html").resolve().as_uri()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_reader_page_breaks_no_rule_of_accessibility(folder, visit, scheme):
    seen = visit(folder / FOLDER / f"{DOCUMENT}.html", scheme=scheme)
    result = Axe().run(seen.page, options=STANDARDS)
    assert result.violations_count == 0, result.generate_report()
    seen.page.evaluate(
        "document.querySelectorAll('details').forEach(part => { part.open = true }); location.hash = 'u-0012'"
    )
    for switch in ("furniture", "grounds"):
        seen.page.locator(f"#show-{switch}").check()
    result = Axe().run(seen.page, options=STANDARDS)
    assert result.violations_count == 0, result.generate_report()
    assert seen.errors == []
    assert len(seen.requests) == 1


@pytest.mark.parametrize("name", ["en.html", f"{FOLDER}/{DOCUMENT}.html"])
def test_a_narrow_page_does_not_scroll_sideways(folder, visit, name):
    page = visit(folder / name, width=360).page
    if name == "en.html":
        page.locator(f"svg {CELL}").dispatch_event("click")
        page.locator("dialog .passage").first.wait_for()
        assert page.locator("dialog").evaluate("part => part.scrollWidth <= 360")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_link_from_elsewhere_opens_the_passages_in_the_page(folder, found, visit):
    page = visit(folder / "en.html").page
    page.goto(f"{(folder / 'en.html').as_uri()}#passages-{DOCUMENT}-{CODE}")
    page.reload()
    cell = page.locator(f"#passages-{DOCUMENT}-{CODE}")
    cell.locator(".passage").first.wait_for()
    assert cell.is_visible()
    assert cell.locator(".passage").count() == len(found.of(DOCUMENT, CODE))


def test_without_scripts_the_units_are_listed_and_linked(folder, found, visit):
    page = visit(folder / "en.html", javascript=False).page
    page.locator(f"svg {CELL}").click()
    links = page.locator(f"#passages-{DOCUMENT}-{CODE} noscript a")
    assert links.count() == len(found.of(DOCUMENT, CODE))
    target = links.first.get_attribute("href")
    assert page.locator(f"[id='{target[1:]}']").count() == 1
    reader = visit(folder / FOLDER / f"{DOCUMENT}.html", javascript=False).page
    assert reader.locator(".filters").is_hidden()
    assert reader.locator(".unit.furniture").first.is_hidden()
    reader.locator("#show-furniture").check()
    assert reader.locator(".unit.furniture").first.is_visible()


def test_print_does_not_dump_the_passages(folder, visit):
    page = visit(folder / "en.html").page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".evidence .passage").count() == 0
    assert page.locator("#heatmap svg").first.is_visible()


def test_a_reader_filters_by_coder_theme_and_function(built, folder, visit):
    page = visit(folder / FOLDER / f"{DOCUMENT}.html").page
    codings = Study.open(built).codings("reference")
    rows = codings[codings["unit_id"].str.startswith(DOCUMENT)]
    themed = set(rows[rows["code"] == CODE]["unit_id"])
    measures = set(rows[rows["code"] == "measure"]["unit_id"])
    visible = ".text .unit:visible"
    page.locator(".filters > summary").click()
    page.get_by_label("Circular economy and materials").check()
    assert {
        f"{DOCUMENT}#{unit[2:]}"
        for unit in page.locator(visible).evaluate_all("all => all.map(one => one.id)")
    } == themed
    page.get_by_label("Measure", exact=False).first.check()
    assert page.locator(visible).count() == len(themed & measures)
    assert page.locator(".found").inner_text().startswith(f"{len(themed & measures)} of ")
    page.get_by_label("reference (R)").uncheck()
    assert page.locator(visible).count() == 0
    hidden = next(iter(sorted(set(rows["unit_id"]) - themed))).rpartition("#")[2]
    page.evaluate("hash => { location.hash = hash }", f"u-{hidden}")
    page.locator(f"#u-{hidden}").wait_for(state="visible")
    page.get_by_role("button", name="Clear the filter").click()
    page.wait_for_timeout(100)
    assert page.locator(visible).count() > len(themed)


def test_two_hundred_documents_stay_usable(large, visit):
    many, path = large
    assert path.stat().st_size < 3_000_000
    begin = time.perf_counter()
    seen = visit(path)
    seen.page.locator(".evidence[data-ready]").wait_for(state="attached")
    opened = time.perf_counter() - begin
    assert len(seen.requests) == 1
    ids = many.units["unit_id"].to_numpy()
    link = seen.page.locator("#links a[href='#passages-VL-circular_economy']")
    drawn = [str(ids[row]) for row in many.sample("VL", "circular_economy")]
    assert set(drawn) < set(many.of("VL", "circular_economy"))
    begin = time.perf_counter()
    link.click()
    assert shown(seen.page) == drawn
    clicked = time.perf_counter() - begin
    files = {f"{unit.rpartition('#')[0]}.js" for unit in drawn}
    assert {url.rpartition("/")[2] for url in seen.requests[1:]} == files
    counted = f"{len(drawn)} of {len(many.of('VL', 'circular_economy')):,} passages, drawn at random"
    assert counted in seen.page.locator("dialog header").inner_text()
    assert seen.errors == []
    assert opened < 10
    assert clicked < 10


def test_a_missing_file_of_a_large_corpus_is_said_where_it_is_missed(large, visit):
    many, path = large
    first = str(many.units["unit_id"].to_numpy()[many.sample("VL", "health")[0]])
    group = first.rpartition("#")[0]
    (path.parent / "documents" / f"{group}.js").rename(path.parent / "gone.js")
    page = visit(path).page
    page.locator("#links a[href='#passages-VL-health']").click()
    page.get_by_text(f"The file with this text is not beside this page: documents/{group}.js").wait_for()
