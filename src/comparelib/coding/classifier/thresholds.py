"""From which probability a code is given: chosen on held-out folds, rare codes near the common threshold."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

GRID = np.round(np.arange(0.10, 0.721, 0.02), 2)
SHRINKAGE = 300.0  # positives at which a code's own threshold counts as much as the common one
_SHIFTS = np.round(np.arange(-0.8, 0.81, 0.1), 1)


def given(
    probabilities: NDArray[np.float64], thresholds: NDArray[np.float64], most: int | None = None
) -> NDArray[np.bool_]:
    """Return which codes a unit gets: at or above their threshold, the `most` clearest ones."""
    chosen = probabilities >= thresholds
    if most is not None:
        rank = np.argsort(np.argsort(thresholds - probabilities, axis=1, kind="stable"), axis=1)
        chosen &= rank < most
    return chosen


def f1(chosen: NDArray[np.bool_], labels: NDArray[np.bool_]) -> tuple[float, float]:
    """Return micro-F1, and the mean F1 of the codes that occur in `labels` (macro)."""
    hits = (chosen & labels).sum(axis=0).astype(float)
    total = chosen.sum(axis=0) + labels.sum(axis=0)
    occurs = labels.any(axis=0)
    micro = 2 * hits.sum() / max(float(total.sum()), 1.0)
    by_code = 2 * hits[occurs] / np.maximum(total[occurs], 1)
    return float(micro), float(by_code.mean()) if occurs.any() else 0.0


def fitted_thresholds(
    probabilities: NDArray[np.float64], labels: NDArray[np.bool_], most: int | None = None
) -> NDArray[np.float64]:
    """Return a threshold per code that serves F1 on held-out `probabilities`, shape (codes,).

    The common threshold is the one of the best micro- plus macro-F1. A code's own best threshold is drawn
    towards it by the number of its positives: n / (n + 300).
    """
    common = max(GRID, key=lambda t: sum(f1(given(probabilities, np.full(labels.shape[1], t), most), labels)))
    thresholds = np.full(labels.shape[1], float(common))
    for code in range(labels.shape[1]):
        positives = int(labels[:, code].sum())
        if positives:
            own = _best_of_code(probabilities[:, code], labels[:, code], float(common))
            thresholds[code] += (own - common) * positives / (positives + SHRINKAGE)
    return thresholds


def _best_of_code(probabilities: NDArray[np.float64], labels: NDArray[np.bool_], common: float) -> float:
    chosen = probabilities[:, None] >= GRID[None, :]
    hits = (chosen & labels[:, None]).sum(axis=0)
    score = 2 * hits / np.maximum(chosen.sum(axis=0) + labels.sum(), 1)
    best = np.flatnonzero(score >= score.max() - 0.005)
    return float(GRID[best[np.argmin(np.abs(GRID[best] - common))]])


def fitted_shifts(probabilities: NDArray[np.float64], labels: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return what is added to the log-probability of each code before the greatest is taken, shape (codes,).

    A rare code that always comes second would never be given; the shifts serve micro- plus macro-F1, and are
    halved, because they are the part that fits one corpus best.
    """
    logs, n = np.log(np.maximum(probabilities, 1e-12)), labels.shape[1]
    shifts = np.zeros(n)
    for _ in range(2):
        for code in range(n):
            tried = [shifts + value * (np.arange(n) == code) for value in _SHIFTS]
            shifts = max(tried, key=lambda s: (round(sum(f1(winners(logs, s), labels)), 9), -np.abs(s).sum()))
    return shifts / 2


def winners(logs: NDArray[np.float64], shifts: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return one code a unit: the one with the greatest shifted log-probability; bool, (units, codes)."""
    best = (logs + shifts).argmax(axis=1)
    return np.asarray(np.arange(logs.shape[1])[None, :] == best[:, None])
