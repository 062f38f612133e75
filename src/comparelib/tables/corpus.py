"""The corpus in tables: its documents, and how the sides compare before any theme is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from comparelib.labels import Column, kind_name, say
from comparelib.model import UnitKind
from comparelib.tables.table import Table

if TYPE_CHECKING:
    from comparelib.tables.names import Href, Names


def corpus_table(documents: pd.DataFrame, look: Names, *, key: str = "corpus") -> Table:
    """List the documents: who issued them, what they are, how long.

    Parameters
    ----------
    documents
        Table as in `model/schemas.py`.
    look
        Names and language.
    key
        Stable id.
    """
    language = look.language
    columns = (
        Column("title", say("column.title", language), document="doc_id", spoken="language"),
        Column("jurisdiction", say("column.jurisdiction", language), words=_sides(documents, look)),
        Column("issuer", say("column.issuer", language)),
        Column("doc_type", say("column.doc_type", language), words=_kinds(documents, language)),
        Column("date", say("column.date", language)),
        Column("n_pages", say("column.pages", language), "count"),
        Column("n_units", say("column.units", language), "count"),
    )
    known = tuple(column for column in columns if column.name in documents)
    frame = documents.reset_index(drop="doc_id" in documents)
    return Table(frame, say("table.corpus", language), key, known, language=language)


def balance_table(
    documents: pd.DataFrame,
    units: pd.DataFrame,
    look: Names,
    *,
    href: Href | None = None,
    key: str = "balance",
) -> Table:
    """Count, side by side, what could make a difference before any theme does.

    That is: documents, their kinds, their length, and what was removed.

    Parameters
    ----------
    documents, units
        Tables as in `model/schemas.py`.
    look
        Names and language.
    href
        Where the number of units leads, given a jurisdiction and `:policy`.
    key
        Stable id.
    """
    language = look.language
    index = documents.set_index("doc_id") if "doc_id" in documents else documents
    side = units["doc_id"].map(index["jurisdiction"])
    words = units["text"].map(lambda text: len(text.split()))
    policy = units["kind"] != UnitKind.FURNITURE.value
    frame = pd.DataFrame(
        {
            "documents": index.groupby("jurisdiction", sort=False).size(),
            "issuers": index.groupby("jurisdiction", sort=False)["issuer"].nunique(),
            "doc_types": index.groupby("jurisdiction", sort=False)["doc_type"].agg(
                lambda kinds: ", ".join(dict.fromkeys(kind_name(str(kind), language) for kind in kinds))
            ),
            "units": policy.groupby(side).sum(),
            "words": words.where(policy, 0).groupby(side).sum(),
        }
    )
    frame["furniture_share"] = 1 - frame["words"] / words.groupby(side).sum()
    per_document = words.where(policy, 0).groupby(units["doc_id"]).sum()
    frame["longest_share"] = per_document.groupby(index["jurisdiction"]).max() / frame["words"]
    frame["words_per_unit"] = frame["words"] / frame["units"]
    order = list(dict.fromkeys(index["jurisdiction"]))
    columns = (
        Column("jurisdiction", say("column.jurisdiction", language), words=_sides(documents, look)),
        Column("documents", say("column.documents", language), "count"),
        Column("issuers", say("column.issuers", language), "count"),
        Column("doc_types", say("column.doc_types", language)),
        Column(
            "units",
            say("column.policy_units", language),
            "count",
            href=None if href is None else lambda row: href(row["jurisdiction"], ":policy"),
        ),
        Column("words", say("column.words", language), "count"),
        Column("words_per_unit", say("column.words_per_unit", language), "decimal"),
        Column("longest_share", say("column.longest_share", language), "percent"),
        Column("furniture_share", say("column.furniture_share", language), "share"),
    )
    frame = frame.loc[order].rename_axis("jurisdiction").reset_index()
    notes = (say("note.balance", language),)
    return Table(frame, say("table.balance", language), key, columns, notes, language)


def _sides(documents: pd.DataFrame, look: Names) -> dict[str, str]:
    return {str(name): look.name(str(name)) for name in documents["jurisdiction"].unique()}


def _kinds(documents: pd.DataFrame, language: str) -> dict[str, str]:
    if "doc_type" not in documents:
        return {}
    return {str(kind): kind_name(str(kind), language) for kind in documents["doc_type"].unique()}
