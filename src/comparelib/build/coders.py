"""The machine coders by name, each made ready from the same materials. A new coder is one line in CODERS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from comparelib.codebook import Codebook
from comparelib.coding.dictionary import Dictionary, dictionary_codings
from comparelib.errors import Fault, ParameterFault, one_of
from comparelib.model import Coder, CoderKind

CodeUnits = Callable[[pd.DataFrame, Mapping[str, str]], pd.DataFrame]
"""(units, doc_id -> variety of Dutch) -> codings."""


@dataclass(frozen=True)
class CodedTexts:
    """What a coder may learn from: units, the reference coding of them, and the variety of each document."""

    units: pd.DataFrame
    codings: pd.DataFrame
    varieties: Mapping[str, str]


@dataclass(frozen=True)
class CoderMaterials:
    """What coders are made from.

    Attributes
    ----------
    training
        Called by those coders alone that learn.
    cache
        Folder for what is dear to make and depends on the texts alone (embeddings); None keeps nothing.
    encoder
        Folder of a sentence-transformers model; None for the encoder that comes with comparelib.
    """

    codebook: Codebook
    dictionary: Dictionary
    training: Callable[[], CodedTexts]
    cache: Path | None = None
    encoder: Path | None = None


@dataclass(frozen=True)
class ReadyCoder:
    """A coder that can code units, and what the table of coders says of it."""

    record: Coder
    code: CodeUnits


def known_coder(name: str) -> CoderKind:
    """Return the kind of machine coder that a name means.

    Raises
    ------
    ParameterFault
        There is no such coder.
    """
    if name not in CODERS:
        raise ParameterFault(Fault(f"'{name}' is no machine coder", expected=one_of(CODERS, name)))
    return CoderKind(name)


def ready_coder(name: str, materials: CoderMaterials) -> ReadyCoder:
    """Return the machine coder of that name.

    Raises
    ------
    ParameterFault
        There is no such coder.
    NotEstimable
        There is too little to learn from.
    """
    return CODERS[known_coder(name)](materials)


def _dictionary(materials: CoderMaterials) -> ReadyCoder:
    codebook, dictionary = materials.codebook, materials.dictionary
    record = Coder(dictionary.coder, CoderKind.DICTIONARY, dictionary.version, codebook.version)
    return ReadyCoder(
        record, lambda units, varieties: dictionary_codings(units, dictionary, codebook, varieties)
    )


def _classifier(materials: CoderMaterials) -> ReadyCoder:
    from comparelib.coding.classifier import classifier_codings, fit_classifier, sentence_encoder

    book, learned = materials.codebook, materials.training()
    model = fit_classifier(
        learned.units,
        learned.codings,
        book,
        dictionary=materials.dictionary,
        varieties=learned.varieties,
        encoder=sentence_encoder(materials.encoder),
        cache=materials.cache,
    )
    given, kind = model.training.parameters(), CoderKind.CLASSIFIER
    record = Coder(model.coder, kind, model.version, book.version, model.training.coder, given)
    return ReadyCoder(record, lambda units, varieties: classifier_codings(units, model, varieties))


def _hybrid(materials: CoderMaterials) -> ReadyCoder:
    from comparelib.coding.classifier import sentence_encoder
    from comparelib.coding.hybrid import fit_hybrid, hybrid_codings

    book, learned = materials.codebook, materials.training()
    model = fit_hybrid(
        learned.units,
        learned.codings,
        book,
        dictionary=materials.dictionary,
        varieties=learned.varieties,
        encoder=sentence_encoder(materials.encoder),
        cache=materials.cache,
    )
    training = model.classifier.training
    given, kind = training.parameters(), CoderKind.HYBRID
    record = Coder(model.coder, kind, model.version, book.version, training.coder, given)
    return ReadyCoder(record, lambda units, varieties: hybrid_codings(units, model, varieties))


CODERS: dict[CoderKind, Callable[[CoderMaterials], ReadyCoder]] = {
    CoderKind.DICTIONARY: _dictionary,
    CoderKind.CLASSIFIER: _classifier,
    CoderKind.HYBRID: _hybrid,
}

LEARNING = frozenset({CoderKind.CLASSIFIER, CoderKind.HYBRID})
"""Kinds that learn from the reference coding."""
