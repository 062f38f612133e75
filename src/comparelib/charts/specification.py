"""The specification curve: one estimate for every defensible way to reckon it, and what each way chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from comparelib.charts.chart import Chart
from comparelib.charts.rows import PAD
from comparelib.charts.style import (
    INK,
    MUTED,
    NO_CHANGE,
    PLAIN,
    RULE,
    SMALL,
    Look,
    canvas,
    panel,
    styled,
    text_width,
)
from comparelib.labels import Column, formatted, say

_PLOT, _CURVE, _ROW, _GAP = 420.0, 170.0, 12.5, 9.0
_ABOVE, _BELOW = "#009E73", "#CC79A7"  # no jurisdiction has these


def specification_curve(
    specifications: pd.DataFrame,
    choices: Sequence[str],
    look: Look = PLAIN,
    *,
    names: Mapping[str, str] = MappingProxyType({}),
    key: str = "specifications",
) -> Chart:
    """Draw all estimates in order with their intervals, above the choices that led to each.

    After Simonsohn, Simmons & Nelson (2020), Nature Human Behaviour 4, 1208-1214.

    Parameters
    ----------
    specifications
        One row a specification: estimate, low, high (differences of shares), and one column for each choice.
    choices
        Columns that hold the choices, in the order in which they are drawn.
    look
        Names and styles.
    names
        What choices and their options are called; their own names where not said.
    key
        Stable id.
    """
    language = look.language
    frame = specifications.sort_values("estimate", kind="stable").reset_index(drop=True)
    with styled():
        figure = _draw(frame, choices, names, look)
    columns = (
        *(Column(choice, names.get(choice, choice), words=names) for choice in choices),
        Column("estimate", say("column.difference", language), "points", ("low", "high")),
    )
    title, caption = say("chart.specification.title", language), say("chart.specification.caption", language)
    return Chart(figure, title, _alt(frame, look), caption, frame, key, columns, language)


def _draw(frame: pd.DataFrame, choices: Sequence[str], names: Mapping[str, str], look: Look) -> Figure:
    options = {choice: sorted({str(value) for value in frame[choice]}) for choice in choices}
    wide = [text_width(names.get(option, option), SMALL) for listed in options.values() for option in listed]
    heads = [text_width(names.get(choice, choice), SMALL, "bold") for choice in choices]
    left = max([*wide, *heads, 46.0]) + PAD
    rows = sum(len(listed) + 1 for listed in options.values())
    figure = canvas(left + _PLOT + PAD, _CURVE + 24.0 + rows * _ROW + len(choices) * _GAP + 24.0)
    _curve(panel(figure, left, 14.0, _PLOT, _CURVE), frame, look)
    top = _CURVE + 24.0
    for choice in choices:
        height = len(options[choice]) * _ROW
        axes = panel(figure, left, top + _ROW, _PLOT, height)
        _choice(axes, frame[choice].astype(str), options[choice], names)
        axes.annotate(
            names.get(choice, choice), (0, 1), xycoords="axes fraction", xytext=(-4, 2),
            textcoords="offset points", ha="right", va="bottom", fontsize=SMALL, fontweight="bold",
            annotation_clip=False,
        )  # fmt: skip
        top += height + _ROW + _GAP
    return figure


def _curve(axes: Axes, frame: pd.DataFrame, look: Look) -> None:
    places = np.arange(len(frame))
    colours = np.select([frame["low"] > 0, frame["high"] < 0], [_ABOVE, _BELOW], NO_CHANGE)
    axes.vlines(
        places,
        frame["low"],
        frame["high"],
        colors=list(colours),
        linewidth=max(0.5, min(2.0, 250 / len(frame))),
    )
    axes.scatter(
        places, frame["estimate"], s=max(2.0, min(16.0, 900 / len(frame))), color=list(colours), zorder=3
    )
    axes.axhline(0, color=NO_CHANGE, linewidth=1.0, zorder=1)
    axes.axhline(float(frame["estimate"].median()), color=INK, linewidth=0.9, linestyle=(0, (4, 2)), zorder=1)
    axes.set_xlim(-1, len(frame))
    axes.set_xticks([])
    axes.yaxis.grid(True)
    axes.tick_params(axis="y", labelsize=SMALL, labelcolor=MUTED)
    axes.yaxis.set_major_formatter(lambda value, _: formatted(value, "points", look.language))
    axes.annotate(
        say("axis.difference", look.language), (0, 1), xycoords="axes fraction", xytext=(4, 2),
        textcoords="offset points", ha="left", va="bottom", fontsize=SMALL, color=MUTED,
    )  # fmt: skip


def _choice(axes: Axes, chosen: pd.Series, options: list[str], names: Mapping[str, str]) -> None:
    axes.set(xlim=(-1, len(chosen)), ylim=(len(options) - 0.5, -0.5))
    axes.set_xticks([])
    axes.set_yticks(range(len(options)), [names.get(option, option) for option in options], fontsize=SMALL)
    for place, option in enumerate(options):
        axes.axhline(place, color=RULE, linewidth=0.6, zorder=0)
        at = np.flatnonzero((chosen == option).to_numpy())
        axes.vlines(
            at, place - 0.36, place + 0.36, color=INK, linewidth=max(0.5, min(3.0, 300 / len(chosen)))
        )


def _alt(frame: pd.DataFrame, look: Look) -> str:
    sign = np.sign(float(frame["estimate"].median()))
    sure = int(((frame["low"] > 0) | (frame["high"] < 0)).sum())
    return say(
        "chart.specification.alt",
        look.language,
        n=len(frame),
        median=frame["estimate"].median(),
        low=frame["estimate"].min(),
        high=frame["estimate"].max(),
        same=float((np.sign(frame["estimate"]) == sign).mean()),
        sure=sure / len(frame),
    )
