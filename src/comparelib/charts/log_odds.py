"""Which theme is whose: log odds ratios on both sides of zero."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from comparelib.charts.chart import Chart
from comparelib.charts.comparison import Comparison, cautions
from comparelib.charts.links import Leaf, name_gid, name_links
from comparelib.charts.rows import (
    PAD,
    Band,
    aside,
    caution,
    caution_height,
    caution_text,
    interval,
    label_width,
    number_axis,
    row_panel,
)
from comparelib.charts.style import (
    MUTED,
    NO_CHANGE,
    PLAIN,
    SMALL,
    JurisdictionStyle,
    Look,
    canvas,
    records,
    styled,
    text_width,
)
from comparelib.labels import Column, formatted, listed, say

_ROW, _PLOT = 18.0, 300.0


def log_odds(
    comparison: Comparison, look: Look = PLAIN, *, leaf: Leaf | None = None, key: str = "log-odds"
) -> Chart:
    """Draw the log odds ratio of each theme with its interval; grey where the interval holds zero.

    Parameters
    ----------
    comparison
        Result of `compare_priorities`; positive values are more of side b.
    look
        Names and styles.
    leaf
        Where the name of a theme leads: to its passages of both sides.
    key
        Stable id.
    """
    language = look.language
    frame = comparison.frame.sort_values("log_odds", ascending=False, kind="stable").reset_index(drop=True)
    sides = tuple(look.style(name) for name in comparison.jurisdictions)
    warnings = cautions(comparison, look)
    with styled():
        figure = _draw(frame, sides, warnings, look)
    tips = {}
    if leaf is not None:
        codes = [str(code) for code in frame["code"]]
        name_links(figure.axes[0], codes, label_width([look.code(code) for code in codes]), leaf, _PLOT)
        tips = {name_gid(code): look.code(code) for code in codes}
    labels = {"a": sides[0].label, "b": sides[1].label}
    columns = (
        Column(
            "code",
            say("column.code", language),
            words=look.codes,
            href=None if leaf is None else lambda row: leaf(str(row["code"])),
        ),
        Column("log_odds", say("column.log_odds", language), "signed", ("log_odds_low", "log_odds_high")),
        Column("p", say("column.p", language), "p"),
        Column("q", say("column.q", language), "p"),
    )
    title, caption = (
        say("chart.log_odds.title", language, **labels),
        say("chart.log_odds.caption", language, **labels),
    )
    if leaf is not None:
        caption = f"{caption} {say('chart.links.names', language)}"
    alt = " ".join([_alt(frame, labels, look), *warnings])
    return Chart(figure, title, alt, caption, frame, key, columns, language, tips)


def _draw(
    frame: pd.DataFrame, sides: tuple[JurisdictionStyle, ...], warnings: list[str], look: Look
) -> Figure:
    names = [look.code(code) for code in frame["code"]]
    words = [f"q {formatted(q, 'p', look.language)}" for q in frame["q"]]
    left = label_width(names)
    width = left + _PLOT + max(text_width(word, SMALL) for word in words) + 2 * PAD
    broken = [caution_text(text, width) for text in warnings]
    top = 22.0 + caution_height(broken)
    figure = canvas(width, top + len(frame) * _ROW + 34.0)
    caution(figure, broken)
    reach = 1.05 * float(np.nanmax(frame[["log_odds_low", "log_odds_high"]].abs().to_numpy()))
    axes = row_panel(figure, names, Band(left, top, _PLOT, _ROW), (-reach, reach))
    axes.axvline(0, color=NO_CHANGE, linewidth=1.0, zorder=1)
    number_axis(axes, "signed", look.language, say("axis.log_odds", look.language))
    for place, row in enumerate(records(frame)):
        low, value, high = row["log_odds_low"], row["log_odds"], row["log_odds_high"]
        side = sides[1] if value > 0 else sides[0]
        unsure = low <= 0 <= high
        face = JurisdictionStyle(side.label, NO_CHANGE if unsure else side.colour, side.marker)
        interval(axes, place, (low, value, high), face)
    aside(axes, words, "")
    _sides(axes, sides, look)
    return figure


def _sides(axes: Axes, sides: tuple[JurisdictionStyle, ...], look: Look) -> None:
    for style, place, anchor, name in (
        (sides[0], 0.0, "left", "chart.log_odds.left"),
        (sides[1], 1.0, "right", "chart.log_odds.right"),
    ):
        axes.annotate(
            say(name, look.language, name=style.label), (place, 1), xycoords="axes fraction", xytext=(0, 5),
            textcoords="offset points", ha=anchor, va="bottom", fontsize=SMALL, color=MUTED,
        )  # fmt: skip


def _alt(frame: pd.DataFrame, labels: dict[str, str], look: Look) -> str:
    language, frame = look.language, frame.dropna(subset=["log_odds"])
    sure = frame[(frame["log_odds_low"] > 0) | (frame["log_odds_high"] < 0)]
    words = {}
    for side, part in (("b", sure[sure["log_odds"] > 0]), ("a", sure[sure["log_odds"] < 0].iloc[::-1])):
        said = [
            say("chart.log_odds.one", language, code=look.code(str(row.code)), value=row.log_odds)
            for row in part.head(3).itertuples()
        ]
        words[f"first_{side}"] = listed(said, language) or say("word.none", language)
    return say(
        "chart.log_odds.alt",
        language,
        **labels,
        **words,
        codes=len(frame),
        unsure=len(frame) - len(sure),
        low=frame["log_odds"].min(),
        high=frame["log_odds"].max(),
    )
