"""`comparelib codebook diff | page | csv`."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comparelib.cli.console import show_json
from comparelib.errors import CodebookFault, Fault, ParameterFault, StudyFault, one_of

if TYPE_CHECKING:
    from comparelib.build.revisions import CodebookState
    from comparelib.codebook import CodebookDiff
    from comparelib.coding.changes import CodingChanges
    from comparelib.studyfile import StudyFile

_LANGUAGES = ("en", "nl")
_LANGUAGE = typer.Option("en", help="en or nl: of labels and of the words around them.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="What changed in the codebook; the codebook as a page and as a table.")
    group.command("diff")(diff)
    group.command("page")(page)
    group.command("csv")(csv)
    app.add_typer(group, name="codebook", no_args_is_help=True)


def diff(
    old: str = typer.Argument(..., metavar="OLD", help="Codebook file, folder, or git revision."),
    new: str = typer.Argument(
        ..., metavar="NEW", help="The same; a folder of patterns takes the study's codebook."
    ),
    units: bool = typer.Option(
        False, "--units", help="Code the study's units both ways; list those that change."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print everything as JSON."),
) -> None:
    """Say what was added, removed, renamed and worded anew, and which units code otherwise.

    A change without a new version is a warning. With --units the dictionary codes the units of the last build
    with the patterns of each side.
    """
    from comparelib.build.revisions import codebook_state
    from comparelib.codebook import codebook_diff

    study = _study()
    with ExitStack() as stack:
        before, after = (stack.enter_context(codebook_state(name, study)) for name in (old, new))
        found = codebook_diff(before.codebook, after.codebook)
        changes = _changed_units(before, after, study or _needed()) if units else None
    if as_json:
        show_json(_record(found, changes))
        return
    _show_diff(found)
    if changes is not None:
        _show_units(changes)


def page(
    output: Path = typer.Option(Path("codebook.html"), "-o", "--output", help="HTML file to write."),
    language: str = _LANGUAGE,
) -> None:
    """Write the codebook as one HTML page that opens without a connection, with the patterns' examples."""
    from comparelib.codebook import load_codebook
    from comparelib.coding.dictionary import load_dictionary
    from comparelib.reporting.codebook_page import codebook_page

    study = _needed()
    book = load_codebook(study.codebook, study.shown(study.codebook))
    examples = load_dictionary(study.dictionary, book, study.shown(study.dictionary)).examples
    _write(output, codebook_page(book, examples, _checked(language)))


def csv(
    output: Path = typer.Option(Path("codebook.csv"), "-o", "--output", help="CSV file to write."),
    facet: list[str] = typer.Option([], help="A facet; may be given again. All by default."),
    language: str = _LANGUAGE,
) -> None:
    """Write the codebook as the CSV that Taguette imports: the columns tag and description."""
    from comparelib.codebook import codebook_table, load_codebook
    from comparelib.coding.tabular import defused

    study = _needed()
    book = load_codebook(study.codebook, study.shown(study.codebook))
    table = codebook_table(book, _checked(language), facet).map(defused)
    # The byte order mark tells Excel and Taguette that it is UTF-8.
    _write(output, "\ufeff" + table.to_csv(index=False, lineterminator="\n"))


def _changed_units(before: CodebookState, after: CodebookState, study: StudyFile) -> CodingChanges:
    from comparelib.build.build import PROCESSED
    from comparelib.coding.changes import coding_changes
    from comparelib.coding.dictionary import dictionary_codings
    from comparelib.store import Store

    store = Store(study.root / PROCESSED)
    texts, documents = store.read("units"), store.read("documents")
    sides = zip(documents["doc_id"], documents["jurisdiction"], strict=True)
    varieties = {doc_id: study.variety(side) for doc_id, side in sides}
    coded = [
        dictionary_codings(texts, state.dictionary(), state.codebook, varieties) for state in (before, after)
    ]
    return coding_changes(*coded)


def _show_diff(found: CodebookDiff) -> None:
    from comparelib.codebook.words import marked

    for change in found.changes:
        renamed = f" -> {change.renamed}?" if change.renamed else ""
        typer.echo(f"{change.kind}: {change.address}{renamed}")
        if change.words:
            typer.echo(f"    {marked(change.words)}")
    versions = f"version {found.old_version} -> {found.new_version}"
    n = len(found.changes)
    typer.echo(f"{n} change{'s' * (n != 1)} in the codebook; {versions}")
    for warning in found.warnings:
        typer.echo(f"warning: {warning}", err=True)


def _show_units(changes: CodingChanges) -> None:
    for unit_id, facet, before, after in changes.units.itertuples(index=False, name=None):
        typer.echo(f"{unit_id} {facet}: {before or '-'} -> {after or '-'}")
    moved = changes.counts[(changes.counts["gained"] + changes.counts["lost"]) > 0]
    for facet, code, before, after, gained, lost in moved.itertuples(index=False, name=None):
        typer.echo(f"{facet}/{code}: {before} -> {after} units (+{gained} -{lost})")
    n = changes.units["unit_id"].nunique()
    typer.echo(f"{n} of {changes.n_units} units code otherwise")


def _record(found: CodebookDiff, changes: CodingChanges | None) -> dict[str, Any]:
    record: dict[str, Any] = asdict(found)
    if changes is not None:
        record["units"] = changes.units.to_dict("records")
        record["counts"] = changes.counts.to_dict("records")
        record["n_units"] = changes.n_units
    return record


def _study() -> StudyFile | None:
    try:
        return _needed()
    except StudyFault:
        return None


def _needed() -> StudyFile:
    from comparelib.studyfile import FILE_NAME, find_root, load_studyfile

    return load_studyfile(find_root() / FILE_NAME)


def _checked(language: str) -> str:
    if language not in _LANGUAGES:
        raise ParameterFault(Fault(f"unknown language '{language}'", expected=one_of(_LANGUAGES, language)))
    return language


def _write(path: Path, text: str) -> None:
    staged = path.with_name(f".{path.name}.part")
    try:
        staged.write_text(text, encoding="utf-8", newline="")
        staged.replace(path)
    except OSError as refused:
        remedy = "Name a folder that exists and that you may write to"
        raise CodebookFault(Fault(f"cannot be written: {refused.strerror}", path, remedy=remedy)) from None
    finally:
        staged.unlink(missing_ok=True)
    typer.echo(f"codebook: {path} written")
