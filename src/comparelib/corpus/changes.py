"""Two readings of a document: which of its units are new, gone and unchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

NamedText = tuple[str, str]
"""unit_id and text of a unit."""


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
    """

    doc_id: str
    against: str
    new: tuple[NamedText, ...]
    gone: tuple[NamedText, ...]
    unchanged: int

    @property
    def is_none(self) -> bool:
        """Whether both readings have the same units."""
        return not self.new and not self.gone

    @property
    def likeness(self) -> float:
        """Share of units that are identical, in [0, 1]: Dice's coefficient, 2 |both| / (|old| + |new|)."""
        total = 2 * self.unchanged + len(self.new) + len(self.gone)
        return 2 * self.unchanged / total if total else 0.0


def unit_changes(
    doc_id: str, new: Sequence[NamedText], against: str, old: Sequence[NamedText]
) -> UnitChanges:
    """Hold the units of two readings against each other, as multisets of texts.

    A text that stands twice in the old reading and three times in the new one is unchanged twice; the last
    one is new. Order does not count: a moved unit is unchanged.
    """
    return UnitChanges(doc_id, against, _beyond(new, old), _beyond(old, new), _shared(new, old))


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
