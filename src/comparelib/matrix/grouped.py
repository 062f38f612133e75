"""Codings and units, group of documents by group -> the coded units of all: what one machine can hold.

The result is that of `coded_units` on the whole tables, to the bit: the groups are counted one by one, and
only what counts is kept of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.matrix import faults
from comparelib.matrix.coding_rows import coded_units
from comparelib.matrix.tables import CodedUnits, ThemeMatrix, theme_matrix_of
from comparelib.model.kinds import Counting, UnitKind

if TYPE_CHECKING:
    from comparelib.codebook import Codebook

UNIT_COLUMNS = ("unit_id", "doc_id", "paragraph", "kind")
"""Columns of the units that are counted; where tokens are counted, `text` too."""

CODING_COLUMNS = ("unit_id", "facet", "code", "coder")
"""Columns of the codings that are counted."""

Group = tuple[pd.DataFrame, pd.DataFrame]
"""Codings and units of some documents; every document is in one group."""


def grouped_theme_matrix(  # noqa: PLR0913 - as `theme_matrix`, of which it is the form for groups
    groups: Iterable[Group],
    documents: pd.DataFrame,
    codebook: Codebook,
    *,
    coder: str,
    facet: str = "theme",
    counting: str = Counting.PRESENCE,
    functions: Sequence[str] = (),
    may_be_empty: bool = False,
) -> ThemeMatrix:
    """Count the codes of each document, as `theme_matrix` does on the whole tables.

    Parameters
    ----------
    groups
        Read one at a time; together they are the two tables, in their order. Of the units, `text` may lack
        where tokens are not counted.
    coder
        Exactly as in the column `coder`.
    may_be_empty
        Count zeros where this coder coded nothing; else that raises, as in `theme_matrix`.
    """
    faults.check_parameters(codebook, facet, counting, functions)
    documents = faults.indexed_documents(documents)
    codes, parts = codebook.facet(facet).names, []
    nobody = _nothing(documents, codes, (facet, coder, Counting(counting)))
    names: dict[str, None] = {} if not may_be_empty else {coder: None}
    for codings, units in groups:
        names.update(dict.fromkeys(codings["coder"].unique().tolist()))
        if not (codings["coder"] == coder).any():
            parts.append(replace(nobody, n_missing=_n_policy(units, documents)))
            continue
        whole = units if "text" in units else units.assign(text="")
        given = {"facet": facet, "coder": coder, "counting": counting}
        parts.append(coded_units(codings, whole, documents, codebook, functions=functions, **given))
    faults.one_coder(pd.Series([*names], dtype="str"), coder)
    return theme_matrix_of(concatenated(parts) if parts else nobody)


def concatenated(parts: Sequence[CodedUnits]) -> CodedUnits:
    """Put coded units of different documents of one corpus below each other.

    Parameters
    ----------
    parts
        At least one; all of the same facet, coder, counting, codes and table of documents.
    """
    document = np.concatenate([part.document for part in parts])
    return replace(
        parts[0],
        unit_ids=parts[0].unit_ids.append([part.unit_ids for part in parts[1:]]),
        values=np.vstack([part.values for part in parts]),
        weights=np.concatenate([part.weights for part in parts]),
        document=document,
        paragraph=_numbered(document, np.concatenate([part.paragraph for part in parts])),
        n_missing=sum((part.n_missing for part in parts[1:]), start=parts[0].n_missing),
        n_failed=sum((part.n_failed for part in parts[1:]), start=parts[0].n_failed),
    )


def _numbered(document: NDArray[np.int64], paragraph: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number paragraphs over the whole corpus, by document and by their order within it."""
    if not len(paragraph):
        return paragraph
    numbers = document * (int(paragraph.max()) + 1) + paragraph
    return np.asarray(np.unique(numbers, return_inverse=True)[1], dtype=np.int64)


def _n_policy(units: pd.DataFrame, documents: pd.DataFrame) -> pd.Series[int]:
    """Return how many units of each document are policy text."""
    policy = units.loc[units["kind"] != UnitKind.FURNITURE.value, "doc_id"]
    rows = documents.index.get_indexer(pd.Index(policy))
    return pd.Series(np.bincount(rows, minlength=len(documents)), index=documents.index, name="n_missing")


def _nothing(documents: pd.DataFrame, codes: tuple[str, ...], of: tuple[str, str, Counting]) -> CodedUnits:
    """Return coded units without a unit."""
    facet, coder, counting = of
    zeros = pd.Series(0, index=documents.index, dtype="int64")
    return CodedUnits(
        facet=facet,
        coder=coder,
        counting=counting,
        codes=codes,
        documents=documents,
        unit_ids=pd.Index([], dtype="str", name="unit_id"),
        values=np.zeros((0, len(codes))),
        weights=np.zeros(0),
        document=np.zeros(0, dtype=np.int64),
        paragraph=np.zeros(0, dtype=np.int64),
        n_missing=zeros.rename("n_missing"),
        n_failed=zeros.rename("n_failed"),
    )
