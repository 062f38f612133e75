"""How commands speak: results to standard output, progress and errors to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer

from comparelib.errors import ComparelibError, InputFaults


def show_error(error: ComparelibError) -> None:
    """Print an error: every fault on a line of its own, and how many there are."""
    if not isinstance(error, InputFaults):
        typer.echo(f"error: {error}", err=True)
        return
    for fault in error.faults:
        typer.echo(f"error: {fault}", err=True)
    if len(error.faults) > 1:
        typer.echo(f"{len(error.faults)} faults; nothing was written", err=True)


def show_json(content: Any) -> None:
    """Print a result for a script."""
    typer.echo(json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True))


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[str, int, int], None]]:
    """Give a function (what, done, total) that moves a bar on a terminal, and prints lines elsewhere."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: typer.echo(f"{title}: {done}/{total} {what}", err=True)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.fields[what]}"), console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=None, what="")
        yield lambda what, done, total: bar.update(task, completed=done, total=total, what=what)
