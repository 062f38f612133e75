"""A decision and the probabilities of units -> what a model says of them in one facet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.classifier.decisions import Decision
from comparelib.coding.classifier.reading import Readings


@dataclass(frozen=True)
class Predictions:
    """What a model says of units in one facet.

    Attributes
    ----------
    probabilities, chosen
        Shape (units, codes of the facet).
    contributions
        Block -> what it adds to the margin, shape (units, codes).
    turned
        Units that would have another code without their paragraph, shape (units,).
    """

    probabilities: NDArray[np.float64]
    chosen: NDArray[np.bool_]
    contributions: dict[str, NDArray[np.float64]]
    turned: NDArray[np.bool_]


def predictions_of(
    decision: Decision,
    own: NDArray[np.float64],
    readings: Readings,
    contributions: dict[str, NDArray[np.float64]],
) -> Predictions:
    """Return the predictions of units whose `own` probabilities are known, shape (units, codes)."""
    probabilities = decision.in_paragraphs(own, readings.paragraph)
    chosen = decision.chosen(probabilities)
    turned = (chosen != decision.chosen(own)).any(axis=1)
    return Predictions(probabilities, chosen, contributions, turned)
