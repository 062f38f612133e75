"""Reliability code by code: a coefficient with its interval against the bounds of custom."""

from __future__ import annotations

from typing import Protocol

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from comparelib.charts.chart import Chart
from comparelib.charts.rows import PAD, Band, aside, interval, label_width, number_axis, row_panel
from comparelib.charts.style import (
    INK,
    MUTED,
    PLAIN,
    RULE,
    SMALL,
    JurisdictionStyle,
    Look,
    canvas,
    records,
    styled,
    text_width,
)
from comparelib.labels import Column, bracketed, listed, say

_ROW, _PLOT = 17.0, 300.0
# Krippendorff, Content Analysis (2018, ch. 12): rely from .800, draw tentative conclusions from .667.
TENTATIVE, FIRM = 0.667, 0.800
_FACES = (
    (FIRM, JurisdictionStyle("firm", INK, "o")),
    (TENTATIVE, JurisdictionStyle("tentative", "#009E73", "s")),
    (-2.0, JurisdictionStyle("weak", "#CC79A7", "^")),
)


class Agreement(Protocol):
    """What the chart reads of `reliability.Agreement`."""

    @property
    def frame(self) -> pd.DataFrame:
        """One row a statistic: group_kind, scope, code, statistic, value, low, high, reason."""


def reliability_forest(
    agreement: Agreement, look: Look = PLAIN, *, statistic: str = "alpha", key: str = "reliability"
) -> Chart:
    """Draw the coefficient of each code with its interval; a code that cannot be estimated says so.

    Parameters
    ----------
    agreement
        Result of `agreement`; its rows over all documents, code by code, are drawn.
    look
        Names and styles.
    statistic
        `alpha`, `ac1`, `cohen` …, in [-1, 1].
    key
        Stable id.
    """
    language = look.language
    rows = agreement.frame
    rows = rows[(rows["group_kind"] == "all") & (rows["scope"] == "code") & (rows["statistic"] == statistic)]
    frame = rows.sort_values("value", ascending=False, kind="stable", na_position="last").reset_index(
        drop=True
    )
    name = say(f"statistic.{statistic}", language)
    with styled():
        figure = _draw(frame, name, look)
    columns = (
        Column("code", say("column.code", language), words=look.codes),
        Column("value", say("column.coefficient", language, name=name), "decimal", ("low", "high")),
    )
    bounds = {"tentative": TENTATIVE, "firm": FIRM}
    caption = say("chart.forest.caption", language, name=name, **bounds)
    alt = _alt(frame, name, look)
    return Chart(
        figure, say("chart.forest.title", language), alt, caption, frame, key, columns, language
    )  # fmt: skip


def _draw(frame: pd.DataFrame, name: str, look: Look) -> Figure:
    labels = [look.code(code) for code in frame["code"]]
    words = [_words(row, look) for row in records(frame)]
    left = label_width(labels)
    width = left + _PLOT + max(text_width(word, SMALL) for word in words) + 2 * PAD
    figure = canvas(width, 18.0 + len(frame) * _ROW + 34.0)
    least = float(frame[["low", "value"]].min().min()) if frame["value"].notna().any() else 0.0
    start = min(0.0, max(-1.0, least))
    axes = row_panel(figure, labels, Band(left, 18.0, _PLOT, _ROW), (start, 1.0))
    number_axis(axes, "decimal", look.language, name)
    size = len(frame)
    axes.add_patch(Rectangle((TENTATIVE, -0.5), FIRM - TENTATIVE, size, facecolor=RULE, alpha=0.35, zorder=0))
    axes.add_patch(Rectangle((FIRM, -0.5), 1 - FIRM, size, facecolor=RULE, alpha=0.7, zorder=0))
    for place, row in enumerate(records(frame)):
        value = row["value"]
        if pd.isna(value):
            unknown = f" {say('word.not_estimable', look.language)}"
            axes.text(start, place, unknown, va="center", fontsize=SMALL, color=MUTED)
            continue
        face = next(style for bound, style in _FACES if value >= bound)
        interval(axes, place, (max(row["low"], start), value, row["high"]), face)
    aside(axes, words, "")
    return figure


def _words(row: dict[str, float], look: Look) -> str:
    if pd.isna(row["value"]):
        return ""
    return bracketed((row["value"], row["low"], row["high"]), "decimal", look.language)


def _alt(frame: pd.DataFrame, name: str, look: Look) -> str:
    language = look.language
    known = frame.dropna(subset=["value"])
    weakest = [
        say("chart.forest.one", language, code=look.code(row["code"]), value=row["value"])
        for row in records(known.tail(3).iloc[::-1])
    ]
    return say(
        "chart.forest.alt",
        language,
        name=name,
        codes=len(frame),
        low=known["value"].min(),
        high=known["value"].max(),
        firm=int((known["value"] >= FIRM).sum()),
        below=int((known["low"] < TENTATIVE).sum()),
        bound=FIRM,
        tentative=TENTATIVE,
        unknown=len(frame) - len(known),
        weakest=listed(weakest, language),
    )
