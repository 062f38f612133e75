"""From a number to the sentences behind it: what a page needs to show them, and where each number leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from comparelib.reporting.evidence.parcel import MOST_EMBEDDED, Parcel, parcel
from comparelib.text.privacy import Privacy

if TYPE_CHECKING:
    from comparelib.charts import Look
    from comparelib.codebook import Codebook
    from comparelib.matrix import ThemeMatrix
    from comparelib.study import Study

Cells = dict[str, dict[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Passages:
    """The units behind every number of a matrix; shown as a list that opens on demand.

    Attributes
    ----------
    matrix
        Whose numbers are explained.
    documents, units, codings
        Tables as in `model/schemas.py`, of the documents of the matrix or of more.
    codebook
        Names the codes of every facet.
    look
        What documents, codes and sides are called, and in which language.
    """

    matrix: ThemeMatrix
    documents: pd.DataFrame
    units: pd.DataFrame
    codings: pd.DataFrame
    codebook: Codebook
    look: Look

    @cached_property
    def cells(self) -> Cells:
        """doc_id -> code -> ids of the units that the matrix counts there, in order; no empty cells."""
        coded, names = self.matrix.coded, [str(name) for name in self.matrix.documents.index]
        lists: dict[str, dict[str, list[str]]] = {name: {} for name in names}
        codes, units = np.nonzero(coded.values.T)
        for code, unit in zip(codes.tolist(), units.tolist(), strict=True):
            cell = lists[names[coded.document[unit]]].setdefault(coded.codes[code], [])
            cell.append(str(coded.unit_ids[unit]))
        return {name: {code: tuple(found) for code, found in part.items()} for name, part in lists.items()}

    @cached_property
    def sides(self) -> dict[str, tuple[str, ...]]:
        """Jurisdiction -> its documents, both in the order of the corpus."""
        groups = self.matrix.documents.groupby("jurisdiction", sort=False).groups
        return {str(name): tuple(str(doc_id) for doc_id in rows) for name, rows in groups.items()}

    def of(self, group: str, code: str) -> tuple[str, ...]:
        """Return the ids of the units that count for a code, in a document or a jurisdiction."""
        members = self.sides.get(group, (group,))
        return tuple(unit for doc_id in members for unit in self.cells.get(doc_id, {}).get(code, ()))

    def href(self, group: str, code: str) -> str | None:
        """Return the link to the passages of a document or jurisdiction and a code; None where none are."""
        return f"#{anchor(group, code)}" if self.of(group, code) else None

    @property
    def embedded(self) -> bool:
        """Whether the page holds the texts itself."""
        return len(self._policy) <= MOST_EMBEDDED

    @cached_property
    def parcels(self) -> dict[str, Parcel]:
        """doc_id -> its content with the codings of the matrix' coder, for every document of the matrix."""
        codings = self.codings[self.codings["coder"] == self.matrix.coder]
        return parcels(self.documents, self._policy, codings, self.privacy)

    @cached_property
    def privacy(self) -> Privacy:
        """What is left out of every text."""
        return privacy_of(self.units)

    @cached_property
    def _policy(self) -> pd.DataFrame:
        rows = self.units[self.units["kind"] != "furniture"]
        return rows[rows["doc_id"].isin(list(self.cells))]

    def html(self) -> str:
        """Return the section with all passages, its data, style and script; stands alone in any page."""
        from comparelib.reporting.evidence.section import section

        return section(self)

    def _repr_html_(self) -> str:
        return self.html()


def passages(study: Study, matrix: ThemeMatrix, look: Look) -> Passages:
    """Return the passages behind a matrix of a study.

    Parameters
    ----------
    study
        The study that the matrix was counted in.
    matrix
        Counts or shares.
    look
        Names and language, as `study.look` returns them.

    Examples
    --------
    >>> found = passages(study, matrix, look)                     # doctest: +SKIP
    >>> charts.heatmap(matrix, look, href=found.href)             # doctest: +SKIP
    """
    units = study.units(furniture=True)
    return Passages(matrix, study.documents, units, study.codings(), study.codebook, look)


def anchor(group: str, code: str) -> str:
    """Return the id of the passages of a document or jurisdiction and a code."""
    return f"passages-{group}-{code}"


def privacy_of(units: pd.DataFrame) -> Privacy:
    """Return what is left out of the texts of a study, found in its table of units, furniture and all."""
    furniture = units["furniture"].astype(object).where(units["furniture"].notna(), None)
    return Privacy.of(zip(units["text"], furniture, strict=True))


def parcels(
    documents: pd.DataFrame, units: pd.DataFrame, codings: pd.DataFrame, privacy: Privacy
) -> dict[str, Parcel]:
    """Return doc_id -> its content, for every document that has units."""
    by_document = _split(codings, codings["unit_id"].str.rpartition("#")[0])
    rows: Mapping[str, Any] = {row["doc_id"]: row for row in documents.to_dict("records")}
    return {
        doc_id: parcel(rows[doc_id], part, by_document.get(doc_id, codings.iloc[:0]), privacy)
        for doc_id, part in _split(units, units["doc_id"]).items()
    }


def _split(frame: pd.DataFrame, by: pd.Series[str]) -> dict[str, pd.DataFrame]:
    return {str(name): part for name, part in frame.groupby(by, sort=False)}
