"""What a whole report costs where a study has a thousand and ten thousand documents.

    python benchmarks/large_reports.py                  studies of 1,000 and 10,000 documents
    python benchmarks/large_reports.py 400 1000         other sizes, the smallest first
    python benchmarks/large_reports.py --keep FOLDER    and leave the studies there, to look at the pages

Each study is made of sentences of the five texts (`made_corpus`), 10 a document, coded by the dictionary; it
is built, and then the run `baseline` is rendered as `comparelib report` does it: six notebooks, the findings,
the page of every document and the list of them. After that the same again with nothing changed, and, of the
smallest study, with one document changed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from made_corpus import write_mixed_study
from record import record
from reports import processor

from comparelib.build import build
from comparelib.reporting.report import report

RUN = "baseline"
SIZES = (1_000, 10_000)
MOST_MB, MOST_GIB, MOST_SECONDS = 5, 4, 180
_MB = 1_000_000
_INTRO = """\
The run `{run}` of studies of {sizes} documents, 10 sentences each, two processes side by side; seconds of the
processor, kernel and rendering together, from `run.json`. Other work ran on the machine, which makes seconds
of the processor up to twice as many as on a machine that does nothing else. Bounds at the largest size: no
page above {mb} MB, no process above {gib} GiB, no notebook above {seconds} s. Growth is the exponent of a
power through the two sizes; a notebook's start of about 4 s is in both."""
_PEAKS = """\
Most memory of any process: {memory}. Largest page of the run: {page}. Dearest notebook: {notebook}."""
_READERS = """\
The page of each document is made in the process that publishes the run, one core. All of them are written
whatever the size: a page costs some milliseconds and kilobytes (beyond 4,000 units style and script stand
once beside them), and without it a number cannot be followed to its sentence. `again` is a report with
nothing changed, `one changed` one after a document was changed, of the smallest study: the page of that
document is made anew, and every notebook, since its numbers move."""


@dataclass(frozen=True)
class Rendered:
    """What `run.json` and the folder of a run of `n` documents say, and both later reports."""

    n: int
    made: dict[str, Any]
    megabytes: dict[str, float]
    readers: dict[str, float]
    again: float
    changed: float | None


def main() -> None:
    """Measure every size in turn and store the page."""
    given = argparse.ArgumentParser()
    given.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    given.add_argument("--keep", type=Path)
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = asked.keep or Path(folder)
        found = [_rendered(root / str(n), n, change=n == asked.sizes[0]) for n in asked.sizes]
    sizes = " and ".join(f"{n:,}" for n in asked.sizes)
    intro = _INTRO.format(run=RUN, sizes=sizes, mb=MOST_MB, gib=MOST_GIB, seconds=MOST_SECONDS)
    parts = [intro, _peaks(found), _pages(found), _READERS, _readers(found)]
    record("large_reports", "Reports of large corpora", parts)


def _rendered(root: Path, n: int, *, change: bool) -> Rendered:
    write_mixed_study(root, n)
    build(root)
    report(root, runs=[RUN])
    folder = root / "reports" / RUN
    made = json.loads((folder / "run.json").read_text("utf-8"))
    megabytes = {path.stem: path.stat().st_size / _MB for path in sorted(folder.glob("*.html"))}
    documents = [path.stat().st_size for path in sorted((folder / "documents").iterdir())]
    megabytes["documents/_all"] = (folder / "documents/_all.html").stat().st_size / _MB
    readers = {"kb": sum(documents) / n / 1000, "mb": sum(documents) / _MB}
    begin = processor()
    report(root, runs=[RUN])
    again = processor() - begin
    return Rendered(n, made, megabytes, readers, again, _changed(root) if change else None)


def _changed(root: Path) -> float:
    """Seconds of the processor for a report after one document was changed, without the build."""
    _change_one(root)
    build(root)
    begin = processor()
    report(root, runs=[RUN])
    return processor() - begin


def _change_one(root: Path) -> None:
    path = sorted((root / "data/raw/made").iterdir())[0]
    text = path.read_text("utf-8") + "\nHergebruik van materialen spaart grondstoffen.\n"
    manifest = root / "data/raw/corpus.csv"
    old, new = (hashlib.sha256(each.encode()).hexdigest() for each in (path.read_text("utf-8"), text))
    path.write_text(text, encoding="utf-8")
    manifest.write_text(manifest.read_text("utf-8").replace(old, new), encoding="utf-8")


def _named(found: Rendered) -> dict[str, dict[str, Any]]:
    return {page["notebook"]: page["used"] for page in (*found.made["pages"], found.made["summary"])}


def _pages(found: list[Rendered]) -> pd.DataFrame:
    rows = []
    for name in _named(found[0]):
        row = {"page": name}
        for each in found:
            used = _named(each)[name]
            row |= {
                f"CPU s, {each.n:,}": f"{used['cpu']:.1f}",
                f"MB, {each.n:,}": f"{each.megabytes[name]:.2f}",
            }
            row[f"peak MB, {each.n:,}"] = f"{used['peak_mb']:.0f}"
        row["growth"] = _growth(found, [_named(each)[name]["cpu"] for each in found])
        rows.append(row)
    return pd.DataFrame(rows)


def _growth(found: list[Rendered], cost: list[float]) -> str:
    """Exponent through the smallest and the largest size."""
    if len(found) < 2 or min(cost) <= 0:
        return "–"
    return f"{math.log(cost[-1] / cost[0]) / math.log(found[-1].n / found[0].n):.2f}"


def _readers(found: list[Rendered]) -> pd.DataFrame:
    cost = [each.made["used"]["cpu"] for each in found]
    growth = _growth(found, cost)
    return pd.DataFrame(
        {
            "documents": f"{each.n:,}",
            "ms a page": f"{each.made['used']['cpu'] * 1000 / each.n:.1f}",
            "kB a document": f"{each.readers['kb']:.1f}",
            "MB of all": f"{each.readers['mb']:.0f}",
            "MB of the list": f"{each.megabytes['documents/_all']:.2f}",
            "peak MB": f"{each.made['used']['peak_mb']:.0f}",
            "growth": growth,
            "again s": f"{each.again:.1f}",
            "one changed s": "–" if each.changed is None else f"{each.changed:.0f}",
        }
        for each in found
    )


def _peaks(found: list[Rendered]) -> str:
    last = found[-1]
    named = _named(last)
    memory = max(used["peak_mb"] for used in (*named.values(), last.made["used"])) / 1024
    page = max(last.megabytes, key=lambda name: last.megabytes[name])
    dearest = max((name for name in named if name != "summary"), key=lambda name: named[name]["cpu"])
    return _PEAKS.format(
        memory=f"{memory:.2f} GiB at {last.n:,}",
        page=f"`{page}`, {last.megabytes[page]:.2f} MB",
        notebook=f"`{dearest}`, {named[dearest]['cpu']:.0f} s",
    )


if __name__ == "__main__":
    main()
