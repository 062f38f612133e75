"""How robust a difference is: over all specifications, per theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from comparelib.errors import Reason
from comparelib.labels import Column, bracketed, coder_name, say, told
from comparelib.multiverse import Kind, choice_names
from comparelib.tables.table import Table

if TYPE_CHECKING:
    from comparelib.multiverse import EveryWay, Multiverse, ProfileMultiverse
    from comparelib.tables.names import Leaf, Names

_SUMMARY = ("median", "smallest", "largest", "same_sign", "excludes_zero")


def robustness_table(
    multiverse: Multiverse, look: Names, *, leaf: Leaf | None = None, key: str = "robustness"
) -> Table:
    """Write, per theme, the headline difference and how often other defensible choices keep its sign.

    Parameters
    ----------
    multiverse
        Result of `multiverse`.
    look
        Names and language.
    leaf
        Where the name of a theme leads: to all units with it, of which both shares are reckoned.
    key
        Stable id.
    """
    language = look.language
    frame = multiverse.robustness.sort_values("estimate", key=abs, ascending=False, kind="stable")
    names = choice_names(multiverse.grid, language)
    verdict = {word: say(f"robust.{word}", language) for word in ("yes", "no")}
    frame = frame.assign(robust=frame["robust"].map({True: "yes", False: "no"}))
    columns = (
        Column(
            "theme",
            say("column.code", language),
            words=look.codes,
            href=None if leaf is None else lambda row: leaf(str(row["theme"])),
        ),
        Column("estimate", say("column.difference", language), "points", ("low", "high")),
        Column("same_sign", say("column.sign_kept", language), "percent"),
        Column("leave_one_out", say("column.leave_one_out", language), "percent"),
        Column("robust", say("column.robust", language), words=verdict),
        Column("moved_by", say("column.moved_by", language), words=names),
    )
    caption = say("table.robustness", language, n=multiverse.frame["specification"].nunique())
    notes = [say("note.robustness", language)]
    notes += [] if leaf is None else [say("note.made_of", language)]
    if multiverse.sampled:
        left, n = multiverse.sampled
        notes.append(say("note.robustness_sampled", language, left=left, n=n))
    return Table(frame.reset_index(drop=True), caption, key, columns, (" ".join(notes),), language)


def ways_table(ways: EveryWay, code: str, look: Names, *, key: str = "ways") -> Table:
    """Write, for each thing that was estimated, how many ways there were and what they have in common.

    What could not be estimated stands in the notes, with the reason.

    Parameters
    ----------
    ways
        Result of `every_way`.
    code
        Which theme is shown of those that estimate themes.
    look
        Names and language.
    key
        Stable id.
    """
    language = look.language
    frame = pd.DataFrame(_rows(ways, code), columns=["what", "n", *_SUMMARY, "moved_by"])
    words = {name: say(f"ways.{name}", language, code=look.codes.get(code, code)) for name in frame["what"]}
    names = {choice: say(f"multiverse.choice.{choice}", language) for choice in frame["moved_by"].dropna()}
    forms = ["points" if what == "difference" else "signed" for what in frame["what"]]
    spread = [_spread(row, form, language) for (_, row), form in zip(frame.iterrows(), forms, strict=True)]
    columns = (
        Column("what", say("column.estimated", language), words=words),
        Column("n", say("column.ways", language), "count"),
        Column("spread", say("column.spread", language)),
        Column("same_sign", say("column.sign_kept", language), "percent"),
        Column("excludes_zero", say("column.excludes_zero", language), "percent"),
        Column("moved_by", say("column.moved_by", language), words=names),
    )
    tried = (ways.shares, ways.odds, ways.profile, ways.trees)
    notes = [say("note.ways", language)]
    notes += [say("note.trees", language)] if ways.trees.value is not None else []
    notes += [
        say("refusal.shown", language, why=why)
        for why in dict.fromkeys(
            told(each.why or Reason(each.reason), language) for each in tried if each.reason
        )
    ]
    notes += (
        [say("note.absent", language, coders=", ".join(coder_name(coder, language) for coder in ways.absent))]
        if ways.absent
        else []
    )
    caption = say("table.ways", language)
    return Table(frame.assign(spread=spread), caption, key, columns, (" ".join(notes),), language)


def _rows(ways: EveryWay, code: str) -> list[dict[str, object]]:
    rows = [_of_theme(each.value, code) for each in (ways.shares, ways.odds) if each.value is not None]
    if ways.profile.value is not None:
        rows.append(_of_profile(ways.profile.value))
    if ways.trees.value is not None:
        trees = ways.trees.value
        rows.append({"what": "trees", "n": trees.n_estimable, "same_sign": trees.apart})
    return rows


def _spread(row: pd.Series, form: str, language: str) -> str:
    return bracketed((row["median"], row["smallest"], row["largest"]), form, language)


def _of_theme(of: Multiverse, code: str) -> dict[str, object]:
    summary = of.summary
    own = summary[((summary["theme"] == code) & (summary["family"] == Kind.PRINCIPLED)).to_numpy()].iloc[0]
    moved = of.robustness.set_index("theme").loc[code, "moved_by"]
    return {"what": str(of.estimand), "n": own["n_estimable"], "moved_by": moved, **_numbers(own)}


def _of_profile(of: ProfileMultiverse) -> dict[str, object]:
    own = of.summary[(of.summary["family"] == Kind.PRINCIPLED).to_numpy()].iloc[0]
    moved = of.effects.dropna().sort_values("eta_squared", ascending=False, kind="stable")["choice"]
    most = moved.iloc[0] if len(moved) else None
    return {"what": "profile", "n": own["n_estimable"], "moved_by": most, **_numbers(own)}


def _numbers(row: pd.Series) -> dict[str, object]:
    return {name: row[name] for name in _SUMMARY}
