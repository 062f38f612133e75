"""What is held out: paragraphs (new sentences of known documents), or whole documents (new documents)."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.classifier.folds import document_folds, paragraph_folds
from comparelib.coding.classifier.reading import Readings

FOLDS = 10


class Design(StrEnum):
    """Which units are held out together."""

    PARAGRAPHS = "paragraphs"
    DOCUMENTS = "documents"


def fold_of_units(readings: Readings, design: Design, k: int = FOLDS, seed: int = 1) -> NDArray[np.int64]:
    """Return the fold of each unit, shape (units,); with `Design.DOCUMENTS` each document is one."""
    if design is Design.DOCUMENTS:
        return document_folds(readings.units["doc_id"].tolist())
    return paragraph_folds(readings.paragraph, k, seed)
