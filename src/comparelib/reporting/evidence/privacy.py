"""Units without the people in them: e-mail addresses, telephone numbers and contact persons are left out.

A report goes further than the study that it was made from. Who to call is no policy text; a name that stands
in a contact line is left out wherever else it stands in the study.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from comparelib.model import Furniture
from comparelib.text.layout.people import MAIL, PHONE, has_personal_data, is_name

MARK = "[…]"
"""What stands in place of what was left out, in every language."""

_PARTICLE = r"(?:van|von|de|der|den|het|ten|ter|te|’t|'t|el|al)"
_WORD = r"[A-ZÀ-Ý][\w’'-]+"
_NAME = re.compile(rf"\b{_WORD}(?:\s+{_PARTICLE})*(?:\s+{_WORD})+")


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
                found.update(name for name in _NAME.findall(text) if is_name(name))
        return cls(tuple(sorted(found)))

    def masked(self, text: str, furniture: str | None = None) -> Masked:
        """Return a text as it may be shown; a line of a contact box is left out whole."""
        if furniture == Furniture.CONTACT:
            return Masked(MARK, ((0, len(text)),))
        cuts = self._cuts(text)
        if not cuts and has_personal_data(text):  # known to be personal, and nothing to point at
            return Masked(MARK, ((0, len(text)),))
        shown, end = [], 0
        for start, stop in cuts:
            shown += [text[end:start], MARK]
            end = stop
        return Masked("".join([*shown, text[end:]]), cuts)

    def _cuts(self, text: str) -> tuple[tuple[int, int], ...]:
        patterns = [pattern for pattern in (MAIL, self._known) if pattern is not None]
        spans = [found.span() for pattern in patterns for found in pattern.finditer(text)]
        spans += [
            found.span()
            for found in PHONE.finditer(text)
            if 9 <= sum(character.isdigit() for character in found[0]) <= 13
        ]
        joined: list[tuple[int, int]] = []
        for start, stop in sorted(spans):
            if joined and start < joined[-1][1]:
                joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
            else:
                joined.append((start, stop))
        return tuple(joined)

    @cached_property
    def _known(self) -> re.Pattern[str] | None:
        longest_first = sorted(self.names, key=lambda name: (-len(name), name))
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b") if longest_first else None
