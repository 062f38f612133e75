"""HTML to a SourceText: every block of text with its mark-up; what is no main text is boilerplate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from comparelib.errors import Fault, InputFaults
from comparelib.model import Furniture, SourceText
from comparelib.text.extract.numbering import BULLET, numeral
from comparelib.text.extract.passages import Passage, assembled
from comparelib.text.extract.plain import plain_text

_SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "object",
        "svg",
        "math",
        "select",
        "button",
        "input",
        "textarea",
        "audio",
        "video",
        "canvas",
        "dialog",
        "map",
    ]
)
_FURNITURE = {
    "nav": Furniture.BOILERPLATE,
    "header": Furniture.HEADER,
    "footer": Furniture.FOOTER,
    "aside": Furniture.SIDE_BAR,
    "form": Furniture.BOILERPLATE,
    "table": Furniture.TABLE,
    "figcaption": Furniture.CHART_LABEL,
    "address": Furniture.CONTACT,
}
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "br",
        "img",
    ]
)
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_DEEPEST = 200
_NOTES = re.compile(r"(?:^|[\s_-])(?:foot|end)?(?:notes?|noten)(?:$|[\s_-])|voetno", re.I)


@dataclass
class _Walk:
    """Where the walk over the page stands, and what it has gathered of an open block."""

    passages: list[Passage] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    block: int = 0

    def close(self, place: _Place) -> None:
        """End the open block and keep its text."""
        lines = [" ".join(line.split()) for line in "".join(self.parts).split("\n")]
        self.parts.clear()
        self.block += 1
        for line in lines:
            if line:
                marker = place.take_marker()
                text = f"{marker} {line}" if marker else line
                level = place.level if place.furniture is None else None
                self.passages.append(
                    Passage(text, furniture=place.furniture, level=level, marker=marker, block=self.block)
                )


@dataclass
class _Place:
    """What the elements around a text say of it."""

    furniture: Furniture | None = None
    level: int | None = None
    markers: list[str] = field(default_factory=list)

    def take_marker(self) -> str | None:
        """The marker of the item, for its first line alone."""
        return self.markers.pop() if self.markers else None


def html_text(data: bytes, name: str) -> SourceText:
    """Read the text of a web page in the order of its mark-up.

    Scripts, styles and forms are not read. Navigation, banners and what trafilatura takes for no main text
    are kept as furniture, so that nothing is lost unsaid.

    Parameters
    ----------
    data
        The bytes of the page.
    name
        Its name, for messages.

    Raises
    ------
    InputFaults
        The page is empty or cannot be read.
    """
    tree = _tree(data, name)
    walk = _Walk()
    place = _Place()
    _visit(tree, walk, place, 0)
    walk.close(place)
    if not walk.passages:
        remedy = "Save the page from the browser once it is shown in full; its text may come by script"
        raise InputFaults(Fault("the web page holds no text", name, remedy=remedy))
    return assembled(_with_boilerplate(walk.passages, data), 1, "text/html")


def _tree(data: bytes, name: str) -> Any:
    from lxml import etree, html

    declared = re.search(rb"<meta[^>]+charset=[\"']?([\w-]+)", data[:4096], re.I)
    encoding = declared.group(1).decode("ascii", "replace") if declared else None
    text = _decoded(data, encoding, name).replace("\x00", "")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace").decode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputFaults(
            Fault(f"the web page cannot be read ({error})", name, remedy="Save it anew")
        ) from None
    return tree


def _decoded(data: bytes, encoding: str | None, name: str) -> str:
    if encoding:
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            pass
    return plain_text(data, name).text


def _visit(element: Any, walk: _Walk, place: _Place, depth: int) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    if not tag or tag in _SILENT or depth > _DEEPEST or _is_hidden(element):
        return
    if tag == "br":
        walk.parts.append("\n")
        return
    if tag in _INLINE:
        _inside(element, walk, place, depth)
        return
    walk.close(place)
    inner = _place(element, tag, place)
    _inside(element, walk, inner, depth)
    walk.close(inner)


def _inside(element: Any, walk: _Walk, place: _Place, depth: int) -> None:
    keep = element.tag == "pre"
    if element.text:
        walk.parts.append(element.text if keep else element.text.replace("\n", " "))
    for child in element:
        _visit(child, walk, place, depth + 1)
        if child.tail:
            walk.parts.append(child.tail if keep else child.tail.replace("\n", " "))


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def _place(element: Any, tag: str, outer: _Place) -> _Place:
    furniture = outer.furniture or _furniture(element, tag)
    if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        return _Place(furniture, int(tag[1]))
    if tag == "li":
        return _Place(furniture, None, [_marker(element)])
    # a paragraph in an item takes the marker of the item
    return _Place(furniture, outer.level, outer.markers if tag in ("p", "div", "span") else [])


def _furniture(element: Any, tag: str) -> Furniture | None:
    if tag in ("header", "footer") and any(
        above.tag in ("article", "main", "section") for above in element.iterancestors()
    ):
        return None  # of an article, not of the page
    role = element.get("role") or ""
    if role in ("navigation", "search", "banner", "contentinfo", "complementary"):
        return Furniture.BOILERPLATE
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if role in ("doc-footnote", "doc-endnotes") or (tag in ("section", "ol", "div") and _NOTES.search(names)):
        return Furniture.FOOTNOTE
    if tag == "table" and (role == "presentation" or len(element.findall(".//td")) <= 1):
        return None
    return _FURNITURE.get(tag)


def _marker(item: Any) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return BULLET
    start = int(parent.get("start") or 1) if (parent.get("start") or "1").isdigit() else 1
    items = [each for each in parent if each.tag == "li"]
    value = item.get("value") or ""
    count = int(value) if value.isdigit() else start + items.index(item)
    return numeral(count, _FORMS.get(parent.get("type") or "", "decimal")) + "."


def _with_boilerplate(passages: list[Passage], data: bytes) -> Iterator[Passage]:
    """Mark short passages that trafilatura does not count to the main text, where it finds one at all."""
    from dataclasses import replace

    main = _squeezed(_main_text(data))
    inside = [_squeezed(passage.text) in main for passage in passages]
    found = sum(len(each.text) for each, is_in in zip(passages, inside, strict=True) if is_in)
    sure = found > 0.6 * sum(len(each.text) for each in passages if each.furniture is None)
    edges = [at for at, is_in in enumerate(inside) if is_in and len(passages[at].text) > 60]
    first, last = (edges[0], edges[-1]) if edges else (0, len(passages))
    for at, (passage, is_in) in enumerate(zip(passages, inside, strict=True)):
        outside = (at < first or at > last) and passage.level is None
        if sure and outside and not is_in and passage.furniture is None and len(passage.text) < 160:
            yield replace(passage, furniture=Furniture.BOILERPLATE)
        else:
            yield passage


def _main_text(data: bytes) -> str:
    from trafilatura import extract

    return extract(data, include_comments=False, include_tables=False, favor_recall=True, fast=True) or ""


def _squeezed(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
