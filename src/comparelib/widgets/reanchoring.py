"""Codings of units that were cut anew since: each finds its unit again by its words, or is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from comparelib.exchange.placing import DocumentPlaces, Status
from comparelib.model import UnitKind
from comparelib.widgets.passage import text_key

SAME = "the same words, found again"


@dataclass(frozen=True)
class Orphan:
    """A unit as it was when it was coded: its id then, the hash of its words, and these, "" if not kept."""

    unit_id: str
    key: str
    quote: str = ""

    @property
    def doc_id(self) -> str:
        """The document."""
        return self.unit_id.rpartition("#")[0]


@dataclass(frozen=True)
class Found:
    """Where an orphan stands now; `unit_id` is "" where it has no place, and `how` says why."""

    unit_id: str
    how: str


class NewCut:
    """All units as they are now.

    Parameters
    ----------
    units
        Table of units, furniture among them.
    texts
        doc_id -> canonical text.
    """

    def __init__(self, units: pd.DataFrame, texts: Mapping[str, str]) -> None:
        self.units, self._canonical = units, texts
        self._kinds = dict(zip(units["unit_id"], units["kind"], strict=True))
        self._texts = dict(zip(units["unit_id"], units["text"], strict=True))
        self._places: dict[str, DocumentPlaces] = {}

    def text(self, unit_id: str) -> str:
        """Return the words of a unit, parted by single spaces."""
        return " ".join(str(self._texts[unit_id]).split())

    def has(self, orphan: Orphan) -> bool:
        """Whether the unit of this id still has these words; without a hash, whether there is such a unit."""
        known = self._kinds.get(orphan.unit_id, UnitKind.FURNITURE.value) != UnitKind.FURNITURE.value
        return known and orphan.key in ("", text_key(self._texts[orphan.unit_id]))

    def find(self, orphans: Iterable[Orphan], taken: Iterable[str] = ()) -> dict[Orphan, Found]:
        """Return where each orphan stands now.

        Units with the very same words come first; where they stand several times, as many as were coded are
        taken in order, and none otherwise. The others are looked for by their quote: one unit must hold it,
        and hold no more than it. A unit is given to one orphan, and never one that is taken.

        Parameters
        ----------
        taken
            Units that have codings of their own by now.
        """
        given, found = set(taken), dict[Orphan, Found]()
        same: dict[tuple[str, str], list[Orphan]] = defaultdict(list)
        for orphan in sorted(set(orphans), key=lambda each: (each.unit_id, each.key)):
            same[orphan.doc_id, orphan.key].append(orphan)
        for words, group in same.items():
            now = self._by_words.get(words, [])
            if len(now) == len(group):
                found |= {one: Found(unit_id, SAME) for one, unit_id in zip(group, now, strict=True)}
            else:
                found |= {one: self._by_quote(one, len(now)) for one in group}
        for orphan, place in found.items():
            if place.unit_id in given:
                found[orphan] = Found("", f"unit '{place.unit_id}' has codings of its own by now")
            given |= {place.unit_id} - {""}
        return found

    @cached_property
    def _by_words(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for unit_id, text in self._texts.items():
            if self._kinds[unit_id] != UnitKind.FURNITURE.value:
                found[unit_id.rpartition("#")[0], text_key(text)].append(unit_id)
        return dict(found)

    def _by_quote(self, orphan: Orphan, n_same: int) -> Found:
        reason = ""
        if orphan.doc_id not in self._canonical:
            reason = f"there is no document '{orphan.doc_id}'"
        elif n_same:
            reason = f"these words are {n_same} units of the text"
        elif not orphan.quote:
            reason = "no unit has these words any more, and the words were not kept"
        return Found("", reason) if reason else self._nearly(orphan)

    def _nearly(self, orphan: Orphan) -> Found:
        place = self._document(orphan.doc_id).find(orphan.quote)
        if place.status is Status.UNPLACED:
            return Found("", place.how)
        if len(place.unit_ids) > 1:
            return Found("", f"it is {len(place.unit_ids)} units now: {', '.join(place.unit_ids)}")
        (unit_id,) = place.unit_ids
        if place.how.endswith("a part of the unit"):
            return Found("", f"unit '{unit_id}' holds more words now")
        return Found(unit_id, place.how)

    def _document(self, doc_id: str) -> DocumentPlaces:
        if doc_id not in self._places:
            own = self.units[(self.units["doc_id"] == doc_id).to_numpy()]
            self._places[doc_id] = DocumentPlaces(doc_id, self._canonical[doc_id], own)
        return self._places[doc_id]


def moves(found: Mapping[Orphan, Found]) -> dict[tuple[str, str], str]:
    """Return (unit id then, hash of its words) -> unit id now, of all that were found."""
    return {(orphan.unit_id, orphan.key): place.unit_id for orphan, place in found.items() if place.unit_id}


def in_safe_order(moved: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (id then, id now) so that no unit is written over before it was moved itself.

    Where two units changed places there is no such order: these come last.
    """
    left, ordered = dict(sorted(moved.items())), list[tuple[str, str]]()
    while left:
        free = [then for then, now in left.items() if now not in left] or list(left)
        ordered += [(then, left.pop(then)) for then in free]
    return ordered


def found_frame(coder: str, found: Mapping[Orphan, Found]) -> pd.DataFrame:
    """Return coder, unit_id (then), now ("" where it has no place), how, quote."""
    rows: Sequence[tuple[str, ...]] = [
        (coder, orphan.unit_id, place.unit_id, place.how, orphan.quote) for orphan, place in found.items()
    ]
    return pd.DataFrame(rows, columns=["coder", "unit_id", "now", "how", "quote"], dtype="str")
