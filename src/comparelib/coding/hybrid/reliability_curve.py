"""How often a code is right where a coder gives it a probability of so much: a reliability curve."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.errors import Fault, ParameterFault

COLUMNS = ("low_edge", "high_edge", "n", "predicted", "observed", "low", "high")


def reliability_curve(  # noqa: PLR0913 - predictions, truth and blocks, and keywords with defaults
    probabilities: NDArray[np.float64],
    labels: NDArray[np.bool_],
    blocks: NDArray[np.int64],
    *,
    bins: int = 10,
    level: float = 0.95,
    draws: int = 1000,
    seed: int = 1,
) -> pd.DataFrame:
    """Return one row for each of `bins` equal ranges of probability that is not empty.

    Intervals are percentiles over blocks (paragraphs) that are drawn anew with replacement, because the
    units of a paragraph, and the codes of a unit, are not independent.

    Parameters
    ----------
    probabilities, labels
        Held-out probabilities in [0, 1] and truth; both of shape (units, codes).
    blocks
        Block of each unit, shape (units,).

    Returns
    -------
    DataFrame
        low_edge, high_edge; n (pairs of unit and code); predicted (their mean probability); observed (share
        that is true); low, high (interval of `observed`).

    Raises
    ------
    ParameterFault
        The shapes do not fit, or a probability lies outside [0, 1].
    """
    _check(probabilities, labels, blocks)
    place = np.minimum((probabilities * bins).astype(np.int64), bins - 1)
    group = np.unique(blocks, return_inverse=True)[1]
    n_blocks = int(group.max(initial=-1)) + 1
    cells = (group[:, None] * bins + place).ravel()
    size = n_blocks * bins
    n, true, total = (
        np.bincount(cells, weights, minlength=size).reshape(n_blocks, bins)
        for weights in (None, labels.ravel().astype(float), probabilities.ravel())
    )
    weights = np.random.default_rng(seed).multinomial(
        n_blocks, np.full(n_blocks, 1 / max(n_blocks, 1)), size=draws
    )
    drawn_n, drawn_true = weights @ n, weights @ true
    drawn = np.divide(drawn_true, drawn_n, out=np.full(drawn_n.shape, np.nan), where=drawn_n > 0)
    rows = [
        (
            b / bins,
            (b + 1) / bins,
            int(n[:, b].sum()),
            float(total[:, b].sum() / n[:, b].sum()),
            float(true[:, b].sum() / n[:, b].sum()),
            *np.nanquantile(drawn[:, b], [(1 - level) / 2, (1 + level) / 2]).tolist(),
        )
        for b in np.flatnonzero(n.sum(axis=0)).tolist()
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def calibration_error(curve: pd.DataFrame) -> float:
    """Return the expected calibration error: |observed - predicted|, weighted by n (Naeini et al. 2015)."""
    distance = (curve["observed"] - curve["predicted"]).abs()
    return float((distance * curve["n"]).sum() / curve["n"].sum())


def _check(probabilities: NDArray[np.float64], labels: NDArray[np.bool_], blocks: NDArray[np.int64]) -> None:
    if probabilities.shape != labels.shape or len(blocks) != len(labels) or not labels.size:
        shapes = f"{probabilities.shape}, {labels.shape} and {blocks.shape}"
        raise ParameterFault(
            Fault(f"probabilities, labels and blocks of shapes {shapes} do not fit together")
        )
    if not ((probabilities >= 0) & (probabilities <= 1)).all():
        raise ParameterFault(Fault("a probability lies outside 0 to 1", expected="values in [0, 1]"))
