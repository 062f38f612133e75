"""How fast files become text and text becomes units, beside pdftotext and pdfplumber, and in how much memory.

    python benchmarks/extraction.py                 docs/benchmarks/extraction.md; needs LibreOffice, Chromium
    python benchmarks/extraction.py FILE.pdf …      PDFs of one's own, printed and not stored

The PDFs are the layouts of the tests, made by the same programs. Each is read by three: `extract` of
comparelib (reading order, furniture, headings), `pdftotext -layout` of poppler (plain text, a process each
time), and pdfplumber, which keeps the same geometry. Seconds are of the processor, on one core; comparelib
and poppler best of three, pdfplumber once; the lexicon is loaded before. Exponents are fitted over all sizes
of a table: 1 is linear.
"""

from __future__ import annotations

import argparse
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from record import ROOT, record

from comparelib.text.clean import canonical_text
from comparelib.text.dutch.words import in_lexicon
from comparelib.text.extract import extract
from comparelib.text.segment import segment

REPEATS = 3
ROUNDS = 10
LAYOUTS = ("one", "two", "three", "letter", "ragged", "office1", "office2", "office3")
FORMATS = ("one.pdf", "office1.docx", "office1.odt", "web.html", "agenda.md", "agenda.txt")
COPIES = (1, 2, 4, 8, 16)
PRINTED = (1, 4, 16)
HEAD = (
    "document",
    "pages",
    "ms/page",
    "pages/min",
    "pdftotext ms",
    "× pdftotext",
    "pdfplumber ms",
    "× pdfplumber",
)
Row = tuple[str, int, float, float, float]  # name, pages, seconds of the three readers


def main() -> None:
    """Measure, and store the page where the layouts are measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    files = parser.parse_args().files
    in_lexicon("beleid")
    if files:
        print(grown(files))
        print(readers(files).to_string(index=False))
        return
    with tempfile.TemporaryDirectory() as folder:
        parts = page(Path(folder))
    record("extraction", "From files to text and units", parts, peers=("pdfplumber",))


def page(folder: Path) -> list[str | pd.DataFrame]:
    """Make the files in `folder`, and return what the page holds."""
    sys.path.insert(0, str(ROOT / "tests"))
    import extract_layouts as made

    made.built(folder)
    files = [folder / f"{name}.pdf" for name in LAYOUTS]
    longer = [folder / f"printed{copies:02}.pdf" for copies in PRINTED]
    for copies, file in zip(PRINTED, longer, strict=True):
        source = file.with_suffix(".html")
        source.write_text(
            made.print_pages()["two"].replace("</main>", made.html_body() * (copies - 1) + "</main>")
        )
        made.printed(folder, source)
    memory = grown(files)  # before the peers come into the same process
    intro = " ".join((__doc__ or "").split("\n\n")[2].split())
    pages, pages_grow = by_pages(longer)
    texts, said = by_length()
    return [
        f"{intro} pdftotext is {_poppler_version()}.",
        "## PDFs, by layout",
        readers(files),
        memory,
        "## PDFs, by pages\n\nThe layout `two`, two columns with furniture, printed longer and longer.",
        pages,
        pages_grow,
        "## Every format, and every step\n\nThe same text; MB are of the text that comes out.",
        formats([folder / name for name in FORMATS]),
        "## Plain text, by length\n\nThe five texts behind each other, once to sixteen times, as one file.",
        texts,
        said,
    ]


def readers(files: Sequence[Path]) -> pd.DataFrame:
    """Return what three readers take for each PDF, and for all."""
    rows = [measured(file) for file in files]
    _, pages, *seconds = zip(*rows, strict=True)
    rows.append(("all", sum(pages), *(sum(column) for column in seconds)))  # type: ignore[arg-type]
    cells = [
        (
            name,
            f"{n}",
            f"{1000 * own / n:.1f}",
            f"{60 * n / own:,.0f}",
            f"{1000 * popple / n:.1f}",
            f"{own / popple:.2f}",
            f"{1000 * plumber / n:.1f}",
            f"{own / plumber:.2f}",
        )
        for name, n, own, popple, plumber in rows
    ]
    return pd.DataFrame(cells, columns=list(HEAD))


def measured(file: Path) -> Row:
    """Return the pages of a PDF and the seconds of the three readers."""
    data = file.read_bytes()
    n_pages = extract(data, file.name).n_pages
    own = best(lambda: extract(data, file.name))
    popple = best(lambda: poppler(file), clock=children)
    return file.stem, n_pages, own, popple, best(lambda: plumbed(file), 1)


def by_pages(files: Sequence[Path]) -> tuple[pd.DataFrame, str]:
    """Return how the time of a PDF grows with its pages."""
    rows = []
    for file in files:
        data = file.read_bytes()
        n_pages = extract(data, file.name).n_pages
        own = best(lambda: extract(data, file.name))  # noqa: B023 - called in this turn
        rows.append((n_pages, own, best(lambda: poppler(file), clock=children)))  # noqa: B023
    pages, own, popple = zip(*rows, strict=True)
    frame = pd.DataFrame(
        {
            "pages": pages,
            "s": [f"{value:.3f}" for value in own],
            "ms/page": [f"{1000 * value / n:.1f}" for n, value in zip(pages, own, strict=True)],
            "pdftotext s": [f"{value:.3f}" for value in popple],
        }
    )
    return (
        frame,
        f"Exponent in pages: {exponent(pages, own):.2f}, of pdftotext {exponent(pages, popple):.2f}.",
    )


def steps(data: bytes, name: str) -> tuple[dict[str, float], int, int]:
    """Return the seconds of each step, and the characters and units that come out."""
    source = extract(data, name)
    canonical = canonical_text(source)
    units = segment(canonical, source)
    seconds = {
        "extract": best(lambda: extract(data, name)),
        "clean": best(lambda: canonical_text(source)),
        "segment": best(lambda: segment(canonical, source)),
    }
    return seconds, len(canonical.text), len(units)


def step_row(data: bytes, name: str) -> tuple[dict[str, str], float]:
    """Return a row of steps as words, and its seconds altogether."""
    seconds, characters, units = steps(data, name)
    whole = sum(seconds.values())
    row = {"units": f"{units:,}", "MB": f"{characters / 1e6:.2f}"}
    row |= {f"{step} MB/s": f"{characters / 1e6 / spent:.2f}" for step, spent in seconds.items()}
    row |= {"segment units/s": f"{units / seconds['segment']:,.0f}", "all units/s": f"{units / whole:,.0f}"}
    return row, whole


def formats(files: Sequence[Path]) -> pd.DataFrame:
    """Return the steps of one text in every format."""
    return pd.DataFrame(
        [{"file": file.suffix[1:]} | step_row(file.read_bytes(), file.name)[0] for file in files]
    )


def by_length() -> tuple[pd.DataFrame, str]:
    """Return how the steps of a plain text grow with its length, and how many units a peer cuts."""
    paths = sorted((ROOT / "data" / "raw").glob("*/*.txt"))
    whole = "\n\n".join(path.read_text(encoding="utf-8") for path in paths)
    rows, spent = [], []
    for copies in COPIES:
        row, seconds = step_row("\n\n".join([whole] * copies).encode("utf-8"), "five.txt")
        rows.append({"copies": copies} | row)
        spent.append(seconds)
    said = f"Exponent of all steps in length: {exponent(COPIES, spent):.2f}."
    plain = best(lambda: re.split(r"(?<=[.!?])\s+", whole))
    said += (
        f" A split behind every full stop, the floor of segmentation: {len(whole) / 1e6 / plain:,.0f} MB/s."
    )
    return pd.DataFrame(rows), said


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Return the slope of log seconds over log sizes."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def best(
    work: Callable[[], object], repeats: int = REPEATS, clock: Callable[[], float] = time.process_time
) -> float:
    """Return the least seconds of some runs."""
    found = []
    for _ in range(repeats):
        start = clock()
        work()
        found.append(clock() - start)
    return max(min(found), 1e-4)


def children() -> float:
    """Return the processor seconds of all processes that were waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def poppler(file: Path) -> None:
    """Read a PDF by pdftotext."""
    subprocess.run([_pdftotext(), "-layout", str(file), "-"], check=True, capture_output=True)


def _pdftotext() -> str:
    program = shutil.which("pdftotext")
    if program is None:
        raise SystemExit("pdftotext is missing: install poppler-utils")
    return program


def _poppler_version() -> str:
    told = subprocess.run([_pdftotext(), "-v"], check=True, capture_output=True, text=True).stderr
    return told.splitlines()[0].removeprefix("pdftotext version ")


def plumbed(file: Path) -> int:
    """Read a PDF by pdfplumber."""
    import pdfplumber

    with pdfplumber.open(file) as document:
        return sum(len(page.extract_text()) for page in document.pages)


def grown(files: Sequence[Path]) -> str:
    """Say how the peak of memory grows while the same documents are read more often."""
    peaks = []
    for _ in range(ROUNDS + 1):
        for file in files:
            extract(file.read_bytes(), file.name)
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    start, end = peaks[0], peaks[-1]
    more = f"{(end - start) / 1024:.1f} MB while all are read {ROUNDS} times more"
    return f"Peak memory when all are read, lexicon within it: {start / 1024:.0f} MB; it grows by {more}."


if __name__ == "__main__":
    main()
