"""Codings as tables: a row for each quote, a column for each code, or a row for each coding."""

from __future__ import annotations

from enum import StrEnum

import pandas as pd

from comparelib.codebook import Codebook
from comparelib.model import Reserved

_ATTRIBUTES = ("title", "jurisdiction", "issuer", "issuer_type", "doc_type", "date")
_LONG = ("unit_id", "doc_id", "coder", "facet", "code", "score", "start", "end", "evidence", "rule", "text")
_QUOTES = (
    *("unit_id", "doc_id", *_ATTRIBUTES, "section", "page", "text", "code", "label"),
    *("coder", "evidence", "rule", "score"),
)
PATH = " > "


class Layout(StrEnum):
    """How a table is laid out."""

    QUOTES = "quotes"
    MATRIX = "matrix"
    LONG = "long"


def table_of(
    layout: Layout, codings: pd.DataFrame, units: pd.DataFrame, documents: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    """Return the codings in a layout; see the function of each."""
    if layout is Layout.QUOTES:
        return quote_table(codings, units, documents, codebook)
    if layout is Layout.MATRIX:
        return indicator_table(codings, units, codebook)
    return long_table(codings, units, codebook)


def long_table(codings: pd.DataFrame, units: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return one row a coding, in the order of units, coders and the codebook.

    Returns
    -------
    DataFrame
        unit_id, doc_id, coder, facet, code, score, start, end, evidence, rule, text.
    """
    return _ordered(codings, units, codebook)[list(_LONG)]


def quote_table(
    codings: pd.DataFrame, units: pd.DataFrame, documents: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    """Return the list of quotes as QDA tools write it: passage, document and attributes, code path, coder.

    A unit that got no code of a facet has no quote.

    Returns
    -------
    DataFrame
        unit_id, doc_id, title, jurisdiction, issuer, issuer_type, doc_type, date, section, page, text, code
        ("theme > energy_climate"), label, coder, evidence, rule, score.
    """
    rows = _ordered(codings, units, codebook)
    rows = rows[~rows["code"].isin([word.value for word in Reserved])]
    known = [name for name in _ATTRIBUTES if name in documents]
    rows = rows.merge(documents[["doc_id", *known]], on="doc_id", how="left", sort=False)
    labels = {(facet.name, name): facet.label(name) for facet in codebook.facets for name in facet.names}
    pairs = list(zip(rows["facet"], rows["code"], strict=True))
    rows = rows.assign(code=[PATH.join(pair) for pair in pairs], label=[labels[pair] for pair in pairs])
    return rows.reindex(columns=list(_QUOTES)).reset_index(drop=True)


def indicator_table(codings: pd.DataFrame, units: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return units and coders in rows, codes in columns: 1 given, 0 not given, empty where it was not asked.

    A facet that a coder could not code has 1 in `<facet>:failed` and no other value.

    Returns
    -------
    DataFrame
        unit_id, doc_id, coder, text, and a column "facet:code" (Int64) for each code of the codebook, and
        "facet:failed" where a coder failed.
    """
    rows = _ordered(codings, units, codebook)
    keys = ["unit_id", "doc_id", "coder", "text"]
    table = rows[keys].drop_duplicates(ignore_index=True)
    place = pd.MultiIndex.from_frame(table[["unit_id", "coder"]])
    for facet in codebook.facets:
        own = rows[rows["facet"] == facet.name]
        failed = own["code"] == Reserved.FAILED.value
        asked = place.isin(_pairs(own[~failed]))
        for name in facet.names:
            given = pd.array(place.isin(_pairs(own[own["code"] == name])).astype("int64"), dtype="Int64")
            given[~asked] = pd.NA
            table[f"{facet.name}:{name}"] = given
        if failed.any():
            column = pd.array(place.isin(_pairs(own[failed])).astype("int64"), dtype="Int64")
            column[~place.isin(_pairs(own))] = pd.NA
            table[f"{facet.name}:{Reserved.FAILED.value}"] = column
    return table


def _pairs(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[["unit_id", "coder"]])


def _ordered(codings: pd.DataFrame, units: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    columns = ["unit_id", "doc_id", "section", "page", "text", "position_in_study"]
    placed = units.assign(position_in_study=range(len(units)))
    places = {
        (facet.name, name): (number, at)
        for number, facet in enumerate(codebook.facets)
        for at, name in enumerate((*facet.names, *(word.value for word in Reserved)))
    }
    rows = codings.merge(placed.reindex(columns=columns), on="unit_id", how="inner", sort=False)
    order = [places.get(pair, (99, 0)) for pair in zip(rows["facet"], rows["code"], strict=True)]
    rows["code_place"] = [1_000 * facet + code for facet, code in order]
    keys = ["position_in_study", "coder", "code_place", "start"]
    return rows.sort_values(keys, kind="stable", ignore_index=True)
