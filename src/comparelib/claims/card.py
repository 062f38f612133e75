"""A finding card: what may be said, in words, with its numbers, its support and its grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import isnan
from types import MappingProxyType

from comparelib.errors import NotEstimable
from comparelib.labels import LANGUAGES


class Grade(StrEnum):
    """How well a claim is supported; `claims.grades` says when."""

    STRONG = "strong"
    MODERATE = "moderate"
    TENTATIVE = "tentative"
    NOT_SUPPORTED = "not_supported"
    REFUSED = "refused"

    @property
    def rank(self) -> int:
        """0 for strong, up to 4 for refused."""
        return list(Grade).index(self)


class FindingKind(StrEnum):
    """What a card is about."""

    PRIORITY = "priority"
    DIFFERENCE = "difference"
    SHARED = "shared"
    DISTANCE = "distance"
    RANKS = "ranks"
    VOCABULARY = "vocabulary"
    CORRECTION = "correction"
    EQUIVALENCE = "equivalence"
    SWAP = "swap"
    AGREEMENT = "agreement"
    GROUPS = "groups"
    BALANCE = "balance"
    SCOPE = "scope"
    DOCUMENT_TEST = "document_test"

    @property
    def on_measurement(self) -> bool:
        """Whether it says how well was measured, and nothing of what the texts put first."""
        return self in _ON_MEASUREMENT

    @property
    def place(self) -> int:
        """Where it stands among cards of one grade: both sides first, then single texts, then measuring."""
        return _IN_ORDER.index(self)


_ON_MEASUREMENT = (
    FindingKind.CORRECTION,
    FindingKind.AGREEMENT,
    FindingKind.EQUIVALENCE,
    FindingKind.SWAP,
    FindingKind.BALANCE,
)
_IN_ORDER = (
    FindingKind.DIFFERENCE,
    FindingKind.SHARED,
    FindingKind.DISTANCE,
    FindingKind.RANKS,
    FindingKind.VOCABULARY,
    FindingKind.PRIORITY,
    FindingKind.GROUPS,
    FindingKind.SCOPE,
    FindingKind.DOCUMENT_TEST,
    *_ON_MEASUREMENT,
)


@dataclass(frozen=True)
class Support:
    """What a card rests on.

    Attributes
    ----------
    documents
        Ids of the texts it speaks of.
    units
        Their coded units (tokens, where tokens are counted).
    counted
        What `units` are: "units" or "tokens".
    coder
        Who coded them.
    reliability, reliability_low
        Krippendorff's alpha of the coding of the theme, and its lower bound; None where not known or not
        estimable.
    specifications, same_sign, robust
        Number of principled specifications of the multiverse, the part with the same sign, and whether the
        finding also stands without each text; None where there is no multiverse.
    placebos, placebos_exceeded
        Comparisons of a text with the rest of its own side, and how many of them show a smaller difference;
        None where the card has none.
    p_document, floor
        Of the exact permutation of documents: p, and the smallest that so many documents can give.

    Raises
    ------
    NotEstimable
        A document-level p below its floor: such a number is wrong.
    """

    documents: tuple[str, ...]
    units: float
    coder: str
    counted: str = "units"
    reliability: float | None = None
    reliability_low: float | None = None
    specifications: int | None = None
    same_sign: float | None = None
    robust: bool | None = None
    placebos: int | None = None
    placebos_exceeded: int | None = None
    p_document: float | None = None
    floor: float | None = None

    def __post_init__(self) -> None:
        if self.p_document is None or isnan(self.p_document):
            return
        if self.floor is None or self.p_document < self.floor - 1e-12:
            floor = "an unknown floor" if self.floor is None else f"{self.floor:.3g}"
            raise NotEstimable(
                f"p = {self.p_document:.3g} over documents is below {floor}, the smallest they can give",
                "refusal.card_below_floor",
                p=self.p_document,
                floor=self.floor,
            )


@dataclass(frozen=True)
class Card:
    """One finding, or the refusal of one.

    Attributes
    ----------
    key
        Stable id, such as `difference-circular_economy`.
    kind
        What it is about.
    words, reason
        What may be said, and why the grade is what it is: language -> sentences. They speak of texts; none
        speaks of a jurisdiction beyond its texts.
    numbers
        Every number in the words, unrounded.
    support
        What it rests on.
    grade
        How well it is supported.
    code
        The theme it is about; None where it is about no single theme.
    """

    key: str
    kind: FindingKind
    words: Mapping[str, str]
    numbers: Mapping[str, float]
    support: Support
    grade: Grade
    reason: Mapping[str, str]
    code: str | None = None

    def __post_init__(self) -> None:
        for name in ("words", "numbers", "reason"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        assert set(self.words) == set(self.reason) == set(LANGUAGES)


def at_least(cards: tuple[Card, ...], grade: Grade | str) -> tuple[Card, ...]:
    """Return the cards that are supported this well ("tentative" …) or better, in their order."""
    limit = Grade(grade).rank
    return tuple(card for card in cards if card.grade.rank <= limit)
