"""The command line: argument parsing only, one module a command."""

from __future__ import annotations

import gc
import sys

import typer

from comparelib import __version__
from comparelib.cli import (
    add,
    agree,
    build,
    check,
    code,
    codebook,
    diff,
    export,
    import_,
    lab,
    lookup,
    reanchor,
    report,
)
from comparelib.cli.console import show_error
from comparelib.errors import ComparelibError

app = typer.Typer(
    name="comparelib",
    help="Code Dutch and Flemish policy texts, compare their priorities, publish reports one can check.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
# A command makes many objects and throws few away: to look for circular ones after each 700, as Python does,
# is a sixth of the time of `check`. After each 50,000 bounds memory as well.
_NEW_OBJECTS = 50_000

_COMMANDS = (check, add, build, code, lookup, agree, codebook, report, diff, lab, export, import_, reanchor)
for command in _COMMANDS:
    command.register(app)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"comparelib {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """Code Dutch and Flemish policy texts, compare their priorities, publish reports one can check."""


def main() -> None:
    """Run the command line: exit 0 well, 1 a fault in the input, 2 wrong usage, 130 interrupted."""
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
    try:
        app()
    except ComparelibError as error:
        show_error(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("interrupted; nothing was half-written", err=True)
        sys.exit(130)
