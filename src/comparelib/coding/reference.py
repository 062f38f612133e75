"""The reference coding -> codings of our units, each with the reference unit that it comes from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from comparelib.codebook import Codebook
from comparelib.coding.asked import COLUMNS as ASKED_COLUMNS
from comparelib.coding.asked import asked_faults, asked_frame, load_asked, unasked_faults
from comparelib.coding.conditional import ASKED_OF
from comparelib.csvfile import Row, load_csv
from comparelib.errors import CodingFault, Fault, InputFaults, one_of
from comparelib.model import Reserved
from comparelib.model.schemas import CODINGS, checked, typed

REFERENCE_CODER = "reference"
_ADJUDICATED = "adjudicated"
_UNIT_COLUMNS = ("unit_id", "doc_id", "position", "kind", "text")
_CODING_COLUMNS = ("unit_id", "coder", "facet", "code")
_KINDS = ("heading", "sentence", "furniture")


@dataclass(frozen=True)
class Reference:
    """The reference coding as it lies in data/reference.

    Attributes
    ----------
    units
        unit_id, doc_id, position, kind, text; furniture among them.
    codings
        unit_id, coder, facet, code.
    asked
        unit_id, coder, facet ("" for every facet): who was asked what, of the units that `asked.csv` names.
    """

    units: pd.DataFrame
    codings: pd.DataFrame
    asked: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=list(ASKED_COLUMNS), dtype="str")
    )

    @property
    def coders(self) -> tuple[str, ...]:
        """The coders in order of name; the adjudicated coding is called `reference`."""
        return tuple(sorted({*self.codings["coder"], *self.asked["coder"]}))

    def coded_units(self, doc_id: str) -> pd.DataFrame:
        """Return the units of a document that were put before the coders, in reading order."""
        of_document = (self.units["doc_id"] == doc_id) & (self.units["kind"] != "furniture")
        return self.units.loc[of_document, ["unit_id", "kind", "text"]]


def load_reference(
    folder: Path, codebook: Codebook, doc_ids: Collection[str], shown: Path | None = None
) -> Reference:
    """Read units.csv and codings.csv, and asked.csv where there is one (see `coding.asked`).

    Raises
    ------
    CodingFault
        An unknown document, unit, kind, facet or code, a unit id that stands twice, a second code in a facet
        that takes one, a coding of furniture, or one of a unit that was not put before its coder; each with
        its line.
    """
    shown = shown or folder
    try:
        unit_rows = load_csv(folder / "units.csv", _UNIT_COLUMNS, shown / "units.csv")
        coding_rows = load_csv(folder / "codings.csv", _CODING_COLUMNS, shown / "codings.csv")
        asked_rows = load_asked(folder, shown)
    except InputFaults as broken:
        raise CodingFault(broken.faults) from None
    faults = _unit_faults(unit_rows, doc_ids)
    kinds = {row["unit_id"]: row["kind"] for row in unit_rows}
    faults += _coding_faults(coding_rows, kinds, codebook)
    faults += [*asked_faults(asked_rows, kinds, codebook), *unasked_faults(coding_rows, asked_rows)]
    if faults:
        raise CodingFault(faults)
    units = pd.DataFrame([row.values for row in unit_rows], columns=list(_UNIT_COLUMNS), dtype="str")
    codings = pd.DataFrame([row.values for row in coding_rows], columns=list(_CODING_COLUMNS), dtype="str")
    asked = pd.DataFrame([row.values for row in asked_rows], columns=list(ASKED_COLUMNS), dtype="str")
    codings, asked = (frame.replace({"coder": {_ADJUDICATED: REFERENCE_CODER}}) for frame in (codings, asked))
    return Reference(units.astype({"position": "int64"}), codings, asked)


def reference_codings(reference: Reference, anchors: dict[str, str], codebook: Codebook) -> pd.DataFrame:
    """Bring the reference coding onto our units.

    Every coder of the reference read every unit that is not furniture, but for what `asked.csv` says: a unit
    without a row in a facet that was asked has the code `none` there, and one that was not asked has no row.
    The instrument facet is put to measures alone, as the codebook says.

    Parameters
    ----------
    anchors
        Reference unit id -> unit id, as `document_units` returns it.

    Returns
    -------
    DataFrame
        Codings; the column `rule` names the reference unit.
    """
    given = reference.codings[reference.codings["unit_id"].isin(anchors)]
    coded = reference.units.loc[reference.units["kind"] != "furniture", "unit_id"]
    facets = [facet.name for facet in codebook.facets]
    asked = asked_frame(coded[coded.isin(anchors)], facets, reference.codings, reference.asked)
    for facet, (other, code) in ASKED_OF.items():
        having = given.loc[(given["facet"] == other) & (given["code"] == code), ["unit_id", "coder"]]
        has_it = asked.merge(having.assign(has_it=True), how="left")["has_it"].eq(True)
        asked = asked[(asked["facet"] != facet) | has_it.to_numpy()]
    rows = asked.merge(given, how="left", on=list(ASKED_COLUMNS))
    codings = pd.DataFrame(
        {
            "unit_id": rows["unit_id"].map(anchors),
            "facet": rows["facet"],
            "code": rows["code"].fillna(Reserved.NONE.value),
            "coder": rows["coder"],
            "score": 1.0,
            "start": pd.array([pd.NA] * len(rows), dtype="Int64"),
            "end": pd.array([pd.NA] * len(rows), dtype="Int64"),
            "evidence": pd.array([None] * len(rows), dtype="str"),
            "rule": rows["unit_id"],
        }
    )
    return checked(typed(codings, CODINGS), CODINGS)


def _no_rows(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns), dtype="str")


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
        if not row["position"].isdigit():
            faults.append(
                row.fault("position", f"'{row['position']}' is not a number", "a whole number from 1")
            )
    return faults


def _coding_faults(rows: list[Row], kinds: dict[str, str], codebook: Codebook) -> list[Fault]:
    faults = []
    facets = {facet.name: facet for facet in codebook.facets}
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
        elif row["code"] not in facet.names:
            place = f"codebook {codebook.version}"
            expected = one_of(facet.names, row["code"])
            faults.append(row.fault("code", f"'{row['code']}' is no {facet.name} of {place}", expected))
        elif not facet.multiple:
            key = (row["unit_id"], row["coder"], row["facet"])
            if key in single:
                faults.append(
                    row.fault("code", f"a second {facet.name} for this unit, after line {single[key]}")
                )
            single.setdefault(key, row.line)
    return faults
