"""Agreement of coders in a table, code by code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import pandas as pd

from comparelib.labels import Column, say
from comparelib.tables.names import Href, Names
from comparelib.tables.table import Table


class Agreed(Protocol):
    """What the table reads of `reliability.Agreement`."""

    @property
    def frame(self) -> pd.DataFrame:
        """One row a statistic: group_kind, scope, code, statistic, value, low, high, n_positive."""


def agreement_table(
    agreement: Agreed,
    look: Names,
    *,
    statistics: Sequence[str] = ("alpha", "ac1", "positive_agreement"),
    href: Href | None = None,
    key: str = "agreement",
) -> Table:
    """Write the statistics of each code over all documents, with their intervals and the units behind them.

    Parameters
    ----------
    agreement
        Result of `agreement`.
    look
        Names and language.
    statistics
        Values of the column `statistic`, in the order in which they are shown.
    href
        Where the numbers of units lead that every coder gave the code, or some did and others did not; given
        `:all` and `:all_gave:<code>` or `:some_gave:<code>`.
    key
        Stable id.
    """
    table = _statistics(agreement, look, tuple(statistics), key, "agreement")
    counts = _counts(agreement, table)
    found = {name: counts[f"n_{name}"] for name in ("all_gave", "some_gave")}
    return _counted(table, found, href)


def quality_table(
    quality: Agreed,
    look: Names,
    *,
    statistics: Sequence[str] = ("precision", "recall", "f1"),
    href: Href | None = None,
    key: str = "quality-per-code",
) -> Table:
    """Write how well a coder finds each code of the reference, over all documents.

    Parameters
    ----------
    quality, look, statistics, key
        As for `agreement_table`.
    href
        Where the numbers of units lead that the coder found, missed, or gave a code that the reference does
        not have; given `:all` and `:hit:<code>`, `:miss:<code>` or `:false_alarm:<code>`.
    """
    table = _statistics(quality, look, tuple(statistics), key, "quality")
    counts = _counts(quality, table)
    found = {
        "hit": counts["n_hits"],
        "miss": counts["n_reference"] - counts["n_hits"],
        "false_alarm": counts["n_predicted"] - counts["n_hits"],
    }
    return _counted(table, found, href)


def _counts(agreement: Agreed, table: Table) -> pd.DataFrame:
    """The counts of each code over all documents, in the order of the table."""
    rows = agreement.frame
    own = rows[((rows["group_kind"] == "all") & (rows["scope"] == "code")).to_numpy()]
    return own.drop_duplicates("code").set_index("code").loc[table.frame["code"]]


def _counted(table: Table, found: Mapping[str, pd.Series], href: Href | None) -> Table:
    """Put numbers of units behind the code, each a link to these units."""
    columns = tuple(
        Column(name, say(f"column.{name}", table.language), "count", href=_leads(href, name))
        for name in found
    )
    frame = table.frame.drop(columns="n_positive").assign(
        **{name: n.astype(int).to_numpy() for name, n in found.items()}
    )
    own = [column for column in table.columns[1:] if column.name != "n_positive"]
    return replace(table, frame=frame, columns=(table.columns[0], *columns, *own))


def _leads(href: Href | None, name: str, group: str = ":all") -> Callable[[pd.Series], str | None] | None:
    return None if href is None else lambda row: href(group, f":{name}:{row['code']}")


def _statistics(agreement: Agreed, look: Names, statistics: tuple[str, ...], key: str, what: str) -> Table:
    language = look.language
    rows = agreement.frame
    rows = rows[(rows["group_kind"] == "all") & (rows["scope"] == "code")]
    rows = rows[rows["statistic"].isin(statistics)]
    codes = pd.Index(dict.fromkeys(rows["code"]), name="code")
    wide = rows.pivot(index="code", columns="statistic", values=["value", "low", "high"]).loc[codes]
    wide.columns = [f"{value}_{statistic}" for value, statistic in wide.columns]
    wide = wide.astype("float64")
    given = "n_positive" if "n_positive" in rows else "n_reference"
    wide["n_positive"] = rows.groupby("code", sort=False)[given].first()
    columns = (
        Column("code", say("column.code", language), words=look.codes),
        Column("n_positive", say("column.n_positive", language), "count"),
        *(
            Column(
                f"value_{name}",
                say(f"statistic.{name}", language),
                "decimal",
                (f"low_{name}", f"high_{name}"),
            )
            for name in statistics
        ),
    )
    notes = (say(f"note.{what}", language),)
    return Table(wide.reset_index(), say(f"table.{what}", language), key, columns, notes, language)


def quality_by_side_table(  # noqa: PLR0913 - results and names, and keywords with defaults
    quality: Agreed,
    look: Names,
    jurisdictions: Sequence[str],
    *,
    statistic: str = "f1",
    href: Href | None = None,
    key: str = "quality-by-side",
) -> Table:
    """Write how well a coder finds each code in the texts of each side, with intervals and cases.

    Parameters
    ----------
    quality
        Result of `coder_quality`.
    look
        Names and language.
    jurisdictions
        Sides, in the order in which they are shown.
    statistic
        precision, recall or f1.
    href
        Where the numbers of cases lead; given a side and `:expected:<code>`.
    key
        Stable id.
    """
    language = look.language
    rows = quality.frame[(quality.frame["statistic"] == statistic).to_numpy()]
    rows = rows[((rows["group_kind"] == "jurisdiction") & rows["scope"].isin(["code", "facet"])).to_numpy()]
    order = [*_AVERAGES, *dict.fromkeys(rows.loc[(rows["scope"] == "code").to_numpy(), "code"])]
    frame = pd.DataFrame({"code": order})
    columns = [Column("code", say("column.code", language), words={**look.codes, **_averages(language)})]
    for side in jurisdictions:
        own = rows[(rows["group"] == side).to_numpy()].set_index("code").reindex(order)
        for name in ("value", "low", "high", "n_reference"):
            frame[f"{name}_{side}"] = own[name].to_numpy()
        interval = (f"low_{side}", f"high_{side}")
        columns += [
            Column(
                f"n_reference_{side}",
                say("column.positives_of", language, side=look.name(side)),
                "count",
                href=_leads(href, "expected", side),
            ),
            Column(f"value_{side}", look.name(side), "decimal", interval),
        ]
    caption = say("table.quality_by_side", language, statistic=say(f"statistic.{statistic}", language))
    notes = (f"{say('note.quality', language)} {say('note.quality_by_side', language)}",)
    return Table(frame, caption, key, tuple(columns), notes, language)


_AVERAGES = ("micro", "macro")


def _averages(language: str) -> dict[str, str]:
    return {name: say(f"average.{name}", language) for name in _AVERAGES}
