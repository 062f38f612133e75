"""Signs -> probabilities -> codes of one facet, with thresholds that were chosen on held-out folds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.classifier.calibration import Logistic, fitted, held_out_probabilities
from comparelib.coding.classifier.succession import Succession, fitted_succession
from comparelib.coding.classifier.thresholds import fitted_shifts, fitted_thresholds, given, winners

_PLENTY = np.log(60.0)  # positives from which a code's margin is trusted in full


@dataclass(frozen=True)
class Decision:
    """How the signs of one facet become codes.

    Attributes
    ----------
    logistic
        From signs to probabilities.
    cut
        Where several codes may join: the threshold of each code. Where one is chosen: what is added to its
        log-probability. Shape (codes,).
    several
        Whether codes may join.
    most
        Most codes of a unit; None for no limit.
    succession
        Where one code is chosen: how codes follow each other within a paragraph.
    """

    logistic: Logistic
    cut: NDArray[np.float64]
    several: bool
    most: int | None
    succession: Succession | None = None

    def probabilities(self, signs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability of each code by the unit's own signs, shape (units, codes)."""
        return self.logistic.probabilities(signs)

    def in_paragraphs(
        self, probabilities: NDArray[np.float64], paragraph: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Return `probabilities` in view of the other units of each paragraph, shape (units, codes).

        Parameters
        ----------
        paragraph
            Paragraph of each unit, shape (units,), units in reading order.
        """
        if self.succession is None:
            return probabilities
        return self.succession.smoothed(probabilities, paragraph)

    def chosen(self, probabilities: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which codes the units get, shape (units, codes)."""
        if self.several:
            return given(probabilities, self.cut, self.most)
        return winners(np.log(np.maximum(probabilities, 1e-12)), self.cut)


@dataclass(frozen=True)
class Held:
    """Training units whose margins were held out: what they have, and what was held out together.

    Attributes
    ----------
    labels
        Shape (units, codes).
    fold, paragraph
        Shape (units,).
    """

    labels: NDArray[np.bool_]
    fold: NDArray[np.int64]
    paragraph: NDArray[np.int64]


def fitted_decision(
    signs: NDArray[np.float64], held: Held, *, several: bool, most: int | None = None
) -> Decision:
    """Return the decision that was learned from signs of units whose margins were held out.

    Thresholds are chosen on probabilities of folds that the logistic model did not see either.
    """
    labels = held.labels
    held_out = held_out_probabilities(signs, labels, held.fold, several=several)
    logistic = fitted(signs, labels, several=several)
    if several:
        return Decision(logistic, fitted_thresholds(held_out, labels, most), several, most)
    succession, smoothed = fitted_succession(held_out, labels, held.fold, held.paragraph)
    return Decision(logistic, fitted_shifts(smoothed, labels), several, most, succession)


def margin_signs(
    margins: NDArray[np.float64], support: NDArray[np.float64], *, several: bool
) -> NDArray[np.float64]:
    """Return what the linear models say of a unit.

    Parameters
    ----------
    margins
        Shape (units, codes).
    support
        Positives that each margin was learned from, shape (units, codes) or (codes,).
    several
        True gives cells, shape (units, codes, 5): margin, distance to the unit's best margin, both times
        how far the margin is to be trusted, and that trust. False gives the margins.
    """
    if not several:
        return margins
    behind = margins - margins.max(axis=1, keepdims=True)
    trust = np.broadcast_to(np.minimum(np.log1p(support) / _PLENTY, 1.0), margins.shape)
    return np.stack([margins, behind, margins * trust, behind * trust, trust], axis=-1)
