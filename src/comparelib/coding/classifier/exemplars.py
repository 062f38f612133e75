"""The dictionary's exemplars as a classifier sees them: readings without a document, and the code of each.

They are written from the codebook's definitions, about all kinds of policy. Coded units of a few documents
teach a function together with the habits of their senders; exemplars teach it without. They count as much as
a coded unit in the linear models, and not at all where anything is chosen or calibrated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.codebook import Facet
from comparelib.coding.classifier.reading import Reader, Readings
from comparelib.coding.dictionary.pattern_file import Exemplar
from comparelib.model import UnitKind

DOCUMENT = "exemplars"
_CLOSED = (".", ":", "?", "!", ",", ";")


@dataclass(frozen=True)
class ExemplarReadings:
    """What was read of exemplars, and what they are exemplars of."""

    readings: Readings
    exemplars: tuple[Exemplar, ...]

    def of_facet(self, facet: Facet) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return the rows of a facet's exemplars, and their labels, shape (rows, codes)."""
        own = [(row, each.code) for row, each in enumerate(self.exemplars) if each.facet == facet.name]
        labels = np.array([[code == name for name in facet.names] for _, code in own], dtype=bool)
        return np.array([row for row, _ in own], dtype=np.int64), labels.reshape(len(own), len(facet.names))


def exemplar_units(exemplars: Sequence[Exemplar]) -> pd.DataFrame:
    """Return exemplars as units, each a paragraph of its own; without a closing mark one is a heading."""
    texts = [each.text for each in exemplars]
    kinds = [UnitKind.SENTENCE if text.endswith(_CLOSED) else UnitKind.HEADING for text in texts]
    return pd.DataFrame(
        {
            "unit_id": [f"{DOCUMENT}#{number:04}" for number in range(1, len(texts) + 1)],
            "doc_id": DOCUMENT,
            "kind": [kind.value for kind in kinds],
            "text": texts,
        }
    )


def read_exemplars(reader: Reader) -> ExemplarReadings | None:
    """Return what the reader sees of its dictionary's exemplars; None where there are none."""
    exemplars = reader.dictionary.exemplars
    if not exemplars:
        return None
    readings = reader.read(exemplar_units(exemplars), {})
    nobody = np.full(len(exemplars), -1, dtype=np.int64)
    return ExemplarReadings(replace(readings, previous=nobody, following=nobody), exemplars)
