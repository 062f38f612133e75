"""What a coder decided is on the disk: after a kill, a torn line, a second session, a full disk."""

import errno
import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coding_study import BOOK, coding_study
from comparelib.errors import CodingFault, ParameterFault
from comparelib.widgets import log as log_module
from comparelib.widgets.decisions import Action, Decision
from comparelib.widgets.hand_csv import export_codings, seeded
from comparelib.widgets.passage import PassageBook, text_key
from comparelib.widgets.questions import Questions
from comparelib.widgets.session import CodingFolder, CodingSession

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
CODER = """\
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from coding_study import coding_study
from comparelib.widgets.decisions import Action, Decision
from comparelib.widgets.session import CodingFolder, CodingSession
session = CodingSession("ab", CodingFolder.of(coding_study(Path(sys.argv[1])).file))
print("open", flush=True)
number = 0
while True:
    number += 1
    session.decide(Decision("", f"nl_a#{number:04d}", Action.CODE, {"theme": ("energy",)}))
    print(number, flush=True)
"""


@pytest.fixture
def study(tmp_path):
    return coding_study(tmp_path)


@pytest.fixture
def folder(study):
    return CodingFolder.of(study.file)


@pytest.fixture
def opened(folder):
    sessions = []

    def make(coder="ab"):
        sessions.append(CodingSession(coder, folder, lambda: NOON))
        return sessions[-1]

    yield make
    for session in sessions:
        session.close()


def given(unit_id, text="", action=Action.CODE, **codes):
    return Decision("", unit_id, action, {facet: tuple(names) for facet, names in codes.items()}, text=text)


def lines(folder, coder="ab"):
    return [json.loads(line) for line in folder.log(coder).path.read_text(encoding="utf-8").splitlines()]


def test_a_decision_is_one_line_with_time_and_codes_before_it_counts(opened, folder):
    session = opened()
    session.decide(given("nl_a#0001", theme=["energy"]))
    (line,) = lines(folder)
    assert (line["time"], line["unit_id"], line["action"]) == ("2026-05-01T12:00:00Z", "nl_a#0001", "code")
    assert line["codes"] == {"theme": ["energy"]}


def test_it_resumes_where_it_stopped_with_everything_that_can_be_undone(opened):
    session = opened()
    session.decide(given("nl_a#0001", theme=["energy"]))
    session.decide(given("nl_a#0001", theme=["energy", "labour"]))
    session.decide(given("nl_a#0002", theme=["labour"]))
    session.undo()
    session.close()
    again = opened()
    assert again.history.states["nl_a#0001"].codes == {"theme": ("energy", "labour")}
    assert again.history.states["nl_a#0002"].codes == {}
    assert again.undo() == "nl_a#0001"
    assert again.history.states["nl_a#0001"].codes == {"theme": ("energy",)}
    assert again.undo() == "nl_a#0001"
    assert again.undo() is None


def test_undo_keeps_the_note(opened):
    session = opened()
    session.decide(given("nl_a#0001", theme=["energy"]))
    session.decide(Decision("", "nl_a#0001", Action.NOTE, {"theme": ("energy",)}, note="why"))
    session.undo()
    state = session.history.states["nl_a#0001"]
    assert (state.codes, state.note) == ({}, "why")


@pytest.mark.slow
def test_a_killed_coder_loses_nothing_and_the_next_session_says_so(tmp_path, study, folder, opened):
    command = [sys.executable, "-c", CODER, str(tmp_path), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "open\n"
        with pytest.raises(
            CodingFault, match=f"'ab' is coding in another notebook or program already.*{process.pid}"
        ):
            opened("ab")
        opened("cd").decide(given("nl_a#0001", theme=["labour"]))  # another name is another file
        seen = [int(process.stdout.readline()) for _ in range(60)][-1]
        os.kill(process.pid, signal.SIGKILL)
        seen = max([seen, *(int(line) for line in process.stdout.read().split("\n")[:-1])])
    session = opened("ab")
    assert {f"nl_a#{number:04d}" for number in range(1, seen + 1)} <= set(session.history.states)
    assert len(session.history) <= seen + 1
    assert ("coding.stale", {"coder": "ab"}) in session.notices
    assert [line["unit_id"] for line in lines(folder, "cd")] == ["nl_a#0001"]


@pytest.mark.parametrize("kept", [1, 20, -3])
def test_a_half_written_last_line_is_kept_aside_and_said(opened, folder, kept):
    session = opened()
    session.decide(given("nl_a#0001", theme=["energy"]))
    session.decide(given("nl_a#0002", theme=["labour"]))
    session.close()
    log = folder.log("ab")
    whole = log.path.read_bytes()
    first, second, _ = whole.split(b"\n")
    log.path.write_bytes(first + b"\n" + second[:kept])
    again = opened()
    assert list(again.history.states) == ["nl_a#0001"]
    assert log.torn_path.read_bytes() == second[:kept] + b"\n"
    assert again.notices == [("coding.torn", {"path": "data/codings/log/ab.torn.txt"})]
    again.decide(given("nl_a#0002", theme=["labour"]))
    assert log.path.read_bytes() == whole


def test_a_last_line_that_lacks_only_its_end_is_whole(opened, folder):
    session = opened()
    session.decide(given("nl_a#0001", theme=["energy"]))
    session.close()
    log = folder.log("ab")
    log.path.write_bytes(log.path.read_bytes().rstrip(b"\n"))
    again = opened()
    again.decide(given("nl_a#0002", theme=["labour"]))
    assert [line["unit_id"] for line in lines(folder)] == ["nl_a#0001", "nl_a#0002"]
    assert not again.notices


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"<<<<<<< HEAD", "a merge conflict. Keep the lines of both sides"),
        (b'{"time": 1}', "this line is no decision"),
    ],
)
def test_a_broken_line_in_the_middle_is_named_and_nothing_is_touched(opened, folder, line, said):
    session = opened()
    session.decide(given("nl_a#0001", theme=["energy"]))
    session.close()
    log = folder.log("ab")
    log.path.write_bytes(line + b"\n" + log.path.read_bytes())
    before = log.path.read_bytes()
    with pytest.raises(CodingFault, match=rf"data/codings/log/ab\.jsonl:1: {said}"):
        opened()
    assert log.path.read_bytes() == before
    log.path.write_bytes(before.partition(b"\n")[2])
    assert len(opened().history) == 1  # the lock was let go


def test_a_cell_that_is_run_again_takes_its_session_over(opened):
    first = opened()
    first.decide(given("nl_a#0001", theme=["energy"]))
    second = opened()
    with pytest.raises(CodingFault, match="this session of coder 'ab' is closed"):
        first.decide(given("nl_a#0002", theme=["labour"]))
    second.decide(given("nl_a#0003", theme=["labour"]))
    first.close()
    second.decide(given("nl_a#0004", theme=["labour"]))
    assert list(second.history.states) == ["nl_a#0001", "nl_a#0003", "nl_a#0004"]


def test_a_session_on_another_machine_is_refused_with_what_to_do(opened, folder):
    opened().close()
    note = folder.path / "log" / "ab.open"
    note.write_text(json.dumps({"host": "another", "process": 1}), encoding="utf-8")
    with pytest.raises(CodingFault, match=r"open on another machine.*delete data/codings/log/ab\.open"):
        opened()
    note.unlink()
    assert opened().notices == []


def test_a_folder_that_cannot_be_written_is_said_before_any_work(opened, folder, monkeypatch):
    def refused(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refused)
    with pytest.raises(
        CodingFault, match=r"nothing can be written here \(permission denied\): no decision could be kept"
    ):
        opened()


@pytest.fixture
def without_rights(tmp_path):
    """`with without_rights(path):` nobody may write there; root, who always may, becomes somebody else."""

    @contextmanager
    def taken(path, mode=0o555):
        parents = [each for each in path.parents if Path(tempfile.gettempdir()) in each.parents]
        modes = {each: each.stat().st_mode for each in (path, *parents)}
        for each in parents:
            each.chmod(0o755)
        path.chmod(mode if path.is_dir() else 0o444)
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(65534)
        try:
            yield
        finally:
            if is_root:
                os.seteuid(0)
            for each, before in modes.items():
                each.chmod(before)

    return taken


@pytest.mark.parametrize(
    ("name", "mode"), [("", 0o555), ("", 0o000), ("log", 0o555), ("log", 0o000), ("log/ab.jsonl", 0o444)]
)
def test_a_folder_or_log_without_the_right_to_write_is_said_before_any_work(
    opened, folder, without_rights, name, mode
):
    if name:
        opened().decide(given("nl_a#0001", theme=["energy"]))
        opened().close()
    before = {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}
    with (
        without_rights(folder.path / name, mode),
        pytest.raises(
            CodingFault, match=r"data/codings/log: nothing can be written here \(permission denied\)"
        ),
    ):
        opened()
    assert {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()} == before


def test_a_file_in_place_of_the_folder_is_said(opened, folder):
    (folder.path / "log").write_text("", encoding="utf-8")
    with pytest.raises(CodingFault, match="nothing can be written here"):
        opened()


def test_a_full_disk_leaves_the_log_and_the_state_as_they_were(opened, folder, monkeypatch):
    session = opened()
    session.decide(given("nl_a#0001", theme=["energy"]))
    before = folder.log("ab").path.read_bytes()

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(log_module, "_to_disk", full)
    with pytest.raises(CodingFault, match=r"ab\.jsonl: NOT saved \(no space left on device\)"):
        session.decide(given("nl_a#0002", theme=["labour"]))
    assert folder.log("ab").path.read_bytes() == before
    assert list(session.history.states) == ["nl_a#0001"]


@pytest.mark.parametrize("name", ["", "a/b", "..", "a b", "-x", "AB"])
def test_a_name_that_cannot_be_a_coder_is_refused(opened, name):
    opened("ab").decide(given("nl_a#0001", theme=["energy"]))
    with pytest.raises(
        ParameterFault, match=r"cannot be the name of a coder|differs from 'AB' by capitals alone"
    ):
        opened(name)


# -- the file of the codings ---------------------------------------------------------------------------------


@pytest.fixture
def materials(study):
    return Questions.of(BOOK, ["theme", "function", "instrument"]), PassageBook.of(
        study.units(), study.documents
    )


def whole(passages, unit_id, theme=("energy",), function=("goal",), **more):
    return given(unit_id, text_key(passages.text(unit_id)), theme=theme, function=function, **more)


def test_the_file_holds_what_is_finished_and_the_library_reads_it(opened, folder, study, materials):
    from comparelib.coding.human import human_codings, load_human_codings

    questions, passages = materials
    session = opened()
    session.decide(whole(passages, "vl_b#0002", ("none",)))
    session.decide(whole(passages, "nl_a#0003", function=("measure",), instrument=["law", "subsidy"]))
    session.decide(
        given("nl_a#0001", text_key(passages.text("nl_a#0001")), theme=["energy"])
    )  # function is open
    written = export_codings(session, questions, passages)
    assert (written.path, written.n_units, written.n_open, written.kept) == ("data/codings/ab.csv", 2, 1, "")
    units = study.units(furniture=True)
    codings = human_codings(load_human_codings(folder.path, BOOK), units, BOOK)
    assert [tuple(row) for row in codings[["unit_id", "facet", "code", "coder"]].to_numpy()] == [
        ("nl_a#0003", "theme", "energy", "human:ab"),
        ("nl_a#0003", "function", "measure", "human:ab"),
        ("nl_a#0003", "instrument", "subsidy", "human:ab"),
        ("nl_a#0003", "instrument", "law", "human:ab"),
        ("vl_b#0002", "theme", "none", "human:ab"),
        ("vl_b#0002", "function", "goal", "human:ab"),
    ]
    before = folder.csv("ab").read_bytes()
    export_codings(session, questions, passages)
    assert folder.csv("ab").read_bytes() == before


def test_a_unit_whose_text_has_changed_is_kept_in_the_log_and_out_of_the_file(opened, folder, materials):
    questions, passages = materials
    session = opened()
    session.decide(whole(passages, "nl_a#0001"))
    session.decide(given("nl_a#0002", "an older text", theme=["energy"], function=["goal"]))
    written = export_codings(session, questions, passages)
    assert (written.n_units, written.outdated) == (1, ("nl_a#0002",))
    assert "nl_a#0002" not in folder.csv("ab").read_text(encoding="utf-8")


def test_facets_that_were_not_asked_stay_out_so_that_no_unit_gets_a_none_of_them(opened, folder, materials):
    _, passages = materials
    session = opened()
    session.decide(whole(passages, "nl_a#0001"))
    session.decide(given("nl_a#0002", text_key(passages.text("nl_a#0002")), theme=["energy"]))
    written = export_codings(session, Questions.of(BOOK, ["theme"]), passages)
    assert (written.n_units, written.left) == (2, ("function",))
    assert "function" not in folder.csv("ab").read_text(encoding="utf-8")


def test_an_imported_file_is_taken_over_and_nothing_of_it_is_lost(opened, folder, materials):
    questions, passages = materials
    old = "unit_id;coder;facet;code;note\r\nnl_a#0001;ab;theme;labour;why\r\nnl_a#0001;ab;function;goal;\r\nvl_b#0002;ab;theme;energy;\r\n"
    folder.csv("ab").write_bytes(old.encode("utf-8-sig"))
    session = opened()
    assert seeded(session, questions, passages) == 2
    assert seeded(session, questions, passages) == 0
    written = export_codings(session, questions, passages)
    assert (written.n_units, written.n_open) == (1, 1)  # the function of the second is asked now
    kept = folder.path.parent.parent / written.kept
    assert kept.read_bytes().decode() == old
    rows = folder.csv("ab").read_text(encoding="utf-8").splitlines()
    assert rows[1].startswith("nl_a#0001,ab,theme,labour,why,2026-05-01T12:00:00Z,")
    folder.csv("ab").write_text("changed by hand", encoding="utf-8")
    with pytest.raises(CodingFault, match="column 'unit_id' is missing"):
        export_codings(session, questions, passages)
    assert folder.csv("ab").read_text(encoding="utf-8") == "changed by hand"
