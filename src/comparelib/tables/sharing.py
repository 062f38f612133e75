"""What both sides put first and what is one side's own, theme by theme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import pandas as pd

from comparelib.labels import Column, say
from comparelib.tables.names import Href, Names
from comparelib.tables.table import Table

_PLACES = ("both_surely", "both", "only_a", "only_b", "neither")
_TOLD = ("more_a", "more_b", "within_sides", "not_apart")


class Sorted(Protocol):
    """What the table reads of `claims.SharedAndOwn`."""

    @property
    def frame(self) -> pd.DataFrame:
        """One row a theme: code, place, told; share, rank and their bounds of a and b; difference."""

    @property
    def jurisdictions(self) -> tuple[str, str]:
        """Names of a and b."""

    @property
    def n_documents(self) -> Mapping[str, int]:
        """Jurisdiction -> its documents."""

    @property
    def first(self) -> int:
        """Places that count as first."""


def shared_table(found: Sorted, look: Names, *, href: Href | None = None, key: str = "shared") -> Table:
    """Write each theme with what can be said of it: one side's own, first on both sides, or not told apart.

    What is said is said of the texts at hand: a side of one document is called its text.

    Parameters
    ----------
    found
        Result of `shared_and_own`.
    look
        Names and language.
    href
        Where a share leads, such as `Passages.href`.
    key
        Stable id.
    """
    language = look.language
    texts = {
        side: say("sharing.texts", language, n=found.n_documents[name], side=look.name(name))
        for side, name in zip("ab", found.jurisdictions, strict=True)
    }
    words = {
        name: {each: say(f"sharing.{name}.{each}", language, first=found.first, **texts) for each in kinds}
        for name, kinds in (("place", _PLACES), ("told", _TOLD))
    }
    columns = (
        Column("code", say("column.code", language), words=look.codes),
        Column("told", say("sharing.column.told", language), words=words["told"]),
        Column("place", say("sharing.column.place", language, first=found.first), words=words["place"]),
        *_shares(found, look, href),
        Column(
            "difference", say("column.difference", language), "points", ("difference_low", "difference_high")
        ),
        *(
            Column(
                f"rank_{side}",
                say("sharing.column.rank", language, side=look.name(name)),
                "count",
                (f"rank_low_{side}", f"rank_high_{side}"),
            )
            for side, name in zip("ab", found.jurisdictions, strict=True)
        ),
    )
    notes = (say("sharing.note", language, first=found.first), say("note.interval", language))
    caption = say("sharing.caption", language, **texts)
    return Table(found.frame, caption, key, columns, notes, language)


def _shares(found: Sorted, look: Names, href: Href | None) -> list[Column]:
    columns = []
    for side, name in zip("ab", found.jurisdictions, strict=True):

        def leads(row: pd.Series, name: str = name) -> str | None:
            return href(name, row["code"]) if href is not None else None

        bounds = (f"low_{side}", f"high_{side}")
        columns.append(
            Column(f"share_{side}", look.name(name), "share", bounds, href=leads if href else None)
        )
    return columns
