"""A changed pattern as it stands in a notebook: matrix, passages, other codes, examples, agreement, YAML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from comparelib.explore.markup import (
    TEXT_LANGUAGE,
    Cell,
    answer,
    headings,
    notes,
    number,
    passage,
    plain,
    rows_of,
    table,
    unshown,
)
from comparelib.explore.place import document_cell, place_cell
from comparelib.labels import bracketed, formatted, say

if TYPE_CHECKING:
    import pandas as pd

    from comparelib.explore.pattern_change import PatternChange


def change_page(change: PatternChange) -> str:
    """Return the answer as HTML."""
    language = change.look.language
    gained, lost = (change.passages[change.passages["change"] == name] for name in ("gained", "lost"))
    title = say(
        "explore.change.title",
        language,
        code=change.look.name(change.code),
        gained=len(gained),
        lost=len(lost),
    )
    parts = [
        notes([say("explore.change.nothing_written", language)]),
        _matrix(change),
        _passages(change, gained, "gained"),
        _passages(change, lost, "lost"),
        _others(change),
        _examples(change),
        _quality(change),
        f"<h4>{escape(say('explore.change.yaml', language))}</h4>",
        f"<pre><code>{escape(change.yaml)}</code></pre>",
    ]
    return answer(title, parts, language)


def _matrix(change: PatternChange) -> str:
    language, look = change.look.language, change.look
    counts, shares = ("before", "after", "gained", "lost", "total"), ("share_before", "share_after")
    rows = (
        [
            document_cell(row.doc_id, row.jurisdiction, look),
            *(number(getattr(row, word), "count", language) for word in counts),
            *(number(getattr(row, word), "share", language) for word in shares),
            number(row.difference, "points", language),
        ]
        for row in rows_of(change.frame)
    )
    heads = headings(
        {"document": "text", **dict.fromkeys((*counts, *shares, "difference"), "number")}, language
    )
    return table(say("explore.change.matrix", language, coder=change.edit.before.coder), heads, rows)


def _passages(change: PatternChange, frame: pd.DataFrame, kind: str) -> str:
    language, look = change.look.language, change.look
    if frame.empty:
        return notes([say(f"explore.change.none_{kind}", language)])
    shown = frame.head(change.limit)
    heads = headings({"document": "text", "place": "text", "passage": "passage", "rule": "text"}, language)
    rows = (
        [
            document_cell(row.doc_id, row.jurisdiction, look),
            place_cell(row.section, row.page, language),
            passage(row.text, row.spans),
            plain(row.rule),
        ]
        for row in rows_of(shown)
    )
    caption = say(f"explore.change.{kind}", language, n=len(frame))
    return table(caption, heads, rows) + notes([unshown(len(shown), len(frame), language)])


def _others(change: PatternChange) -> str:
    language, look = change.look.language, change.look
    if change.others.empty:
        return notes([say("explore.change.no_others", language)])
    rows = (
        [
            plain(look.name(row.code)),
            plain(row.facet),
            number(row.gained, "count", language),
            number(row.lost, "count", language),
        ]
        for row in rows_of(change.others)
    )
    kinds = {"code": "text", "facet": "text", "gained": "number", "lost": "number"}
    return table(say("explore.change.others", language), headings(kinds, language), rows)


def _examples(change: PatternChange) -> str:
    """Return how many examples hold, and each of those that the change breaks or mends."""
    language, frame = change.look.language, change.examples
    values = {"n": len(frame), "before": int(frame["before"].sum()), "after": int(frame["after"].sum())}
    lead = notes([say("explore.change.examples", language, **values)])
    moved = frame[frame["before"] != frame["after"]]
    if moved.empty:
        return lead
    items = "".join(f"<li>{_example(row, language)}</li>" for row in rows_of(moved))
    return f"{lead}<ul>{items}</ul>"


def _example(row: Any, language: str) -> str:
    key = ("mended" if row.after else "broken") + ("" if row.wanted else "_counter")
    quote = f'<q lang="{TEXT_LANGUAGE}">{escape(row.text)}</q>'
    return f"{escape(say(f'explore.change.{key}', language))} {quote}"


def _quality(change: PatternChange) -> str:
    language, frame = change.look.language, change.quality
    if frame is None:
        return notes([say("explore.change.no_reference", language)])
    caption = say("explore.change.quality", language)
    heads = headings({"statistic": "text", "before": "number", "after": "number"}, language)
    rows = (
        [
            plain(say(f"statistic.{row.statistic}", language)),
            *(_estimate(row, word, language) for word in _SIDES),
        ]
        for row in rows_of(frame)
    )
    caution = escape(say("explore.change.not_for_tuning", language))
    return table(caption, heads, rows) + f'<p class="explore-caution">{caution}</p>'


_SIDES = ("before", "after")


def _estimate(row: Any, side: str, language: str) -> Cell:
    """Return an estimate with its interval, and behind it the units that it was counted from."""
    of: dict[str, Any] = {
        name: getattr(row, f"{side}_{name}")
        for name in ("value", "low", "high", "n_hits", "n_predicted", "n_reference")
    }
    value = bracketed((of["value"], of["low"], of["high"]), "decimal", language)
    if row.statistic == "f1":
        return Cell(escape(value), float(of["value"]))
    whole = of["n_predicted" if row.statistic == "precision" else "n_reference"]
    counts = [formatted(int(n), "count", language) for n in (of["n_hits"], whole)]
    told = say("explore.change.of", language, part=counts[0], whole=counts[1])
    return Cell(f"{escape(value)}<br><small>{escape(told)}</small>", float(of["value"]))
