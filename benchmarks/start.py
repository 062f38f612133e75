"""How soon the small study answers: `python benchmarks/start.py` (a minute and a half).

Each row is the median of five processes of their own, which take turns: seconds by the clock, seconds of the
processor in all processes of the command together, and the most memory of any one of them. The targets are
seconds by the clock on two cores that do nothing else; a clock far above the processor says that other work
had the cores. The study is a copy of this one with its five texts. The first check is that of a fresh clone:
nothing was read before, and no module of comparelib is compiled; the other rows have both.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
_OWN = (sys.executable, "-m", "comparelib.cli")
_PEERS = """`python -c pass` and `import pandas` are what everything written in Python, and everything that
reads a table with pandas, costs before it begins."""


@dataclass(frozen=True)
class Case:
    """A command, what is done to the study before it, and the seconds by the clock that it may take."""

    name: str
    command: Sequence[str]
    target: float | None = None
    before: Callable[[Path], None] | None = None


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock and of the processor, and MB of memory at the peak."""

    wall: float
    cpu: float
    peak: float


def forgotten(root: Path) -> None:
    """Take away all that was ever built or read."""
    shutil.rmtree(root / "data" / "processed", ignore_errors=True)


def cloned(root: Path) -> None:
    """Make the study and the code what a fresh clone is."""
    forgotten(root)
    for folder in [*(root / "src").rglob("__pycache__")]:
        shutil.rmtree(folder)


CASES = (
    Case("`python -c pass`", (sys.executable, "-c", "pass")),
    Case("`import pandas`", (sys.executable, "-c", "import pandas")),
    Case("`import comparelib`", (sys.executable, "-c", "import comparelib"), 0.5),
    Case("`comparelib --help`", (*_OWN, "--help"), 0.6),
    Case("`comparelib check`, the first time", (*_OWN, "check"), 1.5, cloned),
    Case("`comparelib check`, after that", (*_OWN, "check"), 1.5),
    Case("`comparelib build`, from nothing", (*_OWN, "build"), 6.0, forgotten),
    Case("`comparelib build`, nothing changed", (*_OWN, "build"), 1.0),
)


def measured(case: Case, root: Path) -> Spent:
    """Run a command once."""
    if case.before:
        case.before(root)
    begun = time.perf_counter()
    process = subprocess.Popen(
        case.command, cwd=root, env=_environment(root), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{case.name} ended with {process.returncode}")
    return Spent(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _environment(root: Path) -> dict[str, str]:
    """Return ours, but with the copy of the code, and with compiled modules kept as they are by default."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(root / "src")}


def row(case: Case, turns: Sequence[Spent]) -> dict[str, str]:
    """Return the medians of a command as words."""
    wall, cpu, peak = (median(getattr(turn, name) for turn in turns) for name in ("wall", "cpu", "peak"))
    return {
        "command": case.name,
        "s by the clock": f"{wall:.2f}",
        "CPU s": f"{cpu:.2f}",
        "target, s": f"{case.target:.1f}" if case.target else "–",
        "met": ("yes" if wall <= case.target else "no") if case.target else "–",
        "peak MB": f"{peak:.0f}",
    }


def main() -> None:
    """Measure, and store the page."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copy(ROOT / "study.yml", root)
        shutil.copytree(ROOT / "data", root / "data", ignore=shutil.ignore_patterns("processed"))
        shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
        turns = [[measured(case, root) for case in CASES] for _ in range(ROUNDS)]
    # Only now: a process begins with the memory of the one that starts it, and its peak would be pandas' own.
    import pandas as pd
    from record import record

    rows = [row(case, own) for case, own in zip(CASES, zip(*turns, strict=True), strict=True)]
    intro = " ".join((__doc__ or "").split("\n\n")[1].split())
    record("start", "How soon the small study answers", [intro, pd.DataFrame(rows), _PEERS])


if __name__ == "__main__":
    main()
