"""Units and a coder's codings -> a classifier: linear models, calibrated, with their provenance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd

from comparelib.codebook import Codebook
from comparelib.coding.classifier.decisions import Decision, fitted_decision, margin_signs
from comparelib.coding.classifier.encoder import SentenceEncoder, UseEncoder
from comparelib.coding.classifier.exemplars import read_exemplars
from comparelib.coding.classifier.fitting import FEWEST, FacetFit, Fit, fit_margins
from comparelib.coding.classifier.hashing import digest_of
from comparelib.coding.classifier.keeping import ModelFolder, Solved, decision_arrays, decision_of
from comparelib.coding.classifier.labels import Labels, coder_labels
from comparelib.coding.classifier.predictions import Predictions, predictions_of
from comparelib.coding.classifier.reading import Reader, Readings
from comparelib.coding.dictionary.load import Dictionary
from comparelib.coding.reference import REFERENCE_CODER

VERSION = "1.1.0"
_NOWHERE = ModelFolder(None)


@dataclass(frozen=True)
class Training:
    """What a model was learned from: enough to learn the same again.

    Attributes
    ----------
    coder
        Whose codings.
    digest
        sha256 of the units, codings, codebook, patterns, encoder, version and seed.
    n_units, n_documents
        Units and documents that the coder coded.
    """

    coder: str
    digest: str
    n_units: int
    n_documents: int
    encoder: str
    dictionary: str
    codebook_version: str
    seed: int

    def parameters(self) -> dict[str, str]:
        """Return the provenance as the table of coders holds it."""
        return {key: str(value) for key, value in sorted(vars(self).items())}


@dataclass(frozen=True)
class Classifier:
    """A fitted classifier.

    Attributes
    ----------
    fit
        Features and linear models.
    decisions
        Facet -> from margins to codes.
    not_estimable
        (facet, code, why) of the codes that it never gives, because it could not learn them.
    """

    reader: Reader
    fit: Fit
    decisions: dict[str, Decision]
    training: Training
    not_estimable: tuple[tuple[str, str, str], ...]

    @property
    def version(self) -> str:
        """Version of the method and first digits of the training data's hash."""
        return f"{VERSION}+{self.training.digest[:8]}"

    @property
    def coder(self) -> str:
        """The coder's name in codings."""
        return f"classifier@{self.version}"


def fit_classifier(  # noqa: PLR0913 - two tables and a codebook, and keywords
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
) -> Classifier:
    """Learn every facet of the codebook from one coder's codings.

    Parameters
    ----------
    units, codings
        As in the tables of those names. Units that the coder did not code are read, not learned from.
    coder
        Whose codings are learned.
    varieties
        doc_id -> language variety ("nl-NL" or "nl-BE").
    encoder
        Default: the one that comes with comparelib.
    seed
        Of the folds of passages on which penalties, calibration and thresholds are chosen.
    cache
        Folder for embeddings by hash; None keeps nothing. The result is the same.

    Raises
    ------
    CodingFault
        No such coder, an unknown unit, facet or code, a missing column.
    NotEstimable
        No code has two units with it and two without.
    """
    reader = Reader(codebook, dictionary, encoder or UseEncoder(), cache)
    readings = reader.read(units, varieties)
    labels = coder_labels(codings, coder, readings.units["unit_id"], codebook)
    return kept_classifier(reader, readings, labels, coder, seed)


def kept_classifier(reader: Reader, readings: Readings, labels: Labels, coder: str, seed: int) -> Classifier:
    """Return the classifier of units that were read: from the reader's cache, or fitted and kept there."""
    training = training_of(reader, readings, labels, coder, seed)
    return classifier_of(reader, readings, labels, training, ModelFolder(reader.cache))


def classifier_of(
    reader: Reader,
    readings: Readings,
    labels: Labels,
    training: Training,
    folder: ModelFolder = _NOWHERE,
) -> Classifier:
    """Return the classifier of units that were read; what `folder` holds of it is not fitted again."""
    digest = training.digest
    with one_thread():
        found = {name: Solved.of(part) for name, part in folder.found("margins", digest).items()}
        exemplars = read_exemplars(reader)
        fit = fit_margins(readings, labels, reader.codebook, training.seed, found, exemplars=exemplars)
        if not found:
            folder.keep("margins", digest, {name: own.solved.arrays() for name, own in fit.facets.items()})
        decisions = kept_decisions(
            folder, ("classifier", digest), fit, lambda own: _decision(own, reader, readings)
        )
    return Classifier(reader, fit, decisions, training, not_estimable(fit, reader.codebook))


def kept_decisions(
    folder: ModelFolder, key: tuple[str, str], fit: Fit, made: Callable[[FacetFit], Decision]
) -> dict[str, Decision]:
    """Return the decision of each facet: those that `folder` holds under `key`, or new ones, kept there."""
    found = folder.found(*key)
    if set(found) == set(fit.facets):
        return {name: decision_of(part) for name, part in found.items()}
    decisions = {name: made(own) for name, own in fit.facets.items()}
    folder.keep(*key, {name: decision_arrays(decision) for name, decision in decisions.items()})
    return decisions


def _decision(facet: FacetFit, reader: Reader, readings: Readings) -> Decision:
    """Return the decision that rests on the margins of the linear models alone."""
    several = facet.facet.multiple
    signs = margin_signs(facet.solved.margins, facet.solved.support, several=several)
    most = reader.dictionary.rules[facet.facet.name].most
    return fitted_decision(signs, facet.held(readings), several=several, most=most)


def classifier_predictions(classifier: Classifier, readings: Readings) -> dict[str, Predictions]:
    """Return what the classifier says of units, per facet; codes that are not estimable are never chosen."""
    blocks = classifier.fit.space.blocks(readings)
    found = {}
    for name, facet in classifier.fit.facets.items():
        contributions = facet.contributions(blocks)
        decision = classifier.decisions[name]
        signs = margin_signs(facet.margins(contributions), facet.positives, several=decision.several)
        own = decision.probabilities(signs)
        own[:, ~facet.estimable] = 0.0
        found[name] = predictions_of(decision, own, readings, contributions)
    return found


def not_estimable(fit: Fit, codebook: Codebook) -> tuple[tuple[str, str, str], ...]:
    """Return the codes that could not be learned, each with the reason."""
    found = []
    for facet in codebook.facets:
        own = fit.facets.get(facet.name)
        for number, code in enumerate(facet.names):
            if own is None or not own.estimable[number]:
                n = int(own.positives[number]) if own is not None else 0
                units = len(own.rows) if own is not None else 0
                found.append(
                    (
                        facet.name,
                        code,
                        f"{n} of {units} training units have it; {FEWEST} with and without are needed",
                    )
                )
    return tuple(found)


def training_of(reader: Reader, readings: Readings, labels: Labels, coder: str, seed: int) -> Training:
    """Return the provenance of a model that is fitted on `labels`."""
    rows = labels.rows
    # Neighbours count, so whole documents do; documents without a coding do not.
    own = readings.units["doc_id"].isin(readings.units["doc_id"].iloc[rows]).to_numpy()
    patterns = [list(map(str, vars(pattern).values())) for pattern in reader.dictionary.patterns]
    exclusions = [list(map(str, vars(exclusion).values())) for exclusion in reader.dictionary.exclusions]
    exemplars = [list(map(str, vars(exemplar).values())) for exemplar in reader.dictionary.exemplars]
    asked = [[name, np.flatnonzero(mask[own]).tolist()] for name, mask in labels.asked.items()]
    digest = digest_of(
        VERSION,
        readings.units[own].astype(str).to_numpy().tolist(),
        np.packbits(labels.values[own]),
        asked,
        list(labels.codes),
        patterns,
        exclusions,
        exemplars,
        reader.encoder.identity,
        seed,
    )
    return Training(
        coder=coder,
        digest=digest,
        n_units=len(rows),
        n_documents=int(readings.units["doc_id"].iloc[rows].nunique()),
        encoder=reader.encoder.identity,
        dictionary=reader.dictionary.version,
        codebook_version=reader.codebook.version,
        seed=seed,
    )


def one_thread() -> AbstractContextManager[object]:
    """Return a context in which linear algebra runs on one thread, so that the last bits do not vary."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped, unused-ignore]

    return cast("AbstractContextManager[object]", threadpool_limits(limits=1))
