"""The append-only log of one coder: a decision is on the disk before the coder sees it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from comparelib.errors import CodingFault, Fault
from comparelib.widgets.decisions import Decision


@dataclass(frozen=True)
class LogRead:
    """What a log held when it was opened.

    Attributes
    ----------
    decisions
        Every whole line, in order.
    torn
        The half-written last line that a crash left; None where there was none.
    """

    decisions: tuple[Decision, ...]
    torn: bytes | None = None


@dataclass(frozen=True)
class CodingLog:
    """`data/codings/log/<coder>.jsonl`, one decision a line.

    Attributes
    ----------
    path
        The file; made with the first decision.
    shown
        How messages call it.
    """

    path: Path
    shown: Path

    @property
    def torn_path(self) -> Path:
        """Where half-written lines are kept."""
        return self.path.with_suffix(".torn.txt")

    def read(self) -> LogRead:
        """Read every line.

        Raises
        ------
        CodingFault
            A line before the last is no decision: a merge conflict, or a change by hand.
        """
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return LogRead(())
        *lines, last = data.split(b"\n")
        decisions = list(self._decisions(lines))
        if not last.strip():
            return LogRead(tuple(decisions))
        whole = _decision(last)
        # A line that only lacks its end of line is whole: nothing of it is lost.
        return LogRead((*decisions, whole)) if whole else LogRead(tuple(decisions), torn=last)

    def mend(self) -> LogRead:
        """Read every line; put a half-written last one aside, so that the next decision starts a new line."""
        found = self.read()
        if found.torn is not None:
            with self.torn_path.open("ab") as aside:
                aside.write(found.torn + b"\n")
                _to_disk(aside.fileno())
            os.truncate(self.path, self.path.stat().st_size - len(found.torn))
        elif self.path.is_file() and self.path.stat().st_size:
            with self.path.open("rb+") as log:
                log.seek(-1, os.SEEK_END)
                if log.read(1) != b"\n":
                    log.write(b"\n")
        return found

    def append(self, *decisions: Decision) -> None:
        """Write a line for each decision, at once, and wait until they are on the disk.

        Raises
        ------
        OSError
            The disk is full, or the file cannot be written: the log is as it was before.
        """
        lines = (
            json.dumps(decision.record(), ensure_ascii=False, separators=(",", ":")) for decision in decisions
        )
        content = "".join(f"{line}\n" for line in lines).encode()
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        size = os.fstat(handle).st_size
        try:
            written = os.write(handle, content)
            if written < len(content):
                raise OSError(f"{written} of {len(content)} bytes were written")
            _to_disk(handle)
        except OSError:
            os.ftruncate(handle, size)
            raise
        finally:
            os.close(handle)

    def _decisions(self, lines: list[bytes]) -> Iterator[Decision]:
        faults = []
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            decision = _decision(line)
            if decision is None:
                conflict = line.startswith((b"<<<<<<<", b"=======", b">>>>>>>"))
                message = "a merge conflict" if conflict else "this line is no decision"
                remedy = "Keep the lines of both sides" if conflict else "Take the line back from git"
                faults.append(Fault(message, self.shown, number, remedy=remedy))
            else:
                yield decision
        if faults:
            raise CodingFault(faults)


def _decision(line: bytes) -> Decision | None:
    try:
        return Decision.read(json.loads(line))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _to_disk(handle: int) -> None:
    os.fsync(handle)
