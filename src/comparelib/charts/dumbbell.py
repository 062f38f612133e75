"""Two jurisdictions side by side, theme by theme, each share with its interval."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from comparelib.charts.chart import Chart
from comparelib.charts.comparison import Comparison, cautions, single_sides
from comparelib.charts.links import LEAST, Href, target
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
    NORMAL,
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
from comparelib.labels import Column, bracketed, say

_ROW, _PLOT = 23.0, 300.0
_ASIDE = 4.3  # points between the two intervals of a row, so that neither hides the other


def dumbbell(
    comparison: Comparison, look: Look = PLAIN, *, href: Href | None = None, key: str = "dumbbell"
) -> Chart:
    """Draw the shares of both jurisdictions per theme, from the theme where a leads most to where b does.

    A jurisdiction of which there is one document has dashed intervals: they say how far that text varies
    within itself, nothing about other texts. What the comparison cautions of stands in the figure.

    Parameters
    ----------
    comparison
        Result of `compare_priorities`.
    look
        Names and styles.
    href
        Where a click on a share or its interval leads; they are no links without it.
    key
        Stable id.
    """
    frame = comparison.frame.sort_values("difference", kind="stable").reset_index(drop=True)
    warnings = cautions(comparison, look)
    with styled():
        figure = _draw(frame, comparison, warnings, look)
        tips = _link(figure.axes[0], frame, comparison.jurisdictions, href, look) if href else {}
    labels = {name: look.style(name).label for name in comparison.jurisdictions}
    first, second = comparison.jurisdictions
    return Chart(
        figure,
        say("chart.dumbbell.title", look.language, a=labels[first], b=labels[second]),
        " ".join([_alt(frame, (labels[first], labels[second]), look), *warnings]),
        say("chart.dumbbell.caption", look.language, a=labels[first], b=labels[second]),
        frame,
        key,
        _columns((labels[first], labels[second]), look, (first, second), href),
        look.language,
        tips,
    )


def _draw(frame: pd.DataFrame, comparison: Comparison, warnings: list[str], look: Look) -> Figure:
    sides, single = comparison.jurisdictions, single_sides(comparison)
    labels = [look.code(code) for code in frame["code"]]
    words = [_difference(row, look) for row in records(frame)]
    left, right = label_width(labels), max(text_width(word, SMALL) for word in words) + 2 * PAD
    width = left + _PLOT + right
    broken = [caution_text(text, width) for text in warnings]
    top = 22.0 + caution_height(broken)
    figure = canvas(width, top + len(frame) * _ROW + 34.0)
    caution(figure, broken)
    axes = row_panel(figure, labels, Band(left, top, _PLOT, _ROW), (0.0, _end(frame)))
    number_axis(axes, "percent", look.language, say("axis.share", look.language))
    for place, row in enumerate(records(frame)):
        axes.plot([row["share_a"], row["share_b"]], [place, place], color=RULE, linewidth=3.2, zorder=1)
        for side, name, offset in zip("ab", sides, (-_ASIDE, _ASIDE), strict=True):
            bounds = (row[f"low_{side}"], row[f"share_{side}"], row[f"high_{side}"])
            interval(axes, place + offset / _ROW, bounds, look.style(name), solid=name not in single)
    aside(axes, words, say("axis.difference", look.language))
    _legend(axes, [look.style(name) for name in sides])
    return figure


def _link(axes: Axes, frame: pd.DataFrame, sides: tuple[str, str], href: Href, look: Look) -> dict[str, str]:
    """Lay a target over each share and its interval, half a row high, and return what each is called."""
    left, right = axes.get_xlim()
    least = LEAST / _PLOT * (right - left)
    tips: dict[str, str] = {}
    for place, row in enumerate(records(frame)):
        for side, name, above in zip("ab", sides, (-0.5, 0.0), strict=True):
            code, gid = str(row["code"]), f"share-{name}-{row['code']}"
            low, high = row[f"low_{side}"], row[f"high_{side}"]
            middle, width = row[f"share_{side}"], 0.0
            if pd.notna(low) and pd.notna(high):
                middle, width = (low + high) / 2, high - low
            if (url := href(name, code)) is None:
                continue
            width = max(width, least)
            target(axes, (middle - width / 2, place + above, width, 0.5), url, gid)
            bounds = (row[f"share_{side}"], low, high)
            tips[gid] = (
                f"{look.code(code)}, {look.style(name).label}: {bracketed(bounds, 'share', look.language)}"
            )
    return tips


def _legend(axes: Axes, styles: list[JurisdictionStyle]) -> None:
    handles = [
        Line2D(
            [], [], color=style.colour, marker=style.marker, markersize=5.6, linewidth=1.5, label=style.label
        )
        for style in styles
    ]
    axes.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        borderaxespad=0.2,
        borderpad=0.2,
        ncols=len(handles),
        frameon=False,
        fontsize=NORMAL,
        handletextpad=0.6,
        columnspacing=1.6,
    )


def _difference(row: dict[str, float], look: Look) -> str:
    bounds = (row["difference"], row["difference_low"], row["difference_high"])
    return bracketed(bounds, "points", look.language) + (" *" if row["outside_placebo"] else "")


def _end(frame: pd.DataFrame) -> float:
    return min(1.0, 1.04 * float(frame[["high_a", "high_b", "share_a", "share_b"]].max().max()))


def _columns(
    labels: tuple[str, str], look: Look, names: tuple[str, str], href: Href | None
) -> tuple[Column, ...]:
    language = look.language
    sides = tuple(
        Column(
            f"share_{side}",
            say("column.share_of", language, name=label),
            "share",
            (f"low_{side}", f"high_{side}"),
            href=_target(href, name),
        )
        for side, label, name in zip("ab", labels, names, strict=True)
    )
    return (
        Column("code", say("column.code", language), words=look.codes),
        *sides,
        Column(
            "difference", say("column.difference", language), "points", ("difference_low", "difference_high")
        ),
    )


def _target(href: Href | None, name: str) -> Callable[[pd.Series], str | None] | None:
    return None if href is None else lambda row: href(name, row["code"])


def _alt(frame: pd.DataFrame, labels: tuple[str, str], look: Look) -> str:
    by_size = frame.reindex(frame["difference"].abs().sort_values(ascending=False, kind="stable").index)
    words = [
        say(
            "chart.dumbbell.largest",
            look.language,
            code=look.code(str(row.code)),
            a=labels[0],
            b=labels[1],
            share_a=row.share_a,
            share_b=row.share_b,
        )
        for row in by_size.head(3).itertuples()
    ]
    unsure = int(((frame["difference_low"] <= 0) & (frame["difference_high"] >= 0)).sum())
    return say(
        "chart.dumbbell.alt",
        look.language,
        a=labels[0],
        b=labels[1],
        codes=len(frame),
        largest="; ".join(words),
        low=frame["difference"].min(),
        high=frame["difference"].max(),
        unsure=unsure,
    )
