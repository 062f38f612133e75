"""A folder with a reference coding -> its rows, or every fault in it at its line."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from comparelib.codebook import Codebook
from comparelib.coding.asked import asked_faults, load_asked, unasked_faults
from comparelib.csvfile import Row, load_csv
from comparelib.errors import CodingFault, Fault, InputFaults, one_of

UNIT_COLUMNS = ("unit_id", "doc_id", "position", "kind", "text")
CODING_COLUMNS = ("unit_id", "coder", "facet", "code")
_KINDS = ("heading", "sentence", "furniture")
_POSITION = r"[0-9]{1,9}"


@dataclass(frozen=True)
class ReferenceRows:
    """The rows of units.csv, codings.csv and asked.csv, checked; of no asked.csv, no rows."""

    units: tuple[Row, ...]
    codings: tuple[Row, ...]
    asked: tuple[Row, ...]


def reference_rows(
    folder: Path, codebook: Codebook, doc_ids: Collection[str], shown: Path | None = None
) -> ReferenceRows:
    """Read units.csv and codings.csv, and asked.csv where there is one (see `coding.asked`).

    Parameters
    ----------
    doc_ids
        Documents that the study has.
    shown
        How the folder is called in messages, usually relative to the study.

    Raises
    ------
    CodingFault
        An unknown document, unit, kind, facet or code, a unit id that stands twice, a second code in a facet
        that takes one, a coding of furniture, or one of a unit that was not put before its coder; each with
        its line.
    """
    shown = shown or folder
    try:
        units = load_csv(folder / "units.csv", UNIT_COLUMNS, shown / "units.csv")
        codings = load_csv(folder / "codings.csv", CODING_COLUMNS, shown / "codings.csv")
        asked = load_asked(folder, shown)
    except InputFaults as broken:
        raise CodingFault(broken.faults) from None
    faults = _unit_faults(units, doc_ids)
    kinds = {row["unit_id"]: row["kind"] for row in units}
    faults += _coding_faults(codings, kinds, codebook)
    faults += [*asked_faults(asked, kinds, codebook), *unasked_faults(codings, asked)]
    if faults:
        raise CodingFault(faults)
    return ReferenceRows(tuple(units), tuple(codings), tuple(asked))


def _unit_faults(rows: list[Row], doc_ids: Collection[str]) -> list[Fault]:
    faults, first = [], dict[str, int]()
    for row in rows:
        if row["unit_id"] in first:
            faults.append(
                row.fault("unit_id", f"'{row['unit_id']}' stands in line {first[row['unit_id']]} already")
            )
        first.setdefault(row["unit_id"], row.line)
        if row["doc_id"] not in doc_ids:
            expected = one_of(sorted(doc_ids), row["doc_id"])
            faults.append(row.fault("doc_id", f"'{row['doc_id']}' is not in the manifest", expected))
        if row["kind"] not in _KINDS:
            faults.append(row.fault("kind", f"'{row['kind']}' is not a kind", one_of(_KINDS, row["kind"])))
        if not re.fullmatch(_POSITION, row["position"]):
            faults.append(
                row.fault("position", f"'{row['position']}' is not a number", "a whole number from 1")
            )
    return faults


def _coding_faults(rows: list[Row], kinds: dict[str, str], codebook: Codebook) -> list[Fault]:
    faults = []
    facets = {facet.name: facet for facet in codebook.facets}
    names = {facet.name: facet.names for facet in codebook.facets}
    single: dict[tuple[str, str, str], int] = {}
    for row in rows:
        if kinds.get(row["unit_id"]) is None:
            remedy = "Take the row out, or add the unit to units.csv"
            faults.append(row.fault("unit_id", f"there is no unit '{row['unit_id']}'", remedy=remedy))
        elif kinds[row["unit_id"]] == "furniture":
            faults.append(row.fault("unit_id", f"'{row['unit_id']}' is furniture", "a unit of policy text"))
        facet = facets.get(row["facet"])
        if facet is None:
            faults.append(
                row.fault("facet", f"'{row['facet']}' is not a facet", one_of(facets, row["facet"]))
            )
        elif row["code"] not in names[facet.name]:
            place = f"codebook {codebook.version}"
            expected = one_of(names[facet.name], row["code"])
            faults.append(row.fault("code", f"'{row['code']}' is no {facet.name} of {place}", expected))
        elif not facet.multiple:
            key = (row["unit_id"], row["coder"], row["facet"])
            if key in single:
                faults.append(
                    row.fault("code", f"a second {facet.name} for this unit, after line {single[key]}")
                )
            single.setdefault(key, row.line)
    return faults
