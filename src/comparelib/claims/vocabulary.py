"""Cards on words that are one side's own, after names were left out and doublets counted as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from comparelib.claims.card import Card, FindingKind
from comparelib.claims.evidence import Draft, Evidence
from comparelib.claims.facts import Facts
from comparelib.claims.function_words import FUNCTION_WORDS
from comparelib.claims.grades import grade_of
from comparelib.contrast import VocabularyContrast
from comparelib.labels import LANGUAGES, listed
from comparelib.model.kinds import UnitKind
from comparelib.variants import Variant, VariantKind

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SHOWN = 8


def concepts_of(variants: Iterable[Variant]) -> dict[str, str]:
    """Return word -> concept for the lexical doublets of single words: both "mkb" and "kmo" -> "mkb/kmo".

    Doublets of several words and stars of compounds cannot be counted word by word; they stay as they are.
    """
    concepts: dict[str, str] = {}
    for variant in variants:
        if variant.kind is not VariantKind.LEXICAL_DOUBLET:
            continue
        for pair in zip(variant.nl, variant.vl, strict=True):
            if all(_WORD.fullmatch(form) for form in pair):
                for form in pair:
                    concepts.setdefault(form.lower(), "/".join(dict.fromkeys(pair)).lower())
    return concepts


def names_in(units: pd.DataFrame) -> tuple[str, ...]:
    """Return the words that are names: written with a capital wherever they stand, and not only at a start.

    A word that is met once without a capital is none; one that only opens units or stands in headings in
    capitals could be any word, so it is none either. Abbreviations in capitals count as names.
    """
    policy = units[(units["kind"] != UnitKind.FURNITURE.value).to_numpy()]
    plain: set[str] = set()
    capital: set[str] = set()
    for kind, text in zip(policy["kind"], policy["text"].astype(object), strict=True):
        for place, match in enumerate(_WORD.finditer(text)):
            word = match[0]
            if word[0].islower():
                plain.add(word.lower())
            elif place and kind != UnitKind.HEADING.value:
                capital.add(word.lower())
    return tuple(sorted(capital - plain))


def left_out(units: pd.DataFrame) -> tuple[str, ...]:
    """Return the words that a contrast of vocabularies leaves out: names, and words without a subject."""
    return tuple(sorted(FUNCTION_WORDS.union(names_in(units))))


def vocabulary_cards(evidence: Evidence, contrast: VocabularyContrast) -> tuple[Card, ...]:
    """Return a card for each side that has words of its own; words are the best by their z.

    A word is a side's own where its interval excludes 0. z ranks the words and is no test.
    """
    sides = zip((-1, 1), contrast.jurisdictions, strict=True)
    cards = [_side(evidence, contrast, sign, side) for sign, side in sides]
    return tuple(card for card in cards if card is not None)


def _side(evidence: Evidence, contrast: VocabularyContrast, sign: int, side: str) -> Card | None:
    frame = contrast.frame
    bound = frame["log_odds_low"] if sign > 0 else -frame["log_odds_high"]
    own = frame[(bound > 0).to_numpy()].assign(size=sign * frame["z"])
    own = own.sort_values(["size", "word"], ascending=[False, True], kind="stable")
    if own.empty:
        return None
    other = next(name for name in contrast.jurisdictions if name != side)
    texts = evidence.documents(side)
    shown = [f"“{word}”" for word in own["word"].head(_SHOWN)]
    count = "count_b" if sign > 0 else "count_a"
    return Draft(
        key=f"vocabulary-{side}",
        kind=FindingKind.VOCABULARY,
        numbers={
            "words": len(own),
            "n": len(texts),
            "n_other": len(evidence.documents(other)),
            "shown": len(shown),
            "all": len(frame),
            "level": contrast.level,
            "dropped": len(contrast.dropped),
            "times": int(own[count].iloc[0]),
            "log_odds": float(own["log_odds"].iloc[0]) * sign,
            "low": float(bound[own.index[0]]),
            "high": float((frame["log_odds_high"] if sign > 0 else -frame["log_odds_low"])[own.index[0]]),
        },
        support=evidence.support(texts),
        grade=grade_of(FindingKind.VOCABULARY, Facts(words=len(own))),
        said="claim.vocabulary",
        because="claim.vocabulary.reason",
        fields=_fields(evidence, (side, other), shown),
    ).card(evidence)


def _fields(evidence: Evidence, sides: tuple[str, str], shown: list[str]) -> Mapping[str, Mapping[str, str]]:
    own, other = (evidence.documents(side) for side in sides)
    return {
        "a": evidence.named(other, sides[1], "claim.texts.of"),
        "text": evidence.named(own, sides[0], "claim.texts.in"),
        "list": {language: listed(shown, language) for language in LANGUAGES},
        "first": dict.fromkeys(LANGUAGES, shown[0]),
    }
