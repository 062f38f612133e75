"""How `comparelib agree` says what it found, on a terminal and in plain lines."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import typer

from comparelib.errors import ComparelibError
from comparelib.labels import Column, bracketed

if TYPE_CHECKING:
    import pandas as pd

    from comparelib.codebook import Codebook
    from comparelib.reliability import Agreement
    from comparelib.reliability.two_tables import TwoTables

_OF_CODES = {"alpha": "alpha", "ac1": "AC1", "positive_agreement": "positive agreement"}
_OF_SETS = {"alpha_masi": "alpha (MASI)", "alpha_masi_coded": "alpha (MASI), without units both left empty"}
_NAMED = 5


@dataclass(frozen=True)
class AgreementWords:
    """What the study at hand knows of codes and units; nothing outside a study."""

    codebook: Codebook | None = None
    units: pd.DataFrame | None = field(default=None, repr=False)

    @classmethod
    def here(cls) -> AgreementWords:
        """Return what the study of the working folder knows; nothing where there is no whole study."""
        from comparelib.build.build import PROCESSED
        from comparelib.codebook import load_codebook
        from comparelib.store import Store
        from comparelib.studyfile import FILE_NAME, find_root, load_studyfile

        try:
            root = find_root()
            codebook = load_codebook(load_studyfile(root / FILE_NAME).codebook)
        except ComparelibError:
            return cls()
        try:
            return cls(codebook, Store(root / PROCESSED).read("units"))
        except ComparelibError:
            return cls(codebook)

    def codes_of(self, facet: str) -> tuple[str, ...] | None:
        """Return the codes of a facet in the order of the codebook; None where there is no such facet."""
        facets = self.codebook.facets if self.codebook else ()
        return next((each.names for each in facets if each.name == facet), None)


def show_agreement(pair: TwoTables, result: Agreement) -> None:
    """Print what was compared, the statistics of codes and of sets, and why some cannot be estimated."""
    typer.echo(f"{result.facet}: {pair.coders[0]} and {pair.coders[1]}, {pair.n_both} units coded by both")
    for coder, missing in ((pair.coders[1], pair.only_first), (pair.coders[0], pair.only_second)):
        if missing:
            named = ", ".join(missing[:_NAMED]) + (" …" if len(missing) > _NAMED else "")
            typer.echo(f"  {len(missing)} not coded by {coder}: {named}")
    failed = result.coverage.groupby("coder", sort=False)["n_failed"].sum()
    for name, n in failed[failed > 0].items():
        typer.echo(f"  {n} that {name} could not code")
    rows = result.frame[result.frame["group_kind"] == "all"]
    _show_rows(_code_rows(rows[rows["scope"] == "code"]))
    _show_sets(rows[rows["scope"] == "facet"].set_index("statistic"))
    _show_reasons(rows[(rows["scope"] == "code") & (rows["statistic"] == "alpha")])
    blocks = "paragraphs" if pair.blocks == "paragraph" else "units, as paragraphs are not known: too narrow"
    typer.echo(f"  {result.level:.0%} intervals over {blocks}; {result.draws} draws, seed {result.seed}")
    typer.echo("  reliable from 0.80, tentative conclusions only from 0.67 (Krippendorff)\n")


def _code_rows(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the lines of the table: a code that no coder gave is left to the reasons below it."""
    lines = [("code", "given", *_OF_CODES.values())]
    for code, own in rows.groupby("code", sort=False):
        cells = {str(row["statistic"]): row for _, row in own.iterrows()}
        if cells["alpha"]["reason"] and cells["alpha"].isna()["value"]:
            continue
        given = str(cells["alpha"]["n_positive"])
        lines.append((str(code), given, *(_cell(cells[name]) for name in _OF_CODES)))
    return lines


def _cell(row: pd.Series) -> str:
    return Column("value", "", "decimal", ("low", "high")).write(row, "en").replace("\u00a0", " ")


def _show_rows(lines: list[tuple[str, ...]]) -> None:
    if len(lines) == 1:
        return
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.table import Table

        table = Table(*lines[0])
        for line in lines[1:]:
            table.add_row(*line)
        Console().print(table)
        return
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        typer.echo("  " + "  ".join(cells).rstrip())


def _show_sets(rows: pd.DataFrame) -> None:
    for name, label in _OF_SETS.items():
        row = rows.loc[name]
        known = row["value"] == row["value"]
        bounds = (row["value"], row["low"], row["high"])
        text = bracketed(bounds, "decimal", "en") if known else f"not estimable: {row['reason']}"
        typer.echo(f"  sets of codes, {label}: {text} ({row['n_units']} units)")


def _show_reasons(rows: pd.DataFrame) -> None:
    unknown = rows[rows["value"].isna()]
    for reason, own in unknown.groupby("reason", sort=False):
        typer.echo(f"  not estimable, {reason}: {', '.join(own['code'])}")
