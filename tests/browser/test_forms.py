"""The form and the answers of notebooks/explore.ipynb in a real JupyterLab, by keyboard alone."""

import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from lab_server import LONGEST, run_all, running_lab

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STUDY = re.compile(r"(?s)notebooks: \[.*?\]")
FORM, ANSWERS = ".report-form", ".explore"


@pytest.fixture(scope="module")
def lab(built, tmp_path_factory):
    root = shutil.copytree(built, tmp_path_factory.mktemp("forms") / "study")
    study = root / "study.yml"
    one_page = STUDY.sub("notebooks: [03_priorities]", study.read_text(encoding="utf-8"))
    study.write_text(one_page, encoding="utf-8")
    with running_lab(root, tmp_path_factory.mktemp("lab")) as server:
        yield server


def faults(page, selector):
    found = Axe().run(page, context=selector).response["violations"]
    return [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found]


def field(page, name):
    return page.locator(f"{FORM} [id$='-{name}']")


@pytest.fixture(scope="module")
def page(lab, browser):
    """The notebook, run from its first cell to its last."""
    lab.start_kernel("notebooks/explore.ipynb")
    opened = lab.open(browser, "notebooks/explore.ipynb")
    run_all(opened)
    opened.locator(ANSWERS).nth(3).wait_for()
    yield opened
    opened.context.close()


def test_the_form_says_beside_a_field_what_is_wrong_with_it(page):
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").all_text_contents() == []
    form = page.locator(FORM)
    form.scroll_into_view_if_needed()
    field(page, "draws").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("0")
    page.keyboard.press("Tab")
    message = field(page, "draws-message")
    message.filter(has_text="“0” cannot be used here. Expected: a whole number of 1 or more").wait_for()
    assert field(page, "draws").get_attribute("aria-invalid") == "true"
    assert message.get_attribute("id") in field(page, "draws").get_attribute("aria-describedby")
    assert faults(page, FORM) == []
    form.get_by_role("button", name="Render").focus()
    page.keyboard.press("Enter")  # leads back to what is wrong
    page.wait_for_function("document.activeElement.id.endsWith('-draws')")
    assert page.locator(".jp-Notebook .jp-Cell").count() == 12  # no key was a command of the notebook


def test_a_report_is_made_with_the_keyboard_alone(page):
    form = page.locator(FORM)
    field(page, "draws").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("20")
    field(page, "counting").focus()
    page.keyboard.press("ArrowDown")
    field(page, "language").focus()
    page.keyboard.type("Dutch")
    form.get_by_role("checkbox", name="Measure").focus()
    page.keyboard.press("Space")
    given = "-p functions=measure -p counting=fractional -p draws=20 -p language=nl"
    form.get_by_text(f"comparelib report --run baseline {given}", exact=True).wait_for()
    form.get_by_role("button", name="Render").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.textContent === 'Cancel'")
    form.get_by_text("Ready: 1 of 1 page made anew.").wait_for(timeout=2 * LONGEST)
    page.wait_for_function("document.activeElement.textContent === 'Render'")
    link = form.get_by_role("link", name=re.compile("03_priorities.html"))
    assert re.fullmatch(r"Open reports/baseline-custom-\w+/03_priorities\.html", link.text_content())
    link.focus()
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    report = opened.value
    report.get_by_role("heading", level=1, name="Prioriteiten: wat de teksten vooropstellen").wait_for()
    draws = report.locator("details.settings tr", has_text="Trekkingen").locator("td").first
    assert draws.text_content() == "20"
    report.close()
    assert page.locator(".jp-Notebook .jp-Cell").count() == 12


def test_four_questions_are_answered_and_sorted_with_the_keyboard(page, lab):
    assert faults(page, ANSWERS) == []
    page.locator(f"{ANSWERS} th button", has_text="Similarity").focus()
    page.keyboard.press("Enter")
    cells = page.locator(ANSWERS).nth(3).locator("td.number").all_text_contents()
    assert cells == sorted(cells)
    assert len(cells) == 5
    assert lab.foreign() == []
