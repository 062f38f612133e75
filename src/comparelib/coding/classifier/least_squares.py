"""One linear model a code, in closed form: regularised least squares on -/+ targets, all codes at once.

Regularised least-squares classification is as accurate as support vectors (Rifkin & Klautau 2004, JMLR 5,
101-141) and needs one factorisation for all codes, so that honest, nested cross-validation takes seconds.
Its margins become probabilities in `calibration`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.classifier.folds import splits

PENALTIES = (0.3, 1.0, 3.0)


@dataclass(frozen=True)
class LeastSquares:
    """Dual coefficients of the linear models of several codes.

    Attributes
    ----------
    dual
        float64, shape (training units, codes).
    base
        Share of positives of each code, shape (codes,): the margin where the features say nothing.
    penalty
        Weight of the squared coefficients.
    """

    dual: NDArray[np.float64]
    base: NDArray[np.float64]
    penalty: float


def least_squares(kernel: NDArray[np.float64], targets: NDArray[np.float64], penalty: float) -> LeastSquares:
    """Return the models that fit `targets`, shape (units, codes), on `kernel`, shape (units, units)."""
    from scipy import linalg

    base = targets.mean(axis=0)
    lifted = kernel + penalty * np.eye(len(kernel))
    dual = linalg.cho_solve(linalg.cho_factor(lifted, lower=True), targets - base)
    return LeastSquares(dual, base, penalty)


def held_out_margins(
    kernel: NDArray[np.float64], targets: NDArray[np.float64], fold: NDArray[np.int64], penalty: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the margins of units whose fold was held out, and the positives that each had to learn from.

    Both have shape (units, codes); they are zero for units of the fold `ALWAYS`, which no fold holds out.
    """
    margins, support = np.zeros_like(targets), np.zeros_like(targets)
    for train, held in splits(fold):
        if len(train):
            model = least_squares(kernel[np.ix_(train, train)], targets[train], penalty)
            margins[held] = kernel[np.ix_(held, train)] @ model.dual + model.base
            support[held] = targets[train].sum(axis=0)
    return margins, support


def best_penalty(kernel: NDArray[np.float64], targets: NDArray[np.float64], fold: NDArray[np.int64]) -> float:
    """Return the penalty of the least squared error on held-out folds; the greater one of equals.

    Units of the fold `ALWAYS` are not judged: their margins are zero under every penalty.
    """
    errors = [
        float(np.square(held_out_margins(kernel, targets, fold, penalty)[0] - targets).mean())
        for penalty in PENALTIES
    ]
    return min(zip(errors, (-p for p in PENALTIES), strict=True))[1] * -1
