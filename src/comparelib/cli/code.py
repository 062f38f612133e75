"""`comparelib code`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comparelib.cli.console import progress_bar, show_json
from comparelib.errors import Fault, ParameterFault, one_of

if TYPE_CHECKING:
    import pandas as pd


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("code")(code)


def code(  # noqa: PLR0913, PLR0917 - each is a choice of the person at the keyboard
    table: Path = typer.Argument(..., metavar="IN", help="CSV, XLSX or Parquet with unit_id and text."),
    output: Path = typer.Option(..., "-o", "--output", metavar="OUT", help="CSV or Parquet to write."),
    coder: str = typer.Option(
        "", help="dictionary, classifier or hybrid; that of study.yml where not given."
    ),
    facet: list[str] = typer.Option([], help="A facet of the codebook; may be given again. All by default."),
    variety: str = typer.Option("", help="nl-NL or nl-BE: the Dutch of every unit."),
    jurisdiction_column: str = typer.Option("", help="Column that names the jurisdiction of each unit."),
    delimiter: str = typer.Option(
        "", help="What parts the fields of CSV: , or ; or tab. Found for IN, comma for OUT."
    ),
    study: Path = typer.Option(Path(), help="Folder in a study; its codebook and patterns are used."),
    as_json: bool = typer.Option(False, "--json", help="Print what was done as JSON."),
) -> None:
    """Code the units of any table: one row a unit, facet, code and passage.

    IN may have doc_id, paragraph, section and kind. OUT has unit_id, facet, code (or none, failed), coder,
    score, start, end, evidence, rule. A text in a CSV file that a spreadsheet would run as a formula
    (it begins with = + - @ or a tab) has an apostrophe before it.
    """
    from comparelib.build.code_table import declared_varieties, study_materials, table_codings
    from comparelib.build.coders import known_coder, ready_coder
    from comparelib.coding.tabular import load_units, write_codings
    from comparelib.coding.tabular.codings import check_ending
    from comparelib.studyfile import FILE_NAME, find_root, load_studyfile

    check_ending(output)
    parts = _delimiter(delimiter)
    _check_variety(variety, jurisdiction_column)
    root = find_root(study)
    file = load_studyfile(root / FILE_NAME)
    name = known_coder(coder or file.coder)
    units = load_units(table, delimiter=parts, jurisdiction=jurisdiction_column or None)
    varieties = declared_varieties(units, file, variety or None)
    materials = study_materials(root, facet)
    ready = ready_coder(name, materials)
    with progress_bar("code") as progress:
        codings = table_codings(units, ready, varieties, facets=facet, progress=progress)
    write_codings(codings, output, delimiter=parts or ",")
    if not varieties:
        typer.echo("note: no variety of Dutch was given; patterns of one variety did not count", err=True)
    _say_done(codings, len(units), ready.record.name, as_json=as_json)


def _say_done(codings: pd.DataFrame, n_units: int, coder: str, *, as_json: bool) -> None:
    from comparelib.model import Reserved

    given = codings[~codings["code"].isin([word.value for word in Reserved])]
    counts = given.groupby("facet")["unit_id"].nunique()
    coded = {str(name): int(counts.get(name, 0)) for name in codings["facet"].unique()}
    if as_json:
        show_json({"units": n_units, "codings": len(codings), "coded": coded, "coder": coder})
        return
    listed = ", ".join(f"{name} {n}" for name, n in coded.items())
    typer.echo(f"code: {n_units} units by {coder}; with a code: {listed}")


def _delimiter(given: str) -> str | None:
    known = {"": None, "tab": "\t", "\\t": "\t", ",": ",", ";": ";", "\t": "\t"}
    if given not in known:
        raise ParameterFault(Fault(f"'{given}' does not part fields", expected=one_of([",", ";", "tab"])))
    return known[given]


def _check_variety(variety: str, column: str) -> None:
    from comparelib.studyfile import VARIETIES

    if variety and variety not in VARIETIES:
        raise ParameterFault(Fault(f"unknown variety '{variety}'", expected=one_of(VARIETIES, variety)))
    if variety and column:
        raise ParameterFault(Fault("--variety and --jurisdiction-column together", expected="one of the two"))
