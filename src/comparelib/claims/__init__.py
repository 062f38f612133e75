"""Results -> what may be said of them: finding cards with their numbers, support and grade, and refusals."""

from comparelib.claims.card import Card, FindingKind, Grade, Support
from comparelib.claims.design import (
    balance_cards,
    document_groups_card,
    paragraph_groups_card,
    scope_cards,
)
from comparelib.claims.differences import difference_cards, distance_card, document_test_cards
from comparelib.claims.evidence import Evidence
from comparelib.claims.findings import at_least, findings
from comparelib.claims.gather import gathered
from comparelib.claims.grades import CAPS, RULES, Facts, Rule, capped, coding_class, grade_of
from comparelib.claims.texts import priority_cards, shared_cards

__all__ = [
    "CAPS",
    "RULES",
    "Card",
    "Evidence",
    "Facts",
    "FindingKind",
    "Grade",
    "Rule",
    "Support",
    "at_least",
    "balance_cards",
    "capped",
    "coding_class",
    "difference_cards",
    "distance_card",
    "document_groups_card",
    "document_test_cards",
    "findings",
    "gathered",
    "grade_of",
    "paragraph_groups_card",
    "priority_cards",
    "scope_cards",
    "shared_cards",
]
