"""Rows of named values with intervals: what dumbbells, forests and diverging charts have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from comparelib.charts.style import INK, MUTED, SMALL, SURFACE, JurisdictionStyle, panel, text_width, wrapped
from comparelib.labels import formatted

PAD = 10.0
_LINE = 12.0


@dataclass(frozen=True)
class Band:
    """Where the rows of a panel stand, in points from the figure's top left corner."""

    left: float
    top: float
    width: float
    row: float


def label_width(labels: Sequence[str]) -> float:
    """Return the room that row labels need on the left, in points."""
    return max((text_width(label) for label in labels), default=0.0) + PAD


def row_panel(figure: Figure, labels: Sequence[str], band: Band, limits: tuple[float, float]) -> Axes:
    """Return axes with one named row per label, the first on top, and upright rules."""
    axes = panel(figure, band.left, band.top, band.width, len(labels) * band.row)
    axes.set(xlim=limits, ylim=(len(labels) - 0.5, -0.5))
    axes.xaxis.grid(True)
    axes.set_yticks(range(len(labels)), labels)
    return axes


def number_axis(axes: Axes, form: str, language: str, title: str) -> None:
    """Write the numbers of the horizontal axis in the language, and what they are."""
    axes.xaxis.set_major_formatter(lambda value, _: formatted(value, form, language))
    axes.set_xlabel(title, color=MUTED)


def interval(
    axes: Axes,
    place: float,
    bounds: tuple[float, float, float],
    style: JurisdictionStyle,
    *,
    solid: bool = True,
) -> None:
    """Draw (low, value, high) in row `place`; dashed where the interval does not say what it seems to."""
    low, value, high = bounds
    dashes = "solid" if solid else (0, (2.2, 1.4))
    axes.plot([low, high], [place, place], color=style.colour, linewidth=1.5, linestyle=dashes, zorder=2)
    axes.plot(
        [value],
        [place],
        marker=style.marker,
        markersize=5.6,
        markerfacecolor=style.colour,
        markeredgecolor=SURFACE,
        markeredgewidth=0.7,
        linestyle="none",
        zorder=3,
        clip_on=False,
    )


def aside(axes: Axes, words: Sequence[str], head: str) -> None:
    """Write a column of words at the right of the rows."""
    for place, text in enumerate(words):
        _beside(axes, text, place)
    _beside(axes, head, 1.0, above=True)


def caution_height(texts: Sequence[str]) -> float:
    """Return the height of cautions that `caution` writes, in points."""
    return sum(_LINE * (text.count("\n") + 1) for text in texts) + (4.0 if texts else 0.0)


def caution(figure: Figure, texts: Sequence[str]) -> None:
    """Write what must not be overlooked in bold at the top of the figure."""
    width, height = (72 * side for side in figure.get_size_inches())
    down = 2.0
    for text in texts:
        figure.text(
            2.0 / width,
            1 - down / height,
            text,
            va="top",
            ha="left",
            fontsize=SMALL,
            fontweight="bold",
            color=INK,
        )
        down += _LINE * (text.count("\n") + 1)


def caution_text(text: str, width: float) -> str:
    """Break a caution to a figure of `width` points; bold type is a fifth wider."""
    return wrapped(text, 0.82 * width, SMALL)


def _beside(axes: Axes, text: str, place: float, *, above: bool = False) -> None:
    axes.annotate(
        text,
        (1, place),
        xycoords="axes fraction" if above else ("axes fraction", "data"),
        xytext=(PAD, 5 if above else 0),
        textcoords="offset points",
        va="bottom" if above else "center",
        fontsize=SMALL,
        color=MUTED,
        annotation_clip=False,
    )
