"""A file as a document would be made of it, before it is one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparelib.adding.quality import Quality, quality
from comparelib.model import CanonicalText, SourceText, Unit, UnitKind
from comparelib.text.clean.canonical import CleaningLog, canonical_with_log
from comparelib.text.extract import extract
from comparelib.text.segment import segment

Span = tuple[int, int]


@dataclass(frozen=True)
class Reading:
    """What was read from a file, and what was done to it on the way.

    Attributes
    ----------
    source, canonical, units
        The raw text, the canonical text and all its units.
    log
        What cleaning did.
    quality
        The figures.
    """

    source: SourceText
    canonical: CanonicalText
    units: tuple[Unit, ...]
    log: CleaningLog
    quality: Quality

    @property
    def policy_texts(self) -> tuple[str, ...]:
        """The texts of the units that are coded, in reading order."""
        return tuple(unit.text for unit in self.units if unit.kind.is_policy_text)


def read_file(data: bytes, name: str) -> Reading:
    """Read, clean and cut a file.

    Raises
    ------
    InputFaults
        The file cannot be read as text; names the file and the way out.
    """
    source = extract(data, name)
    canonical, log = canonical_with_log(source)
    units = segment(canonical, source)
    return Reading(source, canonical, units, log, quality(source, canonical, units))


def joined_spans(source: SourceText, canonical: CanonicalText) -> tuple[Span, ...]:
    """Return where the joined words stand in the canonical text.

    A word was joined where two characters that touch in the canonical text have a line end between them in
    the raw text. A word that was joined twice stands once.
    """
    offsets, text = canonical.offsets, canonical.text
    spans: list[Span] = []
    for at in np.flatnonzero(np.abs(np.diff(offsets)) > 1):
        first, second = int(offsets[at]), int(offsets[at + 1])
        if first < 0 or second < 0 or text[at].isspace() or text[at + 1].isspace():
            continue
        low, high = min(first, second), max(first, second)
        if "\n" in source.text[low:high] or "\r" in source.text[low:high]:
            span = _word_at(text, int(at))
            if not spans or spans[-1] != span:
                spans.append(span)
    return tuple(spans)


def _word_at(text: str, at: int) -> Span:
    start, end = at, at + 1
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def moved_units(reading: Reading) -> tuple[Unit, ...]:
    """Return the furniture that was moved behind the sentence that it cut, in reading order."""
    offsets, moved, furthest = reading.canonical.offsets, [], -1
    for unit in reading.units:
        own = offsets[unit.start : unit.end]
        first = int(own[0])
        if unit.kind is UnitKind.FURNITURE and 0 <= first < furthest:
            moved.append(unit)
        furthest = max(furthest, int(own.max()))
    return tuple(moved)
