"""How every figure looks: one place for type, colours and markers.

Ink, muted ink, rules and the page's surface are drawn in marker colours that no data has; `svg.inline` turns
them into the colours of the page around the figure, so that one file reads well on a light and on a dark
page.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache
from textwrap import wrap
from types import MappingProxyType
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

INK, MUTED, RULE, SURFACE = "#1b1c1e", "#55585d", "#d3d6da", "#fefdfc"
NO_CHANGE = "#8a8d91"  # grey of what has no side
SMALL, NORMAL = 7.5, 8.5  # points

# Okabe & Ito (2008), Color universal design: the colours with at least 3:1 on white and on near black come
# first.
OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#F0E442")
HEAT = LinearSegmentedColormap.from_list("heat", ["#eef2f5", "#8fb3cc", "#0a4f7d"])
"""Light is little, dark is much, in colour and in grey."""

_DARK, _LIGHT = "#010101", "#ffffff"  # pure black would be left out of the SVG and take the page's ink
_MARKERS = ("o", "D", "s", "^", "v", "P", "X")

_SETTINGS: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # comes with matplotlib: the same measures on every machine
    "font.size": NORMAL,
    "text.color": INK,
    "text.parse_math": False,  # a dollar sign in a label is a dollar sign
    "axes.labelcolor": INK,
    "axes.edgecolor": RULE,
    "axes.facecolor": "none",
    "axes.linewidth": 0.8,
    "axes.labelsize": SMALL,
    "axes.unicode_minus": True,
    "axes.axisbelow": True,
    "figure.facecolor": "none",
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": NORMAL,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "hatch.color": RULE,
    "hatch.linewidth": 0.6,
    "lines.solid_capstyle": "butt",
    "svg.fonttype": "none",  # text stays text: it can be searched, read aloud and set in the page's type
    "svg.hashsalt": "comparelib",
    "savefig.transparent": False,
}


@dataclass(frozen=True)
class JurisdictionStyle:
    """The fixed face of a jurisdiction in every figure.

    Attributes
    ----------
    label
        Its name in the language of the page.
    colour
        `#rrggbb`.
    marker
        A matplotlib marker; the shape says in grey what the colour says.
    """

    label: str
    colour: str
    marker: str


@dataclass(frozen=True)
class Look:
    """What things are called and how they look: the same for every chart of a page.

    Attributes
    ----------
    language
        BCP 47 tag: `nl`, `nl-NL`, `nl-BE` or `en`.
    codes
        Code -> its label; a code that is not named shows its own name.
    documents
        doc_id -> short name; a document that is not named shows its doc_id.
    styles
        Jurisdiction -> its style; one that is not named takes the next colour of Okabe and Ito.
    """

    language: str = "en"
    codes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    documents: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    styles: Mapping[str, JurisdictionStyle] = field(default_factory=lambda: MappingProxyType({}))

    def code(self, name: str) -> str:
        """Return the label of a code."""
        return self.codes.get(name, name.replace("_", " "))

    def document(self, doc_id: str) -> str:
        """Return the short name of a document."""
        return self.documents.get(doc_id, doc_id.replace("_", " "))

    def name(self, name: str) -> str:
        """Return the label of a code, document or jurisdiction, whichever `name` is."""
        if name in self.styles:
            return self.styles[name].label
        return self.documents.get(name) or self.code(name)

    def style(self, jurisdiction: str) -> JurisdictionStyle:
        """Return the style of a jurisdiction."""
        if jurisdiction in self.styles:
            return self.styles[jurisdiction]
        place = {"NL": 0, "VL": 1}.get(jurisdiction, sum(jurisdiction.encode()))
        return JurisdictionStyle(
            jurisdiction, OKABE_ITO[place % len(OKABE_ITO)], _MARKERS[place % len(_MARKERS)]
        )


PLAIN = Look()
"""English, with the names as they are in the data."""


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as mappings by column."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def styled() -> AbstractContextManager[None]:
    """Return a context in which matplotlib draws as this house does; outside nothing changes."""
    return mpl.rc_context(_SETTINGS)


def canvas(width: float, height: float) -> Figure:
    """Return an empty figure of `width` x `height` points, drawn without pyplot."""
    return Figure(figsize=(width / 72, height / 72), dpi=72)


def panel(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Return axes at a place that is given in points from the figure's top left corner."""
    full_width, full_height = (72 * side for side in figure.get_size_inches())
    bottom = full_height - top - height
    axes = figure.add_axes(
        (left / full_width, bottom / full_height, width / full_width, height / full_height)
    )
    for spine in axes.spines.values():
        spine.set_visible(False)
    return axes


def ink_on(fill: tuple[float, float, float, float]) -> str:
    """Return black or white, whichever reads best on `fill` (luminance as in WCAG 2.2): 4.5:1 or more."""
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in fill[:3])
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return _DARK if (luminance + 0.05) ** 2 > 1.05 * 0.05 else _LIGHT


def text_width(text: str, size: float = NORMAL, weight: str = "normal") -> float:
    """Return how wide the widest line of `text` is, in points."""
    return max((_line_width(line, size, weight) for line in text.split("\n")), default=0.0)


def wrapped(text: str, width: float, size: float = NORMAL) -> str:
    """Break `text` at spaces so that it fits `width` points where its words allow."""
    if text_width(text, size) <= width:
        return text
    for characters in range(len(text), 3, -1):
        lines = wrap(text, characters, break_long_words=False, break_on_hyphens=False)
        if max(text_width(line, size) for line in lines) <= width:
            return "\n".join(lines)
    return "\n".join(text.split())


def shortened(text: str, width: float, size: float = NORMAL) -> str:
    """Cut `text` to `width` points, with an ellipsis where something was cut."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1].rstrip()
    return text + "…"


@cache
def _line_width(line: str, size: float, weight: str) -> float:
    properties = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    width, _, _ = _measure().get_text_width_height_descent(line, properties, False)  # type: ignore[no-untyped-call]
    return float(width)


@cache
def _measure() -> RendererAgg:
    return RendererAgg(8, 8, 72)  # type: ignore[no-untyped-call]
