"""The vectors of the units' sentences and section titles, each distinct text encoded once, cached by hash."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.coding.classifier.encoder import SentenceEncoder
from comparelib.coding.classifier.hashing import digest_of, read_arrays, written_arrays

_FOLDER = "embeddings"


@dataclass(frozen=True)
class Embeddings:
    """Vectors of the units, float64, each of shape (units, dimensions); zero where there is no text."""

    text: NDArray[np.float64]
    section: NDArray[np.float64]


def embedded(units: pd.DataFrame, encoder: SentenceEncoder, cache: Path | None = None) -> Embeddings:
    """Return the vectors of `units`.

    A document is encoded as one batch, because the last bits of a vector depend on the batch that it was
    encoded in: so a cached vector equals the one that would be computed, bit for bit, and a document's
    vectors do not depend on the other documents.

    Parameters
    ----------
    units
        Columns doc_id, text, section.
    cache
        Folder in which `embeddings/<hash>.npz` are kept; None keeps nothing.
    """
    text = np.zeros((len(units), encoder.dimensions))
    section = np.zeros_like(text)
    for _, rows in units.reset_index(drop=True).groupby("doc_id", sort=False):
        titles = [title.rsplit(" > ", 1)[-1] for title in rows["section"]]
        distinct = [words for words in dict.fromkeys([*rows["text"], *titles]) if words.strip()]
        place = {words: number for number, words in enumerate(distinct)}
        vectors = np.vstack([encoded(distinct, encoder, cache), np.zeros(encoder.dimensions)])
        text[rows.index] = vectors[[place.get(words, -1) for words in rows["text"]]]
        section[rows.index] = vectors[[place.get(words, -1) for words in titles]]
    return Embeddings(text, section)


def encoded(texts: list[str], encoder: SentenceEncoder, cache: Path | None) -> NDArray[np.float64]:
    """Return the vectors of distinct texts, encoded as one batch, float64, shape (texts, dimensions)."""
    if cache is None:
        return encoder.encode(texts).astype(np.float64)
    path = cache / _FOLDER / f"{digest_of(encoder.identity, texts)}.npz"
    held = read_arrays(path)
    if held is None or "vectors" not in held or held["vectors"].shape != (len(texts), encoder.dimensions):
        held = {"vectors": encoder.encode(texts)}
        written_arrays(path, held)
    return held["vectors"].astype(np.float64)
