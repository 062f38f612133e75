"""A figure as SVG inside a page: same bytes each time, own ids, the page's ink, links and tips."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import StringIO
from typing import Any

from lxml import etree
from matplotlib.figure import Figure

from comparelib.charts.style import INK, MUTED, NO_CHANGE, RULE, SURFACE, styled

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"

# Ink follows the page's text; opacities keep muted ink above 4.5:1 on black text over white and the reverse.
_INKS = {
    INK: ("currentColor", None),
    MUTED: ("currentColor", "0.78"),
    NO_CHANGE: ("currentColor", "0.55"),
    RULE: ("currentColor", "0.2"),
    SURFACE: ("var(--surface, Canvas)", None),
}
_COORDINATES = ("d", "transform", "x", "y", "width", "height")
_SCALE = 1.34  # CSS pixels per point: 7.5 points are read as 10 pixels at full width
_LEAST = 1.0  # below this the figure scrolls sideways in its frame instead of getting too small to read


def standalone(figure: Figure) -> str:
    """Return the figure as a whole SVG file, as matplotlib writes it."""
    stream = StringIO()
    with styled():
        figure.savefig(
            stream,
            format="svg",
            bbox_inches="tight",
            pad_inches=0.04,
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    return stream.getvalue()


def inline(figure: Figure, key: str, title: str, alt: str, tips: Mapping[str, str]) -> str:
    """Return the figure as an `<svg>` element for a page.

    Parameters
    ----------
    figure
        What is drawn; artists with a `gid` can have a tip, artists with a `url` become links.
    key
        Prefix of every id.
    title, alt
        Name and description for those who do not see the figure.
    tips
        gid -> text that a pointer and a screen reader find there; names the links.
    """
    root = etree.fromstring(
        standalone(figure).encode(), etree.XMLParser(remove_blank_text=True, no_network=True)
    )
    for element in root.iter(f"{{{_SVG}}}metadata"):
        element.getparent().remove(element)
    _describe(root, key, title, alt)
    _tip(root, tips)
    for element in root.iter(etree.Element):
        _own(element, key)
    etree.cleanup_namespaces(root)
    text: str = etree.tostring(root, encoding="unicode")
    return text.replace(f' xmlns="{_SVG}"', "", 1)


def _describe(root: Any, key: str, title: str, alt: str) -> None:
    linked = root.find(f".//{{{_SVG}}}a") is not None
    left, top, width, height = (float(part) for part in root.get("viewBox").split())
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.set("viewBox", f"{left:g} {top:g} {width:.1f} {height:.1f}")
    # An image hides what is in it from a screen reader, and so would hide the links: a group does not.
    root.set("role", "group" if linked else "img")
    root.set("aria-labelledby", f"{key}-title {key}-alt")
    root.set("class", "chart")
    size = f"width:100%;max-width:{width * _SCALE:.0f}px;min-width:{width * _LEAST:.0f}px;height:auto"
    root.set("style", f"{size};display:block;stroke-linejoin:round;stroke-linecap:butt")
    for element in root.findall(f"{{{_SVG}}}defs"):
        for style in element.findall(
            f"{{{_SVG}}}style"
        ):  # matplotlib's rule for `*` would reach the whole page
            element.remove(style)
    for place, (tag, text) in enumerate((("title", title), ("desc", alt))):
        child = etree.Element(f"{{{_SVG}}}{tag}", id="title" if tag == "title" else "alt")
        child.text = text
        root.insert(place, child)


def _tip(root: Any, tips: Mapping[str, str]) -> None:
    for group in root.iter(f"{{{_SVG}}}g"):
        text = tips.get(group.get("id", ""))
        if text is None:
            continue
        link = group.find(f"{{{_SVG}}}a")
        if link is not None:
            link.set("aria-label", text)
        child = etree.Element(f"{{{_SVG}}}title")
        child.text = text
        (group if link is None else link).insert(0, child)


def _own(element: Any, key: str) -> None:
    if "id" in element.attrib:
        element.set("id", f"{key}-{element.get('id')}")
    if _XLINK in element.attrib:
        target = element.attrib.pop(_XLINK)
        inner = element.tag != f"{{{_SVG}}}a"
        element.set("href", f"#{key}-{target[1:]}" if inner else target)
    for name in [name for name in _COORDINATES if name in element.attrib]:
        element.set(name, _rounded(element.get(name)))
    element.attrib.pop("target", None)  # a link within the report stays in its tab
    for name in ("clip-path", "fill", "mask"):
        value = element.get(name, "")
        if value.startswith("url(#"):
            element.set(name, value.replace("url(#", f"url(#{key}-"))
    if element.get("style") and element.getparent() is not None:
        element.set("style", _styled(element.get("style"), key))


def _styled(style: str, key: str) -> str:
    rules = []
    for rule in style.split(";"):
        name, _, value = (part.strip() for part in rule.partition(":"))
        if name == "font":  # the page's own type; only size and weight are the figure's
            rules += _type(value)
        elif name == "font-family":
            continue
        elif name in {"fill", "stroke"} and value in _INKS:
            colour, opacity = _INKS[value]
            rules += [f"{name}:{colour}"] + ([f"{name}-opacity:{opacity}"] if opacity else [])
        elif name:
            rules.append(f"{name}:{value.replace('url(#', f'url(#{key}-')}")
    return ";".join(rules)


def _type(font: str) -> list[str]:
    match = re.match(r"(?P<before>.*?)(?P<size>[\d.]+px)", font)
    if match is None:
        return [f"font:{font}"]
    weight = next((word for word in match["before"].split() if word in {"bold", "600", "700"}), None)
    style = "italic" if "italic" in match["before"] else None
    chosen = [f"font-size:{match['size']}"]
    return chosen + ([f"font-weight:{weight}"] if weight else []) + ([f"font-style:{style}"] if style else [])


def _rounded(text: str) -> str:
    # A hundredth of a point is not seen, and halves the file.
    return re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), text)
