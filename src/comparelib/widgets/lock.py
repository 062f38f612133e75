"""One coder, one session: a second one of the same name is refused, a dead one is recognised."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from comparelib.errors import CodingFault, Fault

_IGNORED = "# what this machine alone needs\n.gitignore\n*.lock\n*.open\n*.exported\n"


@dataclass(frozen=True)
class CoderLock:
    """The right to write the log of one coder.

    The operating system holds the lock and lets it go when the process ends, however it ends. Beside it lies
    a note of who holds it, for the message, and for folders that several machines share: the lock of one
    machine is not always seen by another.

    Attributes
    ----------
    lock
        Of the operating system.
    note
        `<coder>.open`: host and process of the holder.
    was_stale
        Whether the last session of this coder ended without closing.
    """

    lock: FileLock
    note: Path
    was_stale: bool

    @classmethod
    def take(cls, folder: Path, coder: str, shown: Path) -> CoderLock:
        """Take the lock of a coder.

        Parameters
        ----------
        folder
            Where the logs lie; it exists.
        coder
            Name of the coder.
        shown
            How the folder is called in messages.

        Raises
        ------
        CodingFault
            Another process codes as this coder, here or on another machine.
        OSError
            The folder cannot be written.
        """
        ignored = folder / ".gitignore"
        if not ignored.exists():
            ignored.write_text(_IGNORED, encoding="utf-8")
        lock, note = FileLock(folder / f"{coder}.lock"), folder / f"{coder}.open"
        holder = _holder(note)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise CodingFault(_refusal(coder, holder, shown)) from None
        here = socket.gethostname()
        if holder and holder.get("host") != here:
            lock.release()
            remedy = f"Close it there; if it is closed or dead, delete {shown / note.name}"
            raise CodingFault(Fault(f"coder '{coder}' is open on another machine", shown, remedy=remedy))
        note.write_text(json.dumps({"host": here, "process": os.getpid()}) + "\n", encoding="utf-8")
        return cls(lock, note, was_stale=holder is not None)

    def release(self) -> None:
        """Let the coder go."""
        self.note.unlink(missing_ok=True)
        self.lock.release()


def _holder(note: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(note.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:  # a crash while it was written: the lock of the operating system decides
        return {"host": socket.gethostname()}
    return found if isinstance(found, dict) else None


def _refusal(coder: str, holder: dict[str, Any] | None, shown: Path) -> Fault:
    process = f" (process {holder['process']})" if holder and "process" in holder else ""
    message = f"coder '{coder}' is coding in another notebook or program already{process}"
    remedy = "Close that notebook and shut its kernel down, or code under another name"
    return Fault(message, shown, remedy=remedy)
