"""Documents x themes as a heat map: which document speaks of what, each cell a way to its passages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from comparelib.charts.chart import Chart
from comparelib.charts.crowd import in_groups
from comparelib.charts.links import Href, target
from comparelib.charts.style import (
    HEAT,
    MUTED,
    NORMAL,
    PLAIN,
    SMALL,
    SURFACE,
    Look,
    canvas,
    ink_on,
    panel,
    records,
    shortened,
    styled,
    text_width,
    wrapped,
)
from comparelib.labels import Column, formatted, listed, say
from comparelib.matrix import ThemeMatrix

_ROW, _GAP, _PAD = 19.0, 12.0, 8.0
_MANY = 10  # from here on the columns are narrow and their names stand upright
_FACETS = ("function", "instrument")  # have words of their own; what else is coded is called a theme
_ZERO = "#5b6470"  # what is not there steps back, and is still read (5:1 on the lightest cell)
_NAME = 118.0  # longest name that stands upright


def heatmap(
    matrix: ThemeMatrix,
    look: Look = PLAIN,
    *,
    href: Href | None = None,
    key: str = "heatmap",
    by: str = "issuer_type",
) -> Chart:
    """Draw the share of each theme in each document.

    Themes stand from the largest mean share to the smallest, documents by jurisdiction. A document without
    any coded unit has dashes: nothing is known of it. More than `MOST_DOCUMENTS` documents are drawn in
    groups.

    Parameters
    ----------
    matrix
        Counts or shares, documents x codes.
    look
        Names and styles.
    href
        Where a click on a cell leads; cells are no links without it.
    key
        Stable id.
    by
        What a large corpus is grouped by within its jurisdictions, as `document_groups` takes it.
    """
    matrix, look, note = in_groups(matrix, look, by)
    cells = _cells(matrix)
    grid = cells.pivot(index="code", columns="document", values="share")
    grid = grid.loc[grid.mean(axis=1).sort_values(ascending=False, kind="stable").index]
    groups = [
        (str(name), [str(document) for document in part["document"].unique()])
        for name, part in cells.groupby("jurisdiction", sort=False)
    ]
    drawing = _Drawing(
        grid, {(row["document"], row["code"]): row for row in records(cells)}, groups, look, href
    )
    with styled():
        figure, tips = drawing.draw()
    kind = f".{matrix.facet}" if matrix.facet in _FACETS else ""
    caption = say(f"chart.heatmap.caption{kind}", look.language)
    return Chart(
        figure,
        say(f"chart.heatmap.title{kind}", look.language),
        _alt(cells, look, kind),
        f"{caption} {note}".rstrip(),
        cells,
        key,
        _columns(look, href),
        look.language,
        tips,
    )


def _cells(matrix: ThemeMatrix) -> pd.DataFrame:
    shares = matrix.counts if matrix.is_share else matrix.share().counts
    counts = shares.mul(matrix.totals, axis=0) if matrix.is_share else matrix.counts
    order = list(dict.fromkeys(matrix.documents["jurisdiction"]))
    rows = [
        (jurisdiction, document, code, counts.at[document, code], matrix.totals[document], share)
        for jurisdiction in order
        for document in matrix.documents.index[matrix.documents["jurisdiction"] == jurisdiction]
        for code, share in shares.loc[document].items()
    ]
    return pd.DataFrame(rows, columns=["jurisdiction", "document", "code", "count", "total", "share"])


@dataclass(frozen=True)
class _Drawing:
    grid: pd.DataFrame  # codes x documents, shares
    cells: dict[tuple[str, str], dict[str, float]]  # by document and code
    groups: list[tuple[str, list[str]]]
    look: Look
    href: Href | None

    def draw(self) -> tuple[Figure, dict[str, str]]:
        n = sum(len(documents) for _, documents in self.groups)
        upright = n > _MANY
        width = 21.0 if upright else max(44.0, min(86.0, 430.0 / n))
        left = max(text_width(self.look.code(code)) for code in self.grid.index) + _PAD
        names = {document: self._name(document, width, upright=upright) for document in self.grid.columns}
        top = 26.0 + max(
            text_width(name, SMALL) if upright else (name.count("\n") + 1) * SMALL * 1.25
            for name in names.values()
        )
        inner = n * width + (len(self.groups) - 1) * _GAP
        figure = canvas(left + inner + _PAD, top + len(self.grid) * _ROW + _PAD)
        tips: dict[str, str] = {}
        place = left
        for number, (jurisdiction, documents) in enumerate(self.groups):
            span = len(documents) * width
            axes = panel(figure, place, top, span, len(self.grid) * _ROW)
            self._fill(axes, documents, tips)
            self._name_columns(axes, [names[document] for document in documents], upright=upright)
            self._head(axes, jurisdiction, span, (top - 8.0) / (len(self.grid) * _ROW))
            if number == 0:
                labels = [self.look.code(code) for code in self.grid.index]
                axes.set_yticks(np.arange(len(labels)) + 0.5, labels, rotation=0)
            place += span + _GAP
        return figure, tips

    def _name(self, document: str, width: float, *, upright: bool) -> str:
        name = self.look.document(document)
        return shortened(name, _NAME, SMALL) if upright else wrapped(name, width - 4.0, SMALL)

    def _fill(self, axes: Axes, documents: list[str], tips: dict[str, str]) -> None:
        part, largest = self.grid[documents], float(np.nanmax(self.grid.to_numpy()))
        sns.heatmap(
            part,
            ax=axes,
            vmin=0.0,
            vmax=largest or 1.0,
            cmap=HEAT,
            cbar=False,
            linewidths=1.0,
            linecolor=SURFACE,
            xticklabels=False,
            yticklabels=False,
        )
        axes.set(xlabel="", ylabel="")
        for row, code in enumerate(part.index):
            for column, document in enumerate(documents):
                self._cell(axes, (row, column), (document, str(code)), largest)
                tips[_gid(document, str(code))] = self._tip(document, str(code))

    def _cell(self, axes: Axes, place: tuple[int, int], cell: tuple[str, str], largest: float) -> None:
        row, column = place
        share = float(self.grid[cell[0]][cell[1]])
        narrow = self.grid.shape[1] > _MANY
        text = _percentage(share, self.look.language)
        colour = ink_on(HEAT(share / largest)) if share > 0 else _ZERO if share == 0 else MUTED
        axes.text(
            column + 0.5, row + 0.52, text, ha="center", va="center", fontsize=SMALL - narrow, color=colour
        )
        target(axes, (column, row, 1.0, 1.0), self.href(*cell) if self.href else None, _gid(*cell))

    def _tip(self, document: str, code: str) -> str:
        cell = self.cells[document, code]
        return say(
            "chart.heatmap.tip",
            self.look.language,
            document=self.look.document(document),
            code=self.look.code(code),
            share=cell["share"],
            count=cell["count"],
            total=cell["total"],
        )

    def _name_columns(self, axes: Axes, names: list[str], *, upright: bool) -> None:
        for place, name in enumerate(names):
            axes.annotate(
                name,
                (place + 0.5, 0),
                xytext=(0, 4),
                textcoords="offset points",
                ha="center",
                va="bottom",
                rotation=90 if upright else 0,
                fontsize=SMALL,
                color=MUTED,
                annotation_clip=False,
                linespacing=1.1,
            )

    def _head(self, axes: Axes, jurisdiction: str, span: float, height: float) -> None:
        style = self.look.style(jurisdiction)
        label = style.label if text_width(style.label, NORMAL, "bold") <= span + _GAP / 2 else jurisdiction
        transform = axes.transAxes
        axes.text(
            0, 1 + height, label, transform=transform, ha="left", va="top", fontweight="bold", fontsize=NORMAL
        )
        under = 1 + height - 12.0 / (len(self.grid) * _ROW)
        rule = Line2D([0, 1], [under, under], transform=transform, color=style.colour, linewidth=2.2)
        rule.set_clip_on(False)
        axes.add_line(rule)


def _percentage(share: float, language: str) -> str:
    if np.isnan(share):
        return "–"
    return "<1" if 0 < share < 0.005 else formatted(100 * share, "count", language)  # little is not nothing


def _gid(document: str, code: str) -> str:
    return f"cell-{document}-{code}"


def _columns(look: Look, href: Href | None) -> tuple[Column, ...]:
    language = look.language
    jurisdictions = {name: look.style(name).label for name in look.styles}
    return (
        Column("document", say("column.document", language), words=look.documents),
        Column("jurisdiction", say("column.jurisdiction", language), words=jurisdictions),
        Column("code", say("column.code", language), words=look.codes),
        Column(
            "count",
            say("column.count", language),
            "count",
            href=None if href is None else lambda row: href(row["document"], row["code"]),
        ),
        Column("total", say("column.total", language), "count"),
        Column("share", say("column.share", language), "share"),
    )


def _alt(cells: pd.DataFrame, look: Look, kind: str) -> str:
    known = cells.dropna(subset=["share"])
    largest = known.sort_values("share", ascending=False, kind="stable").head(3)
    words = [
        say(
            "chart.heatmap.largest",
            look.language,
            code=look.code(str(row.code)),
            document=look.document(str(row.document)),
            share=row.share,
        )
        for row in largest.itertuples()
    ]
    text = say(
        f"chart.heatmap.alt{kind}",
        look.language,
        documents=cells["document"].nunique(),
        codes=cells["code"].nunique(),
        low=known["share"].min(),
        high=known["share"].max(),
        largest=listed(words, look.language),
        zeros=int((known["share"] == 0).sum()),
        cells=len(cells),
    )
    empty = [look.document(str(name)) for name in cells.loc[cells["share"].isna(), "document"].unique()]
    return (
        f"{text} {say('chart.heatmap.empty', look.language, documents=listed(empty, look.language))}"
        if empty
        else text
    )
