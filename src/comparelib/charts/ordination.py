"""Documents and themes on one map, with the regions in which they may lie."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from comparelib.charts.chart import Chart
from comparelib.charts.placement import Box, placed
from comparelib.charts.style import (
    INK,
    MUTED,
    NO_CHANGE,
    PLAIN,
    RULE,
    SMALL,
    SURFACE,
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
from comparelib.labels import Column, listed, say

Floats = NDArray[np.float64]

_SIDE, _WIDE, _MARGIN = 580.0, 860.0, 30.0
_MANY = 32  # points from which on the map is wider and names take one line
_MARGIN_SHARE = np.array([0.22, 0.1])  # room for names beside the outermost points
_FLATTEST, _TALLEST = 0.5, 1.15  # height of the map over its width
_THEME = JurisdictionStyle("", NO_CHANGE, "x")


class Map(Protocol):
    """What the chart reads of `ordination.Ordination`."""

    @property
    def rows(self) -> pd.DataFrame:
        """Documents: name, kind, x, y, contribution_x, contribution_y."""

    @property
    def columns(self) -> pd.DataFrame:
        """Codes: the same."""

    @property
    def inertia(self) -> pd.DataFrame:
        """Axes: axis, inertia, share."""

    @property
    def regions(self) -> pd.DataFrame:
        """Corners: name, kind, x, y."""


def ordination_map(
    ordination: Map,
    look: Look = PLAIN,
    *,
    jurisdictions: Mapping[str, str] = MappingProxyType({}),
    key: str = "ordination",
) -> Chart:
    """Draw documents and themes on the first two axes, documents with their 95 % regions.

    Parameters
    ----------
    ordination
        Result of `correspondence`.
    look
        Names and styles.
    jurisdictions
        doc_id -> jurisdiction: gives each document its colour and marker.
    key
        Stable id.
    """
    points = pd.concat([ordination.rows, ordination.columns], ignore_index=True)
    with styled():
        figure = _draw(points, ordination, look, jurisdictions)
    return Chart(
        figure,
        say("chart.ordination.title", look.language),
        _alt(points, ordination.inertia, look),
        say("chart.ordination.caption", look.language),
        points,
        key,
        _columns(look),
        look.language,
    )


def _draw(points: pd.DataFrame, ordination: Map, look: Look, jurisdictions: Mapping[str, str]) -> Figure:
    spots = points[["x", "y"]].to_numpy(float)
    regions = ordination.regions[ordination.regions["kind"] == "document"]
    everything = np.vstack([spots, regions[["x", "y"]].to_numpy(float), [[0.0, 0.0]]])
    low, high = everything.min(axis=0), everything.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    low, high = low - _MARGIN_SHARE * span, high + _MARGIN_SHARE * span
    side = _WIDE if len(points) >= _MANY else _SIDE
    low, high, height = _framed(low, high, side)
    figure = canvas(side + 2 * _MARGIN, height + 2 * _MARGIN + 24.0)
    axes = panel(figure, _MARGIN, 24.0, side, height)
    axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    axes.axhline(0, color=RULE, linewidth=0.8, zorder=0)
    axes.axvline(0, color=RULE, linewidth=0.8, zorder=0)
    axes.set(xticks=[], yticks=[])
    axes.set_xlabel(_axis(1, ordination.inertia, look), color=MUTED)
    axes.set_ylabel(_axis(2, ordination.inertia, look), color=MUTED)
    styles = [_style(row, look, jurisdictions) for row in records(points)]
    for name, part in regions.groupby("name", sort=False):
        face = _style({"name": name, "kind": "document"}, look, jurisdictions)
        axes.fill(
            part["x"],
            part["y"],
            facecolor=face.colour,
            alpha=min(0.13, 0.9 / regions["name"].nunique()),
            edgecolor="none",
            zorder=1,
        )
        axes.plot(part["x"], part["y"], color=face.colour, linewidth=0.8, alpha=0.5, zorder=1)
    _markers(axes, spots, styles)
    _labels(axes, points, styles)
    _legend(axes, look, [look.style(name) for name in dict.fromkeys(jurisdictions.values())])
    return figure


def _framed(low: Floats, high: Floats, side: float) -> tuple[Floats, Floats, float]:
    """Widen the limits to one scale for both axes, or distances would lie; return them and the height."""
    span = high - low
    span = np.maximum(span, span[::-1] * np.array([1 / _TALLEST, _FLATTEST]))
    middle = (low + high) / 2
    return middle - span / 2, middle + span / 2, float(side * span[1] / span[0])


def _style(row: Mapping[str, object], look: Look, jurisdictions: Mapping[str, str]) -> JurisdictionStyle:
    name = str(row["name"])
    if row["kind"] != "document":
        return JurisdictionStyle(look.code(name), _THEME.colour, _THEME.marker)
    face = look.style(jurisdictions[name]) if name in jurisdictions else JurisdictionStyle("", "#4d7ea8", "o")
    return JurisdictionStyle(look.document(name), face.colour, face.marker)


def _markers(axes: Axes, spots: Floats, styles: list[JurisdictionStyle]) -> None:
    for (x, y), style in zip(spots, styles, strict=True):
        theme = style.marker == _THEME.marker
        axes.plot(
            [x],
            [y],
            marker=style.marker,
            markersize=4.0 if theme else 6.5,
            markerfacecolor=style.colour,
            markeredgecolor=style.colour if theme else SURFACE,
            markeredgewidth=1.1 if theme else 0.7,
            linestyle="none",
            zorder=3,
        )


def _labels(axes: Axes, points: pd.DataFrame, styles: list[JurisdictionStyle]) -> None:
    spots = axes.transData.transform(points[["x", "y"]].to_numpy(float))
    if len(points) >= _MANY:
        texts = [shortened(style.label, 120.0, SMALL) for style in styles]
    else:
        texts = [wrapped(style.label, 105.0, SMALL) for style in styles]
    weights = ["normal" if style.marker == _THEME.marker else "bold" for style in styles]
    sizes = [
        (text_width(text, SMALL, weight) + 2.0, 9.6 * (text.count("\n") + 1))
        for text, weight in zip(texts, weights, strict=True)
    ]
    area = axes.get_window_extent()
    frame = Box(area.x0, area.y0, area.x1, area.y1)
    # Documents first, then the themes that shape the axes: they get the places beside their points.
    order = np.lexsort((-(points["contribution_x"] + points["contribution_y"]), points["kind"] != "document"))
    boxes = dict(zip(order, placed(spots[order], [sizes[i] for i in order], frame), strict=True))
    # Only the marker of a label's own point may be crossed by its leader; all markers were kept free above.
    for number, (spot, text, weight) in enumerate(zip(spots, texts, weights, strict=True)):
        _label(axes, spot, boxes[number], text, weight)


def _label(axes: Axes, spot: Floats, box: Box, text: str, weight: str) -> None:
    centre = ((box.left + box.right) / 2, (box.bottom + box.top) / 2)
    near = (float(np.clip(spot[0], box.left, box.right)), float(np.clip(spot[1], box.bottom, box.top)))
    if np.hypot(near[0] - spot[0], near[1] - spot[1]) > 9.0:
        (x0, y0), (x1, y1) = axes.transData.inverted().transform(np.array([spot, near]))
        axes.plot([x0, x1], [y0, y1], color=NO_CHANGE, linewidth=0.6, zorder=2, scalex=False, scaley=False)
    place = axes.transData.inverted().transform(centre)
    axes.text(
        place[0],
        place[1],
        text,
        ha="center",
        va="center",
        fontsize=SMALL,
        fontweight=weight,
        color=INK if weight == "bold" else MUTED,
        zorder=4,
        linespacing=1.1,
    )


def _legend(axes: Axes, look: Look, styles: list[JurisdictionStyle]) -> None:
    faces = [*styles, JurisdictionStyle(say("word.theme", look.language), _THEME.colour, _THEME.marker)]
    handles = [
        axes.plot(
            [], [], linestyle="none", marker=face.marker, color=face.colour, markersize=6, label=face.label
        )[0]
        for face in faces
    ]
    axes.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0, 1.0), ncols=len(handles), frameon=False,
        borderaxespad=0.2, borderpad=0.2, handletextpad=0.3,
    )  # fmt: skip


def _axis(number: int, inertia: pd.DataFrame, look: Look) -> str:
    share = inertia.set_index("axis")["share"].get(number)
    return say("axis.inertia", look.language, axis=number, share=share)


def _columns(look: Look) -> tuple[Column, ...]:
    language = look.language
    names = {**look.codes, **look.documents}
    kinds = {"document": say("column.document", language), "code": say("column.code", language)}
    return (
        Column("name", say("column.name", language), words=names),
        Column("kind", say("column.kind", language), words=kinds),
        Column("x", say("column.axis", language, axis=1), "signed"),
        Column("y", say("column.axis", language, axis=2), "signed"),
        Column("contribution_x", say("column.contribution", language, axis=1), "percent"),
        Column("contribution_y", say("column.contribution", language, axis=2), "percent"),
    )


def _alt(points: pd.DataFrame, inertia: pd.DataFrame, look: Look) -> str:
    language = look.language
    themes = points[points["kind"] != "document"]
    poles = []
    for axis in ("x", "y"):
        side = themes.assign(strength=themes[f"contribution_{axis}"]).nlargest(3, "strength")
        poles.append(listed([look.code(str(name)) for name in side["name"]], language))
    shares = inertia.set_index("axis")["share"]
    return say(
        "chart.ordination.alt",
        language,
        documents=int((points["kind"] == "document").sum()),
        codes=len(themes),
        shown=float(shares.get(1, 0.0)) + float(shares.get(2, 0.0)),
        first=poles[0],
        second=poles[1],
    )
