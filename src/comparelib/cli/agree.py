"""`comparelib agree`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comparelib.cli.console import show_json
from comparelib.errors import Fault, ParameterFault

if TYPE_CHECKING:
    from comparelib.reliability import Agreement
    from comparelib.reliability.two_tables import TwoTables


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("agree")(agree)


def agree(  # noqa: PLR0913, PLR0917 - two files and the choices of the person at the keyboard
    first: Path = typer.Argument(..., metavar="A", help="Codings of one coder: CSV, XLSX or Parquet."),
    second: Path = typer.Argument(..., metavar="B", help="Codings of another coder of the same units."),
    facet: list[str] = typer.Option([], help="A facet; may be given again. All that both have by default."),
    draws: int = typer.Option(2000, min=1, help="Draws of the bootstrap behind the intervals."),
    seed: int = typer.Option(1, help="Seed of the draws."),
    as_json: bool = typer.Option(False, "--json", help="Print every statistic as JSON."),
) -> None:
    """Say how far two codings of the same units agree, code by code and on whole sets of codes.

    The tables have unit_id, facet and code (none for a unit without a code); doc_id and paragraph where
    known. In a study the codes are those of its codebook, and paragraphs those of its units.
    """
    from comparelib.cli.agreement_words import AgreementWords, show_agreement
    from comparelib.coding.tabular import load_codings
    from comparelib.reliability import agreement
    from comparelib.reliability.two_tables import shared_facets, told_apart, two_tables

    tables = [load_codings(path) for path in (first, second)]
    coders = told_apart([table.coder or table.path.stem for table in tables])
    if tables[0].coder == tables[1].coder:
        coders = told_apart([table.path.stem for table in tables])
    one, other = (table.frame for table in tables)
    facets = facet or list(shared_facets(one, other))
    if not facets:
        raise ParameterFault(Fault("the two tables have no facet in common"))
    words = AgreementWords.here()
    results = []
    for name in facets:
        pair = two_tables(one, other, coders, facet=name, known_units=words.units)
        codes = words.codes_of(name)
        result = agreement(
            pair.codings, pair.units, coders=coders, facet=name, codes=codes, draws=draws, seed=seed
        )
        results.append((pair, result))
    if as_json:
        show_json([_record(pair, result) for pair, result in results])
    else:
        for pair, result in results:
            show_agreement(pair, result)


def _record(pair: TwoTables, result: Agreement) -> dict[str, Any]:
    rows = result.frame[result.frame["group_kind"] == "all"].drop(columns=["group_kind", "group"])
    statistics = rows.astype(object).where(rows.notna(), None).to_dict("records")
    return {
        "facet": result.facet,
        "coders": list(pair.coders),
        "n_both": pair.n_both,
        "only_first": list(pair.only_first),
        "only_second": list(pair.only_second),
        "blocks": pair.blocks,
        "level": result.level,
        "draws": result.draws,
        "seed": result.seed,
        "statistics": statistics,
    }
