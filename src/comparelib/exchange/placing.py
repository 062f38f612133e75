"""Where a passage of another tool stands in our text: at its place, elsewhere by its words, or nowhere."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property

import pandas as pd

from comparelib.exchange.refi.positions import PlainText, Span
from comparelib.model import UnitKind

_SEED = 10  # letters of a quote that must stand somewhere as they are before it is compared at all
_NEAR = 0.8  # share of a quote's letters that must stand there in order
_CONTEXT = 60  # letters before and behind a quote that tell equal passages apart


class Status(StrEnum):
    """What became of a coding on import."""

    MATCHED = "matched"
    MOVED = "moved"
    UNPLACED = "unplaced"


@dataclass(frozen=True)
class Placement:
    """Where a passage stands: the units that it codes, and how that was found.

    Attributes
    ----------
    unit_ids
        Empty where the status is `unplaced`.
    start, end
        Offsets into the canonical text; None where unplaced.
    how
        In words: why it was moved, or why it has no place.
    """

    status: Status
    how: str
    unit_ids: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Letters:
    """A text by its letters and digits alone, and the place of each in the text."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Letters:
        """Squeeze a text: no white space, punctuation or case."""
        found = [(part, at) for at, char in enumerate(text) if char.isalnum() for part in char.casefold()]
        return cls("".join(part for part, _ in found), tuple(at for _, at in found))


class DocumentPlaces:
    """A document of ours, in which passages are looked for."""

    def __init__(self, doc_id: str, text: str, units: pd.DataFrame) -> None:
        self.doc_id, self.text = doc_id, text
        ordered = units.sort_values("start", kind="stable")
        self._ids = [str(unit_id) for unit_id in ordered["unit_id"]]
        self._starts = [int(start) for start in ordered["start"]]
        self._ends = [int(end) for end in ordered["end"]]
        self._furniture = [kind == UnitKind.FURNITURE.value for kind in ordered["kind"]]

    @cached_property
    def plain(self) -> PlainText:
        """The text as it is exchanged."""
        return PlainText.of(self.text)

    @cached_property
    def letters(self) -> Letters:
        """The letters of the text."""
        return Letters.of(self.text)

    def place(self, span: Span, theirs: str) -> Placement:
        """Place a span of another text, which may be ours or an older or otherwise cleaned one.

        Parameters
        ----------
        span
            Offsets into `theirs`.
        theirs
            The text of the source that the passage was selected in, with LF line ends.
        """
        if theirs == self.plain.text:
            start, end = (int(self.plain.places[at]) for at in span)
            return self._on_units(start, end, Status.MATCHED, "")
        return self.find(theirs[slice(*span)], theirs[: span[0]], theirs[span[1] :])

    def times(self, quote: str) -> int:
        """Return how often the words of a passage stand in the text."""
        key = Letters.of(quote).text
        return len(_spots(key, self.letters.text)) if key else 0

    def find(self, quote: str, before: str = "", behind: str = "") -> Placement:
        """Find a passage by its words; what stands before and behind it tells equal passages apart."""
        key, whole = Letters.of(quote).text, self.letters.text
        if not key:
            return Placement(Status.UNPLACED, "no letter or digit is selected")
        spots = _spots(key, whole)
        if not spots:
            near = _nearest(key, whole)
            if near is None:
                return Placement(Status.UNPLACED, "these words are not in the text")
            return self._by_letters(near, "nearly the same words, found again")
        around = (Letters.of(before[-4 * _CONTEXT :]).text, Letters.of(behind[: 4 * _CONTEXT]).text)
        at = _likeliest(spots, len(key), whole, around)
        if at is None:
            return Placement(Status.UNPLACED, f"these words stand {len(spots)} times in the text")
        return self._by_letters((at, at + len(key)), "the same words, found again")

    def _by_letters(self, span: Span, how: str) -> Placement:
        start, end = self.letters.places[span[0]], self.letters.places[span[1] - 1] + 1
        return self._on_units(start, end, Status.MOVED, how)

    def _on_units(self, start: int, end: int, status: Status, how: str) -> Placement:
        chosen = self.text[start:end]
        start += len(chosen) - len(chosen.lstrip())
        end = start + len(chosen.strip())
        touched = range(bisect_right(self._ends, start), bisect_left(self._starts, end))
        coded = [at for at in touched if self._is_meant(at, start, end)]
        kept = [at for at in coded if not self._furniture[at]]
        if not kept:
            reason = "the text there is furniture, which is not coded" if coded else "there is no unit there"
            return Placement(Status.UNPLACED, reason)
        words = [how, self._extent(kept, start, end)]
        ids = tuple(self._ids[at] for at in kept)
        return Placement(status, "; ".join(word for word in words if word), ids, start, end)

    def _is_meant(self, at: int, start: int, end: int) -> bool:
        """Whether at least half of the unit is selected, or at least half of the selection is the unit."""
        shared = min(end, self._ends[at]) - max(start, self._starts[at])
        return 2 * shared >= min(self._ends[at] - self._starts[at], end - start)

    def _extent(self, kept: list[int], start: int, end: int) -> str:
        if len(kept) > 1:
            return f"{len(kept)} units"
        (at,) = kept
        letters = any(char.isalnum() for char in self.text[self._starts[at] : start])
        letters |= any(char.isalnum() for char in self.text[end : self._ends[at]])
        return "a part of the unit" if letters else ""


def _spots(key: str, whole: str) -> list[int]:
    spots, at = [], whole.find(key)
    while at >= 0:
        spots.append(at)
        at = whole.find(key, at + 1)
    return spots


def _likeliest(spots: list[int], length: int, whole: str, around: tuple[str, str]) -> int | None:
    """Return the spot whose surroundings agree longest with the passage's own; None on a tie."""
    if len(spots) == 1:
        return spots[0]
    before, behind = around
    scores = [
        _agreeing(before[::-1], whole[max(0, at - _CONTEXT) : at][::-1])
        + _agreeing(behind, whole[at + length : at + length + _CONTEXT])
        for at in spots
    ]
    best = max(scores)
    return spots[scores.index(best)] if scores.count(best) == 1 else None


def _agreeing(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _nearest(key: str, whole: str) -> Span | None:
    """Return the stretch that holds most of a quote's letters in order; None where too few do."""
    votes: Counter[int] = Counter()
    for at in range(0, len(key) - _SEED + 1, 3):
        for spot in _spots(key[at : at + _SEED], whole):
            votes[round((spot - at) / _SEED)] += 1
    if not votes:
        return None
    most = max(votes.values())
    low = _SEED * min(bucket for bucket, count in votes.items() if count == most)
    slack = len(key) // 4 + _SEED
    first = max(0, low - slack)
    stretch = whole[first : low + len(key) + slack]
    blocks = SequenceMatcher(None, key, stretch, autojunk=False).get_matching_blocks()
    blocks = [block for block in blocks if block.size >= 3]
    if sum(block.size for block in blocks) < _NEAR * len(key):
        return None
    return first + blocks[0].b, first + blocks[-1].b + blocks[-1].size
