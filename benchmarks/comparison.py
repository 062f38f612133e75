"""What a comparison costs, by units and by draws: `python benchmarks/comparison.py`.

Texts of 1,000 units in paragraphs of three or four, 21 codes, half of the texts on either side. Seconds are
CPU seconds of one core, each size in a process of its own, so that its peak memory is its own. The exponent
is the slope of log seconds over log size between the two largest sizes: 1 is linear.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from record import record

from comparelib.contrast import compare_priorities
from comparelib.matrix import CodedUnits, ThemeMatrix, theme_matrix_of
from comparelib.model import Counting
from comparelib.priorities import jurisdiction_priorities, priorities

CODES = 21
SIZES = (1_000, 10_000, 100_000, 1_000_000)
DRAWS = (500, 1_000, 2_000, 4_000)
WHAT = """`compare_priorities` deals the paragraphs out anew for the distance of profiles; the other two draw
paragraphs anew for the ranks, of sides and of each text."""
STEPS: dict[str, Callable[[ThemeMatrix, int], object]] = {
    "compare_priorities": lambda matrix, draws: compare_priorities(matrix, draws=draws),
    "jurisdiction_priorities": lambda matrix, draws: jurisdiction_priorities(matrix, draws=draws),
    "priorities": lambda matrix, draws: priorities(matrix, draws=draws),
}
ENVIRONMENT = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def made_up(n: int, seed: int = 1) -> ThemeMatrix:
    """A corpus of n units; codes from a share of .2 down to .01."""
    rng, n_documents = np.random.default_rng(seed), max(4, n // 1_000)
    document = np.arange(n) * n_documents // n
    paragraph = np.unique(document * n + np.arange(n) * 3 // 10, return_inverse=True)[1]
    values = np.empty((n, CODES))
    for code, share in enumerate(np.geomspace(0.2, 0.01, CODES)):
        values[:, code] = rng.random(n) < share
    index = pd.Index([f"d{number:05}" for number in range(n_documents)], name="doc_id")
    zero = pd.Series(0, index=index)
    return theme_matrix_of(
        CodedUnits(
            facet="theme",
            coder="made up",
            counting=Counting.PRESENCE,
            codes=tuple(f"c{code}" for code in range(CODES)),
            documents=pd.DataFrame({"jurisdiction": np.where(np.arange(n_documents) % 2, "VL", "NL")}, index),
            unit_ids=pd.RangeIndex(n),
            values=values,
            weights=np.ones(n),
            document=document.astype(np.int64),
            paragraph=paragraph.astype(np.int64),
            n_missing=zero,
            n_failed=zero,
        )
    )


def plain_groupby(matrix: ThemeMatrix) -> float:
    """CPU seconds that pandas takes for the shares alone, without any interval."""
    frame = pd.DataFrame(matrix.coded.values)
    side = matrix.documents["jurisdiction"].to_numpy()[matrix.coded.document]
    start = time.process_time()
    frame.groupby([side, matrix.coded.document]).mean().groupby(level=0).mean()
    return time.process_time() - start


def measured(n: int, draws: int) -> None:
    """Print what each step costs, the plain groupby, and the peak memory in GiB."""
    matrix = made_up(n)
    seconds = []
    for step in STEPS.values():
        start = time.process_time()
        step(matrix, draws)
        seconds.append(time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(*seconds, plain_groupby(matrix), peak)


def row(n: int, draws: int) -> dict[str, float]:
    """Measure in a process of its own."""
    command = [sys.executable, __file__, "--measure", str(n), str(draws)]
    environment = os.environ | ENVIRONMENT
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    names = (*STEPS, "pandas groupby of shares", "peak GiB")
    return {"units": n, "draws": draws} | dict(zip(names, map(float, done.stdout.split()), strict=True))


def shown(rows: list[dict[str, float]], by: str) -> pd.DataFrame:
    """Seconds and memory as words, with the exponent of the last step below."""
    frame = pd.DataFrame(rows)
    words = frame.astype(object)
    for name in frame.columns[2:]:
        words[name] = [f"{value:.3f}" for value in frame[name]]
    for name in ("units", "draws"):
        words[name] = [f"{value:,}" for value in frame[name]]
    last = frame.iloc[-2:]
    grown = np.diff(np.log(last[list(frame.columns[2:-1])].to_numpy()), axis=0)[0]
    slopes = grown / np.diff(np.log(last[by].to_numpy()))
    words.loc[len(words)] = ["exponent", "", *(f"{slope:.2f}" for slope in slopes), ""]
    return words


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--measure", nargs=2, type=int, metavar=("UNITS", "DRAWS"))
    asked = parser.parse_args()
    if asked.measure:
        measured(*asked.measure)
        return
    sizes = [row(n, 2_000) for n in SIZES]
    draws = [row(30_000, each) for each in DRAWS]
    record(
        Path(__file__).stem,
        "What a comparison costs",
        [
            " ".join(__doc__.split("\n\n")[1].split()),
            "## By units, 2,000 draws\n",
            shown(sizes, "units"),
            "## By draws, 30,000 units\n",
            shown(draws, "draws"),
            WHAT,
        ],
    )


if __name__ == "__main__":
    main()
