"""How often two documents or themes stay together over all cuts of resampled trees."""

from __future__ import annotations

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from comparelib.charts.branches import Branched, branched, mean_pairs
from comparelib.charts.chart import Chart
from comparelib.charts.crowd import named
from comparelib.charts.links import Leaf, Pair, name_gid, target
from comparelib.charts.rows import PAD, label_width
from comparelib.charts.style import (
    HEAT,
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
from comparelib.charts.tree import Tree, grown_note, row_order, told
from comparelib.labels import Column, formatted, say

_CELL = 24.0


def co_clustering(
    document_tree: Tree,
    look: Look = PLAIN,
    *,
    leaf: Leaf | None = None,
    pair: Pair | None = None,
    key: str = "co-clustering",
) -> Chart:
    """Draw how often each pair stays together over all cuts of resampled trees; bold where chance does less.

    Parameters
    ----------
    document_tree
        Result of `document_tree` or `theme_tree`.
    look
        Names and styles.
    leaf
        Where the name of a row leads; it is no link without it.
    pair
        Where a cell leads: to what both have in common; cells are no links without it.
    key
        Stable id.
    """
    look = named(getattr(document_tree, "grouped", ()), look, whole=True)
    drawn, look, note = branched(document_tree, look)
    language, pairs = look.language, mean_pairs(document_tree, drawn)
    with styled():
        figure, tips = _square(drawn, pairs, look, (leaf, pair))
    names = {str(name): look.name(str(name)) for name in drawn.labels}
    columns = (
        Column("first", say("column.first", language), words=names),
        Column("second", say("column.second", language), words=names),
        Column(
            "frequency",
            say("column.together", language),
            "percent",
            href=None if pair is None else lambda row: pair(str(row["first"]), str(row["second"])),
        ),
        Column("frequency_null", say("column.together_null", language), "percent"),
        Column("distance", say("column.distance", language), "decimal"),
    )
    title, caption = (
        say(f"chart.co_clustering.title.{document_tree.kind}", language),
        say("chart.co_clustering.caption", language),
    )
    grown = " ".join(filter(None, (grown_note(document_tree, look), note)))
    if pair is not None and drawn.kind == "documents":
        caption = " ".join(filter(None, (caption, grown, say("chart.links.beside", language))))
    else:
        caption = told(caption, leaf, grown, look)
        caption += f" {say('chart.links.pair', language)}" if pair is not None else ""
    alt = _pairs_alt(pairs, names, look)
    return Chart(figure, title, alt, caption, pairs, key, columns, language, tips)


def _square(
    given: Branched, pairs: pd.DataFrame, look: Look, links: tuple[Leaf | None, Pair | None]
) -> tuple[Figure, dict[str, str]]:
    order = [str(given.labels[place]) for place in row_order(given.linkage, len(given.labels))]
    grid = pd.DataFrame(np.nan, index=order, columns=order)
    above = pd.DataFrame(True, index=order, columns=order)
    for row in records(pairs):
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
    return figure, _cell_links(axes, lower, left, links, look)


def _cell_links(
    axes: Axes, lower: pd.DataFrame, left: float, links: tuple[Leaf | None, Pair | None], look: Look
) -> dict[str, str]:
    """Make cells and the names of rows lead to their passages; return what each link is called."""
    leaf, pair = links
    rows, columns = [str(name) for name in lower.index], [str(name) for name in lower.columns]
    tips: dict[str, str] = {}
    if leaf is not None:
        share = left / axes.get_window_extent().width
        for place, first in enumerate(rows):
            box = (-share, place, share, 1.0)
            target(axes, box, leaf(first), name_gid(first), axes.get_yaxis_transform())
            tips[name_gid(first)] = look.name(first)
    if pair is None:
        return tips
    for row, first in enumerate(rows):
        for column, second in enumerate(columns[: row + 1]):
            gid = f"pair-{first}-{second}"
            target(axes, (column, row, 1.0, 1.0), pair(first, second), gid)
            number = formatted(lower.iat[row, column], "percent", look.language)
            tips[gid] = f"{look.name(first)}, {look.name(second)}: {number}"
    return tips


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
