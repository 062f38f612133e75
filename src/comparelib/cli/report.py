"""`comparelib report`."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("report")(report)


def report(
    run: list[str] = typer.Option(
        [], "--run", help="Name of a run in study.yml; may be given again. All runs where none is."
    ),
    parameter: list[str] = typer.Option(
        [], "-p", metavar="NAME=VALUE", help="A parameter that replaces the run's."
    ),
    force: bool = typer.Option(False, "--force", help="Render pages again although nothing has changed."),
    as_json: bool = typer.Option(False, "--json", help="Print what was done as JSON."),
) -> None:
    """Run the notebooks and publish one HTML page each in reports/."""
    raise NotImplementedError
