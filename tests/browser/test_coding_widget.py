"""Coding by hand in a real JupyterLab, by keyboard alone: from a blind sample to the page of a report."""

import json
import logging
import os
import shutil
import signal
import statistics
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from lab_server import patience, run_all, running_lab

from comparelib.coding.human import human_codings, load_human_codings
from comparelib.labels import bracketed
from comparelib.reliability import agreement
from comparelib.reporting.pdf import chromium
from comparelib.widgets import coding_study

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LOG = logging.getLogger(__name__)  # shown with --log-cli-level=INFO
SAMPLE, CODED = 70, 20
GOAL, MEASURE = ("f", "2", "n"), ("f", "3", "4", "n")  # the keys move on to the instrument by themselves
AB = [("1", *GOAL), ("1", "2", *GOAL), ("0", "5", "n"), ("a", *MEASURE), ("3", *GOAL)] * 4
CD = [("1", *GOAL), ("1", *GOAL), ("5", "n"), ("a", *MEASURE), ("4", *GOAL)] * 4
CD[2] = ("5", "n")  # this unit's theme is given before the browser dies
CD[7] = CD[12] = CD[17] = ("0", "5", "n")
DIFFER = 8  # the second and the last of each five
RUN = """\
runs:
  hand:
    label: {en: "After coding by hand", nl: "Na coderen met de hand"}
    notebooks: [03_priorities]
    parameters: {coder: reference, draws: 200}
"""
# The desk is no higher than the window, and passage and marked facet begin in what is seen of their sides.
IN_SIGHT = """() => {
  const desk = document.querySelector(".coding");
  const seen = (part, side) => {
    const [inner, outer] = [part, side].map(name => desk.querySelector(name).getBoundingClientRect());
    return inner.top >= outer.top && inner.top < outer.bottom - 10;
  };
  return desk.offsetHeight < innerHeight && seen(".coding-unit", ".coding-reading")
    && seen(".coding-active .coding-title", ".coding-asking");
}"""
LARGE = """\
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from coding_study import coding_study
from comparelib.widgets import CodingWidget
CodingWidget(coding_study(Path.cwd(), 5600), "ab", n=10_000)
"""


# -- one study, one JupyterLab -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def study(built, tmp_path_factory):
    """A copy of the study with a short run, and a notebook for each person with their own parameters."""
    root = shutil.copytree(built, tmp_path_factory.mktemp("coders") / "study")
    file = root / "study.yml"
    file.write_text(file.read_text(encoding="utf-8").partition("runs:\n")[0] + RUN, encoding="utf-8")
    source = (root / "notebooks/code_by_hand.ipynb").read_text(encoding="utf-8")
    parameters = {
        "ab": {'coder: str = \\"\\"': 'coder: str = \\"ab\\"'},
        "cd": {'coder: str = \\"\\"': 'coder: str = \\"cd\\"'},
        "third": {"settle: bool = False": "settle: bool = True"},
    }
    for name, changes in parameters.items():
        own = source
        for old, new in (changes | {"sample_size: int = 120": f"sample_size: int = {SAMPLE}"}).items():
            assert own.count(old) == 1
            own = own.replace(old, new)
        (root / f"notebooks/{name}.ipynb").write_text(own, encoding="utf-8")
    (root / "large").mkdir()
    cell = nbformat.v4.new_code_cell(LARGE.format(tests=str(Path(__file__).parents[1])))
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), root / "large/large.ipynb")
    return root


@pytest.fixture(scope="module")
def lab(study, tmp_path_factory):
    with running_lab(study, tmp_path_factory.mktemp("lab")) as running:
        yield running


class Coder:
    """A person at a browser."""

    def __init__(self, browser, lab, path):
        self.browser, self.lab, self.path, self.page = browser, lab, path, None
        lab.start_kernel(path)

    def run(self):
        """Open the notebook where it is not open, run all cells, and reach the desk by keyboard."""
        if self.page is None:
            self.page = self.lab.open(self.browser, self.path)
        run_all(self.page)
        self.desk.wait_for()
        self.page.locator(".jp-Notebook .jp-Cell", has=self.desk).locator(".jp-InputArea-editor").click()
        self.page.keyboard.press("Escape")  # JupyterLab's command mode
        self.reach()

    def reach(self):
        """Go to the desk with Tab."""
        for _ in range(60):
            if self.page.evaluate("document.activeElement.classList.contains('coding')"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail("Tab does not reach the desk")

    @property
    def desk(self):
        return self.page.locator(".jp-OutputArea-output .coding:has(progress)")

    def press(self, keys):
        for key in keys:
            self.page.keyboard.press(key)

    def code(self, units):
        """Press the keys of some units without waiting for any answer."""
        for keys in units:
            self.press(keys)

    def sees(self, done, total=SAMPLE):
        self.page.locator(".coding-count", has_text=f"{done:,} of {total:,} finished").wait_for()

    def stands_at(self, place, total=SAMPLE):
        self.page.locator(".coding-count", has_text=f"Unit {place:,} of {total:,}").wait_for()

    def writes(self, done):
        self.press("w")
        self.page.locator(".coding-status", has_text=f"is written: {done} units").wait_for()


def decided(study, name):
    text = (study / f"data/codings/log/{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def coded_by_people(study):
    opened = coding_study(study)
    units = opened.units()
    return human_codings(load_human_codings(opened.file.codings, opened.codebook), units, opened.codebook)


def alpha_of_themes(study):
    """The library's figure on the two files, as a reader sees it."""
    opened, codings = coding_study(study), coded_by_people(study)
    units = opened.units()
    units = units[units["unit_id"].isin(codings["unit_id"])]
    codes = opened.codebook.facet("theme").names
    frame = agreement(codings, units, coders=["human:ab", "human:cd"], facet="theme", codes=codes).frame
    row = frame[(frame["group_kind"] == "all") & (frame["statistic"] == "alpha_masi")].iloc[0]
    assert row["value"] < 1
    return bracketed((row["value"], row["low"], row["high"]), "decimal", "en")


def kill(browser):
    """End a browser as the power does."""
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    (process,) = [each["id"] for each in found if each["type"] == "browser"]
    os.kill(process, signal.SIGKILL)


# -- from a blind sample to the page -------------------------------------------------------------------------


def test_from_two_coders_to_the_number_on_the_page(study, lab, browser, visit):
    ab, cd = Coder(browser, lab, "notebooks/ab.ipynb"), Coder(browser, lab, "notebooks/cd.ipynb")
    first_codes(study, ab)
    second_is_cut_off_and_goes_on(study, cd)
    cd.run()
    shown = cd.page.locator("#coding-agreement").inner_text()
    assert f"{DIFFER} units on which the coders differ" in cd.page.locator("#coding-differences").inner_text()
    for coder in (ab, cd):
        coder.writes(CODED)
        coder.page.context.close()
    assert alpha_of_themes(study) in shown
    assert "twijfel" in set(coded_by_people(study)["rule"])

    before = reference_counts(study)
    third_settles_and_writes(Coder(browser, lab, "notebooks/third.ipynb"))
    change = reference_counts(study).sub(before, fill_value=0)
    doc_id, code = change.abs().idxmax()
    assert change[doc_id, code]
    for command in (["build"], ["report", "--run", "hand"]):
        done = subprocess.run([sys.executable, "-m", "comparelib.cli", *command], cwd=study, check=False)
        assert done.returncode == 0
    page = visit(study / "reports/hand/03_priorities.html").page
    number = page.locator(f"td a[href='#passages-{doc_id}-{code}']").first
    assert int(number.text_content()) == reference_counts(study).get((doc_id, code), 0)
    assert lab.foreign() == []


def first_codes(study, ab):
    """Everything at once, without waiting for any answer; the keys of JupyterLab keep to their places."""
    ab.run()
    cells = ab.page.locator(".jp-Notebook .jp-Cell").count()
    ab.press("bbdd")  # codes here; commands that insert and delete cells in JupyterLab
    ab.code(AB)
    ab.sees(CODED)
    assert ab.page.locator(".jp-Notebook .jp-Cell").count() == cells
    ab.press("p")
    ab.stands_at(CODED)
    ab.press(["/", *"twijfel", "Escape", "p"])
    ab.stands_at(CODED - 1)
    assert Axe().run(ab.page, context=".coding").response["violations"] == []
    for width in (1500, 700):
        ab.page.set_viewport_size({"width": width, "height": 1000})
        ab.page.wait_for_function(IN_SIGHT)
    ab.page.set_viewport_size({"width": 1500, "height": 1000})
    notebook = study / "notebooks/ab.ipynb"
    before = notebook.read_bytes()
    with ab.page.expect_response(lambda answer: answer.request.method == "PUT" and "ab.ipynb" in answer.url):
        ab.page.keyboard.press("Control+s")  # JupyterLab's own keys still work
    assert notebook.read_bytes() != before


def second_is_cut_off_and_goes_on(study, cd):
    everyday = cd.browser
    cd.browser = everyday.browser_type.launch(executable_path=str(chromium()), args=["--no-sandbox"])
    cd.run()
    cd.code(CD[:2])
    cd.stands_at(3)
    cd.press("0")
    cd.page.locator(".coding-code[aria-pressed=true]").wait_for()
    kill(cd.browser)  # the browser is gone; what was pressed is not
    assert decided(study, "cd")[-1]["codes"] == {"theme": ["none"]}
    cd.browser, cd.page = everyday, None
    cd.run()
    cd.sees(2)
    cd.stands_at(3)
    assert cd.page.locator(".coding-code[aria-pressed=true]").count() == 1
    cd.code(CD[2:])  # the first key of these answers the facet that was still open
    cd.sees(CODED)
    cd.press("u")  # undo leads back to the last unit, and the same key codes it again
    cd.sees(CODED - 1)
    cd.press("2n")
    cd.sees(CODED)
    assert {line["unit_id"] for line in decided(study, "cd")} == {
        line["unit_id"] for line in decided(study, "ab")
    }


def third_settles_and_writes(third):
    third.run()
    desk = third.page.locator(".coding:has(.coding-other)")
    assert desk.locator(".coding-other").count() == 2
    assert Axe().run(third.page, context=".coding:has(.coding-other)").response["violations"] == []
    third.press("/")
    third.press(["Escape"])
    for _ in range(DIFFER):
        third.press(("k", *GOAL))
    third.sees(DIFFER, DIFFER)
    third.writes(DIFFER)
    line = third.page.locator(".cm-line", has_text="write_reference: bool")
    line.click()
    third.press(
        ["Home", *["ArrowRight"] * len("write_reference: bool = "), *["Shift+ArrowRight"] * 5, *"True"]
    )
    run_all(third.page)
    third.page.get_by_text("units of the reference have changed").wait_for()
    third.page.context.close()


def reference_counts(study):
    """Units with each theme, by document, counted from the files of the reference themselves."""
    folder = study / "data/reference"
    codings, units = pd.read_csv(folder / "codings.csv"), pd.read_csv(folder / "units.csv")
    own = codings[(codings["coder"] == "adjudicated") & (codings["facet"] == "theme")]
    return own.merge(units, on="unit_id").groupby(["doc_id", "code"])["unit_id"].nunique()


# -- ten thousand units --------------------------------------------------------------------------------------

STOPWATCH = """desk => {
  window.latencies = [];
  let began = null;
  desk.addEventListener("keydown", event => { if (event.key === "n") began = event.timeStamp; }, true);
  new MutationObserver(() => {
    if (began === null) return;
    const start = began;
    began = null;
    requestAnimationFrame(() => {  // the frame that shows the new passage; what runs after it is painted
      const painted = new MessageChannel();
      painted.port1.onmessage = () => window.latencies.push(performance.now() - start);
      painted.port2.postMessage(null);
    });
  }).observe(desk.querySelector(".coding-passage"), { childList: true });
}"""


def test_ten_thousand_units_stay_fluid_and_a_fast_burst_loses_nothing(study, lab, browser, record_property):
    coder = Coder(browser, lab, "large/large.ipynb")
    coder.run()
    total = 10_000
    coder.stands_at(1, total)
    coder.desk.evaluate(STOPWATCH)
    for place in range(1, 51):
        coder.press("2")
        coder.page.locator(".coding-code[aria-pressed=true]").wait_for()
        coder.press("f1")
        coder.page.wait_for_function(
            "document.querySelectorAll('.coding-code[aria-pressed=true]').length == 2"
        )
        coder.press("n")
        coder.page.wait_for_function("n => window.latencies.length == n", arg=place)
    latencies = sorted(coder.page.evaluate("window.latencies"))
    median, slow = statistics.median(latencies), latencies[int(0.95 * len(latencies))]
    record_property("next_unit_ms", {"median": round(median, 1), "p95": round(slow, 1)})
    began = coder.page.evaluate("performance.now()")
    coder.code([("2", "f", "1", "n")] * 250)  # two decisions each, as fast as keys go
    coder.sees(300, total)
    seconds = (coder.page.evaluate("performance.now()") - began) / 1000
    record_property("seconds_for_500_decisions", round(seconds, 1))
    LOG.info("next unit: median %.0f ms, 95 %% within %.0f ms", median, slow)
    LOG.info("500 decisions in %.1f s", seconds)
    lines = decided(study / "large", "ab")
    assert len(lines) == 600
    assert len({line["unit_id"] for line in lines}) == 300
    assert median < 100 * patience()
    assert slow < 250 * patience()
    assert seconds < 60 * patience()
    coder.page.context.close()
