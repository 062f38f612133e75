"""`comparelib build`."""

from __future__ import annotations

from dataclasses import asdict

import typer

from comparelib.cli.console import progress_bar, show_json


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("build")(build)


def build(as_json: bool = typer.Option(False, "--json", help="Print what was done as JSON.")) -> None:
    """Make data/processed from raw texts, codebook and codings; only what changed is done again."""
    from comparelib.build import build as run_build
    from comparelib.studyfile import find_root

    with progress_bar("build") as progress:
        outcome = run_build(find_root(), progress)
    if as_json:
        show_json(asdict(outcome))
    elif outcome.unchanged:
        typer.echo("build: nothing has changed, nothing was done")
    else:
        made, kept = len(outcome.documents_made), len(outcome.documents_kept)
        coders = ", ".join(outcome.coders_made) or "none"
        typer.echo(
            f"build: {made} documents read, {kept} unchanged; {outcome.n_units} units, "
            f"{outcome.n_codings} codings (made anew: {coders})"
        )
