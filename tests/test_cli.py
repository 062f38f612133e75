"""The command line in a process of its own: exit codes and messages."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow


def run(*arguments, cwd):
    command = [sys.executable, "-m", "comparelib.cli", *arguments]
    environment = os.environ | {"COLUMNS": "100", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def test_help_names_every_command(tmp_path):
    done = run("--help", cwd=tmp_path)
    assert done.returncode == 0
    assert all(command in done.stdout for command in ("check", "build", "report", "lab"))


def test_wrong_usage_exits_2(tmp_path):
    assert run("biuld", cwd=tmp_path).returncode == 2


def test_outside_a_study_it_says_so_and_exits_1(tmp_path):
    done = run("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "no study.yml" in done.stderr


def test_check_build_and_build_again(study_copy):
    checked = run("check", cwd=study_copy)
    assert (checked.returncode, checked.stdout) == (0, "no faults\n")
    built = run("build", "--json", cwd=study_copy)
    assert built.returncode == 0
    outcome = json.loads(built.stdout)
    assert len(outcome["documents_made"]) == 5
    assert "build: 5/" in built.stderr
    again = run("build", cwd=study_copy)
    assert "nothing has changed" in again.stdout


def test_every_fault_is_named_and_the_exit_code_is_1(study_copy):
    path = study_copy / "data" / "raw" / "corpus.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(",CDA,", ",,").replace(",VL,", ",FL,"), encoding="utf-8"
    )
    for command in ("check", "build"):
        done = run(command, cwd=study_copy)
        assert done.returncode == 1
        assert done.stderr.count("error: ") == 2
        assert "corpus.csv:5:5: issuer: is empty" in done.stderr
        assert "Traceback" not in done.stderr
    as_json = json.loads(run("check", "--json", cwd=study_copy).stdout)
    assert [fault["line"] for fault in as_json] == [5, 6]


def test_a_build_that_reads_many_texts_anew_names_five(capsys):
    from comparelib.build.outcome import BuildOutcome
    from comparelib.cli.build import _tell_changes
    from comparelib.corpus import UnitChanges

    names = tuple(f"doc_{number}" for number in range(1005))
    same = tuple(UnitChanges(name, name, (), (), 3) for name in names)
    _tell_changes(BuildOutcome(changes=same, documents_gone=names[:6]))
    _tell_changes(BuildOutcome(changes=same[:5], documents_gone=names[:1]))
    five = "doc_0, doc_1, doc_2, doc_3, doc_4"
    assert capsys.readouterr().out.splitlines() == [
        f"  1005 texts read anew with the same units: {five} and 1000 more",
        f"  no longer in the manifest: {five} and 1 more",
        f"  5 texts read anew with the same units: {five}",
        "  no longer in the manifest: doc_0",
    ]
