"""Which documents or themes lie near each other: the tree."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from comparelib.charts.branches import Branched, branched
from comparelib.charts.chart import Chart
from comparelib.charts.crowd import named
from comparelib.charts.links import Leaf, name_gid, name_links
from comparelib.charts.rows import PAD, Band, label_width, number_axis, row_panel
from comparelib.charts.style import (
    INK,
    MUTED,
    PLAIN,
    SMALL,
    SURFACE,
    Look,
    canvas,
    styled,
)
from comparelib.labels import Column, listed, say

_ROW, _PLOT = 18.0, 330.0
_OFTEN, _HALF = 0.9, 0.5
_SMALL, _STEP = 0.05, 0.01  # distances below which the axis has a number for each hundredth


class Tree(Protocol):
    """What the charts read of `clusters.DocumentTree`."""

    @property
    def kind(self) -> str:
        """What branches: documents or codes."""

    @property
    def linkage(self) -> np.ndarray:
        """Merges, as in `scipy.cluster.hierarchy`."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Objects, in the order of the corpus or codebook."""

    @property
    def clades(self) -> pd.DataFrame:
        """One row a merge: node, height, size, members, frequency."""

    @property
    def co_clustering(self) -> pd.DataFrame:
        """One row a pair: first, second, distance, frequency, frequency_null."""

    @property
    def cophenetic_correlation(self) -> float:
        """Of the tree with the distances."""


def tree(document_tree: Tree, look: Look = PLAIN, *, leaf: Leaf | None = None, key: str = "tree") -> Chart:
    """Draw the tree; the dot of a merge says how often resampling finds just that group.

    Parameters
    ----------
    document_tree
        Result of `document_tree` or `theme_tree`.
    look
        Names and styles.
    leaf
        Where a name leads; it is no link without it.
    key
        Stable id.
    """
    look = named(getattr(document_tree, "grouped", ()), look, whole=True)
    drawn, look, note = branched(document_tree, look)
    language = look.language
    table = drawn.clades.assign(
        members=[
            listed([look.name(str(name)) for name in members], language)
            for members in drawn.clades["members"]
        ]
    )
    with styled():
        figure, tips = _draw(drawn, look, leaf)
    columns = (
        Column("members", say("column.members", language)),
        Column("height", say("column.height", language), "decimal"),
        Column("frequency", say("column.frequency", language), "percent"),
    )
    title, caption = (
        say(f"chart.tree.title.{document_tree.kind}", language),
        say("chart.tree.caption", language),
    )
    caption = told(caption, leaf, " ".join(filter(None, (grown_note(document_tree, look), note))), look)
    alt = _tree_alt(drawn, table, look)
    return Chart(figure, title, alt, caption, table, key, columns, language, tips)


def told(caption: str, leaf: Leaf | None, note: str, look: Look) -> str:
    """Say what leads to passages and what cannot: a number that is a share of draws counts no unit."""
    links = say("chart.links.draws", look.language) if leaf is not None else ""
    return " ".join(part for part in (caption, note, links) if part)


def grown_note(document_tree: Tree, look: Look) -> str:
    """Say what a tree of more documents than it can hold was grown of; nothing where it holds them all."""
    grouped, n = getattr(document_tree, "grouped", ()), getattr(document_tree, "n_documents", 0)
    if grouped:
        return say("chart.grown.groups", look.language, n=len(grouped), documents=n)
    known = len(document_tree.labels) + len(getattr(document_tree, "dropped", ()))
    if document_tree.kind != "documents" or n <= known:
        return ""
    return say("chart.grown.sample", look.language, n=known, documents=n)


def row_order(linkage: np.ndarray, n: int) -> list[int]:
    """Return the leaves in the order in which a tree of `n` leaves is drawn without crossings."""
    members = {place: [place] for place in range(n)}
    for step, (left, right) in enumerate(linkage[:, :2].astype(int)):
        members[n + step] = members[left] + members[right]
    return members[n + len(linkage) - 1] if len(linkage) else list(range(n))


def _draw(given: Branched, look: Look, leaf: Leaf | None) -> tuple[Figure, dict[str, str]]:
    n = len(given.labels)
    order = row_order(given.linkage, n)
    labels = [look.name(str(given.labels[place])) for place in order]
    left = label_width(labels)
    figure = canvas(left + _PLOT + PAD, 24.0 + n * _ROW + 34.0)
    top = float(given.linkage[:, 2].max()) if len(given.linkage) else 1.0
    axes = row_panel(figure, labels, Band(left, 24.0, _PLOT, _ROW), (0.0, 1.04 * top))
    number_axis(axes, "decimal", look.language, say("axis.distance", look.language))
    if top < _SMALL:  # groups of many documents are near each other; two decimals would say 0.01 twice
        axes.xaxis.set_major_locator(MultipleLocator(_STEP))
    spot = {place: (0.0, float(row)) for row, place in enumerate(order)}
    support = dict(zip(given.clades["node"], given.clades["frequency"], strict=True))
    for step, (first, second, height) in enumerate(given.linkage[:, :3]):
        (x0, y0), (x1, y1) = spot[int(first)], spot[int(second)]
        axes.plot(
            [x0, height, height, x1], [y0, y0, y1, y1], color=MUTED, linewidth=1.2, zorder=1, clip_on=False
        )
        spot[n + step] = (float(height), (y0 + y1) / 2)
        if step < len(given.linkage) - 1:  # the root holds all, in every draw
            _dot(axes, *spot[n + step], float(support.get(n + step, np.nan)))
    _legend(axes, look)
    if leaf is None:
        return figure, {}
    names = [str(given.labels[place]) for place in order]
    name_links(axes, names, left, leaf, _PLOT)
    return figure, {name_gid(name): look.name(name) for name in names}


def _dot(axes: Axes, x: float, y: float, support: float) -> None:
    fill = INK if support >= _OFTEN else "#9fb8c9" if support >= _HALF else SURFACE
    axes.plot(
        [x], [y], marker="o", markersize=5.5, markerfacecolor=fill, markeredgecolor=INK, markeredgewidth=0.9,
        linestyle="none", zorder=3, clip_on=False,
    )  # fmt: skip


def _legend(axes: Axes, look: Look) -> None:
    faces = [("chart.tree.often", INK), ("chart.tree.half", "#9fb8c9"), ("chart.tree.seldom", SURFACE)]
    handles = [
        axes.plot(
            [], [], marker="o", linestyle="none", markersize=5.5, markerfacecolor=fill, markeredgecolor=INK,
            label=say(name, look.language, often=_OFTEN, half=_HALF),
        )[0]
        for name, fill in faces
    ]  # fmt: skip
    axes.legend(
        handles=handles, loc="lower right", bbox_to_anchor=(1, 1.0), ncols=3, frameon=False, fontsize=SMALL,
        borderaxespad=0.2, borderpad=0.2, handletextpad=0.2, columnspacing=1.0,
    )  # fmt: skip


def _tree_alt(given: Branched, table: pd.DataFrame, look: Look) -> str:
    table = table[table["height"] < table["height"].max()] if len(table) > 1 else table
    nearest = table.sort_values("height", kind="stable").head(3)
    words = [
        say(
            "chart.tree.merge", look.language, members=row.members, height=row.height, frequency=row.frequency
        )
        for row in nearest.itertuples()
    ]
    return say(
        "chart.tree.alt",
        look.language,
        n=len(given.labels),
        nearest="; ".join(words),
        often=int((table["frequency"] >= _OFTEN).sum()),
        merges=len(table),
        share=_OFTEN,
        cophenetic=given.cophenetic_correlation,
    )
