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
_ROUNDING = 1e-13  # of a likelihood, relative


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


@dataclass(frozen=True)
class _Cases:
    """Rows of the design with the share of cases that have the outcome, and the number of cases."""

    x: Array
    y: Array
    n: Array
    penalised: bool


def firth_logistic(
    design: ArrayLike,
    outcome: ArrayLike,
    *,
    counts: ArrayLike | None = None,
    penalised: bool = True,
    free: Sequence[int] | None = None,
) -> Logistic:
    """Logistic regression with Firth's penalty (Jeffreys's prior), finite even where groups separate.

    Newton steps on the score X'(y - p + h (1/2 - p)), h being the diagonal of the weighted hat matrix; for a
    saturated model this adds 1/2 to every cell of the table.

    Parameters
    ----------
    design
        (N, P), the intercept included.
    outcome
        (N,), 0 or 1; with `counts` the share of a row's cases that have the outcome.
    counts
        (N,), cases a row stands for; 1 each where None.
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
    n = np.ones_like(y) if counts is None else np.asarray(counts, dtype=float)
    cases = _Cases(x[n > 0], y[n > 0], n[n > 0], penalised)
    own = list(range(x.shape[1])) if free is None else list(free)
    if np.linalg.matrix_rank(cases.x) < x.shape[1]:
        raise NotEstimable(
            "columns of the design depend on each other: a cell of the table is empty",
            "refusal.dependent_columns",
        )
    try:
        beta = _settled(cases, own)
        errors = np.sqrt(np.diag(np.linalg.inv(_information(cases, beta))))
    except np.linalg.LinAlgError:  # without the penalty, chances of 0 and 1 leave no information
        raise NotEstimable(
            "the regression does not settle: the groups separate", "refusal.not_settled"
        ) from None
    return Logistic(beta, errors, _objective(cases, beta))


def _settled(cases: _Cases, own: list[int]) -> Array:
    """Newton steps from 0, each halved until the likelihood does not fall."""
    beta = np.zeros(cases.x.shape[1])
    for _ in range(_STEPS):
        value = _objective(cases, beta)
        step = _step(cases, beta, own)
        longest = float(np.abs(step).max(initial=0))
        step *= min(1.0, _LONGEST_STEP / max(longest, _SETTLED))
        while (
            _objective(cases, beta + step) < value - _ROUNDING * (1 + abs(value))
            and np.abs(step).max() > _SETTLED
        ):
            step /= 2
        beta = beta + step
        if longest < _SETTLED:
            return beta
    raise NotEstimable("the regression does not settle: the groups separate", "refusal.not_settled")


def _information(cases: _Cases, beta: Array) -> Array:
    p = expit(cases.x @ beta)
    return np.asarray(cases.x.T @ (cases.x * (cases.n * p * (1 - p))[:, None]))


def _objective(cases: _Cases, beta: Array) -> float:
    eta = cases.x @ beta
    likelihood = float(cases.n @ (cases.y * eta - np.logaddexp(0, eta)))
    penalty = 0.5 * float(np.linalg.slogdet(_information(cases, beta))[1]) if cases.penalised else 0.0
    return likelihood + penalty


def _step(cases: _Cases, beta: Array, own: list[int]) -> Array:
    x, p = cases.x, expit(cases.x @ beta)
    weight, information = p * (1 - p), _information(cases, beta)
    residual = cases.y - p
    if cases.penalised:
        hat = weight * np.einsum("np,pq,nq->n", x, np.linalg.inv(information), x)
        residual = residual + hat * (0.5 - p)
        # The penalty bends the score too, as if every case counted 1 + h times; else steps overshoot.
        information = x.T @ (x * (cases.n * weight * (1 + hat))[:, None])
    step = np.zeros_like(beta)
    step[own] = np.linalg.solve(information[np.ix_(own, own)], (x.T @ (cases.n * residual))[own])
    return step
