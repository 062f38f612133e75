"""Which units of the reference were put before which coder: what nobody was asked is missing, not `none`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from comparelib.codebook import Codebook
from comparelib.csvfile import Row, load_csv
from comparelib.errors import Fault, one_of

FILE = "asked.csv"
COLUMNS = ("unit_id", "coder", "facet")


def load_asked(folder: Path, shown: Path) -> list[Row]:
    """Read `asked.csv`; no rows where there is no such file.

    Columns: unit_id, coder, facet; an empty facet stands for every facet of the codebook. A unit that the
    file names was put before the coders of its rows and nobody else; a unit that it does not name was put
    before every coder who coded any such unit. So a reference that all of its coders read whole needs no
    file, and a document that is added later needs rows for its own units alone.

    Raises
    ------
    InputFaults
        It is broken, or lacks a column.
    """
    path = folder / FILE
    return load_csv(path, COLUMNS, shown / FILE) if path.exists() else []


def asked_faults(asked: Sequence[Row], kinds: Mapping[str, str], codebook: Codebook) -> list[Fault]:
    """Return a fault for every row of an unknown unit or facet, of furniture, of nobody, or said twice."""
    faults, first = [], dict[tuple[str, ...], int]()
    facets = [facet.name for facet in codebook.facets]
    for row in asked:
        unit_id, coder, facet = key = tuple(row[column] for column in COLUMNS)
        if kinds.get(unit_id) is None:
            remedy = "Take the row out, or add the unit to units.csv"
            faults.append(row.fault("unit_id", f"there is no unit '{unit_id}'", remedy=remedy))
        elif kinds[unit_id] == "furniture":
            faults.append(row.fault("unit_id", f"'{unit_id}' is furniture", "a unit of policy text"))
        if not coder:
            faults.append(row.fault("coder", "is empty", "the coder whom the unit was put before"))
        if facet and facet not in facets:
            faults.append(row.fault("facet", f"'{facet}' is not a facet", one_of(facets, facet)))
        if key in first:
            faults.append(row.fault("unit_id", f"the same as line {first[key]}"))
        first.setdefault(key, row.line)
    return faults


def unasked_faults(codings: Sequence[Row], asked: Sequence[Row]) -> list[Fault]:
    """Return a fault for every coding that its coder was not asked for, in a unit that `asked.csv` names."""
    named = {row["unit_id"] for row in asked}
    given = {(row["unit_id"], row["coder"], row["facet"]) for row in asked}
    remedy = f"Add the row to {FILE}, or take the coding out"
    return [
        row.fault("coder", f"'{row['coder']}' was not asked the {row['facet']} of this unit", remedy=remedy)
        for row in codings
        if row["unit_id"] in named
        and not {(row["unit_id"], row["coder"], facet) for facet in (row["facet"], "")} & given
    ]
