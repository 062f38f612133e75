"""When a claim is strong, moderate, tentative, not supported or refused: one table, with the reasons.

Each claim takes the first rule of its kind that holds. Afterwards its grade is lowered to what the coding can
carry. A grade is of the claim as it is worded, which speaks of the texts at hand; how well these stand for
anything beyond them is another question, and is refused where the design cannot carry it.
"""

from __future__ import annotations

from math import isnan

from comparelib.claims.card import FindingKind, Grade
from comparelib.claims.coding_rules import CODING
from comparelib.claims.facts import (
    LEVEL,
    LIKELY,
    PROBABLE,
    RATHER,
    RELIABLE,
    RELIABLE_LOW,
    USABLE,
    Facts,
    Rule,
)
from comparelib.clusters.trees import MIN_OBJECTS_FOR_GROUPS
from comparelib.matrix.groups import MOST_DOCUMENTS

FORETELLS, STABLE = 0.9, 0.75


def _always(_: Facts) -> bool:
    return True


_PRIORITY = (
    Rule(
        FindingKind.PRIORITY,
        Grade.REFUSED,
        lambda facts: facts.objects > MOST_DOCUMENTS,
        f"more than {MOST_DOCUMENTS} texts",
        "of so many statements at once some are wrong, and nobody can tell which",
    ),
    Rule(
        FindingKind.PRIORITY,
        Grade.REFUSED,
        lambda facts: not facts.has_interval,
        "there is no rank interval",
        "a bare rank hides that a short text hardly orders its themes",
    ),
    *(
        Rule(
            kind,
            grade,
            lambda facts, least=least: facts.probability >= least,  # type: ignore[misc]
            f"P(among the first three) >= {least:.2f}, the smallest over the texts or sides it names",
            why,
        )
        for kind in (FindingKind.PRIORITY, FindingKind.SHARED)
        for grade, least, why in (
            (Grade.STRONG, LIKELY, "nearly every version of the text puts it there"),
            (Grade.MODERATE, PROBABLE, "four in five versions of the text put it there"),
            (Grade.TENTATIVE, RATHER, "more versions of the text put it there than not"),
        )
    ),
)
_DIFFERENCE = (
    Rule(
        FindingKind.DIFFERENCE,
        Grade.STRONG,
        lambda facts: (
            facts.excludes_zero
            and facts.q <= LEVEL
            and facts.outside_spread
            and facts.beyond_each
            and facts.outside_placebo
            and facts.robust is True
        ),
        "the interval excludes 0, also from each single text of the other side, q <= .05 over all themes, "
        "larger than every placebo, robust in the multiverse",
        "chance, the choice of themes, one odd text and the way of reckoning are each ruled out",
    ),
    Rule(
        FindingKind.DIFFERENCE,
        Grade.MODERATE,
        lambda facts: (
            facts.excludes_zero and facts.q <= LEVEL and facts.outside_spread and facts.robust is not False
        ),
        "the interval excludes 0, q <= .05, beyond each text of the other side, and the multiverse does not "
        "speak against it",
        "texts of one side may still differ as much among themselves",
    ),
    Rule(
        FindingKind.DIFFERENCE,
        Grade.TENTATIVE,
        lambda facts: (
            facts.outside_spread and (facts.excludes_zero or (facts.outside_placebo and facts.robust is True))
        ),
        "beyond each text of the other side, and either the interval excludes 0 or it is larger than every "
        "placebo and robust in the multiverse",
        "the direction stands, its size may be 0",
    ),
)
_DISTANCE = (
    Rule(
        FindingKind.DISTANCE,
        Grade.STRONG,
        lambda facts: facts.percentile >= LIKELY and facts.p_document <= LEVEL,
        "larger than in 95 % of the random deals of paragraphs, and p <= .05 over documents",
        "it is more than what documents of one side differ among themselves",
    ),
    Rule(
        FindingKind.DISTANCE,
        Grade.TENTATIVE,
        lambda facts: facts.percentile >= LIKELY,
        "larger than in 95 % of the random deals of paragraphs",
        "paragraphs of one author are alike: with one text on a side such deals mislead in up to one in four",
    ),
)
_GROUPS = (
    Rule(
        FindingKind.GROUPS,
        Grade.REFUSED,
        lambda facts: facts.objects < MIN_OBJECTS_FOR_GROUPS,
        f"fewer than {MIN_OBJECTS_FOR_GROUPS} objects",
        "among five documents of pure noise two groups look stable (mean bootstrap Jaccard .80)",
    ),
    Rule(
        FindingKind.GROUPS,
        Grade.STRONG,
        lambda facts: (
            facts.groups > 1
            and facts.strength >= FORETELLS
            and facts.jaccard >= STABLE
            and facts.jaccard > facts.jaccard_null
        ),
        "prediction strength >= .9 and every group's bootstrap Jaccard >= .75 and above that of chance",
        "halves of the objects foretell each other's groups",
    ),
    Rule(
        FindingKind.GROUPS,
        Grade.MODERATE,
        lambda facts: facts.groups > 1 and facts.strength >= PROBABLE and facts.jaccard > facts.jaccard_null,
        "prediction strength >= .8 and every group's bootstrap Jaccard above that of chance",
        "Tibshirani and Walther take groups to be there from .8",
    ),
)
_DESIGN = (
    Rule(
        FindingKind.SCOPE,
        Grade.REFUSED,
        _always,
        "fewer than four documents on a side, or fewer than two kinds of document on both sides",
        "which documents were chosen is in no interval; kind, sender and date go together with the side",
    ),
    Rule(
        FindingKind.DOCUMENT_TEST,
        Grade.REFUSED,
        lambda facts: facts.floor > LEVEL,
        "the smallest p that so many documents can give is above .05",
        "four documents against one give no p below .2, whatever they say",
    ),
    Rule(FindingKind.BALANCE, Grade.STRONG, _always, "always", "it is counted, not estimated"),
)
RULES: tuple[Rule, ...] = (
    *_PRIORITY,
    *_DIFFERENCE,
    *_DISTANCE,
    *_GROUPS,
    *_DESIGN,
    *CODING,
    *(
        Rule(kind, Grade.NOT_SUPPORTED, _always, "otherwise", "the texts do not show it")
        for kind in (
            FindingKind.PRIORITY,
            FindingKind.SHARED,
            FindingKind.DIFFERENCE,
            FindingKind.DISTANCE,
            FindingKind.GROUPS,
        )
    ),
)
"""In the order in which they are tried."""

CAPS: tuple[tuple[str, Grade, str, str], ...] = (
    (
        "unknown",
        Grade.MODERATE,
        "the reliability of the coding is not known",
        "an error of coding may be behind it",
    ),
    ("reliable", Grade.STRONG, "alpha >= .80 with a lower bound >= .60", "reliable by the usual standard"),
    ("usable", Grade.MODERATE, "alpha >= .667", "Krippendorff (2019): good for tentative conclusions"),
    (
        "unreliable",
        Grade.TENTATIVE,
        "alpha below .667, or not estimable",
        "coders do not agree on what the theme is",
    ),
)
"""Name, best grade that is left, when, why: what the coding of a theme can carry."""


def grade_of(kind: FindingKind, facts: Facts) -> Grade:
    """Return the grade of the first rule of this kind that holds."""
    return next(rule.grade for rule in RULES if rule.kind is kind and rule.holds(facts))


def coding_class(reliability: float | None, low: float | None, *, known: bool) -> str:
    """Return the name in `CAPS` of a theme's coding; `known` is whether reliability was looked at."""
    if not known:
        return "unknown"
    if reliability is None or isnan(reliability) or reliability < USABLE:
        return "unreliable"
    enough = low is not None and low >= RELIABLE_LOW
    return "reliable" if reliability >= RELIABLE and enough else "usable"


def capped(grade: Grade, coding: str) -> Grade:
    """Return the grade that a coding of this class leaves; what is refused or not supported stays so."""
    best = next(cap for name, cap, _, _ in CAPS if name == coding)
    return max(grade, best, key=lambda each: each.rank)
