"""`comparelib add`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comparelib.cli.console import show_json
from comparelib.errors import Fault, ParameterFault, one_of

if TYPE_CHECKING:
    from comparelib.adding.details import Details
    from comparelib.adding.intake import Outcome, Talk
    from comparelib.adding.shelf import Shelf
    from comparelib.cli.preview import Previewer

_ONE_FILE = ("title", "doc_id")
_FLAGS = {"doc_id": "--id"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("add")(add)


def add(  # noqa: PLR0913, PLR0917 - each flag is a column of the manifest or a choice of the person
    files: list[str] = typer.Argument(..., metavar="FILE…", help="Files, or folders of files."),
    jurisdiction: str = typer.Option("", help="Whose text it is, as study.yml declares."),
    title: str = typer.Option("", help="Title; of several files it is the first heading of each."),
    issuer: str = typer.Option("", help="Who issued it, such as FME."),
    issuer_type: str = typer.Option("", help="What the issuer is, such as 'trade association'."),
    doc_type: str = typer.Option("", help="What the document is, such as 'position paper'."),
    date: str = typer.Option("", help="YYYY, YYYY-MM or YYYY-MM-DD; empty where it has none."),
    language: str = typer.Option("", help="Language of the text, such as nl."),
    note: str = typer.Option("", help="What a reader of the manifest should know."),
    doc_id: str = typer.Option("", "--id", help="The doc_id; derived where it is not given."),
    edition_of: str = typer.Option(
        "", metavar="DOC_ID", help="The document that it is a new edition of; 'none' for none."
    ),
    yes: bool = typer.Option(False, "--yes", help="Ask nothing that has an answer to propose."),
    preview_only: bool = typer.Option(False, "--preview-only", help="Show how a file is read; add nothing."),
    page_language: str = typer.Option("en", help="Language of the preview page: en or nl."),
    as_json: bool = typer.Option(False, "--json", help="Print what was done as JSON."),
) -> None:
    """Read files, show how well, and make documents of them: a copy in data/raw and a row in the manifest."""
    from comparelib.adding.details import Details, tidied
    from comparelib.adding.files import files_of
    from comparelib.adding.intake import add_files, preview_files
    from comparelib.adding.shelf import shelf_of
    from comparelib.cli.preview import Previewer
    from comparelib.studyfile import find_root

    given = tidied(Details(jurisdiction, title, issuer, issuer_type, doc_type, date, language, note, doc_id))
    shelf, names = shelf_of(find_root()), files_of(files)
    _check(given, names, edition_of, page_language, shelf)
    previewer = Previewer(shelf.study, page_language, quiet=as_json)
    talk = _talk(previewer, yes=yes)
    if preview_only:
        outcomes = preview_files(names, given, talk.show)
    else:
        if talk.ask is None:
            proposed = ("title", "language") if yes else ("title",) if len(names) > 1 else ()
            _refuse_missing([name for name in given.missing if name not in proposed], names, shelf)
        outcomes = add_files(names, given, edition_of, shelf, talk)
    if as_json:
        show_json([_record(outcome, previewer) for outcome in outcomes])
    else:
        _tell(outcomes)
    raise typer.Exit(1 if any(outcome.state == "failed" for outcome in outcomes) else 0)


def _check(given: Details, names: Sequence[str], edition_of: str, page_language: str, shelf: Shelf) -> None:
    """Refuse what was typed wrongly before anything is read."""
    from comparelib.adding.details import detail_faults
    from comparelib.adding.intake import OWN
    from comparelib.labels import LANGUAGES

    faults = detail_faults(given, shelf.jurisdictions, shelf.doc_ids)
    known = (*shelf.doc_ids, OWN)
    if edition_of and edition_of not in known:
        faults.append(
            Fault(f"--edition-of: there is no document '{edition_of}'", expected=one_of(known, edition_of))
        )
    if page_language not in LANGUAGES:
        faults.append(
            Fault(f"--page-language: '{page_language}' is not known", expected=one_of(sorted(LANGUAGES)))
        )
    single = [_flag(name) for name in _ONE_FILE if getattr(given, name)]
    single += ["--edition-of"] if edition_of and edition_of != OWN else []
    if len(names) > 1:
        faults += [Fault(f"{flag} fits one file, not {len(names)}", remedy="Add it alone") for flag in single]
    if faults:
        raise ParameterFault(faults)


def _refuse_missing(missing: Sequence[str], names: Sequence[str], shelf: Shelf) -> None:
    """Without a terminal nobody can be asked: name every flag that is missing, and what was used before."""
    from comparelib.adding.details import used_before
    from comparelib.store import file_sha256

    readable = [Path(name) for name in names if Path(name).is_file()]
    if not missing or all(shelf.with_sha256(file_sha256(file)) for file in readable):
        return
    faults = []
    for name in missing:
        used = shelf.jurisdictions if name == "jurisdiction" else used_before(shelf.rows, name)
        such = " or ".join(f"'{value}'" for value in used[:4]) if name not in ("title", "issuer") else ""
        faults.append(Fault(f"{_flag(name)} is missing", expected=f"such as {such}" if such else None))
    raise ParameterFault(faults)


def _flag(name: str) -> str:
    return _FLAGS.get(name, "--" + name.replace("_", "-"))


def _talk(previewer: Previewer, *, yes: bool) -> Talk:
    from comparelib.adding.intake import Talk

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return Talk(previewer.show, yes=yes)
    return Talk(previewer.show, _ask, lambda question: typer.confirm(question, default=True, err=True), yes)


def _ask(name: str, offered: Sequence[str], proposal: str) -> str:
    """Ask for a field on the terminal; a number chooses what was used before."""
    for number, value in enumerate(offered, start=1):
        typer.echo(f"  {number}  {value}", err=True)
    words = name.replace("_", " ") + (" (a number, or other words)" if offered else "")
    if name == "date":
        words = "date (YYYY, YYYY-MM, YYYY-MM-DD, or Enter for none)"
    answer = str(typer.prompt(words, default=proposal, show_default=bool(proposal), err=True)).strip()
    chosen = answer.isdigit() and 1 <= int(answer) <= len(offered)
    return offered[int(answer) - 1] if chosen else answer


def _tell(outcomes: Sequence[Outcome]) -> None:
    """Say what became of each file, and at the end which failed."""
    for outcome in outcomes:
        if outcome.state == "known":
            typer.echo(f"{outcome.file} is no new document: it has the bytes of {outcome.doc_id}")
        elif outcome.state == "left":
            typer.echo(f"{outcome.file}: not added")
        elif outcome.state == "added":
            typer.echo(f"{outcome.file}: added as {outcome.doc_id}, {outcome.path}")
            _tell_edition(outcome)
    failed = [outcome for outcome in outcomes if outcome.state == "failed"]
    for outcome in failed:
        for line in outcome.problem.splitlines():
            typer.echo(f"error: {line}", err=True)
    if failed and len(outcomes) > 1:
        names = ", ".join(outcome.file for outcome in failed)
        typer.echo(f"{len(failed)} of {len(outcomes)} files failed: {names}", err=True)
    if any(outcome.state == "added" for outcome in outcomes):
        typer.echo("Run `comparelib build` to code it, or `comparelib report` for new reports")


def _tell_edition(outcome: Outcome) -> None:
    from comparelib.cli.changes import change_lines

    if outcome.changes is not None:
        for line in change_lines(outcome.changes):
            typer.echo(line)
        typer.echo("  Both editions count from now on; a run that should use one of them names its documents")


def _record(outcome: Outcome, previewer: Previewer) -> dict[str, Any]:
    from comparelib.cli.changes import change_record

    record: dict[str, Any] = {
        "file": outcome.file,
        "state": outcome.state.value,
        "doc_id": outcome.doc_id,
        "path": outcome.path,
        "edition_of": outcome.edition_of,
        "problem": outcome.problem,
        "changes": change_record(outcome.changes) if outcome.changes is not None else None,
    }
    if outcome.proposal is not None:
        record |= previewer.record(outcome.proposal)
    return record
