"""Results as tables: one function a table, each returns a `Table`; nothing is estimated or saved here."""

from comparelib.tables.agreement import agreement_table, quality_by_side_table, quality_table
from comparelib.tables.cards import FindingCards, card_html, finding_cards
from comparelib.tables.corpus import balance_table, corpus_table
from comparelib.tables.correction import correction_table
from comparelib.tables.coverage import coverage_table
from comparelib.tables.equivalence import equivalence_table, ladder_table
from comparelib.tables.graded import graded_table
from comparelib.tables.priorities import contrast_table, priority_table, rank_table, theme_matrix_table
from comparelib.tables.refusal import Refusal, shown
from comparelib.tables.robustness import robustness_table, ways_table
from comparelib.tables.sharing import shared_table
from comparelib.tables.strategies import strategy_table
from comparelib.tables.swapped import swap_changes_table, swap_table
from comparelib.tables.table import Table

__all__ = [
    "FindingCards",
    "Refusal",
    "Table",
    "agreement_table",
    "balance_table",
    "card_html",
    "contrast_table",
    "corpus_table",
    "correction_table",
    "coverage_table",
    "equivalence_table",
    "finding_cards",
    "graded_table",
    "ladder_table",
    "priority_table",
    "quality_by_side_table",
    "quality_table",
    "rank_table",
    "robustness_table",
    "shared_table",
    "shown",
    "strategy_table",
    "swap_changes_table",
    "swap_table",
    "theme_matrix_table",
    "ways_table",
]
