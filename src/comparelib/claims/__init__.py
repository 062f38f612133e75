"""Results -> what may be said of them: finding cards with their numbers, support and grade, and refusals."""

from comparelib.claims.card import Card, FindingKind, Grade, Support, at_least
from comparelib.claims.coders import agreement_card, equivalence_card, swap_card
from comparelib.claims.corrections import Corrected, correction_cards
from comparelib.claims.design import (
    balance_cards,
    document_groups_card,
    paragraph_groups_card,
    scope_cards,
)
from comparelib.claims.differences import difference_cards, distance_card, document_test_cards
from comparelib.claims.evidence import Evidence
from comparelib.claims.facts import Facts, Rule
from comparelib.claims.findings import findings
from comparelib.claims.gather import gathered, text_priorities
from comparelib.claims.grades import CAPS, RULES, capped, coding_class, grade_of
from comparelib.claims.pages import (
    all_findings,
    coded_within,
    coder_cards,
    corrected_by,
    fitting,
    own_words,
    telling,
)
from comparelib.claims.ranks import ranks_card
from comparelib.claims.sharing import Place, SharedAndOwn, Told, shared_and_own
from comparelib.claims.texts import priority_cards, shared_cards
from comparelib.claims.vocabulary import concepts_of, left_out, names_in, vocabulary_cards
from comparelib.claims.voice import Voice

__all__ = [
    "CAPS",
    "RULES",
    "Card",
    "Corrected",
    "Evidence",
    "Facts",
    "FindingKind",
    "Grade",
    "Place",
    "Rule",
    "SharedAndOwn",
    "Support",
    "Told",
    "Voice",
    "agreement_card",
    "all_findings",
    "at_least",
    "balance_cards",
    "capped",
    "coded_within",
    "coder_cards",
    "coding_class",
    "concepts_of",
    "corrected_by",
    "correction_cards",
    "difference_cards",
    "distance_card",
    "document_groups_card",
    "document_test_cards",
    "equivalence_card",
    "findings",
    "fitting",
    "gathered",
    "grade_of",
    "left_out",
    "names_in",
    "own_words",
    "paragraph_groups_card",
    "priority_cards",
    "ranks_card",
    "scope_cards",
    "shared_and_own",
    "shared_cards",
    "swap_card",
    "telling",
    "text_priorities",
    "vocabulary_cards",
]
