"""A machine coder where it is needed: made in each process once, from files of the study and its parts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from comparelib.build.coders import CodedTexts, CoderMaterials, ReadyCoder, ready_coder
from comparelib.codebook import Codebook, load_codebook
from comparelib.coding.dictionary import Dictionary, load_dictionary
from comparelib.coding.reference import REFERENCE_CODER
from comparelib.errors import StoreFailure
from comparelib.store import PartFolder, file_sha256, text_sha256
from comparelib.store.reading import typed_frame


@dataclass(frozen=True)
class Source:
    """Documents of one group that a reference coding covers.

    Attributes
    ----------
    texts, codings
        Keys of the parts that hold their units, and the reference coding of these.
    """

    texts: str
    codings: str
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Training:
    """All that a machine coder is made from; equal trainings are the same coder.

    Attributes
    ----------
    processed, cache
        Folders; the cache holds what is dear to make and depends on texts alone.
    codebook, dictionary
        The file and the folder of patterns.
    curated
        Hash of these two.
    key
        Hash of all that the codings depend on beside the units.
    sources
        What a coder learns from; empty for one that does not learn.
    varieties
        doc_id -> variety of Dutch, of these documents.
    encoder
        Folder of a sentence-transformers model; None for the encoder that comes with comparelib.
    """

    kind: str
    processed: Path
    cache: Path
    codebook: Path
    dictionary: Path
    curated: str
    key: str
    sources: tuple[Source, ...] = ()
    varieties: tuple[tuple[str, str], ...] = ()
    encoder: Path | None = None


@lru_cache(maxsize=4)
def trained_coder(training: Training) -> ReadyCoder:
    """Return the coder, from this process's memory where it was made before. Nothing of it is pickled."""
    codebook, dictionary = _curated(training)
    learned = lambda: _learned(training)  # noqa: E731 - called by coders that learn alone
    materials = CoderMaterials(codebook, dictionary, learned, training.cache, training.encoder)
    return ready_coder(training.kind, materials)


def know(training: Training, codebook: Codebook, dictionary: Dictionary) -> None:
    """Take over a codebook and a dictionary that this process has read already."""
    _CURATED.clear()
    _CURATED[training.curated] = codebook, dictionary


def curated_key(codebook: Path, dictionary: Path) -> str:
    """Return the hash of a codebook and its patterns."""
    return text_sha256(f"{file_sha256(codebook)} {file_sha256(dictionary)}")


_CURATED: dict[str, tuple[Codebook, Dictionary]] = {}


def _curated(training: Training) -> tuple[Codebook, Dictionary]:
    if training.curated not in _CURATED:
        if curated_key(training.codebook, training.dictionary) != training.curated:
            raise StoreFailure("the codebook or its patterns changed while they were read. Build again")
        codebook = load_codebook(training.codebook)
        know(training, codebook, load_dictionary(training.dictionary, codebook))
    return _CURATED[training.curated]


def _learned(training: Training) -> CodedTexts:
    """Return the units of covered documents alone: a million others say nothing to a coder."""
    folder = PartFolder(training.processed)
    units, codings = [], []
    for source in training.sources:
        units.append(folder.frame("units", source.texts, documents=source.documents))
        own = folder.frame("codings", source.codings, documents=source.documents)
        codings.append(own[own["coder"] == REFERENCE_CODER])
    return CodedTexts(_whole(units, "units"), _whole(codings, "codings"), dict(training.varieties))


def _whole(pieces: list[pd.DataFrame], table: str) -> pd.DataFrame:
    return pd.concat(pieces, ignore_index=True) if pieces else typed_frame([], table)
