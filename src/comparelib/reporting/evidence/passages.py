"""From a number to the sentences behind it: what a page needs to show them, and where each number leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from comparelib.matrix.groups import MOST_DOCUMENTS, DocumentGroup, document_groups
from comparelib.reporting.evidence.parcel import MOST_EMBEDDED, Parcel
from comparelib.reporting.evidence.parcels import parcels
from comparelib.reporting.evidence.selections import (
    ALL,
    Behind,
    Rows,
    Selected,
    Selections,
    of_both,
    title_of,
)
from comparelib.reporting.evidence.wanted import beside, wanted
from comparelib.text.privacy import Privacy

if TYPE_CHECKING:
    from comparelib.charts import Look
    from comparelib.codebook import Codebook
    from comparelib.matrix import ThemeMatrix

Cells = dict[str, dict[str, tuple[str, ...]]]
MOST_SAMPLED = 40
"""Passages that a number of a large corpus shows; how many it counts stands beside them."""

_SEED = 1  # of the sample; the same corpus shows the same passages


@dataclass(frozen=True)
class Passages:
    """The units behind the numbers of a page; shown as a list that opens on demand.

    Of a corpus of more than `MOST_DOCUMENTS` documents, groups of documents are shown instead of documents,
    and of each number a random sample of `MOST_SAMPLED` passages.

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
    behind
        What the numbers of the page count, members of `Behind`.
    functions
        The functions that the matrix was narrowed to.
    by
        What a large corpus is grouped by, as `document_groups` takes it.
    texts
        Whether the section holds the texts; of more sections in a page the first one does for all.
    carries
        Whether a section without texts holds its codings itself, since those beside the texts are of another
        coder: what rules found for this page alone.
    against
        Of a coder that is held against others: their matrices. Their codes stand beside those of the coder in
        every passage.
    within
        Ids of the units of a sample; None where there is none.
    """

    matrix: ThemeMatrix
    documents: pd.DataFrame
    units: pd.DataFrame
    codings: pd.DataFrame
    codebook: Codebook
    look: Look
    behind: tuple[str, ...] = (Behind.CODES,)
    functions: tuple[str, ...] = ()
    by: str = "issuer_type"
    texts: bool = True
    carries: bool = False
    against: tuple[ThemeMatrix, ...] = ()
    within: frozenset[str] | None = None

    @property
    def large(self) -> bool:
        """Whether groups of documents are shown, and samples of passages."""
        return len(self.matrix.documents) > MOST_DOCUMENTS

    @cached_property
    def cells(self) -> Cells:
        """doc_id -> code -> ids of the units that the matrix counts there, in order; no empty cells."""
        return {
            doc_id: {code: found for code in self.matrix.codes if (found := self.of(doc_id, code))}
            for doc_id in self.doc_ids
        }

    @cached_property
    def sides(self) -> dict[str, tuple[str, ...]]:
        """Jurisdiction -> its documents, both in the order of the corpus."""
        groups = self.matrix.documents.groupby("jurisdiction", sort=False).groups
        return {str(name): tuple(str(doc_id) for doc_id in rows) for name, rows in groups.items()}

    @cached_property
    def parts(self) -> tuple[DocumentGroup, ...]:
        """The groups that stand for the documents of a large corpus, but for whole sides; none if small."""
        groups = document_groups(self.matrix.documents, self.by) if self.large else ()
        return tuple(group for group in groups if group.key not in self.sides)

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Name of every group of more documents -> these documents."""
        parts = {part.key: part.doc_ids for part in self.parts}
        return {**self.sides, **parts, **self.together, ALL: self.doc_ids}

    @cached_property
    def together(self) -> dict[str, tuple[str, ...]]:
        """Name of each pair of documents that a number of the page compares -> both; none if large."""
        if Behind.BESIDE not in self.behind or self.large:
            return {}
        return {beside(*pair): pair for pair in combinations(self.doc_ids, 2)}

    @cached_property
    def shown(self) -> dict[str, dict[str, int]]:
        """Group or document -> selection -> how many units it has; what the page has a list for."""
        lists = [pair for behind in self.behind for pair in wanted(self, Behind(behind))]
        counts: dict[str, dict[str, int]] = {}
        per_document = {
            selection: self.selections.per_document(selection)
            for selection in dict.fromkeys(selection for _, selection in lists)
        }
        for group, selection in lists:
            if n := int(per_document[selection][self._rows_of(group)].sum()):
                counts.setdefault(group, {})[selection] = n
        return counts

    def of(self, group: str, selection: str) -> tuple[str, ...]:
        """Return the ids of the units of a document or group that a selection holds: a code, for instance."""
        return tuple(str(name) for name in self._ids[self.rows(group, selection)])

    def rows(self, group: str, selection: str) -> Rows:
        """Return the same as rows of the table of policy units."""
        rows = self._rows_by_selection(selection)
        wanted = self._rows_of(group)
        document = self.selections.document[rows]
        if len(wanted) == 1:  # rows are in the order of documents
            return rows[slice(*np.searchsorted(document, [wanted[0], wanted[0] + 1]))]
        inside = np.zeros(len(self.doc_ids), dtype=bool)
        inside[wanted] = True
        return rows[inside[document]]

    def sample(self, group: str, selection: str) -> Rows:
        """Return the rows that are shown: all, or a random sample of a large corpus; the same each time."""
        rows = self.rows(group, selection)
        if not self.large or len(rows) <= MOST_SAMPLED:
            return rows
        return np.sort(rows[np.argpartition(self._turn[rows], MOST_SAMPLED)[:MOST_SAMPLED]])

    def href(self, group: str, selection: str) -> str | None:
        """Return the link to the passages of a document or group; None where the page has no list of them.

        Parameters
        ----------
        group
            A doc_id, a jurisdiction, or a key of `groups`.
        selection
            A code, or a name of `Selected`, `of_kind`, `of_both` or `of_held`.
        """
        return f"#{anchor(group, selection)}" if selection in self.shown.get(group, {}) else None

    def leaf(self, name: str) -> str | None:
        """Return the link to all passages of a code, or to all coded passages of a document."""
        return self.href(ALL, name) if name in self.matrix.codes else self.href(name, Selected.WITH_CODE)

    def pair(self, first: str, second: str) -> str | None:
        """Return the link to the units with two codes, or to two documents beside each other."""
        codes, place = self.matrix.codes, self._members
        if first in codes and second in codes:
            return self.href(ALL, of_both(first, second, codes))
        if first in place and second in place:
            ordered = sorted((first, second), key=lambda name: int(place[name][0]))
            return self.href(beside(*ordered), Selected.WITH_CODE)
        return None

    def count(self, group: str, selection: str) -> int:
        """Return how many units a list of the page has; 0 where it has no such list."""
        return self.shown.get(group, {}).get(selection, 0)

    def title(self, selection: str) -> str:
        """Return what a selection is called."""
        return title_of(selection, dict(self.look.codes), self.look.language)

    @property
    def embedded(self) -> bool:
        """Whether the page holds the texts itself."""
        return not self.large and len(self._policy) <= MOST_EMBEDDED

    @cached_property
    def parcels(self) -> dict[str, Parcel]:
        """doc_id -> its content with the codings of `coders`, for every document of the matrix."""
        return self.parcels_of()

    def parcels_of(self, doc_ids: Sequence[str] | None = None) -> dict[str, Parcel]:
        """Return the same for some of the documents; for all where None."""
        units, codings = self._policy, self._codings_of(*self.coders)
        if doc_ids is not None:
            units = units[units["doc_id"].isin(doc_ids).to_numpy()]
            codings = codings[codings["unit_id"].isin(units["unit_id"]).to_numpy()]
        return parcels(self.documents, units, codings, self.privacy)

    @property
    def coders(self) -> tuple[str, ...]:
        """Whose codings are shown."""
        return (self.matrix.coder, *(other.coder for other in self.against))

    @cached_property
    def privacy(self) -> Privacy:
        """What is left out of every text."""
        return Privacy.of_units(self.units)

    @cached_property
    def selections(self) -> Selections:
        """Which units each selection holds."""
        own = self._codings_of(self.matrix.coder)
        return Selections(self.matrix, self._policy, own, tuple(self.functions), self.against, self.within)

    @cached_property
    def positions(self) -> Rows:
        """Position in its document, for each policy unit."""
        return self._policy["position"].to_numpy(dtype=np.int64)

    def html(self) -> str:
        """Return the section with all passages, its data, style and script; stands alone in any page."""
        from comparelib.reporting.evidence.section import section

        return section(self)

    def _repr_html_(self) -> str:
        return self.html()

    @cached_property
    def doc_ids(self) -> tuple[str, ...]:
        """The documents of the matrix, in its order."""
        return tuple(str(name) for name in self.matrix.documents.index)

    @cached_property
    def _members(self) -> dict[str, Rows]:
        place = {doc_id: row for row, doc_id in enumerate(self.doc_ids)}
        return {
            name: np.array([place[doc_id] for doc_id in doc_ids], dtype=np.int64)
            for name, doc_ids in {**{each: (each,) for each in self.doc_ids}, **self.groups}.items()
        }

    def _rows_of(self, group: str) -> Rows:
        return self._members[group]

    def _rows_by_selection(self, selection: str) -> Rows:
        if selection not in self._found:
            self._found[selection] = self.selections.rows(selection)
        return self._found[selection]

    @cached_property
    def _found(self) -> dict[str, Rows]:
        return {}

    @cached_property
    def _ids(self) -> np.ndarray:
        return self._policy["unit_id"].to_numpy(dtype=object)

    @cached_property
    def _turn(self) -> Rows:
        """A random place for each unit: the sample has those that come first."""
        return np.random.default_rng(_SEED).permutation(len(self._policy)).astype(np.int64)

    def _codings_of(self, *coders: str) -> pd.DataFrame:
        return self.codings[self.codings["coder"].isin(coders).to_numpy()]

    @cached_property
    def _policy(self) -> pd.DataFrame:
        rows = self.units[(self.units["kind"] != "furniture").to_numpy()]
        place = self.matrix.documents.index.get_indexer(pd.Index(rows["doc_id"]))
        order = np.argsort(place, kind="stable")
        return rows.iloc[order[np.searchsorted(place[order], 0) :]]


def anchor(group: str, code: str) -> str:
    """Return the id of the passages of a document or jurisdiction and a code."""
    return f"passages-{group}-{code}"
