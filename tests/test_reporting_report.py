import errno
import json
import os
import subprocess
import sys
from html import unescape

import pytest

from comparelib.errors import ReportFailure
from comparelib.reporting import desk
from comparelib.reporting.journal import read_record
from comparelib.reporting.publish import publish, publishing, staging, write_whole
from comparelib.reporting.report import report
from reporting_study import code, shares, write_study

PAGES = ("baseline/shares.html", "baseline/groups.html", "measures/shares.html")


def everything(folder):
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "run.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """A small study with its reports, made once; tests run in order on it and leave its reports good."""
    root = write_study(tmp_path_factory.mktemp("reports") / "study")
    report(root)
    return root


def states(outcome):
    return {f"{page.run}/{page.notebook}": page.state.value for page in outcome.pages}


@pytest.mark.slow
def test_every_run_has_its_pages_its_record_and_a_link(study):
    reports = study / "reports"
    assert set(everything(reports)) == {*PAGES, "index.html", ".lock"}
    index = (reports / "index.html").read_text()
    assert all(f'href="{page}"' in index for page in PAGES)
    record = json.loads((reports / "baseline/run.json").read_text())
    assert record["status"] == "complete"
    assert set(record["inputs"]) == {
        "data/processed",
        "data/codebook/small.yml",
        "data/codebook/circular_strategies.yml",
        "data/codebook/dictionary",
        "data/reference",
        "data/codebook/variants.csv",
    }
    assert record["versions"]["papermill"]
    assert all(page["seconds"]["kernel"] > 0 < page["seconds"]["render"] for page in record["pages"])
    dutch = (reports / "measures/shares.html").read_text()
    assert '<html lang="nl">' in dutch
    assert "<title>Aandelen &amp; thema&#39;s – Alleen maatregelen – Een kleine studie</title>" in dutch
    assert "['measure'] 0.95 1" in unescape(dutch)
    assert "small 2.1.0" in dutch


@pytest.mark.slow
def test_nothing_is_made_twice(study):
    before, told = everything(study / "reports"), []
    outcome = report(study, progress=lambda news: told.append(news.state.value))
    assert set(states(outcome).values()) == {"unchanged"}
    assert told == ["unchanged"] * 3
    assert outcome.seconds < 2
    assert everything(study / "reports") == before


@pytest.mark.slow
def test_a_touched_page_is_made_again_alone_and_with_the_same_bytes(study):
    page = study / "reports/baseline/groups.html"
    good = page.read_bytes()
    page.write_text("touched")
    assert states(report(study)) == {
        "baseline/shares": "unchanged",
        "baseline/groups": "rendered",
        "measures/shares": "unchanged",
    }
    assert page.read_bytes() == good


@pytest.mark.slow
def test_another_time_zone_locale_and_hash_seed_give_the_same_bytes(study, tmp_path):
    other = write_study(tmp_path / "elsewhere" / "deeper")
    program = "import pathlib, sys; from comparelib.reporting.report import report\nif __name__ == '__main__': report(pathlib.Path(sys.argv[1]))"
    script = tmp_path / "make.py"
    script.write_text(program)
    strange = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "LANG": "nl_BE.UTF-8", "PYTHONHASHSEED": "77"}
    subprocess.run([sys.executable, str(script), str(other)], env={**os.environ, **strange}, check=True)
    assert everything(other / "reports") == everything(study / "reports")


@pytest.mark.slow
def test_a_failing_cell_leaves_the_last_good_report_and_no_half_one(study):
    before = everything(study / "reports")
    shares(study / "notebooks/shares.ipynb", code("raise ValueError('no such theme')"))
    try:
        with pytest.raises(ReportFailure, match=r"shares\.ipynb, cell 8: ValueError: no such theme"):
            report(study)
        assert everything(study / "reports") == before
        assert not list((study / "reports").glob(".[!l]*"))
    finally:
        shares(study / "notebooks/shares.ipynb")


@pytest.mark.slow
def test_an_interrupt_stops_everything_and_leaves_the_last_good_report(study):
    before = everything(study / "reports")

    def interrupt(news):
        if news.state == "running":
            raise KeyboardInterrupt

    with pytest.raises(ReportFailure, match="interrupted"):
        report(study, force=True, progress=interrupt)
    assert everything(study / "reports") == before


@pytest.mark.slow
def test_a_full_disk_leaves_the_last_good_report(study, monkeypatch):
    before = everything(study / "reports")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(desk, "write_record", full)
    record = json.loads((study / "reports/baseline/run.json").read_text())
    record["pages"].append({**record["pages"][0], "notebook": "gone"})  # so that the run is published again
    (study / "reports/baseline/run.json").write_text(json.dumps(record))
    with pytest.raises(ReportFailure, match="No space left on device; the last good reports stay in place"):
        report(study, runs=["baseline"])
    assert everything(study / "reports") == before


def test_a_folder_is_replaced_whole(tmp_path):
    target = tmp_path / "run"
    for text in ("first", "second"):
        staged = staging(tmp_path)
        (staged / f"{text}.html").write_text(text)
        publish(staged, target)
        assert [path.name for path in target.iterdir()] == [f"{text}.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_what_a_killed_run_left_is_cleared_and_the_last_good_report_put_back(tmp_path):
    for name in (".staging-x", ".previous-lost", ".previous-there", "there"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.html").write_text(name)
    with publishing(tmp_path):
        assert (tmp_path / "lost/a.html").read_text() == ".previous-lost"
        assert (tmp_path / "there/a.html").read_text() == "there"
        assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "lost", "there"]


def test_two_writers_at_once_are_refused(tmp_path):
    with publishing(tmp_path), pytest.raises(ReportFailure, match="another process"), publishing(tmp_path):
        pass


def test_a_file_is_written_only_when_its_text_changes(tmp_path):
    assert write_whole(tmp_path / "a", "x")
    assert not write_whole(tmp_path / "a", "x")
    assert write_whole(tmp_path / "a", "y")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"run": "x"}'])
def test_a_record_that_cannot_be_read_counts_as_none(tmp_path, text):
    (tmp_path / "run.json").write_text(text)
    assert read_record(tmp_path) is None
