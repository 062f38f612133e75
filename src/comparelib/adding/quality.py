"""How well was a document read? Figures, and a verdict that a researcher can act on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from comparelib.model import CanonicalText, Furniture, SourceText, Unit, UnitKind

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
# Well-read policy texts (five of this study, four PDFs of the Dutch government) have 2.6 to 7.7 % unknown
# words, 2 to 11 % furniture and no sentence of more than 1,100 characters.
_SOME_UNKNOWN, _MANY_UNKNOWN = 0.1, 0.2
_MUCH_FURNITURE = 0.4
_FEW_CHARACTERS = 200  # a page; a title page has as few, a document of several pages on average has not
_LONG = 1500


class Doubt(StrEnum):
    """What makes a reading doubtful."""

    NO_POLICY_TEXT = "no_policy_text"
    MANY_UNKNOWN_WORDS = "many_unknown_words"
    SOME_UNKNOWN_WORDS = "some_unknown_words"
    MUCH_FURNITURE = "much_furniture"
    FEW_CHARACTERS = "few_characters"
    LONG_UNITS = "long_units"
    WARNINGS = "warnings"


_GRAVE = frozenset((Doubt.NO_POLICY_TEXT, Doubt.MANY_UNKNOWN_WORDS))


class Verdict(StrEnum):
    """What to do with a reading: use it, look at its preview first, or get a better file."""

    GOOD = "good"
    LOOK = "look"
    POOR = "poor"


@dataclass(frozen=True)
class Quality:
    """The quality figures of a reading.

    Attributes
    ----------
    n_pages, n_characters, n_words
        Pages of the file; characters and words of the canonical text, furniture included.
    units
        Number of units of each UnitKind, in its order, zeros kept.
    furniture
        Number of units of each kind of Furniture, in its order, zeros kept.
    furniture_share
        Share of the characters of all units that is furniture, in [0, 1].
    n_joined
        Words that were joined over a lost, soft or hard hyphen.
    unknown_share
        Share of the running words of the policy text that are no Dutch word, compound or name, in [0, 1]; 0
        where the text is too short to tell.
    longest_unit
        Characters of the longest unit that is policy text.
    warnings
        What extraction warned of.
    """

    n_pages: int
    n_characters: int
    n_words: int
    units: dict[str, int]
    furniture: dict[str, int]
    furniture_share: float
    n_joined: int
    unknown_share: float
    longest_unit: int
    warnings: tuple[str, ...] = ()

    @property
    def n_policy_units(self) -> int:
        """Units that are coded."""
        return sum(count for kind, count in self.units.items() if UnitKind(kind).is_policy_text)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What makes the reading doubtful, in the order of Doubt; empty where nothing does."""
        holds = {
            Doubt.NO_POLICY_TEXT: self.n_policy_units == 0,
            Doubt.MANY_UNKNOWN_WORDS: self.unknown_share > _MANY_UNKNOWN,
            Doubt.SOME_UNKNOWN_WORDS: _SOME_UNKNOWN < self.unknown_share <= _MANY_UNKNOWN,
            Doubt.MUCH_FURNITURE: self.furniture_share > _MUCH_FURNITURE,
            Doubt.FEW_CHARACTERS: self.n_pages > 1 and self.n_characters < _FEW_CHARACTERS * self.n_pages,
            Doubt.LONG_UNITS: self.longest_unit > _LONG,
            Doubt.WARNINGS: bool(self.warnings),
        }
        return tuple(doubt for doubt in Doubt if holds[doubt])

    @property
    def verdict(self) -> Verdict:
        """GOOD without a doubt, POOR with a grave one, LOOK with any other."""
        doubts = self.doubts
        if _GRAVE & set(doubts):
            return Verdict.POOR
        return Verdict.LOOK if doubts else Verdict.GOOD


def quality(source: SourceText, canonical: CanonicalText, units: Sequence[Unit]) -> Quality:
    """Return the quality figures of a reading.

    Parameters
    ----------
    source
        What extraction read from the file.
    canonical
        Its canonical text.
    units
        All units of it, furniture among them.
    """
    from comparelib.text.extract.quality import unknown_share  # only here: figures alone need no lexicon

    kinds = Counter(unit.kind for unit in units)
    apart = Counter(unit.furniture for unit in units if unit.kind is UnitKind.FURNITURE)
    policy = [unit.text for unit in units if unit.kind.is_policy_text]
    n_all = sum(len(unit.text) for unit in units)
    return Quality(
        n_pages=source.n_pages,
        n_characters=len(canonical.text),
        n_words=sum(1 for _ in _WORD.finditer(canonical.text)),
        units={kind.value: kinds[kind] for kind in UnitKind},
        furniture={kind.value: apart[kind] for kind in Furniture},
        furniture_share=1 - sum(map(len, policy)) / n_all if n_all else 0.0,
        n_joined=canonical.joined,
        unknown_share=unknown_share("\n".join(policy)),
        longest_unit=max(map(len, policy), default=0),
        warnings=source.warnings,
    )
