"""What one coder has on the disk, log and file, when its units are given their new ids; and the sample."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from comparelib.csvfile import Row, delimiter_of, load_csv
from comparelib.errors import CodingFault, Fault
from comparelib.store import file_sha256
from comparelib.widgets.decisions import Action, Decision, History
from comparelib.widgets.hand_csv import present_rows
from comparelib.widgets.passage import text_key
from comparelib.widgets.reanchoring import SAME, Found, NewCut, Orphan, in_safe_order, moves
from comparelib.widgets.sample import TABLE
from comparelib.widgets.session import LOG, CodingFolder, CodingSession
from comparelib.widgets.whole_file import write_whole

_GONE = "~gone"


@dataclass(frozen=True)
class CoderFiles:
    """The codings of one coder, and where those stand whose unit is not as it was.

    Attributes
    ----------
    session
        The coder's session; None where there is no log, or nothing is to be written.
    rows, states
        Of the file, and of the log.
    found
        Where the units stand now that are not as they were.
    """

    folder: CodingFolder
    coder: str
    cut: NewCut
    session: CodingSession | None
    rows: list[Row]
    states: Mapping[str, Decision]
    found: dict[Orphan, Found]

    @classmethod
    @contextmanager
    def open(cls, folder: CodingFolder, coder: str, cut: NewCut, *, lock: bool) -> Iterator[CoderFiles]:
        """Read a coder's log and file; with `lock` nobody else can code as this coder meanwhile.

        Raises
        ------
        CodingFault
            A file or log is broken, or the coder is at work elsewhere.
        """
        log = folder.log(coder)
        session = CodingSession(coder, folder) if lock and log.path.exists() else None
        try:
            history = session.history if session else _history(log.read().decisions)
            states = {name: state for name, state in history.states.items() if state.codes or state.note}
            rows = present_rows(folder, coder)
            every = {_of_row(row) for row in rows}
            words = {(each.unit_id, each.key): each.quote for each in every}
            every |= {
                Orphan(name, state.text, words.get((name, state.text), "")) for name, state in states.items()
            }
            lost = [each for each in every if not cut.has(each)]
            found = cut.find(lost, {each.unit_id for each in every if cut.has(each)})
            yield cls(folder, coder, cut, session, rows, states, found)
        finally:
            if session:
                session.close()

    def write(self) -> list[str]:
        """Move what was found; return where the file as it was is kept, and where what has no place.

        Raises
        ------
        CodingFault
            A file or log cannot be written.
        """
        if self.session:
            self._write_log(self.session)
        return self._write_file() if self.rows else []

    def _write_log(self, session: CodingSession) -> None:
        """Add a line for each unit that moved, one for each that has no place, and one for ids left empty."""
        states = {(name, state.text): state for name, state in self.states.items()}
        to = {
            key: self.found[orphan].unit_id or gone_id(orphan.unit_id)
            for orphan in self.found
            if (key := (orphan.unit_id, orphan.key)) in states
        }
        ids = {name: now for (name, _), now in to.items() if now != name}
        moved = [
            replace(self._moved(self.states[name], now), action=Action.MOVE, unit_id=now, moved_from=name)
            for name, now in in_safe_order(ids)
        ]
        left = [
            replace(self.states[name], action=Action.MOVE, codes={}, note="", skipped=False)
            for name in sorted(set(ids) - set(ids.values()))
        ]
        if moved:
            session.decide(*moved, *left)

    def _moved(self, state: Decision, now: str) -> Decision:
        return state if now.endswith(_GONE) else replace(state, text=text_key(self.cut.text(now)))

    def _write_file(self) -> list[str]:
        to, lost = moves(self.found), {(each.unit_id, each.key) for each in self.found}
        stay, unplaced = list[dict[str, str]](), list[dict[str, str]]()
        for row in self.rows:
            key = (row["unit_id"].strip(), _of_row(row).key)
            if key in to:
                now = {"unit_id": to[key], "text": self.cut.text(to[key])}
                stay.append(row.values | {name: value for name, value in now.items() if name in row.values})
            else:
                (unplaced if key in lost else stay).append(row.values)
        path, log = self.folder.csv(self.coder), self.folder.path / LOG
        copy, aside = f"{self.coder}.{file_sha256(path)[:12]}.csv.bak", f"{self.coder}.unplaced.tsv"
        old, columns = path.read_bytes().decode("utf-8-sig"), self.rows[0].columns
        try:
            log.mkdir(exist_ok=True)
            write_whole(log / copy, old)
            if unplaced:
                before = (log / aside).read_text(encoding="utf-8") if (log / aside).exists() else ""
                write_whole(log / aside, before + _table(unplaced, columns, "\t", header=not before))
            write_whole(path, _table(stay, columns, delimiter_of(old), header=True))
        except OSError as refused:
            raise _refused(refused, self.folder, path.name) from None
        shown = self.folder.shown / LOG
        return [str(shown / copy), *([str(shown / aside)] if unplaced else [])]


def moved_sample(
    folder: CodingFolder, cut: NewCut, *, write: bool
) -> tuple[dict[Orphan, Found], tuple[str, ...]]:
    """Give the units of the sample their new ids where the words are the very same; the probabilities stay.

    A unit that has no place stays in the table as one that was drawn: `<id>~gone`, since another unit may
    have its id by now.

    Raises
    ------
    CodingFault
        The sample is broken or cannot be written.
    """
    path = folder.path / TABLE
    if not path.exists():
        return {}, ()
    rows = load_csv(path, ("unit_id", "text"), folder.shown / TABLE, delimiter="\t")
    drawn = [Orphan(row["unit_id"], row["text"]) for row in rows]
    lost = [each for each in drawn if not cut.has(each)]
    found = cut.find(lost, {each.unit_id for each in drawn if cut.has(each)})
    to = {
        each: place.unit_id if place.how == SAME else gone_id(each.unit_id) for each, place in found.items()
    }
    if not (write and any(each.unit_id != name for each, name in to.items())):
        return found, ()
    moved = [
        row.values | {"unit_id": to.get(each, each.unit_id)} for row, each in zip(rows, drawn, strict=True)
    ]
    copy = f"sample.{file_sha256(path)[:12]}.tsv.bak"
    try:
        (folder.path / LOG).mkdir(exist_ok=True)
        write_whole(folder.path / LOG / copy, path.read_text(encoding="utf-8"))
        write_whole(path, _table(moved, rows[0].columns, "\t", header=True))
    except OSError as refused:
        raise _refused(refused, folder, TABLE) from None
    return found, (str(folder.shown / LOG / copy),)


def coders_of(folder: CodingFolder) -> list[str]:
    """Return the names of all coders that have a file or a log."""
    files = [*folder.path.glob("*.csv"), *(folder.path / LOG).glob("*.jsonl")] if folder.path.is_dir() else []
    return sorted({file.stem for file in files if not file.name.startswith(".")})


def gone_id(unit_id: str) -> str:
    """Return the id of a unit that has no place: another unit may have its own id by now."""
    return unit_id.removesuffix(_GONE) + _GONE


def _history(decisions: tuple[Decision, ...]) -> History:
    history = History()
    for decision in decisions:
        history.add(decision)
    return history


def _of_row(row: Row) -> Orphan:
    quote = " ".join(row.values.get("text", "").split())
    return Orphan(row["unit_id"].strip(), text_key(quote) if quote else "", quote)


def _refused(refused: OSError, folder: CodingFolder, name: str) -> CodingFault:
    reason = (refused.strerror or str(refused)).lower()
    return CodingFault(Fault(f"cannot be written ({reason}); it is as it was", folder.shown / name))


def _table(rows: list[dict[str, str]], columns: tuple[str, ...], delimiter: str, *, header: bool) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, delimiter=delimiter, lineterminator="\n")
    if header:
        writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()
