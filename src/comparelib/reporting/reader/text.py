"""The whole text of a document as HTML: each unit with its anchor, and its codes in the margin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from comparelib.labels import say
from comparelib.model import UnitKind
from comparelib.reporting.evidence.parcel import rows_of
from comparelib.reporting.headings import Entry
from comparelib.reporting.reader.margin import Margin, Reader
from comparelib.text.privacy import Masked

_DEEPEST = 4


@dataclass(frozen=True)
class Written:
    """The text as HTML and the headings in it, for the contents list."""

    html: str
    headings: tuple[Entry, ...]


@dataclass(frozen=True)
class Beside:
    """What stands with a text, by unit_id: the text that may be shown, list markers before it, its margin."""

    shown: Mapping[str, Masked]
    markers: Mapping[str, str]
    margins: Mapping[str, Margin]


@dataclass(frozen=True)
class Wording:
    """What stands in every margin: facets, labels of codes, the coders and the language of the page."""

    facets: Sequence[str]
    labels: Sequence[str]
    coders: Sequence[Reader]
    language: str


def markers(units: pd.DataFrame, text: str) -> dict[str, str]:
    """Return unit_id -> what stands between it and the unit before it in the text: list markers, numbers."""
    ends = [0, *units["end"].iloc[:-1]]
    return {
        unit.unit_id: marker
        for unit, end in zip(rows_of(units), ends, strict=True)
        if (marker := text[end : unit.start].strip())
    }


def written(units: pd.DataFrame, beside: Beside, wording: Wording) -> Written:
    """Return the text of a document, furniture and all, in its order.

    Parameters
    ----------
    units
        Every unit of the document, in order.
    beside
        What stands with each of them.
    wording
        Labels and language.
    """
    parts: list[str] = []
    headings: list[Entry] = []
    level, page, paragraph = 1, 0, 0
    many_pages = units["page"].nunique() > 1
    for unit in rows_of(units):
        if many_pages and unit.page > page:  # what was moved behind a sentence may stand a page back
            parts.append(_page(unit.page, wording.language))
        first = unit.paragraph != paragraph
        page, paragraph = max(page, unit.page), unit.paragraph
        text, margin = beside.shown[unit.unit_id].text, beside.margins.get(unit.unit_id, Margin())
        tag = "p"
        if unit.kind == UnitKind.HEADING.value:
            # A document may jump from its first to its third level; a reader's outline must not.
            given = int(unit.level) + 1 if pd.notna(unit.level) else 2
            level = max(2, min(given, level + 1, _DEEPEST))
            tag = f"h{level}"
            if level < _DEEPEST:
                headings.append(Entry(_anchor(unit), text, level))
        marker = beside.markers.get(unit.unit_id, "")
        line = (f'<span class="marker">{escape(marker)}</span> ' if marker else "") + _marked(
            text, margin.marks
        )
        parts.append(_unit(unit, line, tag, _margin(margin, wording), first=first))
    return Written("\n".join(parts), tuple(headings))


def _anchor(unit: Any) -> str:
    return f"u-{unit.unit_id.rpartition('#')[2]}"


def _page(page: int, language: str) -> str:
    return f'<p class="leaf" id="page-{page}">{escape(say("reader.leaf", language, page=str(page)))}</p>'


def _unit(unit: Any, text: str, tag: str, margin: str, *, first: bool) -> str:
    kind = f" {unit.kind}" if unit.kind != UnitKind.SENTENCE.value else ""
    start = " first" if first else ""
    return (
        f'<div class="unit{kind}{start}" id="{_anchor(unit)}"><span class="number">{unit.position}</span>'
        f"<{tag}>{text}</{tag}>{margin}</div>"
    )


def _marked(text: str, marks: Sequence[int]) -> str:
    parts, end = [], 0
    for start, stop in zip(marks[::2], marks[1::2], strict=True):
        parts += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    return "".join([*parts, escape(text[end:])])


def _margin(margin: Margin, wording: Wording) -> str:
    if not margin.notes:
        return ""
    items = "".join(
        f'<li class="{escape(wording.facets[note.code])}" data-c="{note.code}" '
        f'data-k="{" ".join(map(str, note.coders))}">{escape(wording.labels[note.code])} '
        f'<span class="by">{" ".join(wording.coders[seat].mark for seat in note.coders)}</span></li>'
        for note in margin.notes
    )
    grounds = "".join(f"<li>{escape(' '.join((mark, rule)))}</li>" for mark, _, rule in margin.grounds)
    why = f'<ul class="grounds">{grounds}</ul>' if grounds else ""
    return f'<div class="margin" lang="{wording.language}"><ul class="codes">{items}</ul>{why}</div>'
