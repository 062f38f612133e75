"""Logistic regression that stays finite where groups separate (Firth's penalty)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from comparelib.errors import NotEstimable
from comparelib.matrix.intervals import Array

_STEPS = 100
_LONGEST_STEP = 5.0
_SETTLED = 1e-9
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Logistic:
    """A fitted logistic regression.

    Attributes
    ----------
    coefficients, errors
        (P,), log odds ratios and standard errors from the information matrix.
    log_likelihood
        Penalised where the fit was.
    """

    coefficients: Array
    errors: Array
    log_likelihood: float


def firth_logistic(
    design: ArrayLike, outcome: ArrayLike, *, penalised: bool = True, free: Sequence[int] | None = None
) -> Logistic:
    """Logistic regression with Firth's penalty (Jeffreys's prior), finite even where groups separate.

    Newton steps on the score X'(y - p + h (1/2 - p)), h being the diagonal of the weighted hat matrix; for a
    saturated model this adds 1/2 to every cell of the table.

    Parameters
    ----------
    design
        (N, P), the intercept included.
    outcome
        (N,), 0 or 1.
    penalised
        False for maximum likelihood.
    free
        Columns to estimate; the others stay 0 but keep their part in the penalty, as a likelihood ratio test
        needs it (Heinze & Schemper 2002). All where None.

    Raises
    ------
    NotEstimable
        Columns depend on each other, or the steps do not settle (separation without the penalty).

    References
    ----------
    Firth (1993), Biometrika 80:27-38; Heinze & Schemper (2002), Statistics in Medicine 21:2409-2419.
    """
    x, y = np.asarray(design, dtype=float), np.asarray(outcome, dtype=float)
    own = list(range(x.shape[1])) if free is None else list(free)
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise NotEstimable("columns of the design depend on each other: a cell of the table is empty")
    try:
        beta = _settled(x, y, penalised, own)
        errors = np.sqrt(np.diag(np.linalg.inv(_information(x, beta))))
    except np.linalg.LinAlgError:  # without the penalty, chances of 0 and 1 leave no information
        raise NotEstimable("the regression does not settle: the groups separate") from None
    return Logistic(beta, errors, _objective(x, y, beta, penalised))


def _settled(x: Array, y: Array, penalised: bool, own: list[int]) -> Array:
    """Newton steps from 0, each halved until the likelihood does not fall."""
    beta = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        value = _objective(x, y, beta, penalised)
        step = _step(x, y, beta, penalised, own)
        longest = float(np.abs(step).max(initial=0))
        step *= min(1.0, _LONGEST_STEP / max(longest, _SETTLED))
        while _objective(x, y, beta + step, penalised) < value - _ROUNDING and np.abs(step).max() > _SETTLED:
            step /= 2
        beta = beta + step
        if longest < _SETTLED:
            return beta
    raise NotEstimable("the regression does not settle: the groups separate")


def _information(x: Array, beta: Array) -> Array:
    p = expit(x @ beta)
    return np.asarray(x.T @ (x * (p * (1 - p))[:, None]))


def _objective(x: Array, y: Array, beta: Array, penalised: bool) -> float:
    eta = x @ beta
    likelihood = float(y @ eta - np.logaddexp(0, eta).sum())
    return likelihood + (0.5 * float(np.linalg.slogdet(_information(x, beta))[1]) if penalised else 0.0)


def _step(x: Array, y: Array, beta: Array, penalised: bool, own: list[int]) -> Array:
    p = expit(x @ beta)
    weight, information = p * (1 - p), _information(x, beta)
    residual = y - p
    if penalised:
        hat = weight * np.einsum("np,pq,nq->n", x, np.linalg.inv(information), x)
        residual = residual + hat * (0.5 - p)
        # The penalty bends the score too, as if every case counted 1 + h times; without this, steps overshoot.
        information = x.T @ (x * (weight * (1 + hat))[:, None])
    step = np.zeros_like(beta)
    step[own] = np.linalg.solve(information[np.ix_(own, own)], (x.T @ residual)[own])
    return step
