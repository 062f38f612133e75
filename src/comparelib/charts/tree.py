"""Which documents or themes lie near each other: the tree, and how often each pair stays together."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from comparelib.charts.chart import Chart
from comparelib.charts.rows import PAD, Band, label_width, number_axis, row_panel
from comparelib.charts.style import (
    HEAT,
    INK,
    MUTED,
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

_ROW, _PLOT, _CELL = 18.0, 330.0, 24.0
_OFTEN, _HALF = 0.9, 0.5


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


def tree(document_tree: Tree, look: Look = PLAIN, *, key: str = "tree") -> Chart:
    """Draw the tree; the dot of a merge says how often resampling finds just that group.

    Parameters
    ----------
    document_tree
        Result of `document_tree` or `theme_tree`.
    look
        Names and styles.
    key
        Stable id.
    """
    language = look.language
    table = document_tree.clades.assign(
        members=[
            listed([look.name(str(name)) for name in members], language)
            for members in document_tree.clades["members"]
        ]
    )
    with styled():
        figure = _draw(document_tree, look)
    columns = (
        Column("members", say("column.members", language)),
        Column("height", say("column.height", language), "decimal"),
        Column("frequency", say("column.frequency", language), "percent"),
    )
    title, caption = (
        say(f"chart.tree.title.{document_tree.kind}", language),
        say("chart.tree.caption", language),
    )
    return Chart(figure, title, _tree_alt(document_tree, table, look), caption, table, key, columns, language)


def co_clustering(document_tree: Tree, look: Look = PLAIN, *, key: str = "co-clustering") -> Chart:
    """Draw how often each pair stays together over all cuts of resampled trees; bold where chance does less.

    Parameters
    ----------
    document_tree
        Result of `document_tree` or `theme_tree`.
    look
        Names and styles.
    key
        Stable id.
    """
    language, pairs = look.language, document_tree.co_clustering
    with styled():
        figure = _square(document_tree, look)
    names = {str(name): look.name(str(name)) for name in document_tree.labels}
    columns = (
        Column("first", say("column.first", language), words=names),
        Column("second", say("column.second", language), words=names),
        Column("frequency", say("column.together", language), "percent"),
        Column("frequency_null", say("column.together_null", language), "percent"),
        Column("distance", say("column.distance", language), "decimal"),
    )
    title, caption = (
        say(f"chart.co_clustering.title.{document_tree.kind}", language),
        say("chart.co_clustering.caption", language),
    )
    return Chart(figure, title, _pairs_alt(pairs, names, look), caption, pairs, key, columns, language)


def _order(linkage: np.ndarray, n: int) -> list[int]:
    members = {place: [place] for place in range(n)}
    for step, (left, right) in enumerate(linkage[:, :2].astype(int)):
        members[n + step] = members[left] + members[right]
    return members[n + len(linkage) - 1] if len(linkage) else list(range(n))


def _draw(given: Tree, look: Look) -> Figure:
    n = len(given.labels)
    order = _order(given.linkage, n)
    labels = [look.name(str(given.labels[place])) for place in order]
    left = label_width(labels)
    figure = canvas(left + _PLOT + PAD, 24.0 + n * _ROW + 34.0)
    top = float(given.linkage[:, 2].max()) if len(given.linkage) else 1.0
    axes = row_panel(figure, labels, Band(left, 24.0, _PLOT, _ROW), (0.0, 1.04 * top))
    number_axis(axes, "decimal", look.language, say("axis.distance", look.language))
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
    return figure


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


def _square(given: Tree, look: Look) -> Figure:
    order = [str(given.labels[place]) for place in _order(given.linkage, len(given.labels))]
    grid = pd.DataFrame(np.nan, index=order, columns=order)
    above = pd.DataFrame(True, index=order, columns=order)
    for row in records(given.co_clustering):
        for first, second in ((row["first"], row["second"]), (row["second"], row["first"])):
            grid.loc[first, second] = row["frequency"]
            above.loc[first, second] = row["frequency"] > row.get("frequency_null", 0.0)
    lower = grid.where(np.tril(np.ones(grid.shape, dtype=bool), -1)).iloc[1:, :-1]
    labels = [look.name(name) for name in order]
    left = label_width(labels[1:])
    cell = max(_CELL, min(72.0, 360.0 / len(lower)))
    upright = cell < 56.0
    names = [
        shortened(label, 150.0, SMALL) if upright else wrapped(label, cell - 4.0, SMALL)
        for label in labels[:-1]
    ]
    below = max(text_width(name, SMALL) if upright else 10.0 * (name.count("\n") + 1) for name in names) + PAD
    figure = canvas(left + len(lower) * cell + PAD, 4.0 + len(lower) * _CELL + below)
    axes = panel(figure, left, 4.0, len(lower) * cell, len(lower) * _CELL)
    sns.heatmap(
        lower, ax=axes, vmin=0.0, vmax=1.0, cmap=HEAT, cbar=False, linewidths=1.0, linecolor=SURFACE,
        xticklabels=False, yticklabels=False,
    )  # fmt: skip
    axes.set(xlabel="", ylabel="")
    axes.set_yticks(np.arange(len(lower)) + 0.5, labels[1:], rotation=0)
    axes.set_xticks(np.arange(len(lower)) + 0.5, names, rotation=90 if upright else 0)
    _numbers(axes, lower, above, look)
    return figure


def _numbers(axes: Axes, lower: pd.DataFrame, above: pd.DataFrame, look: Look) -> None:
    for row, first in enumerate(lower.index):
        for column, second in enumerate(lower.columns[: row + 1]):
            value = lower.to_numpy()[row, column]
            if np.isnan(value):
                continue
            sure = bool(above.at[first, second])
            axes.text(
                column + 0.5, row + 0.52, formatted(100 * value, "count", look.language),
                ha="center", va="center",
                fontsize=SMALL - 0.5, color=ink_on(HEAT(value)),
                fontweight="bold" if sure else "normal",
            )  # fmt: skip


def _tree_alt(given: Tree, table: pd.DataFrame, look: Look) -> str:
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


def _pairs_alt(pairs: pd.DataFrame, names: dict[str, str], look: Look) -> str:
    language = look.language
    words = [
        say(
            "chart.co_clustering.pair",
            language,
            first=names[str(row.first)],
            second=names[str(row.second)],
            frequency=row.frequency,
        )
        for row in pairs.sort_values("frequency", ascending=False, kind="stable").head(3).itertuples()
    ]
    above = int((pairs["frequency"] > pairs["frequency_null"]).sum())
    return say(
        "chart.co_clustering.alt",
        language,
        pairs=len(pairs),
        largest="; ".join(words),
        low=pairs["frequency"].min(),
        high=pairs["frequency"].max(),
        above=above,
    )
