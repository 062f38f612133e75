"""What the styles of a DOCX say of a paragraph: heading level, place in a list, weight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from comparelib.text.extract.package import Package

_SPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"^(?:heading|kop|berschrift|titre)\s*(\d)$", re.I)
_TITLE = re.compile(r"^(?:title|titel)$", re.I)
_CONTENTS = re.compile(r"^(?:toc|inhopg|contents)\s*\d*(?: heading)?$", re.I)
_DEEPEST_CHAIN = 12


def qualified(tag: str) -> str:
    """Return the qualified name of a WordprocessingML tag: 'p' -> '{…}p'."""
    return _SPACE + tag


@dataclass(frozen=True)
class WordStyles:
    """Paragraph styles by their id."""

    styles: dict[str, Any]

    @classmethod
    def of(cls, package: Package) -> WordStyles:
        """Read the styles of a package; a package without styles has none."""
        if "word/styles.xml" not in package.parts:
            return cls({})
        root = package.tree("word/styles.xml")
        return cls({each.get(qualified("styleId"), ""): each for each in root.iter(qualified("style"))})

    def _chain(self, paragraph: Any) -> list[Any]:
        """The paragraph's own properties, then those of its style and of the styles that this is based on."""
        own = paragraph.find(qualified("pPr"))
        chain = [] if own is None else [own]
        named = None if own is None else own.find(qualified("pStyle"))
        style = self.styles.get(named.get(qualified("val"))) if named is not None else None
        for _ in range(_DEEPEST_CHAIN):
            if style is None:
                break
            chain.append(style)
            based = style.find(qualified("basedOn"))
            style = self.styles.get(based.get(qualified("val"))) if based is not None else None
        return chain

    def _names(self, paragraph: Any) -> list[str]:
        names = [each.find(qualified("name")) for each in self._chain(paragraph)]
        return [name.get(qualified("val"), "") for name in names if name is not None]

    def level(self, paragraph: Any) -> int | None:
        """Return the heading level, from 1: outline level first, then the style's name; None for text."""
        for each in self._chain(paragraph):
            outline = next(iter(each.iter(qualified("outlineLvl"))), None)
            if outline is not None:
                value = int(outline.get(qualified("val"), "9"))
                return value + 1 if value < 9 else None
        for name in self._names(paragraph):
            if found := _HEADING.match(name):
                return int(found.group(1))
            if _TITLE.match(name):
                return 1
        return None

    def is_contents(self, paragraph: Any) -> bool:
        """Whether a paragraph is a line of the table of contents."""
        return any(_CONTENTS.match(name) for name in self._names(paragraph))

    def list_place(self, paragraph: Any) -> tuple[str | None, int]:
        """Return the id of the numbering and the zero-based depth of an item; (None, 0) for other text."""
        number, depth = None, None
        for each in self._chain(paragraph):
            for place in each.iter(qualified("numPr")):
                numbered, deep = place.find(qualified("numId")), place.find(qualified("ilvl"))
                number = number or (None if numbered is None else numbered.get(qualified("val")))
                depth = depth if depth is not None or deep is None else int(deep.get(qualified("val"), "0"))
        return (number if number != "0" else None), depth or 0

    def is_bold(self, paragraph: Any) -> bool:
        """Whether every run with text is bold by its own properties."""
        runs = [run for run in paragraph.iter(qualified("r")) if run.find(qualified("t")) is not None]
        return bool(runs) and all(_is_on(run, "b") for run in runs)

    def is_hidden(self, run: Any) -> bool:
        """Whether a run is hidden text."""
        return _is_on(run, "vanish")


def _is_on(run: Any, name: str) -> bool:
    properties = run.find(qualified("rPr"))
    switch = None if properties is None else properties.find(qualified(name))
    return switch is not None and switch.get(qualified("val"), "1") not in ("0", "false", "off")
