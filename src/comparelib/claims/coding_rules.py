"""Rules for claims on coders, words and orders: what stands between a text and its shares."""

from __future__ import annotations

from comparelib.claims.card import FindingKind, Grade
from comparelib.claims.facts import MOST_CODES, RELIABLE_LOW, UNCHANGED, UNCHANGED_LOW, USABLE, Rule
from comparelib.equivalence import Status

_CORRECTION = (
    Rule(
        FindingKind.CORRECTION,
        Grade.STRONG,
        lambda facts: facts.same_sign and facts.excludes_zero and facts.sign_holds,
        "raw and corrected difference have one sign, the corrected interval excludes 0, and the sign holds "
        "with the errors that the sample shows on each side",
        "no error of the coder that the sample shows is behind it",
    ),
    Rule(
        FindingKind.CORRECTION,
        Grade.MODERATE,
        lambda facts: facts.same_sign and facts.excludes_zero,
        "raw and corrected difference have one sign, and the corrected interval excludes 0",
        "how the coder errs on one side is not known well enough",
    ),
    Rule(
        FindingKind.CORRECTION,
        Grade.TENTATIVE,
        lambda facts: facts.same_sign and facts.sign_holds,
        "raw and corrected difference have one sign, which holds with the errors of each side",
        "the direction is not the coder's, its size may be 0",
    ),
)
_EQUIVALENCE = (
    Rule(
        FindingKind.EQUIVALENCE,
        Grade.REFUSED,
        lambda facts: facts.errors == Status.NOT_TESTABLE,
        "too few reference positives on a side to find recall and precision equal",
        "not testable is no yes: unequal errors would pass for a difference of texts",
    ),
    Rule(
        FindingKind.EQUIVALENCE,
        Grade.STRONG,
        lambda facts: facts.errors == facts.scale == Status.EQUAL and facts.on_both_sides,
        "recall and precision equal within the margin, no shift of the shares, and every code has enough "
        "reference positives on both sides",
        "raw shares of both sides mean the same, code by code",
    ),
    Rule(
        FindingKind.EQUIVALENCE,
        Grade.MODERATE,
        lambda facts: facts.errors == Status.EQUAL and facts.scale != Status.UNEQUAL,
        "recall and precision equal within the margin over all codes, and no shift of the shares is shown",
        "over all codes together it holds; for single codes it is not known",
    ),
)
_SWAP = (
    Rule(
        FindingKind.SWAP,
        Grade.STRONG,
        lambda facts: facts.unchanged >= UNCHANGED and facts.unchanged_low >= UNCHANGED_LOW,
        "at least 98 % of the codes stay in either direction, with a lower bound of 95 %",
        "the coder reads the words of both varieties alike",
    ),
    Rule(
        FindingKind.SWAP,
        Grade.MODERATE,
        lambda facts: facts.unchanged >= UNCHANGED,
        "at least 98 % of the codes stay in either direction",
        "the swapped passages are few",
    ),
)
_AGREEMENT = (
    Rule(
        FindingKind.AGREEMENT,
        Grade.STRONG,
        lambda facts: (
            facts.reliable >= MOST_CODES and facts.weakest >= USABLE and facts.weakest_low >= RELIABLE_LOW
        ),
        "alpha >= .80 for 70 % of the codes, none below .667, and no lower bound below .60",
        "the goal that the study set itself beforehand",
    ),
    Rule(
        FindingKind.AGREEMENT,
        Grade.MODERATE,
        lambda facts: facts.reliable >= MOST_CODES,
        "alpha >= .80 for 70 % of the codes",
        "single codes are weaker, or their bounds wide",
    ),
)
_WORDS = (
    Rule(
        FindingKind.VOCABULARY,
        Grade.TENTATIVE,
        lambda facts: facts.words > 0,
        "a word's interval excludes 0 after names were left out and doublets counted as one",
        "the words of one text hang together, and kind and sender are in them",
    ),
    Rule(
        FindingKind.RANKS,
        Grade.REFUSED,
        lambda facts: not facts.has_interval,
        "the rank correlation has no interval",
        "a bare agreement of orders hides that a short text hardly orders its themes",
    ),
    Rule(
        FindingKind.RANKS,
        Grade.MODERATE,
        lambda facts: facts.agrees_low > 0,
        "the interval of tau-b lies above 0",
        "the orders have more in common than chance gives",
    ),
)
CODING: tuple[Rule, ...] = (
    *_CORRECTION,
    *_EQUIVALENCE,
    *_SWAP,
    *_AGREEMENT,
    *_WORDS,
    *(
        Rule(kind, Grade.NOT_SUPPORTED, lambda _: True, "otherwise", "the texts do not show it")
        for kind in (
            FindingKind.CORRECTION,
            FindingKind.EQUIVALENCE,
            FindingKind.SWAP,
            FindingKind.AGREEMENT,
            FindingKind.VOCABULARY,
            FindingKind.RANKS,
        )
    ),
)
