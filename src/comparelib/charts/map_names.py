"""Names on a map: beside their points, none on another, each a way to its passages."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from comparelib.charts.links import LEAST, Leaf, name_gid, target
from comparelib.charts.placement import Box, placed
from comparelib.charts.style import (
    INK,
    MUTED,
    NO_CHANGE,
    SMALL,
    Look,
    shortened,
    text_width,
    wrapped,
)

Floats = NDArray[np.float64]

MANY = 32
"""Points from which on the map is wider and names take one line."""


def written_names(axes: Axes, points: pd.DataFrame, names: list[str]) -> dict[int, Box]:
    """Write the name of each point, documents in bold; return number of the point -> place of its name."""
    spots = axes.transData.transform(points[["x", "y"]].to_numpy(float))
    if len(points) >= MANY:
        texts = [shortened(name, 120.0, SMALL) for name in names]
    else:
        texts = [wrapped(name, 105.0, SMALL) for name in names]
    weights = ["bold" if kind == "document" else "normal" for kind in points["kind"]]
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
    return boxes


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


def name_targets(
    axes: Axes, points: pd.DataFrame, boxes: Mapping[int, Box], leaf: Leaf, look: Look
) -> dict[str, str]:
    """Lay a target over the label of each point; return what each is called."""
    back = axes.transData.inverted()
    tips = {}
    for number, name in enumerate(points["name"].astype(str)):
        if (url := leaf(name)) is None:
            continue
        box = boxes[number]
        lift = max(0.0, LEAST - (box.top - box.bottom)) / 2
        (left, bottom), (right, top) = back.transform(
            [(box.left, box.bottom - lift), (box.right, box.top + lift)]
        )
        target(axes, (left, bottom, right - left, top - bottom), url, name_gid(name))
        tips[name_gid(name)] = look.name(name)
    return tips
