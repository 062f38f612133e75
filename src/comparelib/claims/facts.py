"""What grades are decided on, and what a rule is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from comparelib.claims.card import FindingKind, Grade

LEVEL = 0.05
LIKELY, PROBABLE, RATHER = 0.95, 0.80, 0.50
RELIABLE, RELIABLE_LOW, USABLE = 0.80, 0.60, 2 / 3
MOST_CODES = 0.70
UNCHANGED, UNCHANGED_LOW = 0.98, 0.95


@dataclass(frozen=True)
class Facts:
    """What grades are decided on; what does not belong to a kind of claim keeps its default.

    Attributes
    ----------
    probability
        Of the claim, over texts whose paragraphs were drawn anew.
    has_interval
        Whether there is an interval.
    excludes_zero
        Whether the interval of the difference excludes 0.
    q
        Benjamini and Hochberg's, over all themes.
    outside_spread
        Whether the text is beyond each text of the other side.
    beyond_each
        Whether the interval of its difference from each text of the other side excludes 0.
    outside_placebo
        Whether the difference is larger than that of every text from the rest of its side.
    robust
        Whether the multiverse holds it robust; None where there is none.
    percentile
        Of the distance among random deals of paragraphs.
    p_document, floor
        Of the permutation of documents.
    objects
        How many objects were to be grouped, or texts to be spoken of one by one.
    groups, strength, jaccard, jaccard_null
        Number of groups, their prediction strength, their smallest clusterwise Jaccard, and that of chance.
    same_sign, sign_holds
        Whether raw and corrected difference have one sign; whether it holds when each side has the errors
        that the sample shows.
    errors, scale
        Worst status of the ladder's L2 (recall and precision, pooled and within codes), and status of its L3.
    on_both_sides
        Whether every code has enough reference positives on both sides (L0).
    unchanged, unchanged_low
        Part of the codes that stay when doublets are swapped, with the lower bound.
    reliable, weakest, weakest_low
        Part of the estimable codes with alpha >= .80; the smallest alpha, and the smallest lower bound.
    words
        How many words have an interval that excludes 0.
    agrees_low
        Lower bound of the rank correlation.
    """

    probability: float = float("nan")
    has_interval: bool = True
    excludes_zero: bool = False
    q: float = float("nan")
    outside_spread: bool = False
    beyond_each: bool = False
    outside_placebo: bool = False
    robust: bool | None = None
    percentile: float = float("nan")
    p_document: float = float("nan")
    floor: float = float("nan")
    objects: int = 0
    groups: int = 0
    strength: float = float("nan")
    jaccard: float = float("nan")
    jaccard_null: float = float("nan")
    same_sign: bool = False
    sign_holds: bool = False
    errors: str = ""
    scale: str = ""
    on_both_sides: bool = False
    unchanged: float = float("nan")
    unchanged_low: float = float("nan")
    reliable: float = float("nan")
    weakest: float = float("nan")
    weakest_low: float = float("nan")
    words: int = 0
    agrees_low: float = float("nan")


@dataclass(frozen=True)
class Rule:
    """A grade, when it is given, and why there.

    Attributes
    ----------
    kind, grade
        Of which claim, and what it gets.
    holds
        The rule itself.
    when, why
        The same in words, as they stand in docs/methods.md.
    """

    kind: FindingKind
    grade: Grade
    holds: Callable[[Facts], bool]
    when: str
    why: str
