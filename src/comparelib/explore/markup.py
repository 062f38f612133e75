"""An answer as HTML: tables whose passages have their matched words marked, sorted by a click or a key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from comparelib.labels import formatted, language_of, say

TEXT_LANGUAGE = "nl"
"""Both jurisdictions write Dutch: a screen reader must read passages so, whatever the page's language."""

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Cell:
    """One cell: its markup, and what it is sorted by where that is not its text."""

    html: str
    sort: str | float | None = None


@dataclass(frozen=True)
class Heading:
    """What stands above a column; `kind` is text, number, passage, source, left, keyword or right."""

    label: str
    kind: str = "text"


def headings(kinds: Mapping[str, str], language: str) -> list[Heading]:
    """Return the headings of columns, in order: name of a column in the catalogue -> its kind."""
    return [Heading(say(f"explore.column.{name}", language), kind) for name, kind in kinds.items()]


def rows_of(frame: pd.DataFrame) -> Iterable[Any]:
    """Return the rows of a frame, a value by the name of its column."""
    return frame.itertuples(index=False)


def plain(text: object) -> Cell:
    """Return a cell of text."""
    return Cell(escape(str(text)))


def number(value: float | None, form: str, language: str) -> Cell:
    """Return a cell with a number in a form of `labels.formatted`."""
    return Cell(escape(formatted(value, form, language)), None if value is None else float(value))


def passage(text: str, spans: Spans = ()) -> Cell:
    """Return a cell with a passage of the corpus, its spans marked."""
    return Cell(f'<span lang="{TEXT_LANGUAGE}">{marked(text, spans)}</span>')


def marked(text: str, spans: Spans) -> str:
    """Return a text as markup with its spans (start, end) marked; those that overlap make one mark."""
    parts, reached = [], 0
    for start, end in _joined(spans):
        parts += [escape(text[reached:start]), f"<mark>{escape(text[start:end])}</mark>"]
        reached = end
    return "".join([*parts, escape(text[reached:])])


def _joined(spans: Spans) -> Iterable[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def table(caption: str, headings: Sequence[Heading], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table that can be sorted, in a frame that scrolls sideways on a narrow screen.

    The first column heads the rows, unless it is of numbers.
    """
    head = "".join(f'<th scope="col" class="{each.kind}">{escape(each.label)}</th>' for each in headings)
    body = "\n".join(
        "<tr>"
        + "".join(
            _cell(cell, each, head=place == 0 and each.kind != "number")
            for place, (cell, each) in enumerate(zip(row, headings, strict=True))
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="explore-scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(cell: Cell, heading: Heading, *, head: bool) -> str:
    sort = "" if cell.sort is None else f' data-sort="{escape(str(cell.sort))}"'
    tag, scope = ("th", ' scope="row"') if head else ("td", "")
    return f'<{tag}{scope} class="{heading.kind}"{sort}>{cell.html}</{tag}>'


def notes(texts: Iterable[str]) -> str:
    """Return what must be known to read a table."""
    return "".join(f'<p class="explore-note">{escape(text)}</p>' for text in texts if text)


def unshown(shown: int, total: int, language: str) -> str:
    """Say how many rows of `total` are not shown, or nothing where all are."""
    return say("explore.unshown", language, n=total - shown, total=total) if total > shown else ""


def answer(title: str, parts: Iterable[str], language: str) -> str:
    """Return an answer as it stands in a notebook: heading, parts, style and script; needs nothing else."""
    return (
        f'<section class="explore" lang="{language_of(language)}" '
        f'data-sorts="{escape(say("explore.sorts", language, label="{label}"))}">'
        f"<style>{_file('explore.css')}</style><h3>{escape(title)}</h3>{''.join(parts)}"
        f"<script>{_file('explore.js')}</script></section>"
    )


def _file(name: str) -> str:
    return (Path(__file__).parent / name).read_text("utf-8").strip()
