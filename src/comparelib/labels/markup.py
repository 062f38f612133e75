"""A tidy frame as an HTML table that is read well aloud, on paper and by a program."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from comparelib.labels.numbers import bracketed, formatted

_TEXT = "text"


@dataclass(frozen=True)
class Column:
    """One column as a reader sees it.

    Attributes
    ----------
    name
        Column of the frame.
    label
        What stands above it.
    form
        A form of `numbers.formatted`; all but `text` are numbers and stand right.
    interval
        Columns with the lower and the upper bound, which are written behind the value in brackets.
    words
        What values of the column are called, for instance a code's label.
    href
        Where the cell of a row leads, such as the passages behind its number; None where it leads nowhere.
    document
        Column with the doc_id of the document that the cell names: a report links it to that document's page.
    spoken
        Column with the BCP 47 tag of the words in the cell, where these are not in the language of the page.
    """

    name: str
    label: str
    form: str = _TEXT
    interval: tuple[str, str] | None = None
    words: Mapping[str, str] | None = None
    href: Callable[[pd.Series], str | None] | None = None
    document: str | None = None
    spoken: str | None = None

    @property
    def numeric(self) -> bool:
        """Whether the column holds numbers."""
        return self.form != _TEXT

    def write(self, row: pd.Series, language: str) -> str:
        """Write the cell of this column in `row`, without markup."""
        value = _known(row[self.name])
        if self.words is not None:
            value = self.words.get(str(value), value)
        if self.interval is None:
            return formatted(value, self.form, language)
        low, high = (_known(row[name]) for name in self.interval)
        return bracketed((value, low, high), self.form, language)


def _known(value: Any) -> object:
    return None if pd.api.types.is_scalar(value) and pd.isna(value) else value


def table_markup(
    frame: pd.DataFrame, columns: Sequence[Column], caption: str, key: str, language: str
) -> str:
    """Return `frame` as a `<table>` with caption, column and row scopes and an id for every row.

    The first column heads its row. Cells hold `data-value` with the full number: a page can sort by it.

    Parameters
    ----------
    frame
        One row per row of the table.
    columns
        What is shown, in this order.
    caption
        What the table is, in a sentence.
    key
        Id of the table; rows are `<key>-<slug of the first cell>`.
    language
        BCP 47 tag.
    """
    head = "".join(f'<th scope="col"{_aligned(column)}>{escape(column.label)}</th>' for column in columns)
    taken: dict[str, int] = {}
    rows = []
    for _, row in frame.iterrows():
        name = _row_id(str(row[columns[0].name]), taken)
        cells = "".join(_cell(column, row, language, head=place == 0) for place, column in enumerate(columns))
        rows.append(f'<tr id="{key}-{name}">{cells}</tr>')
    body = "\n".join(rows)
    return (
        f'<table class="data" id="{key}"><caption>{escape(caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"
    )


def _cell(column: Column, row: pd.Series, language: str, *, head: bool) -> str:
    text = escape(column.write(row, language))
    if column.href is not None and (target := column.href(row)):
        text = f'<a href="{escape(target)}">{text}</a>'
    named = f' data-document="{escape(str(row[column.document]))}"' if column.document else ""
    if column.spoken is not None and row.get(column.spoken):
        named += f' lang="{escape(str(row[column.spoken]))}"'
    if head:
        return f'<th scope="row"{_aligned(column)}{named}>{text}</th>'
    value = row[column.name]
    known = column.numeric and not pd.isna(value)
    sortable = f' data-value="{float(value)!r}"' if known else ""
    return f"<td{_aligned(column)}{named}{sortable}>{text}</td>"


def _aligned(column: Column) -> str:
    return ' class="number"' if column.numeric else ""


def _row_id(text: str, taken: dict[str, int]) -> str:
    slug = re.sub(r"[^a-z0-9_]+", "-", text.lower()).strip("-") or "row"
    taken[slug] = taken.get(slug, 0) + 1
    return slug if taken[slug] == 1 else f"{slug}-{taken[slug]}"
