"""A report beside the notebook: told to its end, stopped at a word, and failing in words."""

import os
import shutil
import signal
import sys

import pytest

from comparelib import Study, form
from comparelib.forms.page_address import page_address
from comparelib.forms.rendering import Rendering

pytestmark = pytest.mark.slow
PATIENCE = 120


@pytest.fixture
def root(built, tmp_path):
    """A study whose only page needs no kernel to fail: its notebook is broken."""
    copy = shutil.copytree(built, tmp_path / "study")
    (copy / "notebooks" / "01_corpus.ipynb").write_text("{}", encoding="utf-8")
    return copy


def told(root, run="baseline", act=None):
    news = []
    rendering = Rendering(root, run, {}, news.append)
    if act:
        act(rendering)
    assert rendering.wait(PATIENCE)
    return news


def test_a_fault_is_told_in_the_words_of_the_library(root):
    last = told(root)[-1]
    assert last["kind"] == "failed"
    assert "01_corpus.ipynb: the file is no notebook" in last["message"]
    assert "Traceback" not in last["message"]


def test_cancelled_it_leaves_nothing_and_says_so(built, tmp_path):
    copy = shutil.copytree(built, tmp_path / "study")
    news = told(copy, act=lambda rendering: rendering.cancel())
    assert news == [{"kind": "cancelled"}]
    assert not list((copy / "reports").glob("*/*.html"))


def test_a_process_that_is_killed_is_told_with_its_exit_code(root, monkeypatch):
    def kill(rendering):
        os.kill(rendering._process.pid, signal.SIGKILL)

    assert told(root, act=kill)[-1] == {"kind": "failed", "message": "(exit code -9)"}


def test_what_a_broken_process_wrote_at_last_is_told(root, monkeypatch):
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    last = told(root)[-1]
    assert last == {"kind": "failed", "message": "(exit code 1)"}


def test_the_form_shows_the_failure_and_can_be_used_again(built, tmp_path):
    copy = shutil.copytree(built, tmp_path / "study")
    filled = form("01_corpus", study=Study.open(copy))
    (copy / "study.yml").write_text("runs: {}\n", encoding="utf-8")  # changed since the form was opened
    filled.render()
    assert filled.wait(PATIENCE)
    assert filled.view["progress"]["state"] == "failed"
    assert "'title' is missing" in filled.view["progress"]["message"]
    assert filled.view["status"] == "The report failed; the last good pages stay in place."
    filled._answer(None, {"kind": "reset"}, None)
    assert filled.view["progress"] == {"state": "idle"}
    filled.close()


def test_a_page_opens_on_the_server_that_started_the_kernel(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("JPY_PARENT_PID", "4321")
    page = tmp_path / "study" / "reports" / "a b" / "x.html"
    assert page_address(page) is None
    record = f'{{"root_dir": "{(tmp_path / "study").as_posix()}", "base_url": "/user/me/"}}'
    (tmp_path / "jpserver-4321.json").write_text(record, encoding="utf-8")
    assert page_address(page) == "/user/me/files/reports/a%20b/x.html"
    assert page_address(tmp_path / "x.html") is None
