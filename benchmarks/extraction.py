"""How fast files become text, beside pdftotext, and how much memory that takes.

    python benchmarks/extraction.py                 the layouts of the tests (needs LibreOffice and Chromium)
    python benchmarks/extraction.py FILE.pdf …      PDFs of one's own

Each PDF is read by three: `extract` of comparelib (reading order, furniture, headings), `pdftotext -layout`
of poppler, and pdfplumber, which keeps the same geometry. By the clock of the processor; comparelib and
poppler best of three, pdfplumber once; the lexicon is loaded before. Compare the ratios, not the seconds.
Memory is the growth of the peak while the same documents are read ten times more.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from comparelib.text.dutch.words import in_lexicon
from comparelib.text.extract import extract

ROOT = Path(__file__).resolve().parent.parent
REPEATS = 3
ROUNDS = 10
Row = tuple[str, int, float, float, float]  # name, pages, seconds of the three readers


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    files = parser.parse_args().files
    in_lexicon("beleid")
    with tempfile.TemporaryDirectory() as folder:
        measure(files or layouts(Path(folder)))


def layouts(folder: Path) -> list[Path]:
    """The layouts of the tests, made by the same programs."""
    sys.path.insert(0, str(ROOT / "tests"))
    from extract_layouts import built

    built(folder)
    names = ("one", "two", "three", "letter", "ragged", "office1", "office2", "office3")
    return [folder / f"{name}.pdf" for name in names]


def measure(files: list[Path]) -> None:
    rows = [measured(file) for file in files]
    head = ("document", "pages", "ms/page", "pages/min", "pdftotext", "ratio", "pdfplumber", "ratio")
    print("  ".join(f"{cell:>11}" if at else f"{cell:34}" for at, cell in enumerate(head)))
    for name, pages, own, popple, plumber in [*rows, totals(rows)]:
        cells = [
            f"{pages}",
            f"{1000 * own / pages:.1f}",
            f"{60 * pages / own:,.0f}",
            f"{1000 * popple / pages:.1f} ms",
            f"{own / popple:.2f}",
            f"{1000 * plumber / pages:.1f} ms",
            f"{own / plumber:.2f}",
        ]
        print("  ".join((f"{name[:34]:34}", *(f"{cell:>11}" for cell in cells))))
    print(f"\npeak memory grows by {growth(files):.1f} MB while all are read {ROUNDS} times more")


def totals(rows: list[Row]) -> Row:
    _, pages, *seconds = zip(*rows, strict=True)
    return ("all", sum(pages), *(sum(column) for column in seconds))


def measured(file: Path) -> Row:
    data = file.read_bytes()
    pages = extract(data, file.name).n_pages
    own = best(lambda: extract(data, file.name), time.process_time)
    popple = best(lambda: poppler(file), children)
    return file.stem, pages, own, popple, best(lambda: plumbed(file), time.process_time, 1)


def best(work: Callable[[], object], clock: Callable[[], float], repeats: int = REPEATS) -> float:
    found = []
    for _ in range(repeats):
        start = clock()
        work()
        found.append(clock() - start)
    return max(min(found), 1e-4)


def children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def poppler(file: Path) -> None:
    program = shutil.which("pdftotext")
    if program is None:
        raise SystemExit("pdftotext is missing: install poppler-utils")
    subprocess.run([program, "-layout", str(file), "-"], check=True, capture_output=True)


def plumbed(file: Path) -> int:
    import pdfplumber

    with pdfplumber.open(file) as document:
        return sum(len(page.extract_text()) for page in document.pages)


def growth(files: list[Path]) -> float:
    start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(ROUNDS):
        for file in files:
            extract(file.read_bytes(), file.name)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start) / 1024


if __name__ == "__main__":
    main()
