"""`comparelib build`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from comparelib.cli.changes import change_lines, change_record, first_names
from comparelib.cli.console import progress_bar, show_json

if TYPE_CHECKING:
    from comparelib.build import BuildOutcome


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("build")(build)


def build(
    as_json: bool = typer.Option(False, "--json", help="Print what was done as JSON."),
    engine: str = typer.Option(
        "local", "--engine", help="Where the work is done: local (the cores of this machine) or dask."
    ),
    workers: int | None = typer.Option(None, "--workers", help="Number of processes; default: all cores."),
    scheduler: str | None = typer.Option(
        None,
        "--scheduler",
        metavar="ADDRESS",
        help="Dask scheduler of a cluster, such as tcp://10.0.0.1:8786.",
    ),
) -> None:
    """Make data/processed from raw texts, codebook and codings; only what changed is done again."""
    from comparelib.build import build as run_build
    from comparelib.engine import EngineChoice
    from comparelib.studyfile import find_root

    choice = EngineChoice(engine, workers, scheduler)
    with progress_bar("build") as progress:
        outcome = run_build(find_root(), progress, choice)
    if as_json:
        changes = [change_record(changed) for changed in outcome.changes]
        show_json(asdict(outcome) | {"changes": changes})
    elif outcome.unchanged:
        typer.echo("build: nothing has changed, nothing was done")
    else:
        made, kept = len(outcome.documents_made), len(outcome.documents_kept)
        coders = ", ".join(outcome.coders_made) or "none"
        typer.echo(
            f"build: {made} documents read, {kept} unchanged; {outcome.n_units} units, "
            f"{outcome.n_codings} codings (made anew: {coders})"
        )
        _tell_changes(outcome)


def _tell_changes(outcome: BuildOutcome) -> None:
    """Say of each document that was read anew which units are new, gone and unchanged."""
    same = [changes for changes in outcome.changes if changes.is_none]
    for changes in outcome.changes:
        if not changes.is_none:
            for line in change_lines(changes):
                typer.echo(line)
    if same:
        texts = f"{len(same)} text{'s' * (len(same) > 1)}"
        typer.echo(f"  {texts} read anew with the same units: {first_names([each.doc_id for each in same])}")
    if outcome.documents_gone:
        typer.echo(f"  no longer in the manifest: {first_names(outcome.documents_gone)}")
