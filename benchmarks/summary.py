"""The pages of the benchmarks -> docs/benchmarks/README.md: one table of all stages, read from them.

python benchmarks/summary.py            measures nothing; every benchmark does so when it has stored its page
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

TABLES = Path(__file__).resolve().parent.parent / "docs" / "benchmarks"
_HEAD = """# What everything costs

One line a stage, taken by `make bench` from the pages beside this one, which say how each was measured and on
what machine; pages may be of different days. Targets are of two cores that do nothing else; a start in
seconds by the clock, all else in seconds of the processor on one core unless it says otherwise. Growth is the
exponent of a fitted power: 1 is linear.

| stage | figure | target | peer in the same run | growth | page |
| --- | --- | --- | --- | --- | --- |
"""
_FOOT = """
Whether intervals hold what they promise is no matter of speed: [shares and ranks](coverage.md),
[agreement and quality](coverage_reliability.md), [corrected shares](coverage_correction.md).
"""
NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Cells:
    """Words with names of columns in braces, of the first row of any table that begins with these cells."""

    words: str
    row: tuple[str, ...]
    nth: int = 0

    def read(self, page: str) -> str:
        """Return the words with the row's cells, NOT_MEASURED where there is no such row or column."""
        rows = [row for row in table_rows(page) if tuple(row.values())[: len(self.row)] == self.row]
        try:
            return self.words.format_map(rows[self.nth])
        except (IndexError, KeyError):
            return NOT_MEASURED


@dataclass(frozen=True)
class Sentence:
    """Words with {0}, {1} …: the groups of a pattern's first match in a page."""

    words: str
    pattern: str

    def read(self, page: str) -> str:
        """Return the words with the groups, NOT_MEASURED where nothing matches."""
        found = re.search(self.pattern, page)
        return " ".join(self.words.format(*found.groups()).split()) if found else NOT_MEASURED


Read = Cells | Sentence | None


@dataclass(frozen=True)
class Line:
    """A stage: the page that it is on, and where its cells come from."""

    stage: str
    page: str
    figure: Cells | Sentence
    target: str = "–"
    peer: Read = None
    growth: Read = None


def _start(name: str, target: str, peer: str = "") -> Line:
    other = Cells(f"{peer} {{s by the clock}} s", (peer,)) if peer else None
    figure = Cells("{s by the clock} s, CPU {CPU s} s, {peak MB} MB", (name,))
    return Line(name, "start", figure, f"≤ {target} s", other)


_COUNTERS = "CountVectorizer takes {× scikit-learn} ×, PhraseMatcher {× spacy} × the time"


def _dictionary(types: str, vocabulary: str) -> Line:
    row = (f"10 MB, {vocabulary}", "400")
    power = Sentence("patterns {0}", rf"{vocabulary}: time grows with patterns to the power ([\d.]+\d)")
    stage = f"dictionary, 400 patterns, 10 MB of {types}"
    return Line(stage, "dictionary", Cells("{MB/s} MB/s", row), peer=Cells(_COUNTERS, row), growth=power)


_MILLION = ("1,000,000", "2,000")
LINES = (
    _start("`import comparelib`", "0.5", "`import pandas`"),
    _start("`comparelib --help`", "0.6"),
    _start("`comparelib check`, the first time", "1.5"),
    _start("`comparelib check`, after that", "1.5"),
    _start("`comparelib build`, from nothing", "6"),
    _start("`comparelib build`, nothing changed", "1"),
    Line(
        "extraction of PDFs",
        "extraction",
        Cells("{ms/page} ms a page", ("all",)),
        peer=Cells("pdftotext {pdftotext ms} ms, pdfplumber {pdfplumber ms} ms", ("all",)),
        growth=Sentence("pages {0}", r"Exponent in pages: ([\d.]+\d)"),
    ),
    Line(
        "cleaning, plain text",
        "extraction",
        Cells("{clean MB/s} MB/s", ("1",)),
        growth=Sentence("length {0}", r"all steps in length: ([\d.]+\d)"),
    ),
    Line(
        "segmentation, plain text",
        "extraction",
        Cells("{segment units/s} units/s, {segment MB/s} MB/s", ("1",)),
        peer=Sentence("split behind full stops {0}", r"floor of segmentation: ([\d.,]+ MB/s)"),
        growth=Sentence("length {0}", r"all steps in length: ([\d.]+\d)"),
    ),
    _dictionary("few types", "small vocabulary"),
    _dictionary("many types", "large vocabulary"),
    Line(
        "hybrid",
        "hybrid",
        Cells("{units a second} units/s", ("hybrid, distinct sentences",)),
        "≥ 350 units/s",
        Cells("sentence encoder alone {units a second} units/s", ("encoder alone, distinct sentences",)),
    ),
    Line(
        "theme matrix, 1,000,000 units",
        "matrix",
        Cells("{units a second} units/s, {peak MB} MB", ("1,000,000",)),
        peer=Cells("pandas groupby {pandas groupby}, theme_matrix {theme_matrix, presence}", ("1,000,000",)),
        growth=Cells("units {theme_matrix, presence}", ("exponent",)),
    ),
    Line(
        "comparison, 1,000,000 units, 2,000 draws",
        "comparison",
        Cells("{compare_priorities} s, {peak GiB} GiB", _MILLION),
        peer=Cells("pandas groupby of shares alone {pandas groupby of shares} s", _MILLION),
        growth=Cells("units {compare_priorities}", ("exponent",)),
    ),
    Line(
        "the same by draws, 30,000 units",
        "comparison",
        Cells("{compare_priorities} s at 2,000 draws", ("30,000", "2,000")),
        growth=Cells("draws {compare_priorities}", ("exponent",), 1),
    ),
    Line(
        "report of a run, by the clock",
        "reports",
        Sentence("{0}", r"from processed data: ([\d.]+ s by the clock, [\d.]+ s of the\s+processor)"),
        "≤ 35 s",
    ),
    Line(
        "a page of it, `03_priorities`",
        "reports",
        Cells("{comparelib} ms", ("03_priorities",), 1),
        peer=Cells("default nbconvert {nbconvert} ms", ("03_priorities",), 1),
    ),
    Line(
        "whole report of 10,000 documents, its dearest notebook",
        "large_reports",
        Sentence("{1}; largest page {0}", r"page of the run: .*?, ([\d.]+ MB)\. Dearest notebook: (.*)\."),
        "≤ 180 s, ≤ 5 MB",
        growth=None,
    ),
    Line(
        "page of a document, of 10,000",
        "large_reports",
        Cells("{ms a page} ms, {kB a document} kB", ("10,000",)),
        growth=Cells("documents {growth}", ("10,000",)),
    ),
    Line(
        "raw files to comparison, many documents",
        "scale",
        Sentence("at most {0}", r"Most memory of any stage: (.*)\."),
        "≤ 4 GiB",
        growth=Sentence(
            "{0} × documents: {1} × CPU", r"(\d+) times the documents cost ([\d.]+) times the processor"
        ),
    ),
)


def table_rows(page: str) -> list[dict[str, str]]:
    """Return the rows of all tables of a page, each as column -> cell; of columns called alike, the last."""
    rows, head = [], list[str]()
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if not cells:
            head = []
        elif not head:
            head = cells
        elif set(cells) != {"---"}:
            rows.append(dict(zip(head, cells, strict=True)))
    return rows


def row_of(line: Line) -> str:
    """Return a line of the table."""
    path = TABLES / f"{line.page}.md"
    page = path.read_text(encoding="utf-8") if path.exists() else ""
    peer, growth = (each.read(page) if each else "–" for each in (line.peer, line.growth))
    link = f"[{line.page}]({line.page}.md)" if page else "–"
    return f"| {line.stage} | {line.figure.read(page)} | {line.target} | {peer} | {growth} | {link} |"


def store() -> str:
    """Store the table, and return it."""
    text = _HEAD + "\n".join(row_of(line) for line in LINES) + "\n" + _FOOT
    (TABLES / "README.md").write_text(text, encoding="utf-8")
    return text


if __name__ == "__main__":
    print(store())
