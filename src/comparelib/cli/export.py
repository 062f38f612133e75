"""`comparelib export`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comparelib.errors import Fault, InputFaults

if TYPE_CHECKING:
    import pandas as pd

    from comparelib.study import Study


class Target(StrEnum):
    """What can be written."""

    QDPX = "qdpx"
    QDC = "qdc"
    CSV = "csv"
    XLSX = "xlsx"
    TAGUETTE = "taguette"
    QUANTEDA = "quanteda"
    LIWC = "liwc"
    LEXICODER = "lexicoder"


class Table(StrEnum):
    """How a CSV is laid out; a workbook has all three."""

    QUOTES = "quotes"
    MATRIX = "matrix"
    LONG = "long"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


def export(  # noqa: PLR0913, PLR0917 - each is a choice of the person at the keyboard
    target: Target = typer.Argument(..., help="What to write."),
    output: Path = typer.Option(..., "-o", "--output", metavar="FILE", help="Where to write it."),
    coder: list[str] = typer.Option(
        [], "--coder", metavar="NAME", help="Codings of this coder alone; may be given again."
    ),
    table: Table = typer.Option(Table.QUOTES, "--table", help="How a CSV is laid out."),
    bom: bool = typer.Option(
        False, "--bom", help="Begin a CSV with a byte order mark, by which Excel knows UTF-8."
    ),
    decimal_comma: bool = typer.Option(
        False, "--decimal-comma", help="Part a CSV by semicolons and write 0,5, as Excel in Dutch reads it."
    ),
    language: str = typer.Option("en", "--language", help="Of the README of a workbook: nl or en."),
    force: bool = typer.Option(False, "--force", help="Replace the file where there is one."),
) -> None:
    """Write codings, texts, codebook or patterns for NVivo, ATLAS.ti, MAXQDA, Taguette, LIWC, R or Excel."""
    if output.exists() and not force:
        raise InputFaults(Fault("the file is there already", output, remedy="Give another name, or --force"))
    style = (bom, decimal_comma)
    if target not in (Target.QDPX, Target.CSV, Target.XLSX):
        content = _codebook(target)
    else:
        content = _codings(target, coder, (table, style, language))
    try:
        output.write_bytes(content)
    except OSError as refused:
        reason = (refused.strerror or str(refused)).lower()
        raise InputFaults(Fault(f"cannot be written ({reason})", output)) from None
    typer.echo(f"export: {output} ({len(content) / 1000:,.0f} kB)")


def current_study() -> Study:
    """Return the study of the working folder, brought up to date first."""
    from comparelib.build import build
    from comparelib.cli.console import progress_bar
    from comparelib.study import Study
    from comparelib.studyfile import find_root

    root = find_root()
    with progress_bar("build") as progress:
        build(root, progress)
    return Study.open(root)


def _codebook(target: Target) -> bytes:
    from comparelib.codebook import load_codebook
    from comparelib.studyfile import FILE_NAME, find_root, load_studyfile

    file = load_studyfile(find_root() / FILE_NAME)
    codebook = load_codebook(file.codebook, file.shown(file.codebook))
    if target is Target.QDC:
        from comparelib.exchange.refi.codebook_file import qdc_bytes

        return qdc_bytes(codebook)
    if target is Target.TAGUETTE:
        from comparelib.exchange.codebook_formats import taguette_text

        return taguette_text(codebook).encode("utf-8")
    from comparelib.coding.dictionary import load_dictionary
    from comparelib.exchange.dictionary_formats import dictionary_entries, dictionary_text

    dictionary = load_dictionary(file.dictionary, codebook, file.shown(file.dictionary))
    entries, left_out = dictionary_entries(dictionary, target.value)
    wildcards = ", wildcards before their end" if target is Target.LIWC else ""
    typer.echo(
        f"note: {left_out} patterns with conditions, gaps{wildcards} or part weights have no place there",
        err=True,
    )
    return dictionary_text(entries, target.value).encode("utf-8")


def _codings(target: Target, coders: list[str], layout: tuple[Table, tuple[bool, bool], str]) -> bytes:
    study = current_study()
    table, (bom, decimal_comma), language = layout
    codings = _chosen(study, coders)
    if target is Target.QDPX:
        return _project(study, codings)
    from comparelib.exchange.spreadsheet import CsvStyle, Layout, csv_bytes, table_of, xlsx_bytes
    from comparelib.labels import language_of, say

    arguments = (codings, study.units(), study.documents, study.codebook)
    if target is Target.CSV:
        return csv_bytes(table_of(Layout(table.value), *arguments), CsvStyle(bom, decimal_comma))
    sheets = {each.value: table_of(each, *arguments) for each in Layout}
    about = [
        (say("exchange.readme.study", language), study.file.title.get(language_of(language), "")),
        (say("exchange.readme.codebook", language), f"{study.codebook.id} {study.codebook.version}"),
        (say("exchange.readme.coders", language), ", ".join(sorted(codings["coder"].unique()))),
    ]
    return xlsx_bytes(sheets, about, language)


def _chosen(study: Study, coders: list[str]) -> pd.DataFrame:
    import pandas as pd

    if not coders:
        return study.codings()
    return pd.concat([study.codings(name) for name in dict.fromkeys(coders)], ignore_index=True)


def _project(study: Study, codings: pd.DataFrame) -> bytes:
    from comparelib.exchange.codings import exchanged_codings
    from comparelib.exchange.refi.project_out import ProjectParts, qdpx_bytes

    texts = study.store.read("texts")
    units = study.units()
    parts = ProjectParts(
        name=next(iter(study.file.title.values())),
        documents=study.documents,
        texts=dict(zip(texts["doc_id"], texts["text"], strict=True)),
        units=units,
        codings=exchanged_codings(codings, study.coders, units),
        codebook=study.codebook,
    )
    return qdpx_bytes(parts)
