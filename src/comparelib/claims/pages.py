"""All cards of a page, each made or left out with its reason known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from comparelib.claims.card import Card, FindingKind, Grade
from comparelib.claims.coders import agreement_card, equivalence_card, swap_card
from comparelib.claims.corrections import Corrected, correction_cards
from comparelib.claims.evidence import Evidence
from comparelib.claims.findings import findings
from comparelib.claims.vocabulary import concepts_of, left_out, vocabulary_cards
from comparelib.claims.voice import Names
from comparelib.contrast import VocabularyContrast, vocabulary_contrast
from comparelib.correction import corrected_shares, sign_flip
from comparelib.equivalence import Equivalence, SwapTest
from comparelib.errors import Fault, ParameterFault
from comparelib.matrix import ThemeMatrix
from comparelib.model.attempt import Attempt, attempted
from comparelib.multiverse import Multiverse
from comparelib.reliability import Agreement
from comparelib.variants import Variant

_LEVEL, _DRAWS = 0.99, 1000
_OF_REFERENCE = ("reference", "headline")


def coded_within(codings: pd.DataFrame, units: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the codings of the units at hand, and these units: what a page with some of the texts reads."""
    return codings[codings["unit_id"].isin(units["unit_id"]).to_numpy()], units


def coder_cards(
    faces: Mapping[str, Names],
    documents: pd.DataFrame,
    coder: str,
    found: tuple[Attempt[Agreement], Attempt[Equivalence], Attempt[SwapTest]],
) -> tuple[Card, ...]:
    """Return the cards on coders: agreement, equal treatment, swapped words; those that there are.

    Parameters
    ----------
    faces
        Language -> names.
    documents
        Table of the documents at hand.
    coder
        The coder that was held against the reference.
    found
        Agreement of the coders of the reference, the ladder, and the swap test.
    """
    agreed, alike, swapped = found
    sides = alike.value.sides if alike.value is not None else ()
    labels = documents["jurisdiction"]
    texts = tuple(
        tuple(str(name) for name in documents.loc[(labels == side).to_numpy(), "doc_id"]) for side in sides
    )
    every = tuple(str(name) for name in documents["doc_id"])
    made: list[Attempt[Card]] = [
        attempted(agreement_card, agreed, faces),
        attempted(equivalence_card, alike, faces, texts, coder),
        attempted(swap_card, swapped, faces, every, coder),
    ]
    return tuple(each.value for each in made if each.value is not None)


def corrected_by(
    machine: ThemeMatrix, reference: ThemeMatrix, sample: pd.DataFrame, jurisdictions: tuple[str, str]
) -> Corrected:
    """Return a machine coder's shares of both sides corrected by a sample, and what would flip each sign.

    Raises
    ------
    ParameterFault, CodingFault, MeaninglessOperation
        As `corrected_shares` and `sign_flip`.
    """
    if len(jurisdictions) != 2:
        named = ", ".join(jurisdictions) or "none"
        raise ParameterFault(
            Fault(
                f"a correction of one side: {named}",
                expected="two sides",
                key="refusal.correction_one_side",
                values={"sides": named},
            )
        )
    coded = machine.coded, reference.coded, sample
    return Corrected(corrected_shares(*coded), sign_flip(*coded, groups=jurisdictions))


def own_words(
    units: pd.DataFrame,
    documents: pd.DataFrame,
    variants: Iterable[Variant],
    *,
    jurisdictions: tuple[str, str],
    seed: int = 1,
) -> VocabularyContrast:
    """Return the contrast of vocabularies after names were left out and doublets counted as one word.

    Raises
    ------
    ParameterFault, TableFault, NotEstimable
        As `vocabulary_contrast`.
    """
    if len(jurisdictions) != 2:
        raise ParameterFault(
            Fault("words of one side alone", expected="two sides", key="refusal.words_one_side", values={})
        )
    return vocabulary_contrast(
        units,
        documents,
        jurisdictions=jurisdictions,
        concepts=concepts_of(variants),
        drop=left_out(units),
        level=_LEVEL,
        draws=_DRAWS,
        seed=seed,
    )


def all_findings(
    evidence: Evidence,
    *,
    corrected: Corrected | None = None,
    words: VocabularyContrast | None = None,
    coders: Sequence[Card] = (),
) -> tuple[Card, ...]:
    """Return `findings` with the cards on words, corrections and coders among them, where there are any.

    Parameters
    ----------
    evidence
        Results on one matrix.
    corrected
        Result of `corrected_by` for the same two sides.
    words
        Result of `own_words`.
    coders
        Result of `coder_cards`.
    """
    more = [*(vocabulary_cards(evidence, words) if words is not None else ())]
    more += correction_cards(evidence, corrected) if corrected is not None else ()
    return findings(evidence, None, (*more, *coders))


def telling(cards: Iterable[Card]) -> tuple[Card, ...]:
    """Return the cards that a page on robustness shows: findings, refusals, and what the coder's errors do.

    What is not supported is left to the page of findings, but for cards on corrections: that a sign turns is
    what the page is about.
    """
    kept = (Grade.STRONG, Grade.MODERATE, Grade.TENTATIVE, Grade.REFUSED)
    return tuple(card for card in cards if card.grade in kept or card.kind is FindingKind.CORRECTION)


def fitting(
    coder: str, functions: Sequence[str], *, multiverse: Attempt[Multiverse], agreement: Attempt[Agreement]
) -> dict[str, Any]:
    """Return what of a page's results fits the comparison that its cards are about, for `gathered`.

    The agreement of the coders of a reference says nothing of another coder; a multiverse knows the shares of
    all units and of measures, but not of other functions.
    """
    fits = {"agreement": agreement} if coder in _OF_REFERENCE else {}
    return fits | ({"multiverse": multiverse} if list(functions) in ([], ["measure"]) else {})
