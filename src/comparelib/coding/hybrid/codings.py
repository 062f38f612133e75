"""Units -> codings of dictionary and classifier together, which say who of the two spoke."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from comparelib.coding.classifier.codings import Explained, Rule, codings_of, explainer_of
from comparelib.coding.classifier.fitting import FacetFit
from comparelib.coding.classifier.model import classifier_predictions
from comparelib.coding.classifier.predictions import Predictions
from comparelib.coding.classifier.reading import Readings
from comparelib.coding.classifier.reasons import TURNED, Explainer
from comparelib.coding.dictionary.pattern import Pattern
from comparelib.coding.hybrid.model import Hybrid, joined_predictions

_MOST_PATTERNS = 3


def hybrid_codings(units: pd.DataFrame, hybrid: Hybrid, varieties: Mapping[str, str]) -> pd.DataFrame:
    """Return the hybrid's codings of units; columns and parameters as of `classifier_codings`.

    `rule` opens with who gave the code: "dictionary and classifier", "dictionary", "classifier", or "both
    together" where each alone would have stopped short of it; then come the dictionary's patterns and the
    classifier's reasons.
    """
    classifier = hybrid.classifier
    readings = classifier.reader.read(units, varieties)
    alone = classifier_predictions(classifier, readings)
    joined = joined_predictions(hybrid, readings, alone)
    patterns = classifier.reader.dictionary.program.patterns
    explained = {}
    for name, facet in classifier.fit.facets.items():
        explainer = explainer_of(classifier, name, readings, alone[name])
        rule = _rule(explainer, (alone[name], joined[name]), facet, patterns)
        explained[name] = Explained(joined[name], explainer, rule)
    return codings_of(classifier, readings, explained, hybrid.coder)


def _rule(
    explainer: Explainer,
    predictions: tuple[Predictions, Predictions],
    facet: FacetFit,
    patterns: tuple[Pattern, ...],
) -> Rule:
    alone, joined = predictions
    readings, estimable = explainer.readings, facet.estimable

    def rule(unit: int, code: int) -> str:
        column = int(facet.columns[code])
        found = _patterns_of(readings, unit, column, patterns)
        learned = bool(alone.chosen[unit, code])
        given = bool(readings.evidence.chosen[unit, column])
        parts = [f"{_who(given, learned)}: {' + '.join(found) or 'no pattern of the code'}"]
        if not estimable[code]:
            parts.append("classifier not estimable for this code")
        else:
            reasons = ", ".join(map(str, explainer.reasons(unit, code)))
            parts.append(f"classifier {alone.probabilities[unit, code]:.2f} ({reasons or 'base rate'})")
        if joined.turned[unit]:
            parts.append(TURNED)
        return "; ".join(parts)

    return rule


def _who(dictionary: bool, classifier: bool) -> str:
    if dictionary and classifier:
        return "dictionary and classifier"
    if dictionary or classifier:
        return "dictionary" if dictionary else "classifier"
    return "both together"


def _patterns_of(readings: Readings, unit: int, column: int, patterns: tuple[Pattern, ...]) -> list[str]:
    """Return the rules of the heaviest patterns of a code that matched in a unit."""
    matched = readings.evidence.patterns
    found = np.sort(matched.indices[matched.indptr[unit] : matched.indptr[unit + 1]])
    own = [patterns[number] for number in found.tolist() if _same(patterns[number], readings, column)]
    return [pattern.rule for pattern in own[:_MOST_PATTERNS]]


def _same(pattern: Pattern, readings: Readings, column: int) -> bool:
    return readings.evidence.codes[column] == (pattern.facet, pattern.code)
