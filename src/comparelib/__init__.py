"""Comparative policy research: Dutch and Flemish texts -> a theme matrix -> comparisons that can be checked.

Names are imported when they are first used, so that `comparelib --help` answers at once. A function that
is called as its package is imported from there: `from comparelib.priorities import priorities`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from comparelib.first_use import on_first_use

__version__ = "0.1.0"

_HOME = {
    "Asked": "comparelib.multiverse",
    "Study": "comparelib.study",
    "agreement": "comparelib.reliability",
    "at_least": "comparelib.claims",
    "coder_quality": "comparelib.reliability",
    "comparable_vocabulary": "comparelib.contrast",
    "compare_priorities": "comparelib.contrast",
    "concordance": "comparelib.explore",
    "correspondence": "comparelib.ordination",
    "document_tree": "comparelib.clusters",
    "every_way": "comparelib.multiverse",
    "findings": "comparelib.claims",
    "form": "comparelib.forms",
    "gathered": "comparelib.claims",
    "jurisdiction_priorities": "comparelib.priorities",
    "nearest": "comparelib.explore",
    "found_passages": "comparelib.reporting.evidence.of_rules",
    "passage_sections": "comparelib.reporting.evidence.of_study",
    "passages": "comparelib.reporting.evidence",
    "swap_passages": "comparelib.reporting.evidence.of_rules",
    "word_passages": "comparelib.reporting.evidence.of_rules",
    "passages_of": "comparelib.explore",
    "pattern_change": "comparelib.explore",
    "theme_matrix": "comparelib.matrix",
    "theme_tree": "comparelib.clusters",
}
_MODULES = ("charts", "tables")

__all__ = [
    "Asked",
    "Study",
    "__version__",
    "agreement",
    "at_least",
    "charts",
    "coder_quality",
    "comparable_vocabulary",
    "compare_priorities",
    "concordance",
    "correspondence",
    "document_tree",
    "every_way",
    "findings",
    "form",
    "found_passages",
    "gathered",
    "jurisdiction_priorities",
    "nearest",
    "passage_sections",
    "passages",
    "passages_of",
    "pattern_change",
    "swap_passages",
    "tables",
    "theme_matrix",
    "theme_tree",
    "word_passages",
]

if TYPE_CHECKING:
    from comparelib import charts, tables
    from comparelib.claims import at_least, findings, gathered
    from comparelib.clusters import document_tree, theme_tree
    from comparelib.contrast import comparable_vocabulary, compare_priorities
    from comparelib.explore.concordance import concordance
    from comparelib.explore.nearest import nearest
    from comparelib.explore.pattern_change import pattern_change
    from comparelib.explore.theme_passages import passages_of
    from comparelib.forms.form import form
    from comparelib.matrix import theme_matrix
    from comparelib.multiverse import Asked, every_way
    from comparelib.ordination import correspondence
    from comparelib.priorities import jurisdiction_priorities
    from comparelib.reliability import agreement, coder_quality
    from comparelib.reporting.evidence.of_rules import found_passages, swap_passages, word_passages
    from comparelib.reporting.evidence.of_study import passage_sections, passages
    from comparelib.study import Study


_named = on_first_use(__name__, _HOME)


def __getattr__(name: str) -> Any:
    return import_module(f"comparelib.{name}") if name in _MODULES else _named(name)
