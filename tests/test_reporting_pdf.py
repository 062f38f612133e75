"""Printing pages to PDF: which program, what is printed again, and what is said when it fails."""

import os
import sys

import pytest
from typer.testing import CliRunner

from comparelib.cli import app
from comparelib.errors import ParameterFault, ReportFailure
from comparelib.reporting.pdf import CHROMIUM, chromium, print_pages
from comparelib.reporting.plan import plan
from comparelib.reporting.published import published_runs
from comparelib.reporting.report import PageOutcome, ReportOutcome, report
from comparelib.reporting.workshop import PageState
from comparelib.studyfile import load_studyfile
from reporting_study import write_study

PRINTER = """\
#!{python}
import sys
target = next(item.partition("=")[2] for item in sys.argv if item.startswith("--print-to-pdf="))
if "bad" in sys.argv[-1]:
    sys.exit("no display")
open(target, "wb").write(b"%PDF-1.7 " + (b"" if "plain" in sys.argv[-1] else b"/MarkInfo ") + sys.argv[-1].encode())
"""


@pytest.fixture
def printer(tmp_path, monkeypatch):
    """A program that prints like Chromium does, only faster."""
    program = tmp_path / "chromium"
    program.write_text(PRINTER.format(python=sys.executable))
    program.chmod(0o755)
    monkeypatch.setenv(CHROMIUM, str(program))
    return program


def page(folder, name):
    path = folder / f"{name}.html"
    path.write_text(f"<h1>{name}</h1>")
    os.utime(path, ns=(1, 1))
    return path


def test_each_page_has_its_pdf_beside_it_and_is_not_printed_twice(tmp_path, printer):
    pages, told = [page(tmp_path, "one"), page(tmp_path, "two")], []
    made = print_pages(pages, told.append)
    assert made == (tmp_path / "one.pdf", tmp_path / "two.pdf")
    assert sorted(told) == sorted(made)
    assert (tmp_path / "one.pdf").read_bytes().endswith(b"one.html")
    assert print_pages(pages) == ()
    os.utime(pages[0])
    os.utime(tmp_path / "one.pdf", ns=(1, 1))
    assert print_pages(pages) == (tmp_path / "one.pdf",)


def test_a_page_that_cannot_be_printed_is_named_and_the_others_are(tmp_path, printer):
    pages = [page(tmp_path, "bad"), page(tmp_path, "good"), page(tmp_path, "plain")]
    with pytest.raises(ReportFailure) as failure:
        print_pages(pages)
    assert "bad.html: chromium made no PDF (no display)" in str(failure.value)
    assert "plain.html: chromium made a PDF without tags" in str(failure.value)
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == ["good.pdf"]
    assert not list(tmp_path.glob(".*"))


def test_without_a_chromium_the_way_out_is_named(tmp_path):
    with pytest.raises(ReportFailure, match=f"apt-get install chromium.*{CHROMIUM}"):
        chromium({"PATH": str(tmp_path)})
    with pytest.raises(ReportFailure, match="names '/nowhere/chromium', which is no program"):
        chromium({"PATH": str(tmp_path), CHROMIUM: "/nowhere/chromium"})


def test_the_chromium_that_is_named_comes_before_the_one_on_the_path(tmp_path, printer):
    assert chromium({"PATH": str(tmp_path)}) == printer
    other = tmp_path / "other"
    other.write_text("#!/bin/sh\n")
    other.chmod(0o755)
    assert chromium({"PATH": str(tmp_path), CHROMIUM: str(other)}) == other


def test_the_command_says_so_before_it_does_anything(tmp_path, monkeypatch):
    monkeypatch.setenv(CHROMIUM, "/nowhere")
    monkeypatch.chdir(write_study(tmp_path / "study"))
    outcome = CliRunner().invoke(app, ["report", "--pdf"])
    assert isinstance(outcome.exception, ReportFailure)
    assert not (tmp_path / "study/reports").exists()
    wrong = CliRunner().invoke(app, ["report", "--all", "--run", "baseline"])
    assert isinstance(wrong.exception, ParameterFault)


@pytest.mark.slow
def test_all_makes_ad_hoc_runs_again_under_their_names(tmp_path):
    root = write_study(tmp_path / "study")
    first = report(root, runs=["measures"], overrides={"seed": "7"})
    name = first.pages[0].run
    study = load_studyfile(root / "study.yml")
    (again,) = published_runs(study, root / "reports")
    assert (again.name, again.custom_of) == (name, "measures")
    assert again.pages[0].parameters == plan(study, ["measures"], {"seed": "7"})[0].pages[0].parameters
    outcome = report(root, every=True)
    states = {f"{page.run}/{page.notebook}": page.state.value for page in outcome.pages}
    assert states.pop(f"{name}/shares") == "unchanged"
    assert set(states.values()) == {"rendered"}
    assert outcome.notes == ()
    (root / "notebooks/shares.ipynb").rename(root / "notebooks/gone.ipynb")
    with pytest.raises(ParameterFault, match=f"Delete reports/{name}"):
        published_runs(study, root / "reports")


def test_every_page_of_a_report_is_printed_those_of_the_documents_too(tmp_path):
    run = tmp_path / "reports" / "baseline"
    page = PageOutcome("baseline", "01_corpus", run / "01_corpus.html", PageState.UNCHANGED, 0.0)
    beside = ((run / "summary.html",), (run / "documents/a.html", run / "documents/b.html"))
    outcome = ReportOutcome((page,), tmp_path / "reports/index.html", (), 0.0, *beside)
    names = [path.relative_to(run).as_posix() for path in outcome.files]
    assert names == ["01_corpus.html", "summary.html", "documents/a.html", "documents/b.html"]
