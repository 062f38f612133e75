"""A chart: a figure that says what it shows, with its table and its data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from types import MappingProxyType
from urllib.parse import quote

import pandas as pd
from matplotlib.figure import Figure

from comparelib.charts import svg
from comparelib.charts.style import styled
from comparelib.labels import Column, say, table_markup

MOST_ROWS = 1000
"""Rows of a table that stand in a page."""

_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


@dataclass(frozen=True)
class Chart:
    """One figure of a report.

    Attributes
    ----------
    figure
        The matplotlib figure; never shown or saved here.
    title, caption
        What it is called, and how it is read.
    alt
        What it shows, written from the data, for those who do not see it.
    table
        The numbers behind it, tidy and unrounded.
    key
        Stable id in the page and stem of its files.
    columns
        How the table is shown; every column as it is where empty.
    language
        BCP 47 tag of its words.
    tips
        gid of an artist -> its tip.
    """

    figure: Figure
    title: str
    alt: str
    caption: str
    table: pd.DataFrame
    key: str
    columns: tuple[Column, ...] = ()
    language: str = "en"
    tips: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def svg(self) -> str:
        """Return the figure as an `<svg>` element; the same figure gives the same text."""
        return svg.inline(self.figure, self.key, self.title, self.alt, self.tips)

    def svg_file(self) -> str:
        """Return the figure as an SVG file that stands alone, black on white."""
        return svg.standalone(self.figure)

    def png(self, dpi: int = 300) -> bytes:
        """Return the figure as a PNG file on white, `dpi` pixels an inch; same figure, same bytes."""
        stream = BytesIO()
        with styled():
            self.figure.savefig(
                stream,
                format="png",
                dpi=dpi,
                bbox_inches="tight",
                pad_inches=0.04,
                facecolor="white",
                metadata={"Software": None},
            )
        return stream.getvalue()

    def csv(self) -> str:
        """Return the table as CSV: points in numbers, commas between columns."""
        return self.table.to_csv(index=False, lineterminator="\n")

    def html(self) -> str:
        """Return the figure with its caption, its table and its data as one `<figure>`."""
        columns = self.columns or tuple(Column(str(name), str(name)) for name in self.table.columns)
        rows = self.table.head(MOST_ROWS)
        table = table_markup(rows, columns, self.title, f"{self.key}-table", self.language)
        return (
            f'<figure class="chart" id="{self.key}">\n{self._skip()}{_frame(self.svg(), self.title)}\n'
            f'<figcaption id="{self.key}-caption"><strong>{escape(self.title)}.</strong> '
            f"{escape(self.caption)}</figcaption>\n"
            f"<details><summary>{escape(say('chart.table', self.language))}</summary>\n"
            f"{_frame(table, self.title)}\n<p>{self._download()}</p></details>\n</figure>"
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        # JupyterLab sets `href` of every link of an output, which an SVG link does not allow; it leaves
        # `xlink:href` alone, which browsers follow just as well. Report pages write `href` again.
        html = _DRAWING.sub(lambda drawn: drawn[0].replace(' href="', ' xlink:href="'), self.html())
        return {"text/html": html, "text/plain": f"{self.title}. {self.alt}"}

    def _skip(self) -> str:
        links = sum(artist.get_url() is not None for artist in self.figure.findobj())
        if not links:
            return ""
        words = escape(say("chart.skip", self.language, n=links))
        return f'<a class="skip" href="#{self.key}-caption">{words}</a>\n'

    def _download(self) -> str:
        if len(self.table) > MOST_ROWS:  # the page would hold it twice; a report has it as a file
            return escape(say("chart.rows_left", self.language, shown=MOST_ROWS, n=len(self.table)))
        data = quote(self.csv())
        words = escape(say("chart.csv", self.language))
        return f'<a download="{self.key}.csv" href="data:text/csv;charset=utf-8,{data}">{words}</a>'


def _frame(content: str, name: str) -> str:
    # What scrolls sideways on a narrow screen must be reachable by keyboard, and therefore have a name.
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(name)}" '
        f'style="overflow-x:auto">{content}</div>'
    )
