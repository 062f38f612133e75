"""Two readings of a document: which of its units are new, gone and unchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

NamedText = tuple[str, str]
"""unit_id and text of a unit."""

_KEY = 12  # characters by which the first part of a unit is looked up


@dataclass(frozen=True)
class UnitChanges:
    """What changed from one reading of a text to the next, by the texts of its units.

    Attributes
    ----------
    doc_id, against
        The document, and the one that it is held against: the same doc_id for an earlier reading of its own,
        another one for an older edition.
    new
        Units of the new reading whose text the old one does not have, in reading order.
    gone
        Units of the old reading whose text the new one does not have, in reading order.
    unchanged
        How many units both have.
    recut
        How many units of the new reading hold text that the old one cut at other places: two units that were
        one, or one that was several. They are neither new nor gone.
    """

    doc_id: str
    against: str
    new: tuple[NamedText, ...]
    gone: tuple[NamedText, ...]
    unchanged: int
    recut: int = 0

    @property
    def is_none(self) -> bool:
        """Whether both readings have the same units."""
        return not (self.new or self.gone or self.recut)

    @property
    def likeness(self) -> float:
        """Share of units that are identical, in [0, 1]: Dice's coefficient, 2 |both| / (|old| + |new|).

        Units that are cut otherwise do not count.
        """
        total = 2 * self.unchanged + len(self.new) + len(self.gone)
        return 2 * self.unchanged / total if total else 0.0


def unit_changes(
    doc_id: str, new: Sequence[NamedText], against: str, old: Sequence[NamedText]
) -> UnitChanges:
    """Hold the units of two readings against each other, as multisets of texts.

    A text that stands twice in the old reading and three times in the new one is unchanged twice; the last
    one is new. Order does not count: a moved unit is unchanged.
    """
    fresh, gone = _beyond(new, old), _beyond(old, new)
    split, parts = _recut(gone, fresh)  # one old unit is several new ones
    fresh = _without(fresh, parts)
    joined, pieces = _recut(fresh, gone := _without(gone, split))  # several old units are one new one
    fresh, gone = _without(fresh, joined), _without(gone, pieces)
    return UnitChanges(doc_id, against, fresh, gone, _shared(new, old), len(parts) + len(joined))


def _shared(one: Sequence[NamedText], other: Sequence[NamedText]) -> int:
    return (Counter(text for _, text in one) & Counter(text for _, text in other)).total()


def _beyond(units: Sequence[NamedText], others: Sequence[NamedText]) -> tuple[NamedText, ...]:
    left = Counter(text for _, text in others)
    beyond = []
    for name, text in units:
        if left[text] > 0:
            left[text] -= 1
        else:
            beyond.append((name, text))
    return tuple(beyond)


def _recut(wholes: Sequence[NamedText], parts: Sequence[NamedText]) -> tuple[set[str], set[str]]:
    """Return the names of wholes that are a run of parts, and of these parts; white space does not count."""
    squeezed = ["".join(text.split()) for _, text in parts]
    starts: dict[str, list[int]] = {}
    for at, text in enumerate(squeezed):
        starts.setdefault(text[:_KEY], []).append(at)
    found: set[str] = set()
    used: set[int] = set()
    for name, text in wholes:
        whole = "".join(text.split())
        keys = [whole[:_KEY], *(whole[:length] for length in range(1, min(_KEY, len(whole))))]
        for at in (place for key in keys for place in starts.get(key, ())):
            run = _run(whole, squeezed, at)
            if run and not used.intersection(run):
                found.add(name)
                used.update(run)
                break
    return found, {parts[at][0] for at in used}


def _run(whole: str, parts: Sequence[str], at: int) -> range | None:
    """Return which parts from `at` on make up the whole, None where they do not."""
    done = end = 0
    while done < len(whole) and at + end < len(parts) and whole.startswith(parts[at + end], done):
        done += len(parts[at + end])
        end += 1
    return range(at, at + end) if end and done == len(whole) else None


def _without(units: Sequence[NamedText], names: set[str]) -> tuple[NamedText, ...]:
    return tuple(unit for unit in units if unit[0] not in names)
