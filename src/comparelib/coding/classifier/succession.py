"""Which code follows which within a paragraph: where one code is chosen, a unit's neighbours have a say.

A paragraph argues: facts before the demand that they support, one demand after the other. The probabilities
of its units are joined by a first-order chain (forward-backward; Rabiner 1989, Proc. IEEE 77, 257-286): each
step is weighed by how much oftener one code follows the other in training than their frequencies alone would
give, to a power. The power is the one of the greatest likelihood on held-out passages; 0 leaves every unit
alone. Paragraphs do not speak to each other: they are what is held out together, and how they succeed each
other is a habit of the sender.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.classifier.folds import Rows, splits

POWERS = (0.0, 0.25, 0.5, 0.75, 1.0)
_PRIOR = 10.0  # steps from each code that are taken to have followed the frequencies
_LEAST = 1e-12


@dataclass(frozen=True)
class Succession:
    """How codes follow each other.

    Attributes
    ----------
    ratio
        How much oftener the second code follows the first than its frequency alone, shape (codes, codes).
    power
        To which the ratios are raised, 0 to 1.
    """

    ratio: NDArray[np.float64]
    power: float

    def smoothed(
        self, probabilities: NDArray[np.float64], paragraph: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Return probabilities in view of the paragraph; units of one stand together, in reading order.

        Parameters
        ----------
        probabilities
            Shape (units, codes); rows sum to 1.
        paragraph
            Paragraph of each unit, shape (units,).
        """
        step, found = self.ratio**self.power, probabilities.copy()
        if self.power > 0:
            for rows in runs(paragraph):
                found[rows] = _joined(probabilities[rows], step)
        return found


def runs(paragraph: NDArray[np.int64]) -> list[slice]:
    """Return the runs of two or more consecutive units of one paragraph."""
    edges = np.flatnonzero(np.diff(paragraph)) + 1
    starts, ends = np.concatenate([[0], edges]), np.concatenate([edges, [len(paragraph)]])
    pairs = zip(starts.tolist(), ends.tolist(), strict=True)
    return [slice(start, end) for start, end in pairs if end - start > 1]


def fitted_succession(
    held_out: NDArray[np.float64],
    labels: NDArray[np.bool_],
    fold: NDArray[np.int64],
    paragraph: NDArray[np.int64],
) -> tuple[Succession, NDArray[np.float64]]:
    """Return the succession learned from training units, and `held_out` smoothed without their own fold.

    Parameters
    ----------
    held_out
        Probabilities of units whose fold was held out, shape (units, codes).
    labels
        One code a unit, shape (units, codes).
    fold, paragraph
        Shape (units,); the units of a paragraph share a fold.
    """
    whole = _ratio(labels, paragraph, np.arange(len(labels)))
    if not held_out.any(axis=1).all():  # one fold alone: nothing was held out, so no power can be fitted
        return Succession(whole, 0.0), held_out
    parts = [(_ratio(labels, paragraph, train), held) for train, held in splits(fold)]
    best, smoothed, power = -np.inf, held_out, 0.0
    for tried in POWERS:
        found = held_out.copy()
        for ratio, held in parts:
            found[held] = Succession(ratio, tried).smoothed(held_out[held], paragraph[held])
        likelihood = float(np.log(np.maximum(found[labels], _LEAST)).mean())
        if likelihood > best + 1e-9:
            best, smoothed, power = likelihood, found, tried
    return Succession(whole, power), smoothed


def _ratio(labels: NDArray[np.bool_], paragraph: NDArray[np.int64], rows: Rows) -> NDArray[np.float64]:
    """Return P(code | code before) / P(code) within paragraphs, drawn towards 1; shape (codes, codes)."""
    own, n = labels[rows].astype(np.float64), labels.shape[1]
    share = (own.sum(axis=0) + 1 / n) / (len(rows) + 1)
    joined = paragraph[rows][1:] == paragraph[rows][:-1]
    steps = own[:-1][joined].T @ own[1:][joined] + _PRIOR * share
    return np.asarray(steps / steps.sum(axis=1, keepdims=True) / share)


def _joined(probabilities: NDArray[np.float64], step: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the forward-backward probabilities of one run of units, shape (units, codes)."""
    forward, backward = probabilities.copy(), np.ones_like(probabilities)
    for place in range(1, len(forward)):
        forward[place] *= forward[place - 1] @ step
        forward[place] /= forward[place].sum()
    for place in range(len(forward) - 2, -1, -1):
        backward[place] = step @ (probabilities[place + 1] * backward[place + 1])
        backward[place] /= backward[place].sum()
    found = forward * backward
    return np.asarray(found / found.sum(axis=1, keepdims=True))
