"""What happens to codes when the words of one variety of Dutch take the place of the other's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

from comparelib.equivalence import swap_code
from comparelib.errors import NotEstimable
from comparelib.labels import Column, say
from comparelib.tables.names import Href, Names
from comparelib.tables.table import Table

if TYPE_CHECKING:
    from comparelib.equivalence import SwapTest


def swap_table(test: SwapTest, look: Names, *, href: Href | None = None, key: str = "swap") -> Table:
    """Write what happens to a coder's codes when words are swapped for their equivalents.

    Parameters
    ----------
    test
        Result of `swap_test`.
    look
        Names and language.
    href
        Where the number of units leads; given `:all` and `equivalence.swap_code(kind, to)`. What was lost
        and gained leads to `swap_changes_table`.
    key
        Stable id.
    """
    language = look.language
    rows = test.overall.astype({"passed": object})
    passed = [
        "none" if answer is None or pd.isna(answer) else "yes" if answer else "no"
        for answer in rows["passed"]
    ]
    frame = rows.assign(
        what=[say(f"swap.{kind}.{to}", language) for kind, to in zip(rows["kind"], rows["to"], strict=True)],
        passed=passed,
    )
    answers = {word: say(f"swap.passed.{word}", language) for word in ("yes", "no", "none")}
    columns = (
        Column("what", say("column.swapped", language)),
        Column("n_units", say("column.units", language), "count", href=_leads(href)),
        Column("n_codes", say("column.codes_there", language), "count"),
        Column("n_lost", say("column.lost", language), "count", href=_changes(href, "n_lost", key)),
        Column("n_gained", say("column.gained", language), "count", href=_changes(href, "n_gained", key)),
        Column("unchanged", say("column.unchanged", language), "share"),
        Column("passed", say("column.passed", language), words=answers),
    )
    notes = (say("note.swap", language, required=test.required),)
    return Table(frame, say("table.swap", language), key, columns, notes, language)


def swap_changes_table(
    test: SwapTest, look: Names, *, href: Href | None = None, key: str = "swap-changes"
) -> Table:
    """Write each code that was lost or gained: in which unit, and for which words.

    Parameters
    ----------
    test
        Result of `swap_test`.
    look
        Names and language.
    href
        Where a unit leads: to those that were changed; given `:all` and a `swap_code` of what changed.
    key
        Stable id; that of `swap_table` with `-changes`, whose numbers lead here.

    Raises
    ------
    NotEstimable
        No code was lost or gained.
    """
    language = look.language
    if test.changes.empty:
        raise NotEstimable(say("refusal.no_change", "en"), "refusal.no_change")
    place = test.changes["unit_id"].str.rpartition("#")
    frame = test.changes.assign(document=place[0], unit=place[2])
    columns = (
        Column("code", say("column.code", language), words=look.codes),
        Column(
            "change",
            say("column.change", language),
            words={word: say(f"swap.{word}", language) for word in ("lost", "gained")},
        ),
        Column("variants", say("column.swapped_words", language)),
        Column(
            "to", say("column.towards", language), words={to: say(f"swap.to.{to}", language) for to in _SIDES}
        ),
        Column("document", say("column.text", language), words=_names(frame["document"], look)),
        Column("unit", say("column.unit", language), href=_leads(href, changed=True)),
    )
    kept = frame[["code", "change", "variants", "to", "document", "unit", "kind"]]
    return Table(kept, say("table.swap_changes", language), key, columns, (), language)


_SIDES = ("NL", "VL")


def _names(documents: pd.Series, look: Names) -> dict[str, str]:
    return {str(name): look.name(str(name)) for name in documents.unique()}


def _leads(href: Href | None, *, changed: bool = False) -> Callable[[pd.Series], str | None] | None:
    if href is None:
        return None
    return lambda row: href(":all", swap_code(str(row["kind"]), str(row["to"]), changed=changed))


def _changes(href: Href | None, name: str, key: str) -> Callable[[pd.Series], str | None] | None:
    return None if href is None else lambda row: f"#{key}-changes" if row[name] else None
