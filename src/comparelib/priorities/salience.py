"""Salience and position on the log scale, where differences and intervals are made.

References
----------
Lowe, Benoit, Mikhaylov & Laver (2011), Scaling policy preferences from coded political texts, Legislative
Studies Quarterly 36:123-155.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from comparelib.errors import Fault, ParameterFault
from comparelib.matrix import ThemeMatrix
from comparelib.matrix.counts import counted
from comparelib.matrix.intervals import document_intervals, t_quantile
from comparelib.matrix.paragraphs import check_draws

Array = NDArray[np.float64]


class Estimate(NamedTuple):
    """An estimate on the log scale and its variance, that of independent units."""

    value: Array
    variance: Array


def log_odds(count: ArrayLike, total: ArrayLike) -> Estimate:
    """Log salience of a code: log((n + .5) / (N - n + .5)), variance 1 / (n + .5) + 1 / (N - n + .5).

    Raises
    ------
    ParameterFault
        A count that is negative, missing, or above its total.
    """
    n, size = counted(count=count, total=total)
    if (n > size * (1 + 1e-12)).any():
        raise ParameterFault(Fault("a count is above its total", expected="at most the total"))
    return position(n, np.maximum(size - n, 0))


def position(right: ArrayLike, left: ArrayLike) -> Estimate:
    """Position between two opposed codes: log((R + .5) / (L + .5)), variance 1 / (R + .5) + 1 / (L + .5).

    Raises
    ------
    ParameterFault
        A count that is negative or missing.
    """
    more, fewer = (each + 0.5 for each in counted(right=right, left=left))
    return Estimate(np.log(more / fewer), 1 / more + 1 / fewer)


def importance(right: ArrayLike, left: ArrayLike, total: ArrayLike) -> Array:
    """How much a text speaks of two opposed codes at all: log((R + L + 1) / N).

    Raises
    ------
    ParameterFault
        A count that is negative or missing, or a total of 0.
    """
    more, fewer, size = counted(right=right, left=left, total=total)
    if not (size > 0).all():
        raise ParameterFault(Fault("a total of 0 units", expected="texts with units"))
    return np.asarray(np.log((more + fewer + 1) / size))


def log_salience(matrix: ThemeMatrix, *, level: float = 0.95) -> pd.DataFrame:
    """Log salience of each code in each document, with a cluster-robust interval.

    The variance of independent units is multiplied by the design effect of the document's paragraphs; the
    quantile is that of t with paragraphs - 1 degrees of freedom.

    Returns
    -------
    DataFrame with the columns group, code, log_salience, low, high; NaN for a document without coded units.
    """
    check_draws(level, 1, 0)
    parts = document_intervals(matrix.coded, level)
    size = parts.size[:, None]
    known = np.nan_to_num(size)
    estimate = log_odds(np.nan_to_num(parts.share) * known, known)
    estimate = Estimate(*(np.where(np.isnan(size), np.nan, each) for each in estimate))
    half = t_quantile(level, parts.freedom)[:, None] * np.sqrt(estimate.variance * size / parts.effective)
    index = pd.MultiIndex.from_product([matrix.counts.index, matrix.codes], names=["group", "code"])
    columns = {"log_salience": estimate.value, "low": estimate.value - half, "high": estimate.value + half}
    return pd.DataFrame({name: each.ravel() for name, each in columns.items()}, index=index).reset_index()
