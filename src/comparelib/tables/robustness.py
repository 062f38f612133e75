"""How robust a difference is: over all specifications, per theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comparelib.labels import Column, say
from comparelib.multiverse import choice_names
from comparelib.tables.table import Table

if TYPE_CHECKING:
    from comparelib.multiverse import Multiverse
    from comparelib.tables.names import Names


def robustness_table(multiverse: Multiverse, look: Names, *, key: str = "robustness") -> Table:
    """Write, per theme, the headline difference and how often other defensible choices keep its sign.

    Parameters
    ----------
    multiverse
        Result of `multiverse`.
    look
        Names and language.
    key
        Stable id.
    """
    language = look.language
    frame = multiverse.robustness.sort_values("estimate", key=abs, ascending=False, kind="stable")
    names = choice_names(multiverse.grid, language)
    verdict = {word: say(f"robust.{word}", language) for word in ("yes", "no")}
    frame = frame.assign(robust=frame["robust"].map({True: "yes", False: "no"}))
    columns = (
        Column("theme", say("column.code", language), words=look.codes),
        Column("estimate", say("column.difference", language), "points", ("low", "high")),
        Column("same_sign", say("column.sign_kept", language), "percent"),
        Column("leave_one_out", say("column.leave_one_out", language), "percent"),
        Column("robust", say("column.robust", language), words=verdict),
        Column("moved_by", say("column.moved_by", language), words=names),
    )
    caption = say("table.robustness", language, n=multiverse.frame["specification"].nunique())
    return Table(
        frame.reset_index(drop=True), caption, key, columns, (say("note.robustness", language),), language
    )
