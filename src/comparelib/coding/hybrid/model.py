"""A classifier and the dictionary it reads with -> one calibrated score per unit and code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.codebook import Codebook
from comparelib.coding.classifier.decisions import Decision, fitted_decision
from comparelib.coding.classifier.encoder import SentenceEncoder, UseEncoder
from comparelib.coding.classifier.fitting import FacetFit, Fit
from comparelib.coding.classifier.keeping import ModelFolder
from comparelib.coding.classifier.labels import coder_labels
from comparelib.coding.classifier.model import (
    Classifier,
    classifier_predictions,
    kept_classifier,
    kept_decisions,
    one_thread,
)
from comparelib.coding.classifier.predictions import Predictions, predictions_of
from comparelib.coding.classifier.reading import Reader, Readings
from comparelib.coding.dictionary.load import Dictionary
from comparelib.coding.hybrid.signs import hybrid_signs, unlearned_signs
from comparelib.coding.reference import REFERENCE_CODER

VERSION = "1.1.0"
_NOWHERE = ModelFolder(None)


@dataclass(frozen=True)
class Hybrid:
    """Dictionary and classifier together.

    Attributes
    ----------
    classifier
        With its dictionary and its training data.
    decisions
        Facet -> from both coders' signs to codes.
    unlearned
        Facet whose codes may join -> from the dictionary's signs alone to codes, for codes that the
        classifier could not learn. What its evidence is worth was learned from the other codes.
    """

    classifier: Classifier
    decisions: dict[str, Decision]
    unlearned: dict[str, Decision]

    @property
    def version(self) -> str:
        """Version of the method and first digits of the training data's hash."""
        return f"{VERSION}+{self.classifier.training.digest[:8]}"

    @property
    def coder(self) -> str:
        """The coder's name in codings."""
        return f"hybrid@{self.version}"


def fit_hybrid(  # noqa: PLR0913 - two tables and a codebook, and keywords
    units: pd.DataFrame,
    codings: pd.DataFrame,
    codebook: Codebook,
    *,
    dictionary: Dictionary,
    varieties: Mapping[str, str],
    coder: str = REFERENCE_CODER,
    encoder: SentenceEncoder | None = None,
    seed: int = 1,
    cache: Path | None = None,
) -> Hybrid:
    """Learn how much dictionary and classifier are worth together; parameters as of `fit_classifier`.

    The weights are learned on passages of the training units that the classifier's models had not seen.

    Raises
    ------
    CodingFault, NotEstimable
        As `fit_classifier`.
    """
    reader = Reader(codebook, dictionary, encoder or UseEncoder(), cache)
    readings = reader.read(units, varieties)
    labels = coder_labels(codings, coder, readings.units["unit_id"], codebook)
    classifier = kept_classifier(reader, readings, labels, coder, seed)
    return hybrid_of(classifier, readings, ModelFolder(cache))


def hybrid_of(classifier: Classifier, readings: Readings, folder: ModelFolder = _NOWHERE) -> Hybrid:
    """Return the hybrid of a classifier and the readings it was fitted on; `folder` as of `classifier_of`."""
    digest, fit = classifier.training.digest, classifier.fit
    several = Fit(fit.space, {name: own for name, own in fit.facets.items() if own.facet.multiple})
    with one_thread():
        decisions = kept_decisions(
            folder, ("hybrid", digest), fit, lambda own: _decision(own, classifier, readings)
        )
        unlearned = kept_decisions(
            folder,
            ("unlearned", digest),
            several,
            lambda own: _decision(own, classifier, readings, learned=False),
        )
    return Hybrid(classifier, decisions, unlearned)


def hybrid_predictions(hybrid: Hybrid, readings: Readings) -> dict[str, Predictions]:
    """Return what the hybrid says of units, per facet that could be learned."""
    classifier = hybrid.classifier
    alone = classifier_predictions(classifier, readings)
    return joined_predictions(hybrid, readings, alone)


def joined_predictions(
    hybrid: Hybrid, readings: Readings, alone: Mapping[str, Predictions]
) -> dict[str, Predictions]:
    """Return the hybrid's predictions where the classifier's are known."""
    rows = np.arange(len(readings.units))
    found = {}
    for name, facet in hybrid.classifier.fit.facets.items():
        decision = hybrid.decisions[name]
        margins = facet.margins(alone[name].contributions)
        signs = hybrid_signs(
            readings,
            (rows, facet.columns),
            margins,
            np.broadcast_to(facet.positives, margins.shape),
            _similarity(hybrid.classifier, readings, facet)[rows],
            several=decision.several,
        )
        probabilities = decision.probabilities(signs)
        if decision.several and not facet.estimable.all():
            decision = _with_unlearned(decision, hybrid.unlearned[name], facet)
            bare = hybrid.unlearned[name].probabilities(unlearned_signs(signs))
            probabilities = np.where(facet.estimable, probabilities, bare)
        found[name] = predictions_of(decision, probabilities, readings, alone[name].contributions)
    return found


def _with_unlearned(decision: Decision, unlearned: Decision, facet: FacetFit) -> Decision:
    """Return the decision with the other one's thresholds for codes that were not learned."""
    common = float(np.median(unlearned.cut))
    return replace(decision, cut=np.where(facet.estimable, decision.cut, common))


def _decision(
    facet: FacetFit, classifier: Classifier, readings: Readings, *, learned: bool = True
) -> Decision:
    several = facet.facet.multiple
    signs = hybrid_signs(
        readings,
        (facet.rows, facet.columns),
        facet.solved.margins,
        facet.solved.support,
        _similarity(classifier, readings, facet)[facet.rows],
        several=several,
    )
    signs = signs if learned else unlearned_signs(signs)
    most = classifier.reader.dictionary.rules[facet.facet.name].most
    return fitted_decision(signs, facet.held(readings), several=several, most=most)


def _similarity(classifier: Classifier, readings: Readings, facet: FacetFit) -> NDArray[np.float64]:
    """Return how near each unit's meaning is to the definition of each code, shape (units, codes)."""
    mean = classifier.fit.space.mean
    definitions = classifier.reader.definitions(facet.facet) - mean
    return np.asarray((readings.embeddings.text - mean) @ definitions.T)
