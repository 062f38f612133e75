"""Whether a coder's score is right as often as it says: a reliability curve."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from comparelib.charts.chart import Chart
from comparelib.charts.style import INK, MUTED, NO_CHANGE, PLAIN, SMALL, Look, canvas, panel, records, styled
from comparelib.labels import Column, formatted, say

_SIDE, _LEFT, _TOP, _BELOW = 260.0, 46.0, 12.0, 38.0


def calibration(curve: pd.DataFrame, look: Look = PLAIN, *, key: str = "calibration") -> Chart:
    """Draw the share that is right against the mean score of each bin, beside the line of a perfect score.

    Parameters
    ----------
    curve
        Columns n, predicted, observed, low, high, one row a bin, as `reliability_curve` returns them; an
        empty frame says that the score was not measured.
    look
        Names and styles.
    key
        Stable id.
    """
    language = look.language
    with styled():
        figure = _draw(curve, look)
    columns = (
        Column("predicted", say("column.score", language), "decimal"),
        Column("observed", say("column.right", language), "decimal", ("low", "high")),
        Column("n", say("column.decisions", language), "count"),
    )
    title = say("chart.calibration.title", language)
    if curve.empty:
        none = say("chart.calibration.none", language)
        return Chart(figure, title, none, none, curve, key, columns, language)
    gap = curve["observed"] - curve["predicted"]
    worst = int(gap.abs().to_numpy().argmax())
    alt = say(
        "chart.calibration.alt",
        language,
        bins=len(curve),
        error=float((gap.abs() * curve["n"]).sum() / curve["n"].sum()),
        largest=float(gap.iloc[worst]),
        at=float(curve["predicted"].iloc[worst]),
    )
    caption = say("chart.calibration.caption", language, n=int(curve["n"].sum()))
    return Chart(figure, title, alt, caption, curve, key, columns, language)


def _draw(curve: pd.DataFrame, look: Look) -> Figure:
    figure = canvas(_LEFT + _SIDE + 12.0, _TOP + _SIDE + _BELOW)
    axes = panel(figure, _LEFT, _TOP, _SIDE, _SIDE)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.grid(visible=True)
    axes.plot([0, 1], [0, 1], color=NO_CHANGE, linewidth=1.0, linestyle=(0, (4, 2)), zorder=1)
    for row in records(curve):
        axes.plot([row["predicted"]] * 2, [row["low"], row["high"]], color=INK, linewidth=1.4, zorder=2)
    axes.plot(
        curve["predicted"], curve["observed"], color=INK, linewidth=0.9, marker="o", markersize=4.5, zorder=3
    )
    axes.tick_params(axis="y", labelsize=SMALL, labelcolor=MUTED)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: formatted(value, "decimal", look.language))
    axes.set_xlabel(say("axis.score", look.language), color=MUTED)
    axes.set_ylabel(say("axis.right", look.language), color=MUTED)
    return figure
