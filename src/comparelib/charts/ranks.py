"""Ranks of themes with their intervals: what comes first, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from comparelib.charts.chart import Chart
from comparelib.charts.links import LEAST, Href, target
from comparelib.charts.rows import PAD, Band, interval, label_width, row_panel
from comparelib.charts.style import (
    MUTED,
    NO_CHANGE,
    PLAIN,
    RULE,
    SMALL,
    JurisdictionStyle,
    Look,
    canvas,
    panel,
    records,
    shortened,
    styled,
    text_width,
    wrapped,
)
from comparelib.labels import Column, bracketed, listed, say

_ROW, _TOP_OF_LIST = 18.0, 3
_STEPS = np.linspace(0, 1, 17)
MOST_GROUPS = 40
"""Columns that are drawn; the caption says how many there are."""

_PLAIN = "#4d7ea8"  # documents of no named jurisdiction


class Ranked(Protocol):
    """What the chart reads of `priorities.Priorities`."""

    @property
    def frame(self) -> pd.DataFrame:
        """One row a group and code: group, code, share, rank, rank_low, rank_high, p_top3."""


def ranks(
    priorities: Ranked,
    look: Look = PLAIN,
    *,
    jurisdictions: Mapping[str, str] = MappingProxyType({}),
    href: Href | None = None,
    key: str = "ranks",
) -> Chart:
    """Draw the rank of each theme in each group, with the interval of the rank.

    Two groups stand as a bump chart: each side in its own order, a line from a theme's place on the one to
    its place on the other. More groups stand as columns over the same rows, at most `MOST_GROUPS` of them.

    Parameters
    ----------
    priorities
        Result of `priorities` or `jurisdiction_priorities`.
    look
        Names and styles.
    jurisdictions
        doc_id -> jurisdiction, where the groups are documents: gives each column its colour.
    href
        Where a rank leads; it is no link without it.
    key
        Stable id.
    """
    frame = priorities.frame
    everyone = [str(name) for name in dict.fromkeys(frame["group"])]
    groups = everyone[:MOST_GROUPS]
    frame = frame[frame["group"].isin(groups)] if len(everyone) > MOST_GROUPS else frame
    styles = {name: _style(name, look, jurisdictions) for name in groups}
    with styled():
        figure = _bump(frame, styles, look) if len(groups) == 2 else _columns_of(frame, styles, look)
    return Chart(
        figure,
        say("chart.ranks.title", look.language),
        _alt(frame, styles, look),
        _caption(len(everyone), look),
        frame,
        key,
        _columns(look, {name: style.label for name, style in styles.items()}, href),
        look.language,
        _link(figure, frame, styles, href, look) if href else {},
    )


def _orders(frame: pd.DataFrame, groups: list[str]) -> dict[str, list[str]]:
    """Codes of each group from the top: two groups each in their own order, more in one for all."""
    if len(groups) == 2:
        ranked = frame.sort_values("rank", kind="stable")
        return {
            group: [str(code) for code in ranked.loc[ranked["group"] == group, "code"]] for group in groups
        }
    order = frame.groupby("code", sort=False)["rank"].mean().sort_values(kind="stable").index
    return {group: [str(code) for code in order] for group in groups}


def _caption(n: int, look: Look) -> str:
    caption = say("chart.ranks.caption", look.language)
    if n <= MOST_GROUPS:
        return caption
    return f"{caption} {say('chart.first_groups', look.language, shown=MOST_GROUPS, n=n)}"


def _link(
    figure: Figure, frame: pd.DataFrame, styles: Mapping[str, JurisdictionStyle], href: Href, look: Look
) -> dict[str, str]:
    """Lay a target over each rank and its interval, and return what each is called."""
    tips: dict[str, str] = {}
    orders = _orders(frame, list(styles))
    rows = {(str(row["group"]), str(row["code"])): row for row in records(frame)}
    for axes in figure.axes:
        group = str(axes.get_label())
        left, right = axes.get_xlim()
        least = LEAST / axes.get_window_extent().width * (right - left)
        for place, code in enumerate(orders.get(group, ())):
            row = rows[group, code]
            low, high = (
                row["rank"] if pd.isna(row[name]) else row[name] for name in ("rank_low", "rank_high")
            )
            span = max(high - low, least)
            gid = f"rank-{group}-{code}"
            target(axes, ((low + high - span) / 2, place - 0.5, span, 1.0), href(group, code), gid)
            bounds = bracketed((row["rank"], row["rank_low"], row["rank_high"]), "count", look.language)
            tips[gid] = f"{look.code(code)}, {styles[group].label}: {bounds}"
    return tips


def _style(name: str, look: Look, jurisdictions: Mapping[str, str]) -> JurisdictionStyle:
    if name in jurisdictions:
        face = look.style(jurisdictions[name])
        return JurisdictionStyle(look.document(name), face.colour, face.marker)
    if name in look.documents:
        return JurisdictionStyle(look.document(name), _PLAIN, "o")
    return look.style(name)


def _bump(frame: pd.DataFrame, styles: Mapping[str, JurisdictionStyle], look: Look) -> Figure:
    first, second = styles
    orders = _orders(frame, [first, second])
    sides = [
        frame[frame["group"] == name].set_index("code").loc[orders[name]].reset_index()
        for name in (first, second)
    ]
    labels = [[look.code(code) for code in side["code"]] for side in sides]
    room, plot, middle = [label_width(names) for names in labels], 120.0, 90.0
    figure = canvas(sum(room) + 2 * plot + middle + 2 * PAD, 30.0 + len(sides[0]) * _ROW + 34.0)
    limits = (0.4, len(sides[0]) + 0.6)
    places = (room[0], room[0] + plot + middle)
    for side, name, left in zip(sides, styles, places, strict=True):
        axes = row_panel(
            figure, [look.code(code) for code in side["code"]], Band(left, 30.0, plot, _ROW), limits
        )
        axes.set_label(name)
        _rank_rows(axes, side, styles[name], look)
        _head(axes, styles[name].label, width=plot + 60.0)
        if name == second:
            axes.yaxis.tick_right()
    _links(
        panel(figure, room[0] + plot, 30.0, middle, len(sides[0]) * _ROW),
        [list(side["code"]) for side in sides],
    )
    return figure


def _links(axes: Axes, orders: list[list[str]]) -> None:
    axes.set(xlim=(0, 1), ylim=(len(orders[0]) - 0.5, -0.5))
    axes.axis("off")
    for place, code in enumerate(orders[0]):
        other = orders[1].index(code)
        strong = min(place, other) < _TOP_OF_LIST
        axes.plot(
            0.04 + 0.92 * _STEPS,
            place + (other - place) * _STEPS**2 * (3 - 2 * _STEPS),
            color=NO_CHANGE if strong else RULE,
            linewidth=1.8 if strong else 1.1,
            zorder=2 if strong else 1,
        )


def _columns_of(frame: pd.DataFrame, styles: Mapping[str, JurisdictionStyle], look: Look) -> Figure:
    order = _orders(frame, list(styles))[next(iter(styles))]
    labels = [look.code(code) for code in order]
    width = max(40.0, min(92.0, 460.0 / len(styles)))
    upright = width < 60.0
    names = [
        shortened(style.label, 118.0, SMALL) if upright else wrapped(style.label, width - 4.0, SMALL)
        for style in styles.values()
    ]
    top = 8.0 + max(text_width(name, SMALL) if upright else (name.count("\n") + 1) * 9.5 for name in names)
    left = label_width(labels)
    figure = canvas(left + len(styles) * (width + 6.0) + PAD, top + len(order) * _ROW + 34.0)
    for place, (group, name) in enumerate(zip(styles, names, strict=True)):
        side = frame[frame["group"] == group].set_index("code").loc[order].reset_index()
        band = Band(left + place * (width + 6.0), top, width, _ROW)
        axes = row_panel(figure, labels, band, (0.4, len(order) + 0.6))
        axes.set_label(group)
        _rank_rows(axes, side, styles[group], look)
        _head(axes, name, width=width, upright=upright)
        if place:
            axes.set_yticks([])
    return figure


def _rank_rows(axes: Axes, side: pd.DataFrame, style: JurisdictionStyle, look: Look) -> None:
    size = len(side)
    axes.add_patch(Rectangle((0.4, -0.5), _TOP_OF_LIST + 0.1, size, facecolor=RULE, alpha=0.45, zorder=0))
    axes.set_xticks(sorted({1, min(10, size), size}))
    axes.set_xlabel(say("axis.rank", look.language), color=MUTED)
    for place, row in enumerate(records(side)):
        interval(axes, place, (row["rank_low"], row["rank"], row["rank_high"]), style)


def _head(axes: Axes, name: str, width: float, *, upright: bool = False) -> None:
    axes.annotate(
        name if upright else wrapped(name, width, SMALL),
        (0.5, 1),
        xycoords="axes fraction",
        xytext=(0, 5),
        textcoords="offset points",
        ha="center",
        va="bottom",
        rotation=90 if upright else 0,
        fontsize=SMALL,
        annotation_clip=False,
        linespacing=1.1,
    )


def _columns(look: Look, names: Mapping[str, str], href: Href | None) -> tuple[Column, ...]:
    language = look.language
    leads = None if href is None else lambda row: href(row["group"], row["code"])
    return (
        Column("group", say("column.group", language), words=names),
        Column("code", say("column.code", language), words=look.codes),
        Column("rank", say("column.rank", language), "count", ("rank_low", "rank_high")),
        Column("share", say("column.share", language), "share", href=leads),
        Column("p_top3", say("column.p_top3", language), "percent"),
    )


def _alt(frame: pd.DataFrame, styles: Mapping[str, JurisdictionStyle], look: Look) -> str:
    language = look.language
    words = []
    for group, style in list(styles.items())[:6]:
        side = frame[frame["group"] == group].sort_values("rank", kind="stable").head(_TOP_OF_LIST)
        codes = [look.code(code) for code in side["code"]]
        words.append(say("chart.ranks.first", language, group=style.label, codes=listed(codes, language)))
    width = frame["rank_high"] - frame["rank_low"]
    return say(
        "chart.ranks.alt",
        language,
        codes=frame["code"].nunique(),
        groups=len(styles),
        first="; ".join(words),
        middle=width.median(),
        widest=width.max(),
    )
