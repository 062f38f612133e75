"""How fast the dictionary coder is, against named peers, on corpora built from the five texts.

    python benchmarks/dictionary.py            docs/benchmarks/dictionary.md (five minutes of processor time)
    python benchmarks/dictionary.py --small    without 100 MB (two minutes)

Processor time, so that other work on the machine counts little; peers take turns, and the median of three
rounds stands in the tables; what takes over ten seconds has one turn. `corpora.py` says what the texts and
patterns are, `counting.py` what is counted and how.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd
from corpora import book, dictionary, large_corpus, small_corpus, units
from counting import comparelib_counter, matcher_counter, read, vectorizer_counter
from record import record

from comparelib.coding.dictionary import dictionary_codings
from comparelib.coding.dictionary.engine import find_matches
from comparelib.reporting.kernel_log import peak_mb

SIZE = 10_000_000
ROUNDS = 3
LONG = 10.0  # seconds
NUMBERS = (400, 2000)
COUNTERS = {
    "comparelib": comparelib_counter,
    "CountVectorizer": vectorizer_counter,
    "PhraseMatcher": matcher_counter,
}
PACKAGES = {"CountVectorizer": "scikit-learn", "PhraseMatcher": "spacy"}
TITLE = "The dictionary coder: speed beside named peers"
TASK = """A file of texts, a line each, becomes a matrix of counts, texts × 16 codes. The dictionary coder
does so with every feature on: globs, gaps, weights, varieties, conditions, exclusions, case, nested scope,
and the passage of each match. The peers get the words that the globs stand for in the corpus, found before
the clock starts, and no condition, gap or exclusion, which they cannot express. Each turn starts without
what an earlier one kept: spaCy's tokeniser remembers the words that it has met. Processor time, one core."""


def spent(work: Callable[[], object]) -> float:
    """Return the processor time of one run, in seconds."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def typical(works: Sequence[Callable[[], object]]) -> list[float]:
    """Return the median processor time of each work; they take turns, long ones but one."""
    return typical_anew([lambda work=work: work for work in works])


def typical_anew(makers: Sequence[Callable[[], Callable[[], object]]]) -> list[float]:
    """Return the same of works that are made anew for each turn: none finds what its last one kept."""
    times = [[spent(make())] for make in makers]
    for _ in range(ROUNDS - 1):
        for make, known in zip(makers, times, strict=True):
            if known[0] < LONG:
                known.append(spent(make()))
    return [median(known) for known in times]


def compared(name: str, path: Path, number: int) -> dict[str, str]:
    """Return a row of the table of peers."""
    names = [each for each in COUNTERS if installed(each)]
    makers = [lambda each=each: COUNTERS[each](path, number) for each in names]
    seconds = dict(zip(names, typical_anew(makers), strict=True))
    own = seconds["comparelib"]
    speed = path.stat().st_size / 1e6 / own
    row = {"corpus": name, "patterns": f"{number:,}", "comparelib": f"{own:.2f} s", "MB/s": f"{speed:.0f}"}
    for peer in names[1:]:
        row |= {peer: f"{seconds[peer]:.2f} s", f"× {PACKAGES[peer]}": f"{seconds[peer] / own:.1f}"}
    print("  ".join(row.values()), flush=True)
    return row


def installed(peer: str) -> bool:
    """Whether a counter's package is there."""
    return peer != "PhraseMatcher" or importlib.util.find_spec("spacy") is not None


def growth(files: dict[str, Path]) -> tuple[pd.DataFrame, str]:
    """Return the time for rising numbers of patterns, and what a fitted power of them is."""
    numbers = (125, 250, 500, 1000, 2000)
    rows, said = [], []
    for name, path in files.items():
        seconds = typical([comparelib_counter(path, number) for number in numbers])
        rows.append(
            {"corpus": name} | {f"{n:,}": f"{s:.3f} s" for n, s in zip(numbers, seconds, strict=True)}
        )
        power = np.polyfit(np.log(numbers), np.log(seconds), 1)[0]
        five = typical([comparelib_counter(path, number) for number in NUMBERS])
        said.append(f"{name}: time grows with patterns to the power {power:.2f}; ")
        said[-1] += f"five times the patterns (400 to 2,000) cost {five[1] / five[0]:.2f} times the time."
    return pd.DataFrame(rows), " ".join(said)


def frames(files: dict[str, Path]) -> pd.DataFrame:
    """Return the time to matches with passages, and to the frame of codings with evidence and rules."""
    rows = []
    for name, path in files.items():
        texts = read(path)
        frame, varieties, size = units(texts), ["nl-NL"] * len(texts), path.stat().st_size / 1e6
        for number in NUMBERS:
            chosen = dictionary(number)
            program = chosen.program
            works = (
                lambda: list(find_matches(texts, program, varieties)),  # noqa: B023 - called in this turn
                lambda: dictionary_codings(frame, chosen, book(), {"d": "nl-NL"}),  # noqa: B023
            )
            matches, codings = typical(works)
            n_rows = f"{len(dictionary_codings(frame, chosen, book(), {'d': 'nl-NL'})):,}"
            speeds = (f"{matches:.2f} s", f"{size / matches:.0f}", n_rows, f"{codings:.2f} s")
            head = ("corpus", "patterns", "matches", "MB/s", "rows", "codings frame", "MB/s of the frame")
            rows.append(dict(zip(head, (name, f"{number:,}", *speeds, f"{size / codings:.0f}"), strict=True)))
    return pd.DataFrame(rows)


def without_a_space() -> str:
    """Say what a text of one word of 10 MB costs."""
    text = "maakindustriebeleid" * (SIZE // 19)
    (seconds,) = typical([lambda: list(find_matches([text], dictionary(400).program))])
    return f"One word of 10 MB, without a space: {seconds:.2f} s."


def memory(files: dict[str, Path]) -> pd.DataFrame:
    """Return the peak memory of processes that count one file each with 400 patterns."""
    rows = []
    for name, path in files.items():
        row = {"corpus": name}
        for counter in ("nothing", *COUNTERS):
            if installed(counter):
                command = [sys.executable, __file__, "--peak", counter, str(path)]
                peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                row[{"nothing": "imports and texts read"}.get(counter, counter)] = f"{int(peak):,} MB"
        rows.append(row)
    return pd.DataFrame(rows)


def peak(counter: str, path: Path) -> int:
    """Return the peak memory of this process after counting a file, in MB."""
    COUNTERS[counter](path, NUMBERS[0])() if counter in COUNTERS else read(path)
    return round(peak_mb())


def main() -> None:
    """Measure, and store the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--small", action="store_true", help="without 100 MB")
    parser.add_argument("--peak", nargs=2, metavar=("COUNTER", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak:
        print(peak(options.peak[0], Path(options.peak[1])))
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), large=not options.small)


def measure(folder: Path, *, large: bool) -> None:
    """Measure everything on corpora put into `folder`, and store the page."""
    made = {"10 MB, small vocabulary": small_corpus(SIZE), "10 MB, large vocabulary": large_corpus(SIZE)}
    files = {name: stored(folder, name, texts) for name, texts in made.items()}
    all_files = dict(files)
    if large:
        all_files["100 MB, small vocabulary"] = stored(folder, "100", small_corpus(10 * SIZE))
    rows = [compared(name, path, number) for name, path in all_files.items() for number in NUMBERS]
    missing = [each for each in COUNTERS if not installed(each)]
    parts: list[str | pd.DataFrame] = [TASK, pd.DataFrame(rows)]
    parts += [f"{each} was not measured: {PACKAGES[each]} is not installed." for each in missing]
    if not large:
        parts.append("100 MB were not measured (`--small`).")
    grown, said = growth(files)
    parts += ["Time with rising numbers of patterns. " + said, grown]
    parts += [
        "From units to matches with passages, and to the frame of codings with its texts:",
        frames(files),
    ]
    parts += [
        without_a_space(),
        "Peak memory of a process that counts a file with 400 patterns; texts are read",
    ]
    parts[-1] += " in shards of a million characters:"
    parts.append(memory(all_files))
    peers = [PACKAGES[each] for each in COUNTERS if each in PACKAGES and installed(each)]
    record("dictionary", TITLE, parts, peers=peers)


def stored(folder: Path, name: str, texts: list[str]) -> Path:
    """Return the file that holds texts, one a line."""
    path = folder / f"{name.replace(' ', '_').replace(',', '')}.txt"
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
