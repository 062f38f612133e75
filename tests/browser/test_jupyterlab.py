"""The notebooks open and run in a real JupyterLab as they are, without a question and without a network."""

import json

import pytest
from lab_server import IDLE, running_lab

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def lab(unbuilt, tmp_path_factory):
    with running_lab(unbuilt, tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture(scope="module")
def unbuilt(study_at, tmp_path_factory):
    return study_at(tmp_path_factory.mktemp("study"))


@pytest.mark.parametrize(
    "name",
    ["01_corpus", "02_reliability", "03_priorities", "04_clusters", "05_robustness", "06_measures_and_words"],
)
def test_a_notebook_opens_and_runs_as_it_is(lab, unbuilt, browser, name):
    path = f"notebooks/{name}.ipynb"
    lab.start_kernel(path)
    page = lab.open(browser, path, viewport={"width": 1400, "height": 1000})
    page.locator(IDLE).wait_for()
    # The indicator is idle before the kernel is known; the status bar says when both are.
    page.get_by_text("| Idle").first.wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=False).first.click()
    page.locator(".jp-Notebook .jp-Cell").last.scroll_into_view_if_needed()
    page.locator(".jp-CodeCell .jp-OutputArea-output").last.wait_for()
    page.locator(IDLE).wait_for()
    assert page.locator(".jp-Dialog").count() == 0
    # JupyterLab holds in the page only what is in sight, so what came of all cells is read from the saved file.
    with page.expect_response(lambda answer: answer.request.method == "PUT" and name in answer.url):
        page.keyboard.press("Control+s")
    cells = json.loads((unbuilt / path).read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert [output for output in outputs if output["output_type"] in ("error", "stream")] == []
    shown = "".join("".join(output.get("data", {}).get("text/html", "")) for output in outputs)
    assert "<svg" in shown or "<table" in shown
    assert all(cell["execution_count"] for cell in cells if cell["cell_type"] == "code")
    assert lab.foreign() == []
    page.context.close()
