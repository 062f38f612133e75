"""`comparelib add` and `check` in processes of their own: exit codes, messages, questions on a terminal."""

import json
import os
import select
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from adding_samples import FLAGS, LEAFLET, POLICY, empty_study
from comparelib.adding.reading import read_file
from comparelib.cli import app, check
from comparelib.errors import ParameterFault

pytestmark = pytest.mark.slow
COMMAND = [sys.executable, "-m", "comparelib.cli"]
OPTIONS = [part for name, value in FLAGS.items() for part in (f"--{name.replace('_', '-')}", value)]


@pytest.fixture
def study(tmp_path):
    root = empty_study(tmp_path / "study")
    (root / "visie.txt").write_text(POLICY, encoding="utf-8")
    return root


def run(*arguments, cwd):
    environment = os.environ | {"COLUMNS": "100", "NO_COLOR": "1"}
    return subprocess.run(
        [*COMMAND, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_without_a_terminal_every_missing_flag_is_named(study):
    done = run("add", "visie.txt", "--jurisdiction", "VL", cwd=study)
    assert done.returncode == 2
    for flag in ("--title", "--issuer", "--issuer-type", "--doc-type", "--language"):
        assert f"error: {flag} is missing" in done.stderr
    assert "--jurisdiction" not in done.stderr
    assert not (study / "data/raw/vl").exists()


def test_wrong_flags_are_refused_before_anything_is_read(study, monkeypatch):
    monkeypatch.chdir(study)
    flags = ["--jurisdiction", "VLA", "--edition-of", "x", "--page-language", "fr", "--title", "T"]
    refused = CliRunner().invoke(app, ["add", "visie.txt", "study.yml", *flags]).exception
    assert isinstance(refused, ParameterFault)
    assert refused.exit_code == 2
    said = [str(fault) for fault in refused.faults]
    assert "did you mean 'VL'?" in said[0]
    assert "--edition-of: there is no document 'x'" in said[1]
    assert "--page-language: 'fr' is not known" in said[2]
    assert "--title fits one file, not 2" in said[3]


def test_a_folder_is_added_one_fails_and_adding_again_changes_nothing(study, monkeypatch):
    folder = study / "in"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(LEAFLET)
    (folder / "b.txt").write_bytes(b"")
    (folder / "c.txt").write_text(
        POLICY.replace("Gent", "Aalst").replace("Visie op de m", "M"), encoding="utf-8"
    )
    done = run("add", "in", *OPTIONS, "--date", "2025", "--edition-of", "none", cwd=study)
    assert done.returncode == 1
    assert done.stdout.count(": added as ") == 2
    assert "verdict: read well" in done.stdout
    assert "furniture, contact: 1: Contact: [name], [e-mail address]" in done.stdout
    assert "Vervoort" not in done.stdout
    assert "error: in/b.txt: the file is empty" in done.stderr
    assert "1 of 3 files failed: in/b.txt" in done.stderr
    assert len(list((study / "data/processed/previews").glob("*.html"))) == 2
    monkeypatch.chdir(study)
    again = CliRunner().invoke(app, ["add", "in/a.pdf"])
    assert again.exit_code == 0
    assert "is no new document" in again.stdout


def test_check_tells_how_well_texts_are_read_and_a_doubt_is_no_fault(study_copy, capsys):
    checked = run("check", "--json", cwd=study_copy)
    assert checked.returncode == 0, checked.stderr
    found = json.loads(checked.stdout)
    assert [each["kind"] for each in found] == ["quality"] * 5
    assert [each["n_pages"] for each in found] == [1, 36, 1, 23, 4]
    assert {each["verdict"] for each in found} == {"good"}
    reading = read_file(POLICY.replace("e", "c").encode(), "scan.txt")
    check.show_table({"vl_scan": replace(reading.quality, warnings=("scan.txt: read as cp1252",))})
    head, row, warning = capsys.readouterr().err.splitlines()
    assert head.split()[:3] == ["document", "pages", "words"]
    assert row.startswith("vl_scan       1")
    assert "get a better file" in row
    assert warning == "warning: scan.txt: read as cp1252"


def test_an_edition_is_told_as_json(study, monkeypatch):
    monkeypatch.chdir(study)
    title = ["--title", "Visie op de maakindustrie"]
    first = CliRunner().invoke(app, ["add", "visie.txt", *OPTIONS, *title, "--json"])
    assert first.exit_code == 0, first.output
    (old,) = json.loads(first.stdout)
    assert (old["state"], old["quality"]["verdict"]) == ("added", "good")
    assert (study / old["preview"]).is_file()
    (study / "later.txt").write_text(POLICY.replace("elk jaar", "elk kwartaal"), encoding="utf-8")
    second = CliRunner().invoke(app, ["add", "later.txt", *OPTIONS, *title, "--yes", "--json"])
    (new,) = json.loads(second.stdout)
    assert new["edition_of"] == old["doc_id"]
    assert [len(new["changes"][part]) for part in ("new", "gone")] == [1, 1]
    assert new["changes"]["unchanged"] == 7


def test_a_preview_and_its_table_leave_no_trace_in_the_raw_data(study, monkeypatch):
    monkeypatch.chdir(study)
    done = CliRunner().invoke(app, ["add", "visie.txt", "--preview-only", "--page-language", "nl"])
    assert done.exit_code == 0, done.output
    assert "units: 1 headings, 7 sentences" in done.stdout
    assert 'lang="nl"' in (study / "data/processed/previews/visie.html").read_text(encoding="utf-8")[:40]
    assert sorted(path.name for path in (study / "data/raw").iterdir()) == ["corpus.csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal needs POSIX")
def test_on_a_terminal_it_asks_for_what_is_missing(study):
    given = ["--issuer", "VLAIO", "--issuer-type", "agency", "--doc-type", "note", "--date", "2025"]
    said, code = talk(["add", "visie.txt", *given], ["2", "", "", "y"], study)
    assert code == 0, said
    assert "1  NL" in said
    assert "title [Visie op de maakindustrie]" in said
    assert "Add it as vl_vlaio_visie_maakindustrie_2025?" in said
    assert "vl_vlaio_visie_maakindustrie_2025,vl/" in (study / "data/raw/corpus.csv").read_text(
        encoding="utf-8"
    )


def talk(arguments, answers, cwd):
    """Run a command on a pseudo-terminal and type an answer whenever it waits for one."""
    import pty

    control, terminal = pty.openpty()
    environment = os.environ | {"COLUMNS": "100", "TERM": "dumb", "PYTHONPATH": ""}
    running = subprocess.Popen(
        [*COMMAND, *arguments], cwd=cwd, env=environment, stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    heard, waiting = "", list(answers)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if not select.select([control], [], [], 0.1)[0]:
            if running.poll() is not None:
                break
            continue
        try:
            heard += os.read(control, 4096).decode("utf-8", "replace")
        except OSError:
            break
        if waiting and heard.rstrip(" ").endswith(":"):
            os.write(control, f"{waiting.pop(0)}\n".encode())
    os.close(control)
    return heard, running.wait(timeout=20)
