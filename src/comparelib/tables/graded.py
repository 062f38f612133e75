"""The differences of two sides in one table, each row with its interval, its support and its grade."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from comparelib.claims import Card, FindingKind, Grade
from comparelib.labels import Column, say
from comparelib.tables.names import Names
from comparelib.tables.table import Table


def graded_table(
    cards: Sequence[Card], look: Names, jurisdictions: tuple[str, str], *, key: str = "graded"
) -> Table:
    """Write each theme's difference with its interval, what supports it, and its grade.

    Parameters
    ----------
    cards
        Result of `claims.findings` or `claims.difference_cards`; cards on other things are left out.
    look
        Names and language.
    jurisdictions
        Sides a and b of the comparison; differences are b less a.
    key
        Stable id.
    """
    language = look.language
    frame = pd.DataFrame(
        [_row(card) for card in cards if card.kind is FindingKind.DIFFERENCE], columns=_COLUMNS
    )
    a, b = (look.name(side) for side in jurisdictions)
    grades = {grade.value: say(f"claim.grade.{grade.value}", language) for grade in Grade}
    columns = (
        Column("code", say("column.code", language), words=look.codes),
        Column("share_b", b, "share", ("low_b", "high_b")),
        Column("share_a", a, "share", ("smallest", "largest")),
        Column("difference", say("column.difference", language), "points", ("low", "high")),
        Column("placebos", say("column.placebos", language)),
        Column("same_sign", say("column.same_sign", language), "percent"),
        Column("alpha", say("column.alpha", language), "decimal"),
        Column("grade", say("column.grade", language), words=grades),
    )
    notes = (say("note.graded", language, a=a), say("note.findings", language))
    return Table(frame, say("table.findings", language), key, columns, notes, language)


_NUMBERS = ("share_a", "smallest", "largest", "share_b", "low_b", "high_b", "difference", "low", "high")
_COLUMNS = ["code", *_NUMBERS, "placebos", "same_sign", "alpha", "robust", "grade"]


def _row(card: Card) -> dict[str, object]:
    support = card.support
    placebos = f"{support.placebos_exceeded}/{support.placebos}" if support.placebos else None
    return {
        "code": card.code,
        **{name: card.numbers[name] for name in _NUMBERS},
        "placebos": placebos,
        "same_sign": support.same_sign,
        "alpha": support.reliability,
        "robust": support.robust,
        "grade": card.grade.value,
    }
