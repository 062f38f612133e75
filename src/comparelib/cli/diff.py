"""`comparelib diff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comparelib.cli.console import show_json
from comparelib.errors import ComparelibError, Fault, InputFaults, ParameterFault, one_of

if TYPE_CHECKING:
    from comparelib.reporting.comparing import RunDiff
    from comparelib.reporting.results import RunResults
    from comparelib.study import Study


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("diff")(diff)


def diff(
    run_a: str = typer.Argument(..., metavar="RUN_A", help="A run, or the folder of one elsewhere."),
    run_b: str | None = typer.Argument(
        None, metavar="[RUN_B]", help="The run after it; without it, RUN_A is compared with its last edition."
    ),
    output: Path | None = typer.Option(None, "-o", "--output", metavar="FILE.html", help="Write a page too."),
    language: str = typer.Option("en", help="en or nl: of the account and the page."),
    as_json: bool = typer.Option(False, "--json", help="Print everything as JSON."),
) -> None:
    """Say which numbers and findings moved between two runs, and which change moved them.

    A change of text, codebook, dictionary, reference, coder, parameter or version is told apart from the
    others unit by unit, and by reckoning the states in between where the study still has the data of RUN_B.
    """
    import sys

    from comparelib.labels import LANGUAGES
    from comparelib.reporting.comparing import diff_page, diff_runs, editions
    from comparelib.reporting.comparing.account import plain_lines, show
    from comparelib.reporting.report import REPORTS
    from comparelib.studyfile import find_root

    if language not in LANGUAGES:
        raise ParameterFault(Fault(f"unknown language '{language}'", expected=one_of(LANGUAGES, language)))
    root = find_root()
    before, after = editions(root / REPORTS, run_a, run_b)
    found = diff_runs(before, after, _study_of(root, after.results))
    if output is not None:
        _write(output, diff_page(found, language))
    if as_json:
        show_json(found.record())
        return
    if sys.stdout.isatty():
        from rich.console import Console

        show(found, Console(), language)
    else:
        typer.echo("\n".join(plain_lines(found, language)))
    _written(output, found)


def _study_of(root: Path, results: RunResults) -> Study | None:
    """The study, where its data are those of the results: then states in between can be reckoned."""
    from comparelib.reporting.comparing.diff import is_of
    from comparelib.reporting.provenance import by_role, inputs
    from comparelib.reporting.results.measure import method_hash
    from comparelib.study import Study
    from comparelib.studyfile import FILE_NAME, load_studyfile

    try:
        file = load_studyfile(root / FILE_NAME)
        read = by_role(file, inputs(file))
        return Study.open(root) if is_of(results, read, method_hash()) else None
    except ComparelibError:
        return None


def _write(path: Path, text: str) -> None:
    from comparelib.reporting.publish import write_whole

    try:
        write_whole(path, text)
    except OSError as refused:
        remedy = "Name a folder that exists and that you may write to"
        raise InputFaults(Fault(f"cannot be written: {refused.strerror}", path, remedy=remedy)) from None


def _written(path: Path | None, found: RunDiff) -> None:
    if path is not None:
        typer.echo(f"diff: {path} written, {len(found.cells)} cells moved")
