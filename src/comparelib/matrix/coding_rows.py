"""Rows of the table `codings` -> `CodedUnits`. Nothing here loops over units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.matrix import faults
from comparelib.matrix.tables import CodedUnits, ThemeMatrix, theme_matrix_of
from comparelib.model.kinds import Counting, Reserved, UnitKind

if TYPE_CHECKING:
    from comparelib.codebook import Codebook

# A token is a run of non-white space that holds a letter or a digit: "5 à 10" has three, a lone dash is none.
_TOKEN = r"\S*\w\S*"


@dataclass(frozen=True)
class _Reading:
    """What one coder said of the policy units on one facet."""

    present: NDArray[np.bool_]  # (N, K)
    seen: NDArray[np.bool_]  # (N,) has a code or `none`
    failed: NDArray[np.bool_]  # (N,)


def coded_units(  # noqa: PLR0913 - the four tables, and keywords with defaults
    codings: pd.DataFrame,
    units: pd.DataFrame,
    documents: pd.DataFrame,
    codebook: Codebook,
    *,
    facet: str = "theme",
    coder: str = "reference",
    counting: str = Counting.PRESENCE,
    functions: Sequence[str] = (),
) -> CodedUnits:
    """Which codes of a facet the policy units have, as one coder sees it.

    Furniture is left out. A unit with the code `none` stays, without a code. A unit without a row of this
    coder and facet is missing, one with the code `failed` has failed: both are counted apart and in no
    denominator. Several evidence rows of the same unit and code count once.

    Parameters
    ----------
    codings, units, documents
        Tables as in `model/schemas.py`; `documents` needs `doc_id` (column or index) and `jurisdiction`.
    codebook
        Names the codes of the facet and their order.
    facet
        Facet of the codebook. A facet that is asked of some units only, as `instrument` is of measures, has
        these units as its denominator.
    coder
        As in the column `coder`, with or without its version ("dictionary" finds "dictionary@1.2.0").
    counting
        presence, fractional or tokens.
    functions
        Keep only units whose `function`, by the same coder, is one of these; all units where empty. A unit
        whose function is missing or failed counts as missing or failed.

    Raises
    ------
    ParameterFault
        Unknown facet, counting or function.
    CodingFault
        Unknown coder or several versions of it; a unit or code that does not exist, furniture that is coded,
        `none` or `failed` beside a code.
    TableFault
        A column is missing, an identifier is not unique, or a unit's document is not in `documents`.
    """
    faults.check_parameters(codebook, facet, counting, functions)
    documents = faults.indexed_documents(documents)
    faults.check_tables(codings, units, documents)
    name = faults.one_coder(codings["coder"], coder)

    own = codings[(codings["coder"] == name).to_numpy()]
    faults.check_units(own, units)
    policy = units[(units["kind"] != UnitKind.FURNITURE.value).to_numpy()]
    codes = codebook.facet(facet).names
    reading = _reading(own, policy, facet, codes)
    failed, seen = reading.failed, reading.seen
    chosen = np.ones(len(policy), dtype=bool)
    if functions:
        function = _reading(own, policy, "function", codebook.facet("function").names)
        wanted = [code in set(functions) for code in codebook.facet("function").names]
        chosen = ~function.seen | function.present[:, wanted].any(axis=1)
        failed, seen = failed | function.failed, seen & function.seen
    keep = chosen & seen & ~failed
    document = documents.index.get_indexer(pd.Index(policy["doc_id"])).astype(np.int64)
    values, weights = _values(reading.present[keep], policy["text"][keep], Counting(counting))
    return CodedUnits(
        facet=facet,
        coder=name,
        counting=Counting(counting),
        codes=codes,
        documents=documents,
        unit_ids=pd.Index(policy["unit_id"][keep], name="unit_id"),
        values=values,
        weights=weights,
        document=document[keep],
        paragraph=_paragraphs(document[keep], policy["paragraph"].to_numpy()[keep]),
        n_missing=_per_document(document[chosen & ~seen & ~failed], documents.index, "n_missing"),
        n_failed=_per_document(document[chosen & failed], documents.index, "n_failed"),
    )


def theme_matrix(  # noqa: PLR0913 - the four tables, and keywords with defaults
    codings: pd.DataFrame,
    units: pd.DataFrame,
    documents: pd.DataFrame,
    codebook: Codebook,
    *,
    facet: str = "theme",
    coder: str = "reference",
    counting: str = Counting.PRESENCE,
    functions: Sequence[str] = (),
) -> ThemeMatrix:
    """Count the codes of each document; parameters and errors are those of `coded_units`."""
    coded = coded_units(
        codings, units, documents, codebook, facet=facet, coder=coder, counting=counting, functions=functions
    )
    return theme_matrix_of(coded)


def _reading(own: pd.DataFrame, policy: pd.DataFrame, facet: str, codes: tuple[str, ...]) -> _Reading:
    rows = own[(own["facet"] == facet).to_numpy()]
    faults.check_codes(rows["code"], facet, codes)
    unit = pd.Index(policy["unit_id"]).get_indexer(pd.Index(rows["unit_id"]))
    code = pd.Index([*codes, Reserved.NONE.value, Reserved.FAILED.value]).get_indexer(pd.Index(rows["code"]))
    marks = np.zeros((len(policy), len(codes) + 2), dtype=bool)
    marks[unit, code] = True
    present, none, failed = marks[:, :-2], marks[:, -2], marks[:, -1]
    faults.check_contradictions(policy["unit_id"][present.any(axis=1).astype(int) + none + failed > 1], facet)
    return _Reading(present=present, seen=present.any(axis=1) | none, failed=failed)


def _values(
    present: NDArray[np.bool_], text: pd.Series[str], counting: Counting
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Values (N, K) and weights (N,) of units by the way of counting."""
    values = present.astype(np.float64)
    weights: NDArray[np.float64] = np.ones(len(present))
    if counting is Counting.FRACTIONAL:
        values /= np.maximum(values.sum(axis=1, keepdims=True), 1.0)
    elif counting is Counting.TOKENS:
        # Python's regular expressions: those of pyarrow know ASCII letters only.
        weights = text.astype(object).str.count(_TOKEN).to_numpy().astype(np.float64)
        values *= weights[:, None]
    return values, weights


def _paragraphs(document: NDArray[np.int64], paragraph: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number the paragraphs 0 .. P - 1 in the order of documents and of paragraphs within them."""
    if not len(paragraph):
        return np.empty(0, dtype=np.int64)
    numbers = document * (int(paragraph.max()) + 1) + paragraph
    return np.asarray(np.unique(numbers, return_inverse=True)[1], dtype=np.int64)


def _per_document(document: NDArray[np.int64], index: pd.Index[str], name: str) -> pd.Series[int]:
    return pd.Series(np.bincount(document, minlength=len(index)), index=index, name=name)
