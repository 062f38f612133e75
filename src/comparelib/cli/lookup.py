"""`comparelib lookup`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer

from comparelib.cli.console import show_json
from comparelib.errors import DictionaryFault, Fault

_SHOWN = 5


class Nested(StrEnum):
    """Within what a longer match wins over those nested in it."""

    KEY = "key"
    DICTIONARY = "dictionary"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("lookup")(lookup)


def lookup(  # noqa: PLR0913, PLR0917 - each is a choice of the person at the keyboard
    table: Path = typer.Argument(..., metavar="IN", help="CSV, XLSX or Parquet with unit_id and text."),
    dictionary: Path = typer.Option(
        ..., "-d", "--dictionary", metavar="FILE", help="quanteda .yml, LIWC .dic, Lexicoder .lcd or .lc3."
    ),
    output: Path = typer.Option(..., "-o", "--output", metavar="OUT", help="CSV or Parquet to write."),
    levels: int | None = typer.Option(
        None, min=1, help="Levels of nested keys to keep; deeper ones count under their parents."
    ),
    nested: Nested = typer.Option(
        Nested.KEY, help="Where a longer match wins over shorter ones: in its key or in the whole dictionary."
    ),
    keep_case: bool = typer.Option(False, "--keep-case", help="Upper and lower case differ."),
    as_json: bool = typer.Option(False, "--json", help="Print what was done as JSON."),
) -> None:
    """Count the keys of any dictionary in any texts, as quanteda's tokens_lookup() does.

    OUT has unit_id and a column a key, in the order of the dictionary. Needs no study.
    """
    from comparelib.coding.dictionary.formats import flat_keys, read_dictionary
    from comparelib.coding.dictionary.lookup import lookup as counted
    from comparelib.coding.dictionary.lookup import never_matching
    from comparelib.coding.dictionary.scope import NestedScope
    from comparelib.coding.tabular import load_units, write_codings
    from comparelib.coding.tabular.codings import check_ending

    check_ending(output)
    keys = flat_keys(read_dictionary(dictionary, Path(dictionary.name)), levels)
    if "unit_id" in keys:
        raise DictionaryFault(Fault("a key is called 'unit_id'", dictionary, remedy="Rename it"))
    units = load_units(table)
    scope = NestedScope(nested.value)
    counts = counted(units["text"].tolist(), keys, nested_scope=scope, case_insensitive=not keep_case)
    counts.insert(0, "unit_id", units["unit_id"].to_numpy())
    write_codings(counts, output)
    dead = [f"{key}: {pattern}" for key, pattern in never_matching(keys)]
    totals = {str(key): int(counts[key].sum()) for key in keys}
    if as_json:
        show_json({"units": len(units), "counts": totals, "never_matching": dead})
        return
    if dead:
        more = f" and {len(dead) - _SHOWN} more" if len(dead) > _SHOWN else ""
        shown = "; ".join(dead[:_SHOWN])
        typer.echo(f"note: no word is cut so that these could match: {shown}{more}", err=True)
    typer.echo(f"lookup: {len(units)} units, {len(keys)} keys, {sum(totals.values())} matches")
