"""`comparelib check`."""

from __future__ import annotations

import typer

from comparelib.cli.console import show_json


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check)


def check(as_json: bool = typer.Option(False, "--json", help="Print the faults as JSON.")) -> None:
    """Name every fault in raw data, codebook, dictionary, reference and study.yml, at its line and column."""
    from comparelib.build import check_inputs
    from comparelib.studyfile import find_root

    faults = check_inputs(find_root())
    if as_json:
        show_json([{**vars(fault), "path": str(fault.path) if fault.path else None} for fault in faults])
    else:
        for fault in faults:
            typer.echo(f"error: {fault}", err=True)
        typer.echo(f"{len(faults)} fault{'s' * (len(faults) > 1)}" if faults else "no faults")
    raise typer.Exit(1 if faults else 0)
