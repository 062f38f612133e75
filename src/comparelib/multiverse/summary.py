"""What a multiverse says of each theme: how far the estimates spread, what moves them, what stands."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.multiverse.baseline import WITHOUT
from comparelib.multiverse.grid import Grid, Kind

Array = NDArray[np.float64]
ROBUST = 0.9
"""Part of the principled specifications that must have the headline's sign."""


def family_summary(themes: tuple[str, ...], grid: pd.DataFrame, value: Array, bounds: Array) -> pd.DataFrame:
    """Spread of the estimates within each family; families are never put together.

    Parameters
    ----------
    themes
        (K,).
    grid
        S specifications with the column family, the headline first; the headline counts in every family.
    value
        (S, K) estimates.
    bounds
        (2, S, K): low and high.

    Returns
    -------
    DataFrame, one row a theme and family: theme, family, n, n_estimable, median, q1, q3, smallest, largest
    (estimates), same_sign (part of the estimable ones with the sign of the headline; NaN where the headline
    is 0 or not estimable), excludes_zero (part whose interval excludes 0).
    """
    families = [kind.value for kind in Kind if (grid["family"] == kind.value).any()]
    frames = []
    for family in families:
        member = (grid["family"] == family).to_numpy(copy=True)
        member[0] = True
        own, low, high = value[member], bounds[0, member], bounds[1, member]
        estimable = np.isfinite(own).sum(axis=0)
        frames.append(
            pd.DataFrame(
                {
                    "theme": list(themes),
                    "family": family,
                    "n": int(member.sum()),
                    "n_estimable": estimable,
                    **_quantiles(own),
                    "same_sign": same_sign(own, value[0]),
                    "excludes_zero": _part((low > 0) | (high < 0), estimable),
                }
            )
        )
    frame = pd.concat(frames, ignore_index=True)
    order = np.lexsort((frame.index, np.tile(np.arange(len(themes)), len(families))))
    return frame.iloc[order].reset_index(drop=True)


def same_sign(value: Array, headline: Array) -> Array:
    """Part of the estimable specifications (S, K) whose sign is that of the headline (K,)."""
    sign = np.sign(headline)
    same = _part(np.sign(value) == sign, np.isfinite(value).sum(axis=0))
    return np.asarray(np.where((sign == 0) | np.isnan(headline), np.nan, same))


def effects(themes: tuple[str, ...], grid: pd.DataFrame, declared: Grid, value: Array) -> pd.DataFrame:
    """How much of the spread over the whole grid goes with each choice: eta squared, one choice at a time.

    Returns
    -------
    DataFrame, one row a theme and choice with several options: theme, choice, eta_squared in [0, 1] (sum of
    squares between its options over the total), NaN where all estimates are the same. Where combinations are
    excluded the choices are not orthogonal, so the eta squared of all choices need not sum to 1 or less.
    """
    known = np.isfinite(value)
    filled = np.where(known, value, 0.0)
    n = known.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = filled.sum(axis=0) / n
        total = np.where(known, np.square(value - mean), 0.0).sum(axis=0)
        columns = {}
        for choice in declared.open_choices:
            number = pd.factorize(grid[choice])[0]
            member = (number[None, :] == np.arange(number.max() + 1)[:, None]).astype(np.float64)
            size = member @ known
            means = (member @ filled) / size
            between = np.where(size > 0, size * np.square(means - mean), 0.0).sum(axis=0)
            columns[choice] = np.where(total > 1e-20, np.clip(between / total, 0, 1), np.nan)
    frame = pd.DataFrame({"theme": list(themes)} | columns)
    order = np.argsort(np.tile(np.arange(len(themes)), len(columns)), kind="stable")
    long = frame.melt("theme", list(columns), "choice", "eta_squared")
    return long.iloc[order].reset_index(drop=True)


def robustness(
    themes: tuple[str, ...], grid: pd.DataFrame, value: Array, bounds: Array, moved: pd.DataFrame
) -> pd.DataFrame:
    """Whether the headline's direction stands.

    Returns
    -------
    DataFrame, one row a theme: theme, estimate, low, high (headline), same_sign (part of the
    principled specifications), leave_one_out (part of the headline's repetitions without one text that keep
    the sign; NaN
    where no text can be left out), robust (same_sign >= .9 and leave_one_out = 1), same_sign_all (part of all
    specifications, a count and no average), moved_by and eta_squared (the choice with the largest).
    """
    principled = (grid["family"] == Kind.PRINCIPLED).to_numpy()
    left_out = ((grid["family"] == Kind.TEXTS) & grid["texts"].str.startswith(WITHOUT)).to_numpy()
    kept = same_sign(value[principled], value[0])
    without = same_sign(value[left_out], value[0])
    ranked = moved.sort_values("eta_squared", ascending=False, kind="stable").dropna()
    most = ranked.drop_duplicates("theme").set_index("theme").reindex(list(themes))
    return pd.DataFrame(
        {
            "theme": list(themes),
            "estimate": value[0],
            "low": bounds[0, 0],
            "high": bounds[1, 0],
            "same_sign": kept,
            "leave_one_out": without,
            "robust": (kept >= ROBUST) & (without == 1),
            "same_sign_all": same_sign(value, value[0]),
            "moved_by": most["choice"].to_numpy(),
            "eta_squared": most["eta_squared"].to_numpy(dtype=float),
        }
    )


def _quantiles(value: Array) -> dict[str, Array]:
    names = {"median": 0.5, "q1": 0.25, "q3": 0.75, "smallest": 0.0, "largest": 1.0}
    found = {name: np.full(value.shape[1], np.nan) for name in names}
    known = np.isfinite(value).any(axis=0)
    for name, quantile in names.items():
        found[name][known] = np.nanquantile(value[:, known], quantile, axis=0)
    return found


def _part(holds: NDArray[np.bool_], n: NDArray[np.int64]) -> Array:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(holds.sum(axis=0) / np.where(n > 0, n, np.nan))
