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
from comparelib.charts.cloud import Cloud, crowded
from comparelib.charts.links import Leaf
from comparelib.charts.map_names import MANY, name_targets, written_names
from comparelib.charts.style import (
    HEAT,
    MUTED,
    NO_CHANGE,
    PLAIN,
    RULE,
    SURFACE,
    JurisdictionStyle,
    Look,
    canvas,
    panel,
    records,
    styled,
)
from comparelib.labels import Column, listed, say

Floats = NDArray[np.float64]

_SIDE, _WIDE, _MARGIN = 580.0, 860.0, 30.0
_MARGIN_SHARE = np.array([0.22, 0.1])  # room for names beside the outermost points
_FLATTEST, _TALLEST = 0.5, 1.15  # height of the map over its width
_BINS = 24
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


def ordination_map(  # noqa: PLR0913 - a result, and keywords with defaults
    ordination: Map,
    look: Look = PLAIN,
    *,
    jurisdictions: Mapping[str, str] = MappingProxyType({}),
    documents: pd.DataFrame | None = None,
    leaf: Leaf | None = None,
    key: str = "ordination",
) -> Chart:
    """Draw documents and themes on the first two axes, documents with their 95 % regions.

    Of more than `MOST_DOCUMENTS` documents the middles of their groups are drawn, over squares that count
    them.

    Parameters
    ----------
    ordination
        Result of `correspondence`.
    look
        Names and styles.
    jurisdictions
        doc_id -> jurisdiction: gives each document its colour and marker.
    documents
        Table of documents, by which those of a large corpus are grouped; by jurisdiction without it.
    leaf
        Where a document or theme leads; it is no link without it.
    key
        Stable id.
    """
    everything = pd.concat([ordination.rows, ordination.columns], ignore_index=True)
    cloud = crowded(ordination.rows, ordination.regions, jurisdictions, documents, look)
    look, jurisdictions = cloud.look, cloud.jurisdictions
    points = pd.concat([cloud.rows, ordination.columns], ignore_index=True)
    with styled():
        figure, tips = _draw(points, cloud, ordination.inertia, leaf)
    caption = [say("chart.ordination.caption", look.language)]
    caption += [say("chart.crowded", look.language)] if cloud.spots is not None else []
    caption += [say("chart.links.map", look.language)] if leaf else []
    return Chart(
        figure,
        say("chart.ordination.title", look.language),
        _alt(everything, ordination.inertia, look),
        " ".join(caption),
        everything if cloud.spots is None else points,
        key,
        _columns(look, leaf),
        look.language,
        tips,
    )


def _draw(
    points: pd.DataFrame, cloud: Cloud, inertia: pd.DataFrame, leaf: Leaf | None
) -> tuple[Figure, dict[str, str]]:
    look, jurisdictions, regions = cloud.look, cloud.jurisdictions, cloud.regions
    spots = points[["x", "y"]].to_numpy(float)
    crowd = spots[:0] if cloud.spots is None else cloud.spots
    everything = np.vstack([spots, crowd, regions[["x", "y"]].to_numpy(float), [[0.0, 0.0]]])
    low, high = everything.min(axis=0), everything.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    low, high = low - _MARGIN_SHARE * span, high + _MARGIN_SHARE * span
    side = _WIDE if len(points) >= MANY else _SIDE
    low, high, height = _framed(low, high, side)
    figure = canvas(side + 2 * _MARGIN, height + 2 * _MARGIN + 24.0)
    axes = panel(figure, _MARGIN, 24.0, side, height)
    axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    axes.axhline(0, color=RULE, linewidth=0.8, zorder=0)
    axes.axvline(0, color=RULE, linewidth=0.8, zorder=0)
    axes.set(xticks=[], yticks=[])
    axes.set_xlabel(_axis(1, inertia, look), color=MUTED)
    axes.set_ylabel(_axis(2, inertia, look), color=MUTED)
    if cloud.spots is not None:
        axes.hist2d(cloud.spots[:, 0], cloud.spots[:, 1], bins=_BINS, cmap=HEAT, cmin=1, zorder=0, alpha=0.55)
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
    boxes = written_names(axes, points, [style.label for style in styles])
    _legend(axes, look, [look.style(name) for name in dict.fromkeys(jurisdictions.values())])
    return figure, name_targets(axes, points, boxes, leaf, look) if leaf else {}


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


def _columns(look: Look, leaf: Leaf | None) -> tuple[Column, ...]:
    language = look.language
    names = {**look.codes, **look.documents}
    kinds = {"document": say("column.document", language), "code": say("column.code", language)}
    return (
        Column(
            "name",
            say("column.name", language),
            words=names,
            href=None if leaf is None else lambda row: leaf(str(row["name"])),
        ),
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
