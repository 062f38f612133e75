"""Documents in groups: what a figure, a table and a list of passages show where a corpus is too large.

A figure with two hundred columns is read by nobody. Beyond `MOST_DOCUMENTS` documents, all that shows them
one by one shows groups of them, and always the same ones: by jurisdiction and, within it, by who issued them,
by kind or by year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from comparelib.errors import Fault, ParameterFault, one_of
from comparelib.labels import formatted, kind_name, say
from comparelib.matrix.tables import ThemeMatrix, group_sums

MOST_DOCUMENTS = 40
"""Documents that are shown one by one; a larger corpus is shown in groups."""

_COLUMNS = {"year": "date"}
GROUPINGS = ("issuer_type", "doc_type", "year", "jurisdiction")
"""What documents can be grouped by, within their jurisdiction."""


@dataclass(frozen=True)
class DocumentGroup:
    """Documents that are shown as one.

    Attributes
    ----------
    key
        Stable id: `<jurisdiction>:<value>`, or the jurisdiction where that is all that its documents share.
    jurisdiction
        Of all its documents.
    value
        What they share, as the manifest has it; empty where nothing is known, or where the jurisdiction is
        all that they share.
    doc_ids
        In the order of the corpus.
    """

    key: str
    jurisdiction: str
    value: str
    doc_ids: tuple[str, ...]

    def name(self, side: str, language: str) -> str:
        """Return what it is called, given the label of its jurisdiction: "Dutch texts, ministry (12)"."""
        value = kind_name(self.value, language) if self.value else say("group.unknown", language)
        if self.key == _key(self.jurisdiction, None):
            return say("group.side", language, side=side, n=len(self.doc_ids))
        return say("group.name", language, side=side, value=value, n=len(self.doc_ids))

    def short(self, side: str, language: str) -> str:
        """Return what it is called under its jurisdiction: "ministry (12)"."""
        value = side if self.key == _key(self.jurisdiction, None) else self.value
        return (
            f"{value or say('group.unknown', language)} ({formatted(len(self.doc_ids), 'count', language)})"
        )


def document_groups(documents: pd.DataFrame, by: str = "issuer_type") -> tuple[DocumentGroup, ...]:
    """Put documents into at most `MOST_DOCUMENTS` groups, jurisdictions in the order of the corpus.

    A grouping that would not summarise (more than `MOST_DOCUMENTS` groups, or no column for it) gives way to
    the jurisdictions. Documents of which the value is not known are a group too, never left out.

    Parameters
    ----------
    documents
        Table as in `model/schemas.py`, or the `documents` of a matrix.
    by
        One of `GROUPINGS`.

    Raises
    ------
    ParameterFault
        Unknown grouping.
    """
    if by not in GROUPINGS:
        raise ParameterFault(Fault(f"unknown grouping '{by}'", expected=one_of(GROUPINGS, by)))
    indexed = documents.set_index("doc_id") if "doc_id" in documents else documents
    if by != "jurisdiction" and _COLUMNS.get(by, by) not in indexed:
        return document_groups(documents, "jurisdiction")
    values = _values(indexed, by)
    pairs = pd.MultiIndex.from_arrays([indexed["jurisdiction"].astype(str), values])
    if by != "jurisdiction" and len(pairs.unique()) > MOST_DOCUMENTS:
        return document_groups(documents, "jurisdiction")
    rows = pd.Series(indexed.index.astype(str), index=pairs)
    order = {name: place for place, name in enumerate(dict.fromkeys(pairs.get_level_values(0)))}
    names = sorted(pairs.unique(), key=lambda pair: (order[pair[0]], pair[1] == "", pair[1]))
    return tuple(
        DocumentGroup(
            _key(side, value if by != "jurisdiction" else None), side, value, tuple(rows[[(side, value)]])
        )
        for side, value in names
    )


def summarised(matrix: ThemeMatrix, groups: Sequence[DocumentGroup]) -> ThemeMatrix:
    """Return the matrix of groups in place of documents: counts and denominators added up.

    A share of a group is that of all its units together; long documents weigh more. Every group stands in the
    row of `documents` under its key, with its jurisdiction.

    Parameters
    ----------
    matrix
        Counts or shares of documents.
    groups
        As `document_groups` gives them for its documents.
    """
    place = {doc_id: number for number, group in enumerate(groups) for doc_id in group.doc_ids}
    row = np.array([place[str(doc_id)] for doc_id in matrix.documents.index], dtype=np.int64)
    coded, n = matrix.coded, len(groups)
    index = pd.Index([group.key for group in groups], name="doc_id")
    documents = pd.DataFrame({"jurisdiction": [group.jurisdiction for group in groups]}, index=index)
    counts = group_sums(coded.values, row[coded.document], n)
    totals = np.bincount(row[coded.document], coded.weights, minlength=n)
    grouped = replace(
        matrix,
        counts=pd.DataFrame(counts, index=index, columns=matrix.counts.columns),
        totals=pd.Series(totals, index=index, name="total", dtype="float64"),
        documents=documents,
        is_share=False,
        coded=replace(
            coded,
            documents=documents,
            document=row[coded.document],
            n_missing=_summed(coded.n_missing, row, index),
            n_failed=_summed(coded.n_failed, row, index),
        ),
    )
    return grouped.share() if matrix.is_share else grouped


def _values(indexed: pd.DataFrame, by: str) -> pd.Series[str]:
    column = _COLUMNS.get(by, by)
    if by == "jurisdiction":
        return pd.Series("", index=indexed.index)
    values = indexed[column].astype(object).where(indexed[column].notna(), "").astype(str).str.strip()
    return values.str[:4] if by == "year" else values


def _key(side: str, value: str | None) -> str:
    """A colon in it, which ids of documents and jurisdictions have none of; a whole side is its own group."""
    if value is None:
        return side
    slug = re.sub(r"[^\w]+", "_", value.lower()).strip("_")
    return f"{side}:{slug or 'unknown'}"


def _summed(counts: pd.Series[int], row: np.ndarray, index: pd.Index[str]) -> pd.Series[int]:
    sums = np.bincount(row, counts.to_numpy(), minlength=len(index)).astype(np.int64)
    return pd.Series(sums, index=index, name=counts.name)
