"""Two coders, one who is cut off, in a real JupyterLab, by keyboard alone."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from urllib.error import URLError

import pytest
from axe_playwright_python.sync_playwright import Axe

from comparelib.coding.human import human_codings, load_human_codings
from comparelib.labels import bracketed
from comparelib.reliability import agreement
from comparelib.widgets import coding_study

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LONGEST = 120_000  # milliseconds; a kernel starts slowly where both cores are busy
LAST_PROMPT = "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].at(-1).textContent"
GOAL, MEASURE = ("f", "2", "n"), ("f", "3", "4", "n")  # the keys move on to the instrument by themselves
AB = [("1", *GOAL), ("1", "2", *GOAL), ("0", "5", "n"), ("a", *MEASURE), ("3", *GOAL)]
CD = [("1", *GOAL), ("1", *GOAL), ("5", "n"), ("a", *MEASURE), ("4", *GOAL)]


@pytest.fixture(scope="module")
def study(built, tmp_path_factory):
    root = shutil.copytree(built, tmp_path_factory.mktemp("coders") / "study")
    source = (root / "notebooks/code_by_hand.ipynb").read_text(encoding="utf-8")
    for coder in ("ab", "cd"):
        own = source.replace('coder: str = \\"\\"', f'coder: str = \\"{coder}\\"').replace(
            ": int = 120", ": int = 70"
        )
        assert own != source
        (root / f"notebooks/{coder}.ipynb").write_text(own, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def lab(study, tmp_path_factory):
    home, token = tmp_path_factory.mktemp("lab"), secrets.token_hex(8)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folders = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    environment = os.environ | {f"JUPYTER_{name}": str(home / name) for name in folders}
    environment |= {f"JUPYTERLAB_{name}": str(home / name) for name in ("SETTINGS_DIR", "WORKSPACES_DIR")}
    options = (
        "--no-browser",
        f"--port={port}",
        "--",
        "--ip=127.0.0.1",
        "--allow-root",
        "--ServerApp.port_retries=0",
    )
    with (home / "log.txt").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "comparelib.cli", "lab", *options, f"--IdentityProvider.token={token}"],
            cwd=study, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_until_up(server, f"{address}/api/status?token={token}", home / "log.txt")
            yield address, token
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=30)


def _wait_until_up(server, address, log):
    for _ in range(300):
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except (URLError, OSError):
            try:
                server.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                continue
    pytest.fail(log.read_text())


class Coder:
    """A coder at a browser."""

    def __init__(self, browser, lab, name):
        self.browser, (self.address, self.token), self.name = browser, lab, name
        path = f"notebooks/{name}.ipynb"
        body = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        data = json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(f"{self.address}/api/sessions", data, headers)):
            self.open()

    def open(self):
        self.context = self.browser.new_context(viewport={"width": 1500, "height": 1000})
        self.page = self.context.new_page()
        self.page.set_default_timeout(LONGEST)
        path = f"lab/workspaces/{self.name}/tree/notebooks/{self.name}.ipynb?reset&token={self.token}"
        self.page.goto(f"{self.address}/{path}")

    def run(self):
        """Run all cells, go to the desk and put the keyboard on it."""
        idle = ".jp-NotebookPanel:visible .jp-Notebook-ExecutionIndicator[data-status=idle]"
        self.page.locator(idle).wait_for()
        self.page.locator(".jp-StatusBar-TextItem", has_text="| Idle").wait_for()
        before = self.page.evaluate(LAST_PROMPT)
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=False).first.click()
        # JupyterLab takes the focus once more when the last cell is done.
        self.page.wait_for_function(
            f"old => /[0-9]/.test({LAST_PROMPT}) && {LAST_PROMPT} !== old", arg=before
        )
        self.desk.wait_for()
        self.desk.scroll_into_view_if_needed()
        self.desk.focus()

    @property
    def desk(self):
        return self.page.locator(".jp-OutputArea-output .coding")

    def press(self, keys):
        for key in keys:
            self.page.keyboard.press(key)

    def code(self, units):
        """Press the keys of some units without waiting for any answer."""
        for keys in units:
            self.press(keys)

    def sees(self, done):
        self.page.locator(".coding-count", has_text=f"{done} of 70 finished").wait_for()

    def stands_at(self, place):
        self.page.locator(".coding-count", has_text=f"Unit {place} of 70").wait_for()


def decided(study, name):
    text = (study / f"data/codings/log/{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def library_figure(study):
    """The codings of both files, and alpha on themes with its interval as a reader sees it."""
    opened = coding_study(study)
    book, units = opened.codebook, opened.units()
    codings = human_codings(load_human_codings(opened.file.codings, book), units, book)
    units = units[units["unit_id"].isin(codings["unit_id"])]
    codes = book.facet("theme").names
    frame = agreement(codings, units, coders=["human:ab", "human:cd"], facet="theme", codes=codes).frame
    row = frame[(frame["group_kind"] == "all") & (frame["statistic"] == "alpha_masi")].iloc[0]
    assert row["value"] < 1
    return codings, bracketed((row["value"], row["low"], row["high"]), "decimal", "en")


def test_two_coders_one_cut_off_agree_as_the_library_says(study, lab, browser):
    ab, cd = Coder(browser, lab, "ab"), Coder(browser, lab, "cd")
    ab.run()
    cells = ab.page.locator(".jp-Notebook .jp-Cell").count()
    ab.press("bbdd")  # codes here; commands that insert and delete cells in JupyterLab
    ab.code(AB)
    ab.sees(5)
    assert ab.page.locator(".jp-Notebook .jp-Cell").count() == cells
    ab.press("p")
    ab.stands_at(5)
    ab.press(["/", *"twijfel", "Escape", "p"])
    ab.stands_at(4)
    assert Axe().run(ab.page, context=".coding").response["violations"] == []
    notebook = study / "notebooks/ab.ipynb"
    before = notebook.read_bytes()
    with ab.page.expect_response(lambda answer: answer.request.method == "PUT" and "ab.ipynb" in answer.url):
        ab.page.keyboard.press("Control+s")  # JupyterLab's own keys still work
    assert notebook.read_bytes() != before

    cd.run()
    cd.code(CD[:2])
    cd.stands_at(3)
    cd.press("1")
    cd.page.locator(".coding-code[aria-pressed=true]").wait_for()
    cd.context.close()  # the browser is gone; what was pressed is not
    assert decided(study, "cd")[-1]["codes"] == {"theme": ["circular_economy"]}
    cd.open()
    cd.run()
    cd.sees(2)
    assert cd.page.locator(".coding-code[aria-pressed=true]").count() == 1
    cd.code(CD[2:])  # the first key of these answers the facet that was still open
    cd.sees(5)
    assert not {line["unit_id"] for line in decided(study, "cd")} ^ {
        line["unit_id"] for line in decided(study, "ab")[:-1]
    }

    cd.press("u")  # undo leads back to the last unit, and the same key codes it again
    cd.sees(4)
    cd.press("2n")
    cd.sees(5)
    cd.run()
    shown = cd.page.locator("#coding-agreement").inner_text()
    differ = cd.page.locator("#coding-differences").inner_text()
    for coder, done in ((ab, 5), (cd, 5)):
        coder.desk.focus()
        coder.press("w")
        coder.page.locator(".coding-status", has_text=f"is written: {done} units").wait_for()
        coder.context.close()

    codings, expected = library_figure(study)
    assert "twijfel" in set(codings["rule"])
    assert expected in shown
    assert "3 units on which the coders differ" in differ
