"""The markers of list items, counted: '1.', 'b)', 'iii.', '•'."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from comparelib.text.extract.package import Package
from comparelib.text.extract.wordstyles import qualified

BULLET = "•"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class _Level:
    form: str
    pattern: str
    start: int


@dataclass
class Numbering:
    """The numberings of a DOCX with how far each has counted."""

    levels: dict[str, dict[int, _Level]]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package) -> Numbering:
        """Read the numberings of a package; a package without them has none."""
        if "word/numbering.xml" not in package.parts:
            return cls({})
        root = package.tree("word/numbering.xml")
        abstract = {
            each.get(qualified("abstractNumId")): _levels(each)
            for each in root.iter(qualified("abstractNum"))
        }
        levels: dict[str, dict[int, _Level]] = {}
        for each in root.iter(qualified("num")):
            reference = each.find(qualified("abstractNumId"))
            key = None if reference is None else reference.get(qualified("val"))
            levels[each.get(qualified("numId"), "")] = abstract.get(key, {})
        return cls(levels)

    def marker(self, number: str | None, depth: int) -> str | None:
        """Count an item and return its marker; None for text that is no item."""
        if number is None or depth not in self.levels.get(number, {}):
            return None
        level = self.levels[number][depth]
        if level.form == "none":
            return None
        counts = self.counts.setdefault(number, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return BULLET
        return re.sub(r"%(\d)", lambda found: self._number(number, int(found.group(1)) - 1), level.pattern)

    def _number(self, number: str, depth: int) -> str:
        level = self.levels[number].get(depth)
        if level is None:
            return ""
        return numeral(self.counts[number].get(depth, level.start), level.form)


def _levels(abstract: Any) -> dict[int, _Level]:
    levels = {}
    for each in abstract.iter(qualified("lvl")):
        form, pattern, start = (each.find(qualified(tag)) for tag in ("numFmt", "lvlText", "start"))
        levels[int(each.get(qualified("ilvl"), "0"))] = _Level(
            "decimal" if form is None else form.get(qualified("val"), "decimal"),
            "" if pattern is None else pattern.get(qualified("val"), ""),
            1 if start is None else int(start.get(qualified("val"), "1")),
        )
    return levels


def numeral(count: int, form: str) -> str:
    """Write a count as a list does: 'decimal', 'lowerLetter', 'upperLetter', 'lowerRoman' or 'upperRoman'.

    >>> numeral(4, "lowerRoman"), numeral(28, "lowerLetter"), numeral(3, "decimal")
    ('iv', 'bb', '3')
    """
    if form.endswith("Letter"):
        text = "abcdefghijklmnopqrstuvwxyz"[(count - 1) % 26] * ((count - 1) // 26 + 1)
    elif form.endswith("Roman"):
        text, rest = "", count
        for value, sign in _ROMAN:
            text += sign * (rest // value)
            rest %= value
    else:
        return str(count)
    return text.upper() if form.startswith("upper") else text
