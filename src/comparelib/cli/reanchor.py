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
    columns = (found.frame[name] for name in ("coder", "unit_id", "now", "how"))
    for coder, unit_id, now, how in zip(*columns, strict=True):
        typer.echo(f"{coder}: {unit_id} " + (f"-> {now} ({how})" if now else f"has no place: {how}"))
    for sentence in found.summary():
        typer.echo(f"reanchor: {sentence}")
