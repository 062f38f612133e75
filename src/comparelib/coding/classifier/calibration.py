"""Margins and other signs -> probabilities: logistic models that are shared by all codes of a facet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.classifier.folds import splits

# Inverse of the ridge penalty on standardised features. Cells are many (units times codes), their signs few;
# where one code is chosen there is one row a unit, and habits of the training documents must not be learned.
CELL_STRENGTH = 0.3
UNIT_STRENGTH = 0.1
_NEVER = 1e-6


@dataclass(frozen=True)
class Logistic:
    """A logistic model over the last axis: one outcome (yes or no), or one of several.

    Attributes
    ----------
    mean, scale
        Of the features in training, shape (features,).
    coefficients
        Shape (outcomes, features); one row for yes or no.
    intercept
        Shape (outcomes,).
    """

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    coefficients: NDArray[np.float64]
    intercept: NDArray[np.float64]

    def probabilities(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return probabilities: shape of `features` without its last axis, or (units, outcomes)."""
        from scipy.special import expit, softmax

        scores = ((features - self.mean) / self.scale) @ self.coefficients.T + self.intercept
        if len(self.intercept) == 1:
            return np.asarray(expit(scores[..., 0]))
        return np.asarray(softmax(scores, axis=-1))


def fitted_logistic(features: NDArray[np.float64], outcome: NDArray[np.int64], n: int = 1) -> Logistic:
    """Return the model of `outcome`, shape (rows,), on `features`, shape (rows, features).

    Parameters
    ----------
    n
        1: the outcome is 0 or 1; else it is one of 0 to n - 1. An outcome that does not occur in training
        gets probability 0 for all purposes.
    """
    from sklearn.linear_model import LogisticRegression

    mean, spread = features.mean(axis=0), features.std(axis=0)
    scale = np.where(spread > 1e-9, spread, 1.0)
    seen = np.unique(outcome)
    coefficients = np.zeros((n, features.shape[1]))
    intercept = np.full(n, np.log(_NEVER))
    if len(seen) == 1:
        intercept[0 if n == 1 else seen[0]] = -np.log(_NEVER) * (1 if n > 1 or seen[0] else -1)
        return Logistic(mean, scale, coefficients, intercept)
    strength = CELL_STRENGTH if n == 1 else UNIT_STRENGTH
    model = LogisticRegression(C=strength, max_iter=1000, tol=1e-6).fit((features - mean) / scale, outcome)
    if n == 1:
        return Logistic(mean, scale, model.coef_, model.intercept_)
    if len(seen) == 2:  # two outcomes come as one row
        coefficients[seen] = np.vstack([-model.coef_ / 2, model.coef_ / 2])
        intercept[seen] = np.concatenate([-model.intercept_ / 2, model.intercept_ / 2])
    else:
        coefficients[seen], intercept[seen] = model.coef_, model.intercept_
    return Logistic(mean, scale, coefficients, intercept)


def fitted(features: NDArray[np.float64], labels: NDArray[np.bool_], *, several: bool) -> Logistic:
    """Return the model of a facet.

    Parameters
    ----------
    features
        Where several codes may join: cells, shape (units, codes, features), one model for all codes. Where
        one code is chosen: shape (units, features).
    labels
        Shape (units, codes).
    """
    if several:
        return fitted_logistic(features.reshape(-1, features.shape[-1]), labels.ravel().astype(np.int64))
    return fitted_logistic(features, labels.argmax(axis=1), labels.shape[1])


def held_out_probabilities(
    features: NDArray[np.float64], labels: NDArray[np.bool_], fold: NDArray[np.int64], *, several: bool
) -> NDArray[np.float64]:
    """Return probabilities of units whose fold was held out, shape (units, codes)."""
    probabilities = np.zeros(labels.shape)
    for train, held in splits(fold):
        if len(train):
            model = fitted(features[train], labels[train], several=several)
            probabilities[held] = model.probabilities(features[held])
    return probabilities
