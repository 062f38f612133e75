"""The folder `reports/`: one writer at a time, and a run appears whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from comparelib.errors import ReportFailure

_LOCK = ".lock"
_STAGING = ".staging-"
_PREVIOUS = ".previous-"


@contextmanager
def publishing(reports: Path, unfinished: Sequence[str] = ()) -> Iterator[None]:
    """Hold `reports/` alone, and clear away what a killed run left.

    A run that was killed between two renames has its last good report under another name: it is put back.

    Parameters
    ----------
    reports
        The folder.
    unfinished
        Runs whose pages are taken up where a stopped report left them: their folders stay.

    Raises
    ------
    ReportFailure
        Another process is writing reports.
    """
    reports.mkdir(parents=True, exist_ok=True)
    with (reports / _LOCK).open("w") as lock:
        _hold(lock.fileno())
        for left in sorted(reports.glob(f"{_PREVIOUS}*")):
            target = reports / left.name.removeprefix(_PREVIOUS)
            if target.exists():
                shutil.rmtree(left)
            else:
                left.rename(target)
        kept = {f"{_STAGING}{run}" for run in unfinished}
        for left in sorted(reports.glob(f"{_STAGING}*")):
            if left.name not in kept:
                shutil.rmtree(left)
        yield


def staging(reports: Path, run: str = "") -> Path:
    """Return a folder beside the published ones, on the same disk, for pages that are being made.

    A new one, or where a run is named that of the run, with what a stopped report left in it.
    """
    if not run:
        return Path(mkdtemp(prefix=_STAGING, dir=reports))
    folder = reports / f"{_STAGING}{run}"
    folder.mkdir(exist_ok=True)
    return folder


def publish(staged: Path, target: Path) -> None:
    """Put a finished folder in the place of the published one; the old one stays if that does not work."""
    previous = target.with_name(_PREVIOUS + target.name)
    staged.chmod(0o755)
    if not target.exists():
        staged.replace(target)
        return
    target.replace(previous)
    try:
        staged.replace(target)
    except OSError:
        previous.replace(target)
        raise
    shutil.rmtree(previous)


def write_whole(path: Path, text: str) -> bool:
    """Write a file whole or not at all, and only when its text changes; return whether it was written."""
    content = text.encode()
    if path.is_file() and path.read_bytes() == content:
        return False
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return True


def _hold(descriptor: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows has no such lock; there the last writer wins, still with whole folders
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        problem = "another process is writing reports. Wait for it to end, then try again"
        raise ReportFailure(problem) from None
