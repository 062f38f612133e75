"""A table that a reader can follow: caption, scopes, numbers as they are read, and an id for every row."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pandas as pd

from comparelib.labels import Column, say, table_markup

MOST_ROWS = 400
"""Rows that stand in a page; a report has all of them in a file beside it."""


@dataclass(frozen=True)
class Table:
    """One table of a report.

    Attributes
    ----------
    frame
        The numbers, tidy and unrounded; never changed by showing them.
    caption
        What the table is, in a sentence.
    key
        Stable id in the page, and prefix of the ids of its rows.
    columns
        What is shown, in this order, with label and form; the first column heads its row.
    notes
        What must be known to read it.
    language
        BCP 47 tag of its words and numbers.
    leads
        Links below the table, words and target: the passages behind what its notes count.
    """

    frame: pd.DataFrame
    caption: str
    key: str
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()
    language: str = "en"
    leads: tuple[tuple[str, str], ...] = ()

    def texts(self) -> pd.DataFrame:
        """Return the cells as they are read, rows and columns as shown."""
        rows = [
            [column.write(row, self.language) for column in self.columns] for _, row in self.frame.iterrows()
        ]
        return pd.DataFrame(rows, columns=[column.label for column in self.columns])

    def html(self) -> str:
        """Return the table in a frame that scrolls sideways on a narrow screen, with its notes."""
        shown = self.frame.head(MOST_ROWS)
        table = table_markup(shown, self.columns, self.caption, self.key, self.language)
        left = len(self.frame) > MOST_ROWS
        rest = (say("table.rows_left", self.language, shown=MOST_ROWS, n=len(self.frame)),) if left else ()
        texts = [*(escape(note) for note in (*self.notes, *rest)), *self._links()]
        notes = "".join(f'<p class="note">{text}</p>' for text in texts)
        return (
            f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(self.caption)}" '
            f'style="overflow-x:auto">{table}</div>{notes}'
        )

    def _links(self) -> list[str]:
        links = [f'<a href="{escape(target)}">{escape(words)}</a>' for words, target in self.leads]
        return [" · ".join(links)] if links else []

    def _repr_html_(self) -> str:
        return self.html()
