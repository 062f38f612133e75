"""Circular strategies: how often the texts of each side, and each document, name every one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import pandas as pd

from comparelib.labels import Column, language_of, say
from comparelib.tables.names import Href, Names
from comparelib.tables.priorities import MOST_GROUPS
from comparelib.tables.table import Table

if TYPE_CHECKING:
    from comparelib.strategies import StrategyUse


class Linked(Protocol):
    """What knows where a number leads, such as `Passages`."""

    @property
    def href(self) -> Href:
        """(document or jurisdiction, strategy) -> where its passages are."""


def strategy_table(
    use: StrategyUse, look: Names, *, sources: Linked | None = None, key: str = "strategies"
) -> Table:
    """Write each strategy with its share of the units searched, per side with interval, and units per text.

    Parameters
    ----------
    use
        Result of `strategy_use`.
    look
        Names and language.
    sources
        Where a number leads.
    key
        Stable id.
    """
    language = look.language
    sides, texts = (
        list(dict.fromkeys(use.frame.loc[use.frame["by"] == by, "group"].astype(str)))
        for by in ("jurisdiction", "document")
    )
    texts = texts if len(texts) <= MOST_GROUPS else []
    searched = use.frame.drop_duplicates("group").set_index("group")["total"]
    columns = [Column("code", say("strategies.column.code", language), words=_labels(use, language))]
    for name in sides:
        label = say("strategies.column.share", language, side=look.name(name), total=int(searched[name]))
        bounds = (f"low_{name}", f"high_{name}")
        columns.append(Column(f"share_{name}", label, "share", bounds, href=_link(sources, name)))
    for name in texts:
        label = say("strategies.column.count", language, text=look.name(name), total=int(searched[name]))
        columns.append(Column(f"count_{name}", label, "count", href=_link(sources, name)))
    caption = say("strategies.caption", language, where=_where(use, look))
    return Table(
        _wide(use, [*sides, *texts]), caption, key, tuple(columns), _notes(use, look, sides), language
    )


def _labels(use: StrategyUse, language: str) -> dict[str, str]:
    return {code.name: code.label[language_of(language)] for code in use.codebook.facets[0].codes}


def _where(use: StrategyUse, look: Names) -> str:
    if use.within is None:
        return say("strategies.everywhere", look.language)
    return say("strategies.within", look.language, theme=look.name(use.within))


def _notes(use: StrategyUse, look: Names, sides: list[str]) -> tuple[str, ...]:
    language, documents = look.language, use.matrix.documents["jurisdiction"]
    unnamed = [
        say("strategies.unnamed", language, side=look.name(name), n=use.unnamed[name]) for name in sides
    ]
    alone = [
        say("strategies.one_text", language, side=look.name(name))
        for name in sides
        if (documents == name).sum() == 1
    ]
    return (say("strategies.rules", language), *alone, " ".join(unnamed), say("note.interval", language))


def _link(sources: Linked | None, group: str) -> Callable[[pd.Series], str | None] | None:
    return None if sources is None else lambda row: sources.href(group, str(row["code"]))


def _wide(use: StrategyUse, groups: list[str]) -> pd.DataFrame:
    """One row a strategy; share, low, high and count of each of the groups in columns of their own."""
    codes = pd.Index(list(use.matrix.codes), name="code")
    columns: dict[str, pd.Series] = {}
    shown = use.frame[use.frame["group"].isin(groups).to_numpy()]
    for group, rows in shown.groupby("group", sort=False):
        own = rows.set_index("code").loc[codes]
        columns |= {f"{name}_{group}": own[name] for name in ("share", "low", "high", "count")}
    return pd.DataFrame(columns, index=codes).reset_index()
