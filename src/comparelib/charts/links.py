"""What of a figure leads to passages: targets that can be clicked, over what is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

Href = Callable[[str, str], str | None]
"""(document or group, code) -> where its passages are, such as `#passages-…`; None where there are none."""

Leaf = Callable[[str], str | None]
"""Document or code -> where its passages are; None where there are none."""

Pair = Callable[[str, str], str | None]
"""Two documents or two codes -> where the passages are that both have; None where there are none."""

LEAST = 18.0
"""Least side of a target, in points: 24 pixels at full width."""


def target(
    axes: Axes, box: tuple[float, float, float, float], url: str | None, gid: str, transform: Any = None
) -> None:
    """Lay a target over what is drawn at (left, bottom, width, height); without a url it has its tip alone.

    Parameters
    ----------
    axes
        In whose coordinates the box is, where no transform is given.
    box
        Left, bottom, width and height.
    url, gid
        Where it leads; its tip has the same gid.
    transform
        Of the coordinates of the box.
    """
    left, bottom, width, height = box
    # All but transparent: a fill of none takes no click, and a number above would swallow one.
    patch = Rectangle((left, bottom), width, height, facecolor=(1, 1, 1, 0.004), edgecolor="none", zorder=10)
    patch.set(gid=gid, url=url, clip_on=False)
    if transform is not None:
        patch.set_transform(transform)
    axes.add_artist(patch)  # not add_patch, which would reckon the limits anew for every one


def name_links(axes: Axes, names: Sequence[str], room: float, leaf: Leaf, width: float) -> None:
    """Make the names at the left of rows lead to their passages; each gid is `name-<name>`.

    Parameters
    ----------
    axes
        With a row at 0, 1, … for each name.
    names
        Of documents or codes, the first on top.
    room
        Width of the names, in points.
    leaf
        Where a name leads.
    width
        Width of the axes, in points.
    """
    share = room / width
    for place, name in enumerate(names):
        if url := leaf(name):
            box = (-share, place - 0.5, share, 1.0)
            target(axes, box, url, name_gid(name), axes.get_yaxis_transform())


def name_gid(name: str) -> str:
    """Return the gid of the link of a name."""
    return f"name-{name}"
