"""Units -> all that a classifier may see of them before it learns: no labels, no document's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.codebook import Codebook, Facet
from comparelib.coding.classifier.embeddings import Embeddings, embedded, encoded
from comparelib.coding.classifier.encoder import SentenceEncoder
from comparelib.coding.classifier.evidence import Evidence, dictionary_evidence
from comparelib.coding.classifier.grammar import grammar_marks
from comparelib.coding.classifier.terms import WordCounts, words_of
from comparelib.coding.dictionary.load import Dictionary
from comparelib.errors import CodingFault, Fault
from comparelib.model import UnitKind

NEEDED = ("unit_id", "doc_id", "text")


@dataclass(frozen=True)
class Readings:
    """What was read of policy units, in their order; furniture is left out.

    Attributes
    ----------
    units
        unit_id, doc_id, paragraph, kind, section, text.
    previous, following
        Row of the neighbouring unit in the same document; -1 at its ends. Shape (units,).
    layout
        Kind, place and shape of each unit, float64, shape (units, features), see `LAYOUT`.
    grammar
        Marks of what each unit does, 0 or 1, shape (units, marks), see `grammar.MARKS`.
    """

    units: pd.DataFrame
    embeddings: Embeddings
    evidence: Evidence
    section_evidence: NDArray[np.float64]
    words: list[list[str]]
    word_counts: WordCounts
    previous: NDArray[np.int64]
    following: NDArray[np.int64]
    paragraph: NDArray[np.int64]
    layout: NDArray[np.float64]
    grammar: NDArray[np.float64]


@dataclass(frozen=True)
class Reader:
    """What reads units: a dictionary of a codebook and a sentence encoder."""

    codebook: Codebook
    dictionary: Dictionary
    encoder: SentenceEncoder
    cache: Path | None = None

    def read(self, units: pd.DataFrame, varieties: Mapping[str, str]) -> Readings:
        """Return what there is to see of `units`.

        Parameters
        ----------
        units
            Columns unit_id, doc_id, text; kind, paragraph and section where known (else every unit is a
            sentence and a paragraph of its own).
        varieties
            doc_id -> language variety ("nl-NL" or "nl-BE").

        Raises
        ------
        CodingFault
            A column is missing.
        """
        frame = policy_units(units)
        previous, following = _neighbours(frame)
        evidence = dictionary_evidence(frame, varieties, self.dictionary, self.codebook)
        titles = frame.assign(text=[title.rsplit(" > ", 1)[-1] for title in frame["section"]])
        above = dictionary_evidence(titles, varieties, self.dictionary, self.codebook)
        words = [words_of(text) for text in frame["text"]]
        paragraph = pd.factorize(pd.MultiIndex.from_frame(frame[["doc_id", "paragraph"]]))[0]
        return Readings(
            units=frame,
            embeddings=embedded(frame, self.encoder, self.cache),
            evidence=evidence,
            section_evidence=above.weight,
            words=words,
            word_counts=WordCounts.of(words),
            previous=previous,
            following=following,
            paragraph=paragraph.astype(np.int64),
            layout=_layout(frame, paragraph, previous),
            grammar=grammar_marks(words),
        )

    def definitions(self, facet: Facet) -> NDArray[np.float64]:
        """Return the vectors of the codes' labels, definitions and examples, shape (codes, dimensions)."""
        texts = [f"{code.label['nl']}. {code.definition} {code.include}".strip() for code in facet.codes]
        return encoded(texts, self.encoder, self.cache)


def policy_units(units: pd.DataFrame) -> pd.DataFrame:
    """Return the units that are policy text, with the columns that reading needs, numbered from 0."""
    missing = [name for name in NEEDED if name not in units]
    if missing:
        raise CodingFault(Fault(f"the units have no column '{missing[0]}'", expected=", ".join(NEEDED)))
    frame = units.reset_index(drop=True)
    if "kind" not in frame:
        frame = frame.assign(kind=UnitKind.SENTENCE.value)
    if "section" not in frame:
        frame = frame.assign(section="")
    if "paragraph" not in frame:
        frame = frame.assign(paragraph=np.arange(1, len(frame) + 1))
    frame = frame[frame["kind"] != UnitKind.FURNITURE.value].reset_index(drop=True)
    columns = ["unit_id", "doc_id", "paragraph", "kind", "section", "text"]
    return frame[columns].assign(section=frame["section"].fillna("").astype("str"))


def _neighbours(frame: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    document = pd.factorize(frame["doc_id"])[0]
    rows = np.arange(len(frame))
    same = document[1:] == document[:-1]
    previous = np.concatenate([[-1], np.where(same, rows[:-1], -1)])[: len(frame)]
    following = np.concatenate([np.where(same, rows[1:], -1), [-1]])[: len(frame)]
    return previous.astype(np.int64), following.astype(np.int64)


KINDS = tuple(kind.value for kind in UnitKind if kind.is_policy_text)
LAYOUT = (
    *KINDS,
    "length",
    "short",
    "question",
    "colon",
    "number",
    "full stop",
    "opens a paragraph",
    "without a section",
)


def _layout(
    frame: pd.DataFrame, paragraph: NDArray[np.int64], previous: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return kind, length and marks of each unit, shape (units, len(LAYOUT)), ranges about [0, 1]."""
    texts = frame["text"]
    length = np.log(texts.str.len().to_numpy(dtype=float)) / 5
    opens = (previous < 0) | (paragraph != np.append(paragraph, -1)[previous])
    columns = [
        *((frame["kind"] == kind).to_numpy() for kind in KINDS),
        length,
        length < 0.8,
        texts.str.contains("?", regex=False).to_numpy(dtype=bool),
        texts.str.contains(":", regex=False).to_numpy(dtype=bool),
        texts.str.contains(r"\d").to_numpy(dtype=bool),
        texts.str.endswith(".").to_numpy(dtype=bool),
        opens,
        (frame["section"] == "").to_numpy(),
    ]
    return np.column_stack(columns).astype(np.float64)


def of_neighbour(matrix: NDArray[np.float64], rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the rows of the neighbours, zeros where there is none."""
    return np.vstack([matrix, np.zeros((1, matrix.shape[1]))])[rows]
