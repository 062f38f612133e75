"""Whether a coder treats the texts of both sides alike, per theme and over all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from comparelib.labels import Column, say
from comparelib.tables.table import Table

if TYPE_CHECKING:
    from comparelib.equivalence import Equivalence
    from comparelib.tables.names import Href, Names

_STATUS = ("equal", "unequal", "open", "not testable")
_OVER_ALL = "pooled"


def equivalence_table(
    equivalence: Equivalence,
    look: Names,
    *,
    statistic: str = "recall",
    href: Href | None = None,
    key: str = "equivalence",
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
    href
        Where the cases of recall lead, which are the units with the code in the reference; given a side and
        `:expected:<code>`. The cases of all codes together are those of the rows below.
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
        *(
            Column(f"n_{place}", say("column.positives_of", language, side=look.name(side)), "count", href=to)
            for place, side, to in zip(
                "ab", equivalence.sides, _cases(equivalence.sides, statistic, href), strict=True
            )
        ),
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
        (f"{say('note.equivalence', language, margin=equivalence.margin)} {say('note.cases', language)}",),
        language,
    )


def _cases(
    sides: Sequence[str], statistic: str, href: Href | None
) -> list[Callable[[pd.Series], str | None] | None]:
    if href is None or statistic != "recall":
        return [None for _ in sides]

    def leads(side: str) -> Callable[[pd.Series], str | None]:
        return lambda row: href(side, f":expected:{row['code']}")

    return [leads(side) for side in sides]


def ladder_table(equivalence: Equivalence, look: Names, *, key: str = "ladder") -> Table:
    """Write the steps that must hold before raw shares of both sides may be compared, and how far they do.

    Parameters
    ----------
    equivalence
        Result of `equivalence`.
    look
        Names and language.
    key
        Stable id.
    """
    language = look.language
    frame = pd.DataFrame(_steps(equivalence))
    frame["step"] = [say(f"ladder.{step}", language, fewest=equivalence.fewest) for step in frame["step"]]
    a, b = (look.name(side) for side in equivalence.sides)
    columns = (
        Column("step", say("column.step", language)),
        Column("a", a, "percent"),
        Column("b", b, "percent"),
        Column("difference", say("column.difference", language), "points", ("low", "high")),
        Column("smaller", say("column.cases", language), "count"),
        Column("needed", say("column.needed", language), "count"),
        Column(
            "status",
            say("column.status", language),
            words={word: say(f"equivalence.{word}", language) for word in _STATUS},
        ),
    )
    equal = say("note.equivalence", language, margin=equivalence.margin)
    notes = (f"{equal} {say('note.ladder', language, a=a, b=b)}",)
    return Table(frame, say("table.ladder", language), key, columns, notes, language)


def _steps(of: Equivalence) -> list[dict[str, object]]:
    present = int(of.configural["present"].sum())
    every = len(of.configural)
    enough = [float((of.configural[f"n_positive_{side}"] >= of.fewest).mean()) for side in "ab"]
    status = "equal" if present == every else "not testable"
    rows: list[dict[str, object]] = [_step("configural", enough, status)]
    if of.triggers is None:
        rows.append(_step("trigger", (None, None), "not testable"))
    else:
        whole = of.triggers.iloc[-1]
        found = (float(whole["expected_new"]), float(whole["new_in_b"]))
        rows.append(_step("trigger", found, "open"))
    for code in (_OVER_ALL, "within codes"):
        for statistic in ("recall", "precision", "false_positive_rate"):
            own = of.errors[(of.errors["code"] == code) & (of.errors["statistic"] == statistic)].iloc[0]
            rows.append(_rate(f"{statistic}.{'pooled' if code == _OVER_ALL else 'within'}", own))
    return [*rows, _rate("scalar", of.scalar.iloc[-1])]


def _step(step: str, shares: Sequence[float | None], status: str) -> dict[str, object]:
    return {"step": step, "a": shares[0], "b": shares[1], "status": status}


def _rate(step: str, row: pd.Series) -> dict[str, object]:
    names = ("difference", "low", "high", "needed", "status")
    found = {name: row[name] for name in names} | {"a": row["rate_a"], "b": row["rate_b"]}
    return {"step": step, **found, "smaller": min(row["n_a"], row["n_b"])}
