"""An account of two runs in words and tables, for the page and for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from comparelib.labels import Column, say, told
from comparelib.labels.numbers import listed
from comparelib.reporting.comparing.causes import Cause, Change
from comparelib.reporting.comparing.diff import RunDiff
from comparelib.reporting.comparing.findings import FindingMove
from comparelib.reporting.settings import label, worded
from comparelib.tables import Table

_SHORT = 12


def title(diff: RunDiff, language: str) -> str:
    """Return what is compared: two runs by their names, or a run with the edition before."""
    if diff.before.run == diff.after.run:
        return say("diff.title.editions", language, run=diff.after.run)
    return say("diff.title", language, before=diff.before.run, after=diff.after.run)


def verdict(diff: RunDiff, language: str) -> list[str]:
    """Return the account in a few sentences."""
    n = len(diff.cells)
    lines = [say("diff.cells", language, n=n, all=diff.n_cells)]
    if n:
        first = diff.cells.iloc[0]
        lines.append(
            say(
                "diff.largest",
                language,
                document=diff.after.name(first["document"], language),
                code=diff.after.name(first["code"], language),
                move=first["move"],
            )
        )
    lines.append(say("diff.findings", language, n=len(diff.findings)))
    if diff.n_shifted:
        lines.append(say("diff.shifted", language, n=diff.n_shifted))
    if len(diff.units):
        lines.append(say("diff.units", language, n=diff.units["unit_id"].nunique()))
    refusal = diff.before.refusal or diff.after.refusal
    if refusal is not None:
        lines.append(say("diff.refusal", language, why=told(refusal, language)))
    return lines


def cause_words(cause: str, language: str) -> str:
    """Return a cause in words: `parameter:functions` as "setting Functions", several joined as together."""
    if "+" in cause:
        parts = [cause_words(part, language) for part in cause.split("+")]
        return say("diff.together", language, causes=listed(parts, language))
    kind, _, name = cause.partition(":")
    return say(f"diff.cause.{kind}", language, name=label(name, language) if name else "")


def changes_table(diff: RunDiff, language: str) -> Table:
    """Return what the runs were made from, where that differs."""
    rows = [
        {
            "what": _what(change, diff, language),
            "before": _value(change, change.before, language),
            "after": _value(change, change.after, language),
        }
        for change in diff.changes
    ]
    return _table(rows, ("what", "before", "after"), "diff.changes", "changes", language)


def cells_table(diff: RunDiff, language: str) -> Table:
    """Return the cells that moved, each with its shares, its move and what moved it."""
    frame = diff.cells.assign(
        code=[diff.after.name(code, language) for code in diff.cells["code"]],
        name=[_document(diff, document, language) for document in diff.cells["document"]],
        counts=[
            f"{_number(before)} → {_number(after)}"
            for before, after in zip(diff.cells["count_before"], diff.cells["count_after"], strict=True)
        ],
        by=[
            _parts(causes, own, language)
            for causes, own in zip(diff.cells["causes"], diff.cells["parts"], strict=True)
        ],
    )
    columns = (
        Column("name", say("diff.document", language)),
        Column("code", say("column.code", language)),
        Column("counts", say("diff.counts", language)),
        Column("share_before", say("diff.before", language), "share"),
        Column("share_after", say("diff.after", language), "share"),
        Column("move", say("diff.move", language), "points"),
        Column("by", say("diff.by", language)),
    )
    return Table(frame, say("diff.cells.caption", language), "cells", columns, (), language)


def findings_table(diff: RunDiff, language: str) -> Table:
    """Return the findings that are not what they were."""
    rows = [
        {
            "what": (move.after or move.before)[language],
            "before": _grade(move.grade_before, language),
            "after": _after(move, language),
            "by": _parts(move.causes, {}, language),
        }
        for move in diff.findings
    ]
    return _table(rows, ("what", "before", "after", "by"), "diff.findings.caption", "findings", language)


def units_table(diff: RunDiff, language: str, most: int) -> Table:
    """Return how many units of each document changed and how, with the first of them by id."""
    rows = []
    for (document, fate, cause), part in diff.units.groupby(["doc_id", "fate", "cause"], sort=False):
        ids = [f"#{unit.rpartition('#')[2]}" for unit in part["unit_id"]]
        more = say("diff.more", language, n=len(ids) - most) if len(ids) > most else ""
        rows.append(
            {
                "what": _document(diff, str(document), language),
                "fate": say(f"diff.fate.{fate}", language, n=len(ids)),
                "by": cause_words(str(cause), language),
                "ids": " ".join(ids[:most]) + (f" {more}" if more else ""),
            }
        )
    return _table(rows, ("what", "fate", "by", "ids"), "diff.units.caption", "units", language)


def _table(rows: list[dict[str, str]], names: Iterable[str], caption: str, key: str, language: str) -> Table:
    columns = tuple(Column(name, say(f"diff.{key}.{name}", language)) for name in names)
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    return Table(frame, say(caption, language), key, columns, (), language)


def _what(change: Change, diff: RunDiff, language: str) -> str:
    if change.cause is Cause.TEXT:
        return say("diff.cause.text.of", language, document=_document(diff, change.name, language))
    if change.cause is Cause.VERSION:
        return say("diff.cause.version.of", language, name=change.name)
    return cause_words(change.key, language)


def _value(change: Change, value: object, language: str) -> str:
    if value is None:
        return say("value.absent" if change.cause is Cause.PARAMETER else "diff.absent", language)
    if change.cause is Cause.PARAMETER:
        return worded(change.name, value, language)
    return str(value)[:_SHORT] if change.cause is Cause.TEXT else str(value)


def _document(diff: RunDiff, document: str, language: str) -> str:
    side = diff.after if document in diff.after.names.get(language, {}) else diff.before
    return side.name(document, language)


def _grade(grade: str | None, language: str) -> str:
    return say("diff.absent", language) if grade is None else say(f"claim.grade.{grade}", language)


def _after(move: FindingMove, language: str) -> str:
    grade = _grade(move.grade_after, language)
    return say("diff.turned", language, grade=grade) if move.turned else grade


def _parts(causes: Iterable[str], own: Mapping[str, float], language: str) -> str:
    """The causes with their parts of the count; one that only moved the denominator says so."""
    texts = []
    for cause in causes:
        words = cause_words(cause, language)
        if own:
            part = own.get(cause)
            words += f" ({_signed(part)})" if part is not None else f" ({say('diff.denominator', language)})"
        texts.append(words)
    return "; ".join(texts)


def _number(value: float) -> str:
    return f"{value:g}"


def _signed(value: float) -> str:
    return f"{value:+g}".replace("-", "\N{MINUS SIGN}")
