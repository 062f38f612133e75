"""`comparelib report`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from comparelib.cli.console import progress_bar, show_json
from comparelib.errors import Fault, InputFaults, ParameterFault

if TYPE_CHECKING:
    from pathlib import Path

    from comparelib.reporting.report import ReportOutcome
    from comparelib.reporting.workshop import PageProgress, ReportProgress


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("report")(report)


def report(  # noqa: PLR0913, PLR0917 - one parameter an option
    run: list[str] = typer.Option(
        [], "--run", metavar="NAME", help="A run of study.yml; may be given again."
    ),
    parameter: list[str] = typer.Option(
        [], "-p", metavar="NAME=VALUE", help="Replace a parameter of the run."
    ),
    every: bool = typer.Option(
        False,
        "--all",
        help="All runs of study.yml, and every run with replaced parameters that is published.",
    ),
    pdf: bool = typer.Option(
        False, "--pdf", help="Print each page to a tagged PDF beside it too; needs Chromium or Chrome."
    ),
    force: bool = typer.Option(False, "--force", help="Render pages again although nothing has changed."),
    timeout: int = typer.Option(
        600, min=1, metavar="SECONDS", help="How long one cell of a notebook may take."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print what was done as JSON."),
) -> None:
    """Run the notebooks of every run, or of those named, and publish one HTML page each in reports/."""
    from comparelib.build import build
    from comparelib.reporting.report import report as publish
    from comparelib.studyfile import find_root

    if every and (run or parameter):
        raise ParameterFault(Fault("--all takes every run as it is", expected="--all without --run and -p"))
    if pdf:
        _require_chromium()
    root, overrides = find_root(), _overrides(parameter)
    with progress_bar("build") as progress:
        build(root, progress)
    with _page_lines(quiet=as_json) as told:
        try:
            outcome = publish(
                root,
                runs=run or None,
                overrides=overrides,
                progress=told,
                force=force,
                every=every,
                timeout=timeout,
            )
        except ParameterFault as wrong:  # a value of the study, not the use of the command: exit 1
            raise InputFaults(wrong.faults) from None
    printed = _print(outcome, quiet=as_json) if pdf else ()
    if as_json:
        show_json(
            [
                {"run": page.run, "page": page.path.name, "state": page.state.value, "why": list(page.why)}
                for page in outcome.pages
            ]
        )
        return
    for page in outcome.pages:
        for warning in page.warnings:
            typer.echo(f"warning: {page.run}/{page.notebook}: {warning.strip()}", err=True)
    for note in outcome.notes:
        typer.echo(note)
    made = sum(page.state.value == "rendered" for page in outcome.pages)
    kept = len(outcome.pages) - made
    done = f"{made} pages rendered, {kept} unchanged, {outcome.seconds:.1f} s"
    done += f", {len(printed)} PDF files printed" if pdf else ""
    typer.echo(f"report: {done}; start with {_near(outcome.index)}")


def _require_chromium() -> None:
    """Say that there is no Chromium before minutes of work, not after."""
    from comparelib.reporting.pdf import chromium

    chromium()


def _print(outcome: ReportOutcome, *, quiet: bool) -> tuple[Path, ...]:
    from comparelib.reporting.pdf import print_pages

    def told(pdf: Path) -> None:
        if not quiet:
            typer.echo(f"report: {pdf.parent.name}/{pdf.name} printed", err=True)

    if left := len(outcome.files) - len(outcome.printed):
        typer.echo(
            f"report: the pages of {left} documents and their list are not printed, only shown", err=True
        )
    return print_pages(outcome.printed, told)


def _overrides(given: list[str]) -> dict[str, str]:
    faults = [Fault(f"-p {text}: no '='", expected="-p name=value") for text in given if "=" not in text]
    if faults:
        raise ParameterFault(faults)
    return {name.strip(): value for name, _, value in (text.partition("=") for text in given)}


@contextmanager
def _page_lines(*, quiet: bool) -> Iterator[ReportProgress]:
    """Give a listener that shows each page's state: live lines on a terminal, one line a page elsewhere."""
    import sys

    if quiet or not sys.stderr.isatty():
        yield lambda page: None if quiet else _plain_line(page)
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[state]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks = {}

        def listen(page: PageProgress) -> None:
            name = f"{page.run}/{page.notebook}"
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=1, state=page.state.value)
            if page.why:
                shown = f"{name} [dim]{escape('; '.join(page.why))}[/dim]"
                bars.update(tasks[name], description=shown)
            ended = page.state.value in ("rendered", "unchanged")
            done, total = (1, 1) if ended else (page.done, page.total or 1)
            bars.update(tasks[name], completed=done, total=total, state=page.state.value)

        yield listen


def _plain_line(page: PageProgress) -> None:
    if page.state.value in ("rendered", "unchanged", "failed"):
        why = f"; {'; '.join(page.why)}" if page.why else ""
        typer.echo(
            f"report: {page.run}/{page.notebook} {page.state.value} ({page.seconds:.1f} s{why})", err=True
        )


def _near(path: object) -> str:
    """Show a path as it is typed from the working folder, where it lies below it."""
    from pathlib import Path

    here, target = Path.cwd(), Path(str(path))
    return str(target.relative_to(here)) if target.is_relative_to(here) else str(target)
