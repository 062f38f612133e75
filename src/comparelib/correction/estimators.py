"""Estimators of a code's share in a closed corpus from all predictions and a sampled reference.

The target is the share of the N units of the corpus at hand that have the code by the reference coding: no
statement on texts outside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from comparelib.correction.sampled import Array, Sampled
from comparelib.matrix import group_sums
from comparelib.matrix.intervals import mover, t_quantile, wilson

# Below this a sum of squared weights differs from the sum of weights by rounding only: everything was drawn.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Estimate:
    """Shares of K codes with their bounds, arrays (K,); NaN where not estimable."""

    share: Array
    low: Array
    high: Array


def raw(units: Sampled) -> Estimate:
    """Share of units to which the coder gave the code; a count, so without an interval."""
    share = units.predicted.mean(axis=0)
    return Estimate(share, np.full_like(share, np.nan), np.full_like(share, np.nan))


def reference_only(units: Sampled, level: float) -> Estimate:
    """Weighted share in the reference sample alone, with Wilson's interval for a finite population."""
    whole = np.ones_like(units.predicted)
    return Estimate(*_cell_share(units, whole, np.nan, level))


def stratified(units: Sampled, level: float) -> Estimate:
    """Post-stratify on the prediction: W1 precision + W0 false omission rate, with MOVER-Wilson bounds.

    Each of both shares has a Wilson interval with n_e = (sum w)^2 / sum w (w - 1), w being 1 / pi scaled to
    the size of its cell: n / (1 - n / N) where all units had the same probability. A cell from which nothing
    was drawn keeps the coder's answer with the bounds 0 and 1.

    References
    ----------
    Interval of the sum: Zou & Donner (2008), Statistics in Medicine 27:1693-1702. Finite populations:
    Cochran (1977), Sampling Techniques, chapters 2 and 5A.
    """
    cells = (units.predicted, 1 - units.predicted)
    parts = [_cell_share(units, cell, answer, level) for cell, answer in zip(cells, (1.0, 0.0), strict=True)]
    sizes = np.stack([cell.mean(axis=0) for cell in cells])
    p, low, high = (np.stack(each) for each in zip(*parts, strict=True))
    # The parts times their weights are what is added, so that every code may have weights of its own.
    below, above = mover(sizes * p, sizes * low, sizes * high, np.ones(2))
    nothing = ~units.drawn.any()
    share = (sizes * p).sum(axis=0)
    return Estimate(*(np.where(nothing, np.nan, value) for value in (share, below, above)))


def dsl(units: Sampled, level: float) -> Estimate:
    """Design-based supervised learning: the mean of Yhat - (R / pi) (Yhat - Y).

    Unbiased whatever the coder's errors, since the probabilities are known. The standard error is robust to
    paragraphs as clusters, with t of paragraphs - 1: unlike the other estimators it holds, beside the
    sampling of the reference, how the same author could have written the text.

    References
    ----------
    Egami, Hinck, Stewart & Wei (2023), Using Imperfect Surrogates for Downstream Inference, NeurIPS 36.
    """
    moments = units.predicted - units.weight[:, None] * (units.predicted - units.reference)
    share = moments.mean(axis=0)
    paragraph = np.unique(units.paragraph, return_inverse=True)[1]
    clusters = int(paragraph.max()) + 1
    if clusters < 2 or not units.drawn.any():
        missing = np.full_like(share, np.nan)
        return Estimate(share if units.drawn.any() else missing, missing, missing)
    sums = group_sums(moments - share, paragraph, clusters)
    variance = clusters / (clusters - 1) * np.square(sums).sum(axis=0) / len(moments) ** 2
    half = t_quantile(level, clusters - 1) * np.sqrt(variance)
    return Estimate(share, share - half, share + half)


def ppi(units: Sampled, level: float) -> Estimate:
    """PPI++ over all units, sampled ones weighted by 1 / pi; see `ppi_mean`."""
    drawn, k = units.drawn, units.predicted.shape[1]
    if not drawn.any():
        return Estimate(*(np.full(k, np.nan) for _ in range(3)))
    got = [
        ppi_mean(
            units.reference[drawn, code],
            units.predicted[drawn, code],
            units.predicted[:, code],
            weights=units.weight[drawn],
            level=level,
        )
        for code in range(k)
    ]
    return Estimate(*np.array(got, dtype=float).T.reshape(3, k))


def ppi_mean(  # noqa: PLR0913 - three samples, and keywords with defaults
    labels: ArrayLike,
    predictions: ArrayLike,
    unlabelled: ArrayLike,
    *,
    power: float | None = None,
    weights: ArrayLike | None = None,
    level: float = 0.95,
) -> tuple[float, float, float]:
    """Prediction-powered mean: power * mean(f_U) + mean(w (y - power * f)), and its Wald interval.

    Parameters
    ----------
    labels, predictions
        y and f of the n labelled units.
    unlabelled
        f of the units without label.
    power
        Weight of the predictions in [0, 1]; the one of least variance where None (PPI++).
    weights
        Of the labelled units; scaled to a mean of 1.

    Returns
    -------
    share, low, high

    References
    ----------
    Angelopoulos, Bates, Fannjiang, Jordan & Zrnic (2023), Science 382:669-674; Angelopoulos, Duchi & Zrnic
    (2023), PPI++, arXiv 2311.01453, section 6. Variances divide by n; from few positives the interval is too
    narrow.
    """
    y, f, g = (np.asarray(each, dtype=float) for each in (labels, predictions, unlabelled))
    w = np.ones_like(y) if weights is None else np.asarray(weights, dtype=float)
    w = w / w.mean()
    if power is None:
        together = np.concatenate([w * f, g])
        spread = (1 + len(y) / len(g)) * together.var(ddof=1)
        covariance = np.mean((w * y - np.mean(w * y)) * (w * f - np.mean(w * f)))
        power = float(np.clip(covariance / spread, 0, 1)) if spread > 0 else 0.0
    rectified = w * (y - power * f)
    share = power * g.mean() + rectified.mean()
    variance = rectified.var() / len(y) + power**2 * g.var() / len(g)
    half = float(t_quantile(level, np.inf)) * np.sqrt(variance)
    return float(share), float(share - half), float(share + half)


@dataclass(frozen=True)
class ErrorRates:
    """Sensitivity and specificity of the coder, (K,), and their squared standard errors."""

    sensitivity: Array
    specificity: Array
    sensitivity_variance: Array
    specificity_variance: Array

    @property
    def youden(self) -> Array:
        """Sensitivity + specificity - 1: nothing can be learnt from a coder without it."""
        return self.sensitivity + self.specificity - 1


def error_rates(units: Sampled, level: float) -> ErrorRates:
    """Estimate both rates from the weighted sample; NaN without a positive (negative) unit in it.

    The variance is that of Wilson's interval, so that a rate of 1 in five units is not taken for certain.
    """
    y, agrees = units.reference, units.predicted == units.reference
    sensitivity = _rate(units.weight[:, None] * y, agrees, level)
    specificity = _rate(units.weight[:, None] * (1 - y), agrees, level)
    return ErrorRates(sensitivity[0], specificity[0], sensitivity[1], specificity[1])


def rogan_gladen(share: Array, rates: ErrorRates, level: float) -> Estimate:
    """(q + specificity - 1) / (sensitivity + specificity - 1) of raw shares q, with a delta-method interval.

    Believes that the rates hold for the units in q, so it shows what equal errors in all groups would mean.
    q is a count of a closed corpus and has no variance of its own.

    References
    ----------
    Rogan & Gladen (1978), American Journal of Epidemiology 107:71-76.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        gain = np.where(rates.youden > 0, rates.youden, np.nan)
        theta = (share + rates.specificity - 1) / gain
        variance = np.square(theta) * rates.sensitivity_variance
        variance = (variance + np.square(1 - theta) * rates.specificity_variance) / np.square(gain)
    half = t_quantile(level, np.inf) * np.sqrt(variance)
    return Estimate(theta, theta - half, theta + half)


def _cell_share(units: Sampled, cell: Array, answer: float, level: float) -> tuple[Array, Array, Array]:
    """Weighted reference share (K,) within the units of a cell (N, K), with its Wilson bounds."""
    size, weight = cell.sum(axis=0), units.weight @ cell
    with np.errstate(invalid="ignore", divide="ignore"):
        p = units.weight @ (cell * units.reference) / weight
        squares = np.square(units.weight) @ cell * np.square(size / weight)
        n = np.square(size) / np.where(squares - size > _ROUNDING * size, squares - size, 0.0)
    low, high = wilson(p, n, t_quantile(level, np.inf))
    unknown = weight == 0
    bounds = (np.nan, np.nan) if np.isnan(answer) else (0.0, 1.0)
    return tuple(
        np.where(unknown, each, known) for each, known in zip((answer, *bounds), (p, low, high), strict=True)
    )  # type: ignore[return-value]


def _rate(weight: Array, agrees: Array, level: float) -> tuple[Array, Array]:
    total = weight.sum(axis=0)
    z = t_quantile(level, np.inf)
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = (weight * agrees).sum(axis=0) / total
        n = np.square(total) / (weight * (weight - 1)).clip(min=0).sum(axis=0)
        low, high = wilson(rate, n, z)
        return rate, np.square((high - low) / (2 * z))
