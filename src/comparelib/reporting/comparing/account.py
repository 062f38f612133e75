"""The account of two runs on a terminal, and as plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from comparelib.reporting.comparing.diff import RunDiff
from comparelib.reporting.comparing.words import (
    cause_words,
    cells_table,
    changes_table,
    findings_table,
    title,
    verdict,
)

if TYPE_CHECKING:
    from rich.console import Console

    from comparelib.tables import Table

MOST = 20
"""Rows of a table on a terminal; all of them are on the page and in the JSON."""


def plain_lines(diff: RunDiff, language: str = "en") -> list[str]:
    """Return the account as lines of plain text, all rows, fields parted by " | "."""
    lines = [title(diff, language), *verdict(diff, language)]
    lines += _way(diff, language)
    for table in _tables(diff, language):
        lines += ["", f"{table.caption}:"]
        lines += [" | ".join(str(cell) for cell in row) for row in table.texts().itertuples(index=False)]
    return lines


def show(diff: RunDiff, console: Console, language: str = "en") -> None:
    """Print the account on a terminal, with the first rows of each table."""
    from rich.table import Table as Grid
    from rich.text import Text

    console.print(Text(title(diff, language), style="bold"))
    for line in [*verdict(diff, language), *_way(diff, language)]:
        console.print(Text(line))
    for table in _tables(diff, language):
        texts = table.texts()
        grid = Grid(title=Text(table.caption), title_justify="left", title_style="bold")
        for column in table.columns:
            grid.add_column(Text(column.label), justify="right" if column.numeric else "left")
        for row in texts.head(MOST).itertuples(index=False):
            grid.add_row(*(Text(str(cell)) for cell in row))
        console.print(grid)
        if len(texts) > MOST:
            console.print(Text(f"… {len(texts) - MOST} more; -o FILE.html shows all of them", style="dim"))


def _tables(diff: RunDiff, language: str) -> Sequence[Table]:
    tables = (changes_table(diff, language), findings_table(diff, language), cells_table(diff, language))
    return [table for table in tables if not table.frame.empty]


def _way(diff: RunDiff, language: str) -> list[str]:
    if len(diff.steps) < 2:
        return []
    named = [", ".join(cause_words(cause, language) for cause in step) for step in diff.steps]
    return [f"{number}. {step}" for number, step in enumerate(named, start=1)]
