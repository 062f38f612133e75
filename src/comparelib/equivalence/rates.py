"""Are a coder's errors the same in both jurisdictions: rates, their difference, and whether it is small.

"Not significantly different" is no equality. Two one-sided tests ask whether the difference is smaller than a
margin; where there are too few cases to find that out, the answer is "not testable".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from comparelib.matrix import group_sums
from comparelib.matrix.intervals import Array, mover, t_quantile, wilson

ALPHA = 0.05
POWER = 0.80


class Status(StrEnum):
    """What the data says of a difference."""

    EQUAL = "equal"
    UNEQUAL = "unequal"
    OPEN = "open"
    NOT_TESTABLE = "not testable"


@dataclass(frozen=True)
class Rates:
    """Hits among cases, K codes: hits, cases and the effective number of cases, arrays (K,)."""

    hits: Array
    cases: Array
    effective: Array

    @property
    def rate(self) -> Array:
        """Hits over cases; NaN without cases."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(self.hits / self.cases)


def rates(hit: ArrayLike, case: ArrayLike, paragraph: NDArray[np.int64]) -> Rates:
    """Count hits among cases, both (N, K) of 0 and 1, with paragraphs as clusters.

    The effective number of cases is p (1 - p) over the cluster-robust variance, at most the number of cases;
    for a rate of 0 or 1, of which no variance can be seen, at most the number of paragraphs with a case.
    """
    weight: Array = np.asarray(case, dtype=np.float64)
    both: Array = np.asarray(hit, dtype=np.float64) * weight
    hits, cases = both.sum(axis=0), weight.sum(axis=0)
    block = np.unique(paragraph, return_inverse=True)[1].astype(np.int64)
    n_blocks = int(block.max()) + 1 if len(block) else 0
    x, n = group_sums(both, block, n_blocks), group_sums(weight, block, n_blocks)
    blocks = (n > 0).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = hits / cases
        variance = blocks / (blocks - 1) * np.square(x - p * n).sum(axis=0) / np.square(cases)
        robust = np.minimum(p * (1 - p) / variance, cases)
    return Rates(hits, cases, np.where((variance > 0) & (blocks > 1), robust, np.minimum(cases, blocks)))


def difference(a: Rates, b: Rates, level: float) -> tuple[Array, Array, Array]:
    """Rate of b less that of a with Newcombe's interval (two Wilson intervals, squared and added).

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17:873-890, method 10.
    """
    sides = [(each.rate, *wilson(each.rate, each.effective, t_quantile(level, np.inf))) for each in (b, a)]
    share, low, high = (np.stack(each) for each in zip(*sides, strict=True))
    return share[0] - share[1], *mover(share, low, high, [1.0, -1.0])


def within_codes(a: Rates, b: Rates, margin: float, level: float) -> dict[str, float | int | str]:
    """Difference b less a averaged over the codes that both have: what pooling says of codes' mixture is out.

    Weights are n_a n_b / (n_a + n_b), those of Mantel and Haenszel for differences (Greenland & Robins 1985,
    Biometrics 41:55-68); the interval combines those of the codes (MOVER). Keys as `equivalence_frame`; rates
    are averaged with the same weights.
    """
    both = (a.cases > 0) & (b.cases > 0)
    row: dict[str, float | int | str] = {"n_a": int(a.cases[both].sum()), "n_b": int(b.cases[both].sum())}
    names = ("rate_a", "rate_b", "difference", "low", "high")
    if not both.any():
        return row | dict.fromkeys(names, float("nan")) | {"needed": 0, "status": Status.NOT_TESTABLE.value}
    weight = (a.cases * b.cases / np.where(both, a.cases + b.cases, 1.0))[both]
    weight /= weight.sum()
    point, low, high = (each[both] for each in difference(a, b, level))
    _, inner_low, inner_high = (each[both] for each in difference(a, b, 1 - 2 * ALPHA))
    values = (weight @ a.rate[both], weight @ b.rate[both], weight @ point, *mover(point, low, high, weight))
    inner = mover(point, inner_low, inner_high, weight)
    needed = int(needed_for_equality((values[0] + values[1]) / 2, margin))
    few = min(a.effective[both].sum(), b.effective[both].sum()) < needed
    status = _status(np.array([inner[0]]), np.array([inner[1]]), np.array([few]), margin)[0]
    return row | dict(zip(names, map(float, values), strict=True)) | {"needed": needed, "status": str(status)}


def _status(low: Array, high: Array, few: NDArray[np.bool_], margin: float) -> NDArray[np.object_]:
    """What an interval at 1 - 2 alpha says of a difference."""
    status = np.where(few, Status.NOT_TESTABLE.value, Status.OPEN.value).astype(object)
    status[(low >= -margin) & (high <= margin)] = Status.EQUAL.value
    status[(low > margin) | (high < -margin)] = Status.UNEQUAL.value
    return status


def equivalence_frame(a: Rates, b: Rates, margin: float, level: float) -> pd.DataFrame:
    """One row a code: n_a, n_b, rate_a, rate_b, difference, low, high, needed, status.

    `low` and `high` hold at `level`; `status` rests on the interval at 1 - 2 alpha = .90 (TOST, Schuirmann
    1987): equal where it lies within the margin, unequal where it lies outside it as a whole. `needed` is
    the number of cases a jurisdiction that finding equality would take.
    """
    point, low, high = difference(a, b, level)
    _, inner_low, inner_high = difference(a, b, 1 - 2 * ALPHA)
    # Two cases and two hits drawn to the middle (Agresti & Coull 1998): a plan must not trust a rate of 1.
    plan = (a.hits + b.hits + 2) / (a.cases + b.cases + 4)
    needed = needed_for_equality(plan, margin)
    few = np.minimum(a.effective, b.effective) < needed
    return pd.DataFrame(
        {
            "n_a": a.cases.astype(np.int64),
            "n_b": b.cases.astype(np.int64),
            "rate_a": a.rate,
            "rate_b": b.rate,
            "difference": point,
            "low": low,
            "high": high,
            "needed": needed,
            "status": _status(inner_low, inner_high, few, margin),
        }
    )


def needed_for_equality(
    rate: ArrayLike, margin: float, alpha: float = ALPHA, power: float = POWER
) -> NDArray[np.int64]:
    """Cases a group for TOST to find two equal rates equal: 2 p (1 - p) (z_{1-a} + z_{(1+power)/2})^2 / m^2.

    References
    ----------
    Chow, Shao & Wang (2008), Sample Size Calculations in Clinical Research, 2nd ed., section 4.2.

    Examples
    --------
    >>> int(needed_for_equality(0.9, 0.10)), int(needed_for_equality(0.9, 0.05))
    (155, 617)
    """
    p = np.asarray(rate, dtype=float)
    z = ndtri(1 - alpha) + ndtri((1 + power) / 2)
    return np.asarray(np.ceil(2 * p * (1 - p) * z**2 / margin**2), dtype=np.int64)


def needed_for_difference(first: float, second: float, alpha: float = ALPHA, power: float = POWER) -> int:
    """Cases a group to tell two rates apart, two-sided, by the arcsine transformation.

    References
    ----------
    Cohen (1988), Statistical Power Analysis, 2nd ed., chapter 6.

    Examples
    --------
    >>> needed_for_difference(0.9, 0.7), needed_for_difference(0.9, 0.8)
    (60, 195)
    """
    h = 2 * (np.arcsin(np.sqrt(first)) - np.arcsin(np.sqrt(second)))
    return int(np.ceil(2 * ((ndtri(1 - alpha / 2) + ndtri(power)) / h) ** 2))
