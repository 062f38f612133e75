"""What a theme matrix costs, by units and by counting, beside a plain pandas groupby of the same shares.

    python benchmarks/matrix.py            docs/benchmarks/matrix.md (a minute and a half)

Tables of codings, units and documents with the themes of this study's codebook, 1,000 units a document, and
1.8 codings a unit; every unit has a text. `theme_matrix` checks the tables (identifiers, unknown units and
codes, contradictions), counts what is missing, and keeps what each document's paragraphs hold, from which
intervals are made later. The groupby joins codings with their documents and divides by the units of each: the
shares alone, the same ones, which is checked in each run. Processor time of one core; each size in a process
of its own, best of three; the exponent is the slope of log seconds over log units between the two largest.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from record import ROOT, record

from comparelib.codebook import Codebook, load_codebook
from comparelib.matrix import theme_matrix
from comparelib.model import Counting

SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 3
NAMES = (*(f"theme_matrix, {counting}" for counting in Counting), "pandas groupby")
ENVIRONMENT = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
Tables = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]
TEXT = "De regering versterkt de maakindustrie met 2,5 mln. euro voor scholing."


def made_up(n: int, codes: tuple[str, ...], seed: int = 1) -> Tables:
    """Return codings, units and documents; shares from .2 down, units without a code have `none`."""
    rng, n_documents = np.random.default_rng(seed), max(4, n // 1_000)
    document = np.arange(n) * n_documents // n
    doc_ids = pd.Series([f"d{number:05}" for number in range(n_documents)], dtype="str")
    units = pd.DataFrame(
        {
            "unit_id": pd.Series(
                [f"d{own:05}#{place:07}" for place, own in enumerate(document)], dtype="str"
            ),
            "doc_id": doc_ids.take(document).reset_index(drop=True),
            "paragraph": np.arange(n) * 3 // 10,
            "kind": pd.Series(["sentence"] * n, dtype="str"),
            "text": pd.Series([TEXT] * n, dtype="str"),
        }
    )
    given = np.stack([rng.random(n) < share for share in np.geomspace(0.2, 0.02, len(codes))], axis=1)
    unit, code = np.nonzero(np.column_stack([given, ~given.any(axis=1)]))
    codings = pd.DataFrame(
        {
            "unit_id": units["unit_id"].take(unit).reset_index(drop=True),
            "facet": pd.Series(["theme"] * len(unit), dtype="str"),
            "code": pd.Series([*codes, "none"], dtype="str").take(code).reset_index(drop=True),
            "coder": pd.Series(["made up"] * len(unit), dtype="str"),
        }
    )
    sides = np.where(np.arange(n_documents) % 2, "VL", "NL")
    return codings, units, pd.DataFrame({"doc_id": doc_ids, "jurisdiction": sides})


def plain_groupby(codings: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return the share of each code in each document, without a check and without what is missing."""
    joined = codings[codings["code"] != "none"].merge(units[["unit_id", "doc_id"]], on="unit_id")
    counts = joined.groupby(["doc_id", "code"]).size().unstack(fill_value=0)
    return counts.div(units.groupby("doc_id").size(), axis=0)


def best(work: Callable[[], object]) -> float:
    """Return the least processor seconds of three runs."""
    found = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return min(found)


def measured(n: int, book: Codebook) -> None:
    """Print the processor seconds of each, and the MB that tables take and that the peak holds."""
    codings, units, documents = made_up(n, book.facet("theme").names)
    tables = codings, units, documents, book
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    matrix = theme_matrix(*tables, coder="made up")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    plain = plain_groupby(codings, units)
    own = matrix.share().counts.reindex(index=plain.index, columns=plain.columns)
    np.testing.assert_allclose(own.to_numpy(), plain.to_numpy())
    seconds = [best(lambda how=how: theme_matrix(*tables, coder="made up", counting=how)) for how in Counting]
    print(*seconds, best(lambda: plain_groupby(codings, units)), before, peak)


def row(n: int) -> list[float]:
    """Measure a size in a process of its own."""
    command = [sys.executable, __file__, "--measure", str(n)]
    done = subprocess.run(
        command, env=os.environ | ENVIRONMENT, check=True, stdout=subprocess.PIPE, text=True
    )
    return [float(word) for word in done.stdout.split()]


def shown(rows: dict[int, list[float]]) -> pd.DataFrame:
    """Return the table, with units a second of the default and the exponents."""
    table = []
    for n, (*seconds, before, peak) in rows.items():
        words = dict(zip(NAMES, (f"{value:.3f} s" for value in seconds), strict=True))
        rate = {"units a second": f"{n / seconds[0]:,.0f}", "× groupby": f"{seconds[0] / seconds[-1]:.1f}"}
        table.append(
            {"units": f"{n:,}"} | words | rate | {"tables MB": f"{before:.0f}", "peak MB": f"{peak:.0f}"}
        )
    small, large = list(rows)[-2:]
    slopes = [
        math.log(b / a) / math.log(large / small) for a, b in zip(rows[small], rows[large], strict=True)
    ]
    last = dict(zip(NAMES, (f"{slope:.2f}" for slope in slopes), strict=False))
    return pd.DataFrame([*table, {"units": "exponent"} | last]).fillna("")


def main() -> None:
    """Measure, and store the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measured(asked.measure, load_codebook(ROOT / "data" / "codebook" / "maakindustrie.yml"))
        return
    rows = {n: row(n) for n in SIZES}
    intro = " ".join((__doc__ or "").split("\n\n")[2].split())
    record("matrix", "What a theme matrix costs", [intro, shown(rows)])


if __name__ == "__main__":
    main()
