"""The table of what everything costs holds the figures of the benchmarks' pages."""

import importlib.util
import sys
from pathlib import Path

import pytest

_PATH = Path(__file__).parents[1] / "benchmarks" / "summary.py"
PAGE = """# Page

| what | s | MB |
| --- | --- | --- |
| first | 1.2 | 3 |
| exponent | 1.01 |  |

Exponent in pages: 0.98.

| what | s |
| --- | --- |
| exponent | 1.05 |
"""


@pytest.fixture(scope="module")
def summary():
    spec = importlib.util.spec_from_file_location("summary", _PATH)
    module = importlib.util.module_from_spec(spec)
    sys.modules["summary"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules["summary"]


def test_cells_and_sentences_of_a_page_are_read(summary):
    assert summary.Cells("{s} s, {MB} MB", ("first",)).read(PAGE) == "1.2 s, 3 MB"
    assert summary.Cells("{s}", ("exponent",), 1).read(PAGE) == "1.05"
    assert summary.Sentence("pages {0}", r"in pages: ([\d.]+\d)").read(PAGE) == "pages 0.98"


def test_what_a_page_does_not_hold_was_not_measured(summary):
    for absent in (
        summary.Cells("{s}", ("second",)),
        summary.Cells("{h}", ("first",)),
        summary.Sentence("{0}", "(zebra)"),
    ):
        assert absent.read(PAGE) == summary.NOT_MEASURED


def test_every_stage_whose_page_is_stored_has_its_figures(summary):
    stored = [line for line in summary.LINES if (summary.TABLES / f"{line.page}.md").exists()]
    assert len(stored) > 10
    assert [line.stage for line in stored if summary.NOT_MEASURED in summary.row_of(line)] == []
