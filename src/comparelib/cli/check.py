"""`comparelib check`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from comparelib.cli.console import progress_bar, show_json

if TYPE_CHECKING:
    from comparelib.adding.quality import Quality
    from comparelib.errors import Fault

_HEADS = ("document", "pages", "words", "units", "furniture", "joined", "unknown", "verdict")
_FIRST_NUMBER, _LAST_NUMBER = 1, 6


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check)


def check(
    as_json: bool = typer.Option(False, "--json", help="Print faults and quality figures as JSON."),
) -> None:
    """Name every fault in raw data, codebook, dictionary, reference and study.yml, and how well texts read.

    Faults stand at their line and column, and make the exit code 1. The quality figures of the documents go
    to standard error; a doubt about one is no fault.
    """
    from comparelib.adding.review import corpus_quality
    from comparelib.build import check_inputs
    from comparelib.studyfile import find_root

    root = find_root()
    faults = check_inputs(root)
    with progress_bar("check") if sys.stderr.isatty() else _no_progress() as progress:
        quality = corpus_quality(root, progress)
    faults = (*faults, *(fault for fault in quality.faults if fault not in faults))
    if as_json:
        figures = [_record(doc_id, own) for doc_id, own in quality.figures.items()]
        show_json([*(_fault_record(fault) for fault in faults), *figures])
    else:
        show_table(quality.figures)
        for fault in faults:
            typer.echo(f"error: {fault}", err=True)
        typer.echo(f"{len(faults)} fault{'s' * (len(faults) > 1)}" if faults else "no faults")
    raise typer.Exit(1 if faults else 0)


def _no_progress() -> Any:
    from contextlib import nullcontext

    return nullcontext()


def _fault_record(fault: Fault) -> dict[str, Any]:
    return {**vars(fault), "path": str(fault.path) if fault.path else None, "kind": "fault"}


def _record(doc_id: str, figures: Quality) -> dict[str, Any]:
    doubts = [doubt.value for doubt in figures.doubts]
    return {
        **asdict(figures),
        "kind": "quality",
        "doc_id": doc_id,
        "verdict": figures.verdict.value,
        "doubts": doubts,
    }


def show_table(quality: Mapping[str, Quality]) -> None:
    """Show the figures: a table on a terminal, columns of plain text elsewhere; then what was warned of."""
    if not quality:
        return
    rows = [_cells(doc_id, figures) for doc_id, figures in quality.items()]
    if sys.stderr.isatty():
        _rich_table(rows)
    else:
        widths = [max(len(row[at]) for row in (_HEADS, *rows)) for at in range(len(_HEADS))]
        for row in (_HEADS, *rows):
            typer.echo(
                "  ".join(_placed(cell, at, widths[at]) for at, cell in enumerate(row)).rstrip(), err=True
            )
    for figures in quality.values():
        for warning in figures.warnings:
            typer.echo(f"warning: {warning}", err=True)


def _cells(doc_id: str, figures: Quality) -> tuple[str, ...]:
    from comparelib.adding.verdict import verdict_words

    return (
        doc_id,
        f"{figures.n_pages:,}",
        f"{figures.n_words:,}",
        f"{figures.n_policy_units:,}",
        f"{figures.furniture_share:.1%}",
        f"{figures.n_joined:,}",
        f"{figures.unknown_share:.1%}",
        verdict_words(figures, "en"),
    )


def _placed(cell: str, at: int, width: int) -> str:
    return cell.rjust(width) if _FIRST_NUMBER <= at <= _LAST_NUMBER else cell.ljust(width)


def _rich_table(rows: list[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for at, head in enumerate(_HEADS):
        table.add_column(head, justify="right" if _FIRST_NUMBER <= at <= _LAST_NUMBER else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(stderr=True).print(table)
