"""Shares and ranks of themes in tables, each with its interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from comparelib.labels import Column, say
from comparelib.matrix import ThemeMatrix
from comparelib.tables.grouped import in_groups
from comparelib.tables.names import Href, Names
from comparelib.tables.table import Table

MOST_GROUPS = 40
"""Columns of groups that are shown; a note says how many there are."""


class Ranked(Protocol):
    """What the tables read of `priorities.Priorities`."""

    @property
    def frame(self) -> pd.DataFrame:
        """One row a group and code: group, code, share, low, high, rank, rank_low, rank_high."""


class Compared(Protocol):
    """What the table reads of `contrast.PriorityComparison`."""

    @property
    def frame(self) -> pd.DataFrame:
        """One row a code: code, share_a, low_a, high_a, share_b, …, difference, log_odds, p, q."""

    @property
    def jurisdictions(self) -> tuple[str, str]:
        """Names of side a and side b."""


def priority_table(
    priorities: Ranked, look: Names, *, href: Href | None = None, key: str = "priorities"
) -> Table:
    """Write the share of each theme in each group with its interval: 12,3 % [8,1; 18,0].

    Parameters
    ----------
    priorities
        Result of `priorities` or `jurisdiction_priorities`.
    look
        Names and language.
    href
        Where a number leads, such as `Passages.href`.
    key
        Stable id.
    """
    notes = (say("note.interval", look.language),)
    values = ("share", "low", "high")
    return _by_group(priorities.frame, values, _Face(look, "share", key, "table.priorities", href), notes)


def rank_table(
    priorities: Ranked, look: Names, *, href: Href | None = None, key: str = "rank-table"
) -> Table:
    """Write the rank of each theme in each group with its interval: 3 [1; 7].

    Parameters
    ----------
    priorities
        Result of `priorities` or `jurisdiction_priorities`.
    look
        Names and language.
    href
        Where a number leads, such as `Passages.href`.
    key
        Stable id.
    """
    notes = (say("note.rank", look.language),)
    values = ("rank", "rank_low", "rank_high")
    return _by_group(priorities.frame, values, _Face(look, "count", key, "table.ranks", href), notes)


@dataclass(frozen=True)
class _Face:
    look: Names
    form: str
    key: str
    caption: str
    href: Href | None


def _link(href: Href | None, group: str) -> Callable[[pd.Series], str | None] | None:
    return None if href is None else lambda row: href(group, row["code"])


def _by_group(
    frame: pd.DataFrame, values: tuple[str, str, str], face: _Face, notes: tuple[str, ...]
) -> Table:
    look, form = face.look, face.form
    everyone = [str(name) for name in dict.fromkeys(frame["group"])]
    groups = everyone[:MOST_GROUPS]
    if len(groups) < len(everyone):
        frame = frame[frame["group"].isin(groups)]
        notes += (say("table.columns_left", look.language, shown=len(groups), n=len(everyone)),)
    codes = pd.Index(dict.fromkeys(frame["code"]), name="code")
    wide = frame.pivot(index="code", columns="group", values=list(values)).loc[codes]
    wide.columns = [f"{value}_{group}" for value, group in wide.columns]
    first = wide[[f"{values[0]}_{group}" for group in groups]].mean(axis=1)
    wide = wide.loc[first.sort_values(ascending=form == "count", kind="stable").index].reset_index()
    columns = (
        Column("code", say("column.code", look.language), words=look.codes),
        *(
            Column(
                f"{values[0]}_{group}",
                look.name(group),
                form,
                (f"{values[1]}_{group}", f"{values[2]}_{group}"),
                href=_link(face.href, group),
            )
            for group in groups
        ),
    )
    return Table(wide, say(face.caption, look.language), face.key, columns, notes, look.language)


def theme_matrix_table(
    matrix: ThemeMatrix,
    look: Names,
    *,
    href: Href | None = None,
    key: str = "matrix",
    by: str = "issuer_type",
) -> Table:
    """Write documents x themes as shares, themes in the order of the codebook; a dash where nothing was
    coded.

    Parameters
    ----------
    matrix
        Counts or shares.
    look
        Names and language.
    href
        Where a number leads, such as `Passages.href`.
    key
        Stable id.
    by
        What more than `MOST_DOCUMENTS` documents are grouped by, as `document_groups` takes it.
    """
    matrix, names, said = in_groups(matrix, look, by)
    shares = matrix.counts if matrix.is_share else matrix.share().counts
    frame = shares.T.rename_axis(index="code", columns=None).reset_index()
    columns = (
        Column("code", say("column.code", look.language), words=look.codes),
        *(Column(str(name), names[str(name)], "share", href=_link(href, str(name))) for name in shares.index),
    )
    notes = (say("note.matrix", look.language), *said)
    return Table(frame, say("table.matrix", look.language), key, columns, notes, look.language)


def contrast_table(
    comparison: Compared, look: Names, *, href: Href | None = None, key: str = "contrast"
) -> Table:
    """Write both sides' shares, their difference and how far chance explains it, the largest difference
    first.

    Parameters
    ----------
    comparison
        Result of `compare_priorities`.
    look
        Names and language.
    href
        Where a share leads, such as `Passages.href`.
    key
        Stable id.
    """
    language = look.language
    frame = comparison.frame
    order = frame["difference"].abs().sort_values(ascending=False, kind="stable").index
    sides = tuple(
        Column(
            f"share_{side}",
            look.name(name),
            "share",
            (f"low_{side}", f"high_{side}"),
            href=_link(href, name),
        )
        for side, name in zip("ab", comparison.jurisdictions, strict=True)
    )
    columns = (
        Column("code", say("column.code", language), words=look.codes),
        *sides,
        Column(
            "difference", say("column.difference", language), "points", ("difference_low", "difference_high")
        ),
        Column("log_odds", say("column.log_odds", language), "signed", ("log_odds_low", "log_odds_high")),
        Column("p", say("column.p", language), "p"),
        Column("q", say("column.q", language), "p"),
    )
    notes = (say("note.interval", language), say("note.contrast", language))
    caption = say(
        "table.contrast",
        language,
        a=look.name(comparison.jurisdictions[0]),
        b=look.name(comparison.jurisdictions[1]),
    )
    return Table(frame.loc[order].reset_index(drop=True), caption, key, columns, notes, language)
