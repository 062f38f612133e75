"""The differences that a run named beforehand: their test, their table and their record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from comparelib.labels import Column, listed, say
from comparelib.tables import Table

if TYPE_CHECKING:
    from comparelib.charts import Look
    from comparelib.contrast import PriorityComparison


@dataclass(frozen=True)
class Beforehand:
    """Claims of a run that were named before its results.

    Attributes
    ----------
    frame
        Those that are compared, as `named_claims` gives them; without rows where none is.
    elsewhere
        Those that are no codes of the facet that is counted, as where a parameter replaced it.
    """

    frame: pd.DataFrame
    elsewhere: tuple[str, ...] = ()


def beforehand(comparison: PriorityComparison, codes: Sequence[str]) -> Beforehand | None:
    """Test the claims that were named; None where there are none.

    Parameters
    ----------
    comparison
        Of the run.
    codes
        Up to five, as `studyfile.Run.claims` holds them.
    """
    from comparelib.contrast import named_claims

    known = set(comparison.frame["code"])
    if not codes:
        return None
    here = [code for code in codes if code in known]
    tested = named_claims(comparison, here) if here else _NONE
    return Beforehand(tested, tuple(code for code in codes if code not in known))


def named_table(
    found: Beforehand, look: Look, jurisdictions: tuple[str, str], *, key: str = "named"
) -> Table:
    """Write each claim's difference with its interval, its p and Holm's p.

    Parameters
    ----------
    found
        Result of `beforehand`.
    look
        Names and language.
    jurisdictions
        Sides a and b of the comparison; differences are b less a.
    key
        Stable id.
    """
    language = look.language
    columns = (
        Column("code", say("column.code", language), words=look.codes),
        Column(
            "difference",
            say("column.difference", language),
            "points",
            ("difference_low", "difference_high"),
        ),
        Column("p", say("column.p", language), "p"),
        Column("p_holm", say("column.p_holm", language), "p"),
    )
    a, b = (look.name(side) for side in jurisdictions)
    n = len(found.frame)
    notes = [say("note.named", language, n=n, a=a, b=b) if n else say("note.named_none", language)]
    notes.append(say("note.named_texts", language))
    if found.frame["p"].isna().any():
        notes.append(say("note.named_absent", language))
    if found.elsewhere:
        names = [look.name(code) for code in found.elsewhere]
        notes.append(say("note.named_elsewhere", language, list=listed(names, language)))
    return Table(found.frame, say("table.named", language), key, columns, (" ".join(notes),), language)


_NONE = pd.DataFrame(
    {"code": pd.Series([], dtype="str")}
    | {
        name: pd.Series([], dtype="float64")
        for name in ("difference", "difference_low", "difference_high", "p", "p_holm")
    }
)
