"""What a page was made from: it is made again when that changes, says why, and at no other time."""

import subprocess
import sys

import pytest

from comparelib.reporting import dependencies, made_from
from comparelib.reporting.dependencies import closure, code_hashes, everything, words_hash
from comparelib.reporting.desk import open_desk
from comparelib.reporting.journal import read_record
from comparelib.reporting.kernel_log import KernelLog, read_log
from comparelib.reporting.made_from import reasons, today
from comparelib.reporting.plan import plan
from comparelib.reporting.provenance import inputs
from comparelib.reporting.report import report
from comparelib.reporting.sources import Sources
from comparelib.studyfile import load_studyfile
from reporting_study import code, shares, write_study

RENDER = """
import sys
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from comparelib.reporting.page import PageFrame, render_page
from comparelib.reporting import runner
table = new_output("display_data", {"text/html": '<table id="t"><caption>T</caption><tr><th>a</th></tr></table>'})
cells = [new_markdown_cell("# T"), new_code_cell("seed = 1", metadata={"tags": ["parameters"]}), new_code_cell("t", outputs=[table])]
render_page(new_notebook(cells=cells), PageFrame("n", "S", "R", "nl", {"seed": 1}, files=("tables/n-t.csv",)))
print(*(name for name in sys.modules if name.partition(".")[0] == "comparelib"))
"""


def test_the_frame_of_a_page_is_all_that_rendering_one_imports():
    done = subprocess.run([sys.executable, "-c", RENDER], capture_output=True, text=True, check=True)
    loaded, known = set(done.stdout.split()), closure(*made_from.FRAME)
    assert loaded <= set(known)
    assert not [name for name in known if name.split(".")[1:2] in (["charts"], ["claims"], ["text"], ["cli"])]


def test_imports_for_type_checkers_do_not_count_and_those_in_functions_do_when_asked():
    now, later = (closure("comparelib.reporting.runner", later=late) for late in (False, True))
    assert "comparelib.reporting.failure" in now
    assert set(now) <= set(later)
    assert "comparelib.claims" not in closure("comparelib.reporting.results.job")
    assert "comparelib.claims" in closure("comparelib.reporting.results.job", later=True)
    assert set(later) <= set(everything())


def test_names_that_a_package_imports_on_first_use_count_with_those_who_import_them():
    assert "comparelib.labels.markup" not in closure("comparelib.labels")
    assert "comparelib.labels.markup" in closure("comparelib.tables.table")
    assert "comparelib.coding.dictionary.codings" in closure("comparelib.build.coders")
    assert "comparelib.build.check" in closure("comparelib.cli.check", later=True)
    assert "comparelib.build.check" not in closure("comparelib.build", later=True)


def test_a_module_brings_the_data_files_of_its_package_but_no_words():
    files = code_hashes(["comparelib.reporting.layout", "comparelib.labels.catalogue", "pandas"])
    assert {"reporting/layout.py", "reporting/templates/page.css", "labels/catalogue.py"} <= set(files)
    assert not [file for file in files if file.startswith(("labels/words", "widgets", "cli"))]
    assert words_hash("nl") != words_hash("en")


def test_reasons_are_told_in_a_few_words_and_code_is_named():
    before = {"notebook": "a", "parameter:draws": "1", "words:nl": "x", "code:a.py": "1", "code:b.py": "1"}
    assert reasons(before, before) == ()
    assert reasons(before, {**before, "notebook": "b"}) == ("notebook changed",)
    assert reasons(before, {**before, "parameter:draws": "2"}) == ("parameter draws",)
    assert reasons(before, {**before, "words:nl": "y"}) == ("words changed",)
    now = {**before, "version:numpy": "9.0", "study:label": "z", "input:data/processed": "p"}
    assert reasons(before, now) == ("numpy 9.0", "study.yml: label", "data changed")
    assert reasons(before, {**before, "code:a.py": "2", "code:b.py": "gone"}) == ("code changed: a.py, b.py",)
    many = {f"code:{letter}.py": letter for letter in "abcd"}
    assert reasons({}, many) == ("code changed: a.py, b.py and 2 more",)


def test_recorded_code_is_looked_at_where_it_lies_today(tmp_path):
    (tmp_path / "mine.py").write_text("x = 1")
    recorded = {"notebook": "a", "code:errors.py": "old", "code:never.py": "old", "own:mine.py": "old"}
    now = today(recorded, {"notebook": "a"}, tmp_path)
    assert now["code:errors.py"] == dependencies.file_hash("errors.py")
    assert (now["code:never.py"], len(now["own:mine.py"])) == ("gone", 64)


@pytest.mark.parametrize("text", ["", "{}", '{"modules": 1}'])
def test_a_log_that_cannot_be_read_counts_as_none(tmp_path, text):
    (tmp_path / "log.json").write_text(text)
    assert read_log(tmp_path / "log.json") is None
    (tmp_path / "log.json").write_text('{"modules": ["a"], "own": [], "import_seconds": 2}')
    assert read_log(tmp_path / "log.json") == KernelLog(("a",), (), 2.0)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """A small study whose page `shares` imports a module of the package and one of the researcher's own."""
    root = write_study(tmp_path_factory.mktemp("again") / "study")
    (root / "notebooks/mine.py").write_text("value = 1\n")
    shares(root / "notebooks/shares.ipynb", code("import mine, comparelib.csvfile"))
    report(root, runs=["baseline"])
    return root


def again(study):
    """Report once more; return the reasons of each page of the baseline, None for a page that stood."""
    told = {}
    outcome = report(study, runs=["baseline"], progress=lambda news: told.setdefault(news.notebook, news))
    assert {page.notebook: page.why for page in outcome.pages} == {
        name: news.why for name, news in told.items()
    }
    return {page.notebook: page.why if page.state == "rendered" else None for page in outcome.pages}


@pytest.mark.slow
def test_a_page_remembers_what_its_own_kernel_imported(study):
    record = read_record(study / "reports/baseline")
    pages = {page.notebook: page.made_from for page in record.pages}
    assert "code:csvfile.py" in pages["shares"]
    assert pages["shares"]["own:mine.py"]
    assert not {"code:csvfile.py", "own:mine.py"} & set(pages["groups"])
    assert "code:reporting/page.py" in pages["groups"]


@pytest.mark.slow
def test_a_changed_parameter_renders_only_the_notebooks_that_have_it_and_says_so(study):
    text = (study / "study.yml").read_text()
    assert "    parameters: {}\n" in text
    (study / "study.yml").write_text(text.replace("parameters: {}", "parameters: {level: 0.9}"))
    page = study / "reports/baseline/groups.html"
    before = (page.read_bytes(), page.stat().st_mtime_ns)
    assert again(study) == {"shares": ("parameter level",), "groups": None}
    assert page.read_bytes() == before[0]
    assert again(study) == {"shares": None, "groups": None}


@pytest.mark.slow
def test_a_changed_module_of_ones_own_renders_the_page_that_imports_it(study):
    (study / "notebooks/mine.py").write_text("value = 2\n")
    assert again(study) == {"shares": ("code changed: mine.py",), "groups": None}


def waiting(study, monkeypatch=None, file=None, words=False):
    """What would be made, and why, were a file of the package or its words another."""
    if file:
        real = dependencies.file_hash
        monkeypatch.setattr(dependencies, "file_hash", lambda name: "x" if name == file else real(name))
    if words:
        monkeypatch.setattr(made_from, "words_hash", lambda language: f"other {language}")
    loaded = load_studyfile(study / "study.yml")
    sources = Sources(loaded, inputs(loaded))
    runs = [run for run in plan(loaded) if (study / "reports" / run.name).is_dir()]
    desks = [open_desk(sources, run, study / "reports" / run.name, study / "unused") for run in runs]
    return {
        f"{job.run}/{job.notebook.stem}": job.why
        for desk in desks
        for job in (*desk.jobs, *([desk.summary_job] if desk.summary_job else ()))
    }


@pytest.mark.slow
def test_changed_code_of_the_package_renders_the_pages_whose_kernels_imported_it(study, monkeypatch):
    assert waiting(study) == {}
    assert waiting(study, monkeypatch, "csvfile.py") == {"baseline/shares": ("code changed: csvfile.py",)}


@pytest.mark.slow
def test_changed_words_and_notebooks_are_told(study, monkeypatch):
    notebook = study / "notebooks/groups.ipynb"
    text = notebook.read_text()
    notebook.write_text(text.replace("seed + 1", "seed + 2"))
    assert waiting(study) == {"baseline/groups": ("notebook changed",)}
    notebook.write_text(text)
    assert waiting(study, monkeypatch, words=True) == dict.fromkeys(
        ("baseline/shares", "baseline/groups"), ("words changed",)
    )


@pytest.mark.slow
def test_no_page_of_the_study_depends_on_commands_widgets_or_intake(published, monkeypatch):
    assert waiting(published) == {}
    for name in ("baseline", "measures"):
        record = read_record(published / "reports" / name)
        for page in (*record.pages, record.summary):
            code = [item for item in page.made_from if item.startswith("code:")]
            assert "code:matrix/__init__.py" in code, page.notebook
            assert not [item for item in code if item.startswith(("code:cli", "code:widgets", "code:adding"))]
    runs = ("baseline", "measures")
    maps = waiting(published, monkeypatch, "ordination/regions.py")
    assert maps == {f"{run}/04_clusters": ("code changed: ordination/regions.py",) for run in runs}
