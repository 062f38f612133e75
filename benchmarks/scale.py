"""From raw files to a comparison of many documents: time and memory of every stage, and how they grow.

python benchmarks/scale.py                       100,000 and 1,000,000 units; some ten minutes on two cores
python benchmarks/scale.py 20000 200000          other numbers of units
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pandas as pd
from made_corpus import SENTENCES, write_study
from record import record

SIZES = (100_000, 1_000_000)
_TICK, _PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
_EVERY = 0.1  # seconds between two looks at the processes
_BUILD = [sys.executable, "-m", "comparelib.cli", "build"]
_COMPARE = """
import sys
from comparelib import Study, compare_priorities
study = Study.open()
def begins(stage):
    print(f"x: {stage}:", file=sys.stderr, flush=True)
begins("matrix")
matrix = study.matrix(coder="dictionary")
begins("comparison")
compare_priorities(matrix, seed=1)
"""
STAGES = {
    "texts": "raw files -> texts and units",
    "codings": "dictionary",
    "counts": "theme counts",
    "written": "manifest, end of the processes",
    "matrix": "theme matrix",
    "comparison": "comparison, 2,000 draws",
}


@dataclass
class Spent:
    """What a stage took: seconds, seconds of all processors, and most memory of all processes in bytes."""

    seconds: float = 0.0
    cpu: float = 0.0
    peak: int = 0


@dataclass
class Watch:
    """Looks at a process and its children until it ends; `stage` is what they are at."""

    pid: int
    stage: str
    ended: bool = False
    spent: dict[str, Spent] = field(default_factory=dict)
    cpu: dict[int, float] = field(default_factory=dict)

    def run(self) -> None:
        last, used = time.perf_counter(), 0.0
        while not self.ended:
            time.sleep(_EVERY)
            now, memory = time.perf_counter(), 0
            for pid in family(self.pid):
                cpu, resident = usage(pid)
                self.cpu[pid] = max(cpu, self.cpu.get(pid, 0.0))
                memory += resident
            total, own = sum(self.cpu.values()), self.spent.setdefault(self.stage, Spent())
            own.seconds += now - last
            own.cpu += total - used
            own.peak = max(own.peak, memory)
            last, used = now, total


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def usage(pid: int) -> tuple[float, int]:
    """Return the processor seconds and the resident bytes of a process; nothing of one that has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0, 0
    return (int(fields[11]) + int(fields[12])) / _TICK, resident * _PAGE


def begun(line: str, n_documents: int) -> str | None:
    """Return the stage that begins after a line of progress, None where none does."""
    where, _, what = line.partition(": ")[2].partition(" ")
    if where.startswith(f"{n_documents}/"):
        return "codings"
    if what.startswith("theme counts/reference"):  # nobody coded this corpus by hand
        return "counts"
    return next((stage for stage in ("written", "matrix", "comparison") if stage in line), None)


def measured(command: list[str], root: Path, first: str, n_documents: int = -1) -> dict[str, Spent]:
    """Run a command that tells its progress on standard error; `first` is the stage that it begins with."""
    process = subprocess.Popen(
        command, cwd=root, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    watch = Watch(process.pid, first)
    thread = Thread(target=watch.run)
    thread.start()
    said = []
    for line in process.stderr or ():
        said.append(line)
        watch.stage = begun(line, n_documents) or watch.stage
    code = process.wait()
    watch.ended = True
    thread.join()
    if code:
        raise SystemExit("".join(said))
    return watch.spent


def study_of(n_units: int, folder: Path) -> tuple[dict[str, Spent], int]:
    """Make, build and compare a study; return what each stage took, and the raw bytes."""
    root = write_study(folder, n_units // SENTENCES)
    size = sum(path.stat().st_size for path in (root / "data/raw/made").iterdir())
    spent = measured(_BUILD, root, "texts", n_units // SENTENCES)
    return spent | measured([sys.executable, "-c", _COMPARE], root, "matrix"), size


def table(found: dict[int, dict[str, Spent]]) -> pd.DataFrame:
    """Return a row a stage: what it took at each size, and the exponent of its growth in processor time."""
    small, large = min(found), max(found)
    rows = []
    for stage, words in STAGES.items():
        row = {"stage": words}
        for n, spent in found.items():
            own = spent.get(stage, Spent())
            row |= {f"{n:,}: s": f"{own.seconds:.1f}", "CPU s" + " " * len(row): f"{own.cpu:.1f}"}
            row |= {"MB" + " " * len(row): f"{own.peak / 1e6:.0f}"}
        before, after = found[small].get(stage, Spent()).cpu, found[large].get(stage, Spent()).cpu
        grows = before > 1 and small != large
        row["exponent"] = f"{math.log(after / before) / math.log(large / small):.2f}" if grows else "–"
        rows.append(row)
    return pd.DataFrame(rows)


def main(sizes: list[int]) -> None:
    found, raw = {}, {}
    for n in sizes or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            found[n], raw[n] = study_of(n, Path(folder))
    corpus = (f"{n:,} units: {n // SENTENCES:,} plain text files, {raw[n] / 1e6:.0f} MB." for n in found)
    peaks = {n: max(spent.peak for spent in own.values()) / 2**30 for n, own in found.items()}
    intro = (
        "A corpus made of the sentences of the five texts, half Dutch and half Flemish, through "
        "`comparelib build` with the dictionary, `Study.matrix` and `compare_priorities`. CPU s are those of "
        "all processes; MB is the most memory of all of them together, shared pages counted in each."
    )
    most = ", ".join(f"{peak:.2f} GiB at {n:,}" for n, peak in peaks.items())
    record(
        "scale",
        "A corpus of a million units",
        [intro, " ".join(corpus), table(found), f"{growth(found)} Most memory of any stage: {most}."],
    )


def growth(found: dict[int, dict[str, Spent]]) -> str:
    """Say how the largest corpus compares with the smallest one, all stages together."""
    small, large = min(found), max(found)
    cpu, seconds = (
        sum(getattr(spent, name) for spent in found[large].values())
        / sum(getattr(spent, name) for spent in found[small].values())
        for name in ("cpu", "seconds")
    )
    times = f"{large / small:.0f} times the documents cost {cpu:.1f} times the processor time"
    return f"{times} and {seconds:.1f} times the time."


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]])
