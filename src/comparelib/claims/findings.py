"""All cards of a comparison, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence

from comparelib.claims.card import Card
from comparelib.claims.design import (
    balance_cards,
    document_groups_card,
    paragraph_groups_card,
    scope_cards,
)
from comparelib.claims.differences import difference_cards, distance_card, document_test_cards
from comparelib.claims.evidence import Evidence
from comparelib.claims.ranks import ranks_card
from comparelib.claims.texts import priority_cards, shared_cards
from comparelib.clusters import ParagraphGroups


def findings(
    evidence: Evidence, groups: ParagraphGroups | None = None, more: Sequence[Card] = ()
) -> tuple[Card, ...]:
    """Return every card: differences, what texts put first, what both do, whole profiles, and the limits.

    Within each kind the best supported come first, else in the order of the makers.

    Parameters
    ----------
    evidence
        Results on one matrix.
    groups
        Groups of paragraphs or units of the same matrix; None where they were not looked for.
    more
        Cards on words, corrections and coders, which stand behind those on whole profiles.
    """
    return (
        *_by_grade(difference_cards(evidence)),
        *priority_cards(evidence),
        *_by_grade(shared_cards(evidence)),
        distance_card(evidence),
        ranks_card(evidence),
        *more,
        *(() if groups is None else (paragraph_groups_card(evidence, groups),)),
        document_groups_card(evidence),
        *scope_cards(evidence),
        *document_test_cards(evidence),
        *balance_cards(evidence),
    )


def _by_grade(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    return tuple(sorted(cards, key=lambda card: card.grade.rank))
