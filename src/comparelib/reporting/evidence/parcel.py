"""A document and its codings as compact, plain content, which a page holds or loads on demand.

    {"title", "language", "sections": [...], "rules": [...], "coders": [...], "codes": [[facet, code], ...],
     "units": [[position, kind, section, page, text, [coding, ...]], ...]}
    coding: [code, coder, [rule, ...], score, [start, end, ...]]

Numbers are places in the lists above. Furniture is left out: it has no codings, and nobody counted it.
"""

from __future__ import annotations

import json
from collections import namedtuple
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from comparelib.model import Reserved, UnitKind
from comparelib.text.privacy import Masked, Privacy

Parcel = dict[str, Any]
MOST_EMBEDDED = 4000
"""Units that a page holds itself; beyond it, the text of each document is a file of its own."""

_GLOBAL = "comparelibParcel"
_RESERVED = {word.value for word in Reserved}


def parcel(
    document: Mapping[str, Any], units: pd.DataFrame, codings: pd.DataFrame, privacy: Privacy
) -> Parcel:
    """Return a document as plain content.

    Parameters
    ----------
    document
        Its row of the table of documents: doc_id, title, language.
    units, codings
        Its rows of these tables; codings of every coder that is to be seen.
    privacy
        What is left out.
    """
    policy = units[units["kind"] != UnitKind.FURNITURE.value]
    shown = {unit.unit_id: privacy.masked(unit.text) for unit in rows_of(policy)}
    sections, lists = _Places(), _Lists()
    codes = _codes(codings[codings["unit_id"].isin(list(shown))], shown, lists)
    rows = [
        [
            int(unit.position),
            unit.kind,
            sections.of(privacy.masked(unit.section).text),
            int(unit.page),
            shown[unit.unit_id].text,
            codes.get(unit.unit_id, []),
        ]
        for unit in rows_of(policy)
    ]
    return {
        "title": privacy.masked(str(document["title"])).text,
        "language": str(document["language"]),
        "sections": sections.found,
        "rules": lists.rules.found,
        "coders": lists.coders.found,
        "codes": lists.codes.found,
        "units": rows,
    }


def rows_of(frame: pd.DataFrame) -> Iterable[Any]:
    """Return the rows of a table, a value by the name of its column.

    `DataFrame.itertuples` makes a class for every table and looks each value up by itself, which is most of
    the time of a page for each of ten thousand documents.
    """
    row = _row_of(tuple(frame.columns))
    return map(row._make, zip(*(frame[name].tolist() for name in frame.columns), strict=True))


@cache
def _row_of(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns)


def parcel_script(doc_id: str, content: Parcel) -> str:
    """Return the file that hands a document to the page that loads it; works without a server."""
    return f"{_GLOBAL}({as_json(doc_id)},{as_json(content)});\n"


def as_json(content: Any) -> str:
    """Return content as JSON that is safe inside a <script>, the same bytes each time."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


class _Places:
    """Values in the order in which they are met, and the place of each."""

    def __init__(self) -> None:
        self.found: list[Any] = []
        self._places: dict[Hashable, int] = {}

    def of(self, value: Hashable) -> int:
        if value not in self._places:
            self._places[value] = len(self.found)
            self.found.append(list(value) if isinstance(value, tuple) else value)
        return self._places[value]


@dataclass
class _Lists:
    rules: _Places = field(default_factory=_Places)
    coders: _Places = field(default_factory=_Places)
    codes: _Places = field(default_factory=_Places)


def _codes(codings: pd.DataFrame, shown: Mapping[str, Masked], lists: _Lists) -> dict[str, list[list[Any]]]:
    """Return the codes of each unit; several evidence rows of a code and coder become one."""
    found: dict[str, dict[tuple[int, int], list[Any]]] = {}
    for row in rows_of(codings):
        if row.code in _RESERVED:
            continue
        key = (lists.codes.of((row.facet, row.code)), lists.coders.of(row.coder))
        entry = found.setdefault(row.unit_id, {}).setdefault(key, [*key, [], None, []])
        rule = lists.rules.of(row.rule)
        if row.rule and rule not in entry[2]:
            entry[2].append(rule)
        if pd.notna(row.start):
            entry[4] += shown[row.unit_id].span(int(row.start), int(row.end)) or ()
        if pd.notna(row.start) or row.score < 1:  # a coder that is always sure says nothing by its score
            entry[3] = max(entry[3] or 0.0, round(float(row.score), 4))
    return {unit: list(_in_order(entries.values())) for unit, entries in found.items()}


def _in_order(entries: Iterable[list[Any]]) -> Iterable[list[Any]]:
    for code, coder, rules, score, marks in entries:
        yield [code, coder, rules, score, joined_spans(marks)]


def joined_spans(marks: list[int]) -> list[int]:
    """Return flat spans [start, end, start, end, ...] in order, those that overlap made one."""
    spans: list[list[int]] = []
    for start, end in sorted(zip(marks[::2], marks[1::2], strict=True)):
        if spans and start <= spans[-1][1]:
            spans[-1][1] = max(end, spans[-1][1])
        else:
            spans.append([start, end])
    return [place for span in spans for place in span]
