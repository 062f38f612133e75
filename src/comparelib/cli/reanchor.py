"""`comparelib reanchor`."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("reanchor")(reanchor)


def reanchor(
    write: bool = typer.Option(False, "--write", help="Write what was found; otherwise show it."),
) -> None:
    """Find the units of hand codings again by their words, after texts were cut anew, and list the others."""
    from comparelib.widgets.reanchor import reanchor as reanchored

    found = reanchored(write=write)
    for row in found.frame.itertuples():
        where = f"-> {row.now} ({row.how})" if row.now else f"has no place: {row.how}"
        typer.echo(f"{row.coder}: {row.unit_id} {where}")
    for sentence in found.summary():
        typer.echo(f"reanchor: {sentence}")
