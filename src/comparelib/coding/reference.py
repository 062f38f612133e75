"""The reference coding -> codings of our units, each with the reference unit that it comes from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from comparelib.codebook import Codebook
from comparelib.coding.asked import COLUMNS as ASKED_COLUMNS
from comparelib.coding.conditional import ASKED_OF
from comparelib.coding.reference_rows import CODING_COLUMNS, UNIT_COLUMNS, ReferenceRows, reference_rows
from comparelib.model import Reserved
from comparelib.model.schemas import CODINGS, checked, typed

REFERENCE_CODER = "reference"
_ADJUDICATED = "adjudicated"


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
    """Read and check the reference coding, as `reference_rows` does.

    Raises
    ------
    CodingFault
        Every fault at its line.
    """
    return reference_of(reference_rows(folder, codebook, doc_ids, shown))


def reference_of(rows: ReferenceRows) -> Reference:
    """Return the tables of a reference coding that has been checked."""
    units, codings, asked = (
        pd.DataFrame([row.values for row in own], columns=list(columns), dtype="str")
        for own, columns in (
            (rows.units, UNIT_COLUMNS),
            (rows.codings, CODING_COLUMNS),
            (rows.asked, ASKED_COLUMNS),
        )
    )
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
    asked = _asked_frame(coded[coded.isin(anchors)], facets, reference.codings, reference.asked)
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


def _asked_frame(
    unit_ids: pd.Series[str], facets: Sequence[str], codings: pd.DataFrame, asked: pd.DataFrame
) -> pd.DataFrame:
    """Return unit_id, coder, facet of all that was asked, in the order of units, coders' names and facets.

    Parameters
    ----------
    unit_ids
        Units of policy text.
    facets
        Of the codebook, in its order.
    codings
        unit_id and coder of every coding of the reference.
    asked
        unit_id, coder, facet as `asked.csv` has them.
    """
    readers = set(codings.loc[~codings["unit_id"].isin(asked["unit_id"]), "coder"])
    frame = pd.MultiIndex.from_product(
        [unit_ids, sorted(readers | set(codings["coder"]) | set(asked["coder"])), facets], names=ASKED_COLUMNS
    ).to_frame(index=False)
    told = pd.MultiIndex.from_frame(asked[list(ASKED_COLUMNS)])
    explicit = pd.MultiIndex.from_frame(frame).isin(told)
    explicit |= pd.MultiIndex.from_frame(frame.assign(facet="")).isin(told)
    implied = ~frame["unit_id"].isin(asked["unit_id"]) & frame["coder"].isin(readers)
    return frame[explicit | implied.to_numpy()]
