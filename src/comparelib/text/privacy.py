"""Texts without the people in them: e-mail addresses, telephone numbers and contact persons are left out.

A preview or a report goes further than the file that it was made from. Who to call is no policy text; a name
that stands in a contact line is left out wherever else it stands in the study.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from comparelib.labels import say
from comparelib.model import Furniture
from comparelib.text.dutch.words import in_lexicon
from comparelib.text.layout.people import MAIL, PHONE, has_personal_data, is_name

if TYPE_CHECKING:
    import pandas as pd

MARK = "[…]"
"""What stands in place of what was left out, in every language."""

LEAST_DIGITS, MOST_DIGITS = 9, 13
"""Digits of a Dutch or Belgian telephone number, with its country or without."""

_PARTICLE = r"(?:van|von|de|der|den|het|ten|ter|te|’t|'t|el|al)"
_WORD = r"[A-ZÀ-Ý][\w’'-]+"
_FULL_NAME = re.compile(rf"\b{_WORD}(?:\s+{_PARTICLE})*(?:\s+{_WORD})+")
_PART = r"(?:(?:[A-Z]\.)+|[A-ZÀ-Ý][\w’'-]*)"
_BETWEEN = r"(?:van het|van|von|de|der|den|ten|ter|te|el|al)"  # "Vraag het Eva" is no name
_CAPITALS = re.compile(rf"{_PART}(?:\s+(?:{_BETWEEN}\s+)*{_PART})*")
_TITLED = re.compile(
    r"\b(?:[Dd]hr|[Mm]w|[Mm]evr|[Dd]rs?|[Ii]r|[Ii]ng|[Mm]r|[Pp]rof)\.\s+(?:[A-Z]\.\s*)*(?:(?:van|de|der|den)\s+)*"
    r"(?:[A-ZÀ-Ý][\w’'-]+)?"
)
_SENTENCE_END = frozenset(".:!?|•-–")


class Personal(StrEnum):
    """What kind of personal data a part of a text is."""

    MAIL = "mail"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True)
class Part:
    """A part of a text that is personal data: [start, end) and its kind."""

    start: int
    end: int
    kind: Personal


@dataclass(frozen=True)
class Masked:
    """A text with personal data left out.

    Attributes
    ----------
    text
        What may be shown.
    cuts
        (start, end) in the original text of each part that was left out, in order.
    """

    text: str
    cuts: tuple[tuple[int, int], ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where the span of the original text stands now; None where part of it was left out."""
        if any(start < stop and begin < end for begin, stop in self.cuts):
            return None
        moved = sum(len(MARK) - (stop - begin) for begin, stop in self.cuts if stop <= start)
        return start + moved, end + moved


@dataclass(frozen=True)
class Privacy:
    """Which names are left out of every text of a study."""

    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, units: Iterable[tuple[str, str | None]]) -> Privacy:
        """Collect the names of contact persons.

        Parameters
        ----------
        units
            Text and kind of furniture (None for policy text) of every unit of the study.
        """
        found: set[str] = set()
        for text, furniture in units:
            if furniture == Furniture.CONTACT or has_personal_data(text):
                found.update(name for name in _FULL_NAME.findall(text) if is_name(name))
        return cls(tuple(sorted(found)))

    @classmethod
    def of_units(cls, units: pd.DataFrame) -> Privacy:
        """Collect them from a study's table of units, furniture and all."""
        furniture = units["furniture"].astype(object).where(units["furniture"].notna(), None)
        return cls.of(zip(units["text"], furniture, strict=True))

    def parts(self, text: str, furniture: str | None = None) -> tuple[Part, ...]:
        """Return what is personal in a text, in order and without overlap.

        In furniture also names behind a title ("Dhr. De Wit"); in a contact box all runs of words with a
        capital, but for one Dutch word that begins a sentence: rather a word too many than a name too few.

        Parameters
        ----------
        text
            A unit's text, or any other stretch of a document.
        furniture
            Kind of furniture that the text is, None for policy text.
        """
        found = sorted(self._found(text, furniture), key=lambda part: (part.start, -part.end))
        joined: list[Part] = []
        for part in found:
            last = joined[-1] if joined else None
            touches = last is not None and part.start == last.end and part.kind is last.kind
            if last is not None and (part.start < last.end or touches):
                joined[-1] = Part(last.start, max(last.end, part.end), last.kind)
            else:
                joined.append(part)
        return tuple(joined)

    def masked(self, text: str, furniture: str | None = None) -> Masked:
        """Return a text as a report may show it; a line of a contact box is left out whole."""
        cuts = tuple((part.start, part.end) for part in self.parts(text, furniture))
        # A sentence that is known to be personal, and in which nothing can be pointed at, goes whole too.
        if furniture == Furniture.CONTACT or (not cuts and has_personal_data(text)):
            return Masked(MARK, ((0, len(text)),))
        return Masked(_replaced(text, [(start, end, MARK) for start, end in cuts]), cuts)

    def described(self, text: str, language: str, furniture: str | None = None) -> str:
        """Return a text with each personal part replaced by its kind, such as "[name]"; contact boxes too.

        Who looks at what was read from a file must see what a line is, without seeing whose.
        """
        words = {kind: say(f"privacy.{kind.value}", language) for kind in Personal}
        return _replaced(
            text, [(part.start, part.end, words[part.kind]) for part in self.parts(text, furniture)]
        )

    def _found(self, text: str, furniture: str | None) -> Iterator[Part]:
        for pattern, kind in ((MAIL, Personal.MAIL), (self._known, Personal.NAME)):
            for found in pattern.finditer(text) if pattern else ():
                yield Part(*found.span(), kind)
        for found in PHONE.finditer(text):
            if LEAST_DIGITS <= sum(character.isdigit() for character in found[0]) <= MOST_DIGITS:
                yield Part(*found.span(), Personal.PHONE)
        if furniture:
            yield from (Part(*found.span(), Personal.NAME) for found in _TITLED.finditer(text))
        if furniture == Furniture.CONTACT:
            yield from (
                Part(*found.span(), Personal.NAME)
                for found in _CAPITALS.finditer(text)
                if not _opens_sentence(text, found)
            )

    @cached_property
    def _known(self) -> re.Pattern[str] | None:
        longest_first = sorted(self.names, key=lambda name: (-len(name), name))
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b") if longest_first else None


def _opens_sentence(text: str, found: re.Match[str]) -> bool:
    """Whether it is one Dutch word with the capital that a sentence begins with."""
    before = text[: found.start()].rstrip()
    opens = not before or before[-1] in _SENTENCE_END
    return opens and " " not in found[0] and in_lexicon(found[0])


def _replaced(text: str, parts: Iterable[tuple[int, int, str]]) -> str:
    shown, at = [], 0
    for start, end, words in parts:
        shown += [text[at:start], words]
        at = end
    return "".join([*shown, text[at:]])
