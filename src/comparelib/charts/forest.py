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
    frame, name = _codes(agreement, statistic, language)
    with styled():
        figure = _draw(frame, name, look, _FACES)
    caption = say("chart.forest.caption", language, name=name, tentative=TENTATIVE, firm=FIRM)
    title, alt = say("chart.forest.title", language), _alt(frame, name, look)
    return Chart(figure, title, alt, caption, frame, key, _columns(name, look), language)


def quality_forest(
    quality: Agreement, look: Look = PLAIN, *, statistic: str = "f1", key: str = "quality"
) -> Chart:
    """Draw how well a coder finds each code of the reference, with its interval.

    Without the bands of `reliability_forest`: Krippendorff's bounds are for agreement beyond chance.

    Parameters
    ----------
    quality
        Result of `coder_quality`; its rows over all documents, code by code, are drawn.
    look
        Names and styles.
    statistic
        precision, recall or f1.
    key
        Stable id.
    """
    language = look.language
    frame, name = _codes(quality, statistic, language)
    with styled():
        figure = _draw(frame, name, look, _FACES[:1])
    known = frame.dropna(subset=["value"])
    words = {
        "name": name,
        "codes": len(frame),
        "low": known["value"].min(),
        "high": known["value"].max(),
        "weakest": _weakest(known, look),
        "unknown": len(frame) - len(known),
    }
    title, alt = say("chart.quality.title", language), say("chart.quality.alt", language, **words)
    caption = say("chart.quality.caption", language, name=name)
    return Chart(figure, title, alt, caption, frame, key, _columns(name, look), language)


def _codes(agreement: Agreement, statistic: str, language: str) -> tuple[pd.DataFrame, str]:
    """Return the rows of a statistic, code by code over all documents, best first; and its name."""
    rows = agreement.frame
    rows = rows[(rows["group_kind"] == "all") & (rows["scope"] == "code") & (rows["statistic"] == statistic)]
    ordered = rows.sort_values("value", ascending=False, kind="stable", na_position="last")
    return ordered.reset_index(drop=True), say(f"statistic.{statistic}", language)


def _columns(name: str, look: Look) -> tuple[Column, ...]:
    coefficient = say("column.coefficient", look.language, name=name)
    return (
        Column("code", say("column.code", look.language), words=look.codes),
        Column("value", coefficient, "decimal", ("low", "high")),
    )


def _draw(
    frame: pd.DataFrame, name: str, look: Look, faces: tuple[tuple[float, JurisdictionStyle], ...]
) -> Figure:
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
    if len(faces) > 1:
        tentative, firm = (TENTATIVE, FIRM - TENTATIVE, 0.35), (FIRM, 1 - FIRM, 0.7)
        for begin, extent, alpha in (tentative, firm):
            axes.add_patch(Rectangle((begin, -0.5), extent, size, facecolor=RULE, alpha=alpha, zorder=0))
    for place, row in enumerate(records(frame)):
        value = row["value"]
        if pd.isna(value):
            unknown = f" {say('word.not_estimable', look.language)}"
            axes.text(start, place, unknown, va="center", fontsize=SMALL, color=MUTED)
            continue
        face = next((style for bound, style in faces if value >= bound), faces[0][1])
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
        weakest=_weakest(known, look),
    )


def _weakest(known: pd.DataFrame, look: Look) -> str:
    said = [
        say("chart.forest.one", look.language, code=look.code(row["code"]), value=row["value"])
        for row in records(known.tail(3).iloc[::-1])
    ]
    return listed(said, look.language)
