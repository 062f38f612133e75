"""A coder at work: the log is opened and locked, every decision goes to the disk first and counts then."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from comparelib.errors import CodingFault, Fault, ParameterFault, StudyFault
from comparelib.studyfile import StudyFile
from comparelib.widgets.decisions import Action, Codes, Decision, History
from comparelib.widgets.lock import CoderLock
from comparelib.widgets.log import CodingLog

LOG = "log"
_open: dict[Path, CodingSession] = {}  # of this process: a cell that is run again takes its session over


@dataclass(frozen=True)
class CodingFolder:
    """Where a team codes: `data/codings` of the study."""

    path: Path
    shown: Path

    @classmethod
    def of(cls, study: StudyFile) -> CodingFolder:
        """Return the folder of hand codings.

        Raises
        ------
        StudyFault
            study.yml names none.
        """
        if study.codings is None:
            remedy = "Add the line 'codings: data/codings' to it"
            raise StudyFault(Fault("there is no folder of hand codings", "study.yml", remedy=remedy))
        return cls(study.codings, study.shown(study.codings))

    def csv(self, coder: str) -> Path:
        """Return the file of a coder's codings."""
        return self.path / f"{coder}.csv"

    def log(self, coder: str) -> CodingLog:
        """Return the log of a coder."""
        name = f"{coder}.jsonl"
        return CodingLog(self.path / LOG / name, self.shown / LOG / name)


class CodingSession:
    """The decisions of one coder, from the log and from now on.

    Attributes
    ----------
    coder, folder, log
        Who codes, and where it is kept.
    history
        The state of every unit that was decided on.
    notices
        What was found on opening and the coder should know: keys of the catalogue with their values.
    """

    def __init__(self, coder: str, folder: CodingFolder, clock: Callable[[], datetime] | None = None) -> None:
        self.coder = checked_name(coder, folder)
        self.folder, self.log = folder, folder.log(coder)
        self.history = History()
        self.notices: list[tuple[str, dict[str, object]]] = []
        self._clock = clock or _now
        self._lock = self._taken()
        try:
            self._resume()
        except BaseException:
            self.close()
            raise

    def decide(self, *decisions: Decision) -> None:
        """Write decisions to the disk, all at once, and count them only then.

        Raises
        ------
        CodingFault
            It could not be written, or this session was closed or taken over: nothing has changed.
        """
        if _open.get(self.log.path) is not self:
            remedy = "Go on in the cell that was run last, or run this cell again"
            raise CodingFault(Fault(f"this session of coder '{self.coder}' is closed", remedy=remedy))
        now = self._clock().strftime("%Y-%m-%dT%H:%M:%SZ")
        timed = [replace(decision, time=now) for decision in decisions]
        try:
            self.log.append(*timed)
        except OSError as refused:
            reason = (refused.strerror or str(refused)).lower()
            remedy = "Make room or ask for the right to write there, then give the code again"
            raise CodingFault(Fault(f"NOT saved ({reason})", self.log.shown, remedy=remedy)) from None
        for decision in timed:
            self.history.add(decision)

    def undo(self) -> str | None:
        """Take the last code or skip back, and return its unit; None where there is nothing to take back."""
        last = self.history.undone()
        if last is None:
            return None
        unit_id, before = last
        now = self.history.states[unit_id]
        codes: Codes = before.codes if before else {}
        skipped = before.skipped if before else False
        self.decide(replace(now, action=Action.UNDO, codes=codes, skipped=skipped))
        return unit_id

    def close(self) -> None:
        """Let the coder go; what was decided is on the disk."""
        if _open.get(self.log.path) is self:
            del _open[self.log.path]
            self._lock.release()

    def _taken(self) -> CoderLock:
        earlier = _open.get(self.log.path)
        if earlier is not None:
            earlier.close()
        try:
            self.log.path.parent.mkdir(parents=True, exist_ok=True)
            self._try_to_write()
            lock = CoderLock.take(self.log.path.parent, self.coder, self.log.shown.parent)
        except OSError as refused:
            reason = (refused.strerror or str(refused)).lower()
            message = f"nothing can be written here ({reason}): no decision could be kept"
            remedy = "Ask for the right to write there, or work in a copy of the study"
            raise CodingFault(Fault(message, self.log.shown.parent, remedy=remedy)) from None
        _open[self.log.path] = self
        return lock

    def _try_to_write(self) -> None:
        trial = self.log.path.with_suffix(".trial.lock")
        trial.write_bytes(b"")
        trial.unlink()
        if self.log.path.exists():
            with self.log.path.open("ab"):
                pass

    def _resume(self) -> None:
        found = self.log.mend()
        for decision in found.decisions:
            self.history.add(decision)
        if found.torn is not None:
            self.notices.append(("coding.torn", {"path": str(self.log.shown.with_suffix(".torn.txt"))}))
        if self._lock.was_stale:
            self.notices.append(("coding.stale", {"coder": self.coder}))


def checked_name(coder: str, folder: CodingFolder) -> str:
    """Return the name of a coder that can be the name of a file, and is not nearly that of another coder.

    Raises
    ------
    ParameterFault
        No name, signs that a file name cannot have, or a name that differs from another by case alone.
    """
    if not re.fullmatch(r"\w[\w.-]*", coder) or unicodedata.normalize("NFC", coder) != coder:
        expected = "letters, digits, and . _ - between them"
        raise ParameterFault(Fault(f"'{coder}' cannot be the name of a coder", expected=expected))
    near = sorted({name for name in _names(folder) if name.casefold() == coder.casefold()} - {coder})
    if near:
        message = f"there is a coder '{near[0]}' already, who differs from '{coder}' by capitals alone"
        raise ParameterFault(Fault(message, remedy=f"Code as '{near[0]}', or take another name"))
    return coder


def _names(folder: CodingFolder) -> list[str]:
    try:
        return [file.stem for file in (*folder.path.rglob("*.csv"), *(folder.path / LOG).glob("*.jsonl"))]
    except OSError:  # no folder, or no right to look into it: taking the lock says so
        return []


def _now() -> datetime:
    return datetime.now(UTC)
