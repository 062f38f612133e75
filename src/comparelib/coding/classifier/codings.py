"""Predictions -> codings, each with its passage and the reasons for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.coding.classifier.fitting import FacetFit
from comparelib.coding.classifier.model import Classifier, classifier_predictions
from comparelib.coding.classifier.predictions import Predictions
from comparelib.coding.classifier.reading import Readings
from comparelib.coding.classifier.reasons import TURNED, Explainer
from comparelib.model import Reserved
from comparelib.model.schemas import CODINGS, checked

Rule = Callable[[int, int], str]
_DECIMALS = 4


@dataclass(frozen=True)
class Explained:
    """Predictions of one facet, and why: `rule` takes the row of a unit and the place of a code."""

    predictions: Predictions
    explainer: Explainer
    rule: Rule


@dataclass
class _Columns:
    """Columns of codings while they grow."""

    unit: list[int] = field(default_factory=list)
    facet: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    score: list[float] = field(default_factory=list)
    span: list[tuple[int, int] | None] = field(default_factory=list)
    rule: list[str] = field(default_factory=list)

    def add(
        self, unit: int, name: tuple[str, str], score: float, span: tuple[int, int] | None, rule: str
    ) -> None:
        self.unit.append(unit)
        self.facet.append(name[0])
        self.code.append(name[1])
        self.score.append(round(min(max(score, 0.0), 1.0), _DECIMALS))
        self.span.append(span)
        self.rule.append(rule)


def classifier_codings(
    units: pd.DataFrame, classifier: Classifier, varieties: Mapping[str, str]
) -> pd.DataFrame:
    """Return the classifier's codings of units, in their order and that of the codebook.

    `score` is the calibrated probability of the code (of a row `none`: that the likeliest code is absent);
    `rule` names the strongest reasons with what each added to the margin; the passage is the dictionary's for
    that code, else the word that added most. A facet that is put to some codes of another facet alone has
    rows for the units that the classifier gave one of these. A facet that could not be learned has rows
    `failed` that say why.

    Parameters
    ----------
    units
        Columns unit_id, doc_id, text; kind, paragraph, section where known. Furniture is not coded.
    varieties
        doc_id -> language variety.

    Raises
    ------
    CodingFault
        A column is missing.
    """
    readings = classifier.reader.read(units, varieties)
    predictions = classifier_predictions(classifier, readings)
    explained = {}
    for name, own in predictions.items():
        explainer = explainer_of(classifier, name, readings, own)
        names = classifier.fit.facets[name].facet.names
        explained[name] = Explained(own, explainer, _classifier_rule(explainer, names, own.turned))
    return codings_of(classifier, readings, explained, classifier.coder)


def explainer_of(
    classifier: Classifier, facet: str, readings: Readings, predictions: Predictions
) -> Explainer:
    """Return what explains a facet's codings."""
    patterns = classifier.reader.dictionary.program.patterns
    own = classifier.fit.facets[facet]
    return Explainer.of(classifier.fit, own, readings, predictions.contributions, patterns)


def _classifier_rule(explainer: Explainer, names: tuple[str, ...], turned: NDArray[np.bool_]) -> Rule:
    def rule(unit: int, code: int) -> str:
        reasons = "; ".join(map(str, explainer.reasons(unit, code)))
        found = reasons or f"how often {names[code]} occurs; no single word or pattern"
        return f"{found}; {TURNED}" if turned[unit] else found

    return rule


def codings_of(
    classifier: Classifier, readings: Readings, explained: Mapping[str, Explained], coder: str
) -> pd.DataFrame:
    """Return the codings of any coder that rests on a classifier, from its explained predictions."""
    columns = _Columns()
    predictions = {name: own.predictions for name, own in explained.items()}
    for facet in classifier.reader.codebook.facets:
        asked = asked_units(classifier, facet.name, predictions, len(readings.units))
        if facet.name in explained:
            _add_facet(columns, asked, classifier.fit.facets[facet.name], explained[facet.name])
            continue
        why = next(why for name, _, why in classifier.not_estimable if name == facet.name)
        for unit in asked.tolist():
            name = (facet.name, Reserved.FAILED.value)
            columns.add(unit, name, 0.0, None, f"not estimable: {why}")
    return _frame(columns, readings, classifier, coder)


def asked_units(
    classifier: Classifier, facet: str, predictions: Mapping[str, Predictions], n_units: int
) -> NDArray[np.int64]:
    """Return the units to which a facet is put, by what was predicted in the facet that it depends on."""
    needed = classifier.reader.dictionary.rules[facet].only_for
    if needed is None or needed[0] not in predictions:
        return np.arange(n_units)
    other, codes = needed
    names = classifier.fit.facets[other].facet.names
    wanted = [names.index(code) for code in codes]
    return np.flatnonzero(predictions[other].chosen[:, wanted].any(axis=1))


def _add_facet(columns: _Columns, asked: NDArray[np.int64], facet: FacetFit, explained: Explained) -> None:
    predictions, explainer, rule = explained.predictions, explained.explainer, explained.rule
    names = facet.facet.names
    for unit in asked.tolist():
        codes = np.flatnonzero(predictions.chosen[unit]).tolist()
        for code in codes:
            span = _span(explainer.readings, unit, int(facet.columns[code])) or explainer.word_span(
                unit, code
            )
            score = float(predictions.probabilities[unit, code])
            columns.add(unit, (facet.facet.name, names[code]), score, span, rule(unit, code))
        if not codes:
            nearest = int(predictions.probabilities[unit].argmax())
            score = float(predictions.probabilities[unit, nearest])
            why = f"no code reaches its threshold; nearest: {names[nearest]} {score:.2f}"
            columns.add(unit, (facet.facet.name, Reserved.NONE.value), 1 - score, None, why)


def _span(readings: Readings, unit: int, column: int) -> tuple[int, int] | None:
    match = int(readings.evidence.passage[unit, column])
    if match < 0:
        return None
    matches = readings.evidence.matches
    return int(matches.start[match]), int(matches.end[match])


def _frame(columns: _Columns, readings: Readings, classifier: Classifier, coder: str) -> pd.DataFrame:
    """Return the columns as codings, in the order of units and of the codebook."""
    order = {facet.name: place for place, facet in enumerate(classifier.reader.codebook.facets)}
    rank = sorted(range(len(columns.unit)), key=lambda row: (columns.unit[row], order[columns.facet[row]]))
    unit_ids, texts = readings.units["unit_id"].tolist(), readings.units["text"].tolist()
    spans = [columns.span[row] for row in rank]
    owners = [columns.unit[row] for row in rank]
    evidence = [
        texts[unit][span[0] : span[1]] if span else None for unit, span in zip(owners, spans, strict=True)
    ]
    frame = pd.DataFrame(
        {
            "unit_id": pd.Series([unit_ids[unit] for unit in owners], dtype="str"),
            "facet": pd.Series([columns.facet[row] for row in rank], dtype="str"),
            "code": pd.Series([columns.code[row] for row in rank], dtype="str"),
            "coder": pd.Series([coder] * len(rank), dtype="str"),
            "score": pd.Series([columns.score[row] for row in rank], dtype="float64"),
            "start": pd.array([span[0] if span else None for span in spans], dtype="Int64"),
            "end": pd.array([span[1] if span else None for span in spans], dtype="Int64"),
            "evidence": pd.Series(evidence, dtype="str"),
            "rule": pd.Series([columns.rule[row] for row in rank], dtype="str"),
        }
    )
    return checked(frame, CODINGS)
