"""Whether a coder treats the texts of both sides alike, per theme and over all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from comparelib.labels import Column, say
from comparelib.tables.table import Table

if TYPE_CHECKING:
    from comparelib.equivalence import Equivalence
    from comparelib.tables.names import Names

_STATUS = ("equal", "unequal", "open", "not testable")
_OVER_ALL = "pooled"


def equivalence_table(
    equivalence: Equivalence, look: Names, *, statistic: str = "recall", key: str = "equivalence"
) -> Table:
    """Write an error rate of the coder on both sides, its difference, and what can be said of it.

    Parameters
    ----------
    equivalence
        Result of `equivalence`.
    look
        Names and language.
    statistic
        recall, precision or false_positive_rate.
    key
        Stable id.
    """
    language = look.language
    rows = equivalence.errors[equivalence.errors["statistic"] == statistic]
    over_all, each = rows[rows["code"] == _OVER_ALL], rows[rows["code"].isin(look.codes)]
    frame = pd.concat([over_all, each], ignore_index=True)
    a, b = (look.name(side) for side in equivalence.sides)
    columns = (
        Column(
            "code",
            say("column.code", language),
            words={**look.codes, _OVER_ALL: say("equivalence.pooled", language)},
        ),
        Column("n_a", say("column.positives_of", language, side=a), "count"),
        Column("n_b", say("column.positives_of", language, side=b), "count"),
        Column("needed", say("column.needed", language), "count"),
        Column("rate_a", a, "decimal"),
        Column("rate_b", b, "decimal"),
        Column("difference", say("column.difference", language), "points", ("low", "high")),
        Column(
            "status",
            say("column.status", language),
            words={word: say(f"equivalence.{word}", language) for word in _STATUS},
        ),
    )
    caption = say("table.equivalence", language, statistic=say(f"statistic.{statistic}", language))
    return Table(
        frame,
        caption,
        key,
        columns,
        (say("note.equivalence", language, margin=equivalence.margin),),
        language,
    )
