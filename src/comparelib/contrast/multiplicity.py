"""How p is adjusted when several claims are tested: a family of themes, or a few claims named beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from comparelib.errors import Fault, ParameterFault, one_of

if TYPE_CHECKING:
    from comparelib.contrast.shares import PriorityComparison

Array = NDArray[np.float64]
MOST_CLAIMS = 5  # more claims than this are a family of themes: use q


def benjamini_hochberg(p: ArrayLike) -> Array:
    """Adjusted p of a family, so that q <= x keeps the false discovery rate at x; NaN stays, and does not
    count.

    References
    ----------
    Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57:289-300.
    """
    values = _probabilities(p)
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.argsort(values[known], kind="stable")]
    scaled = values[order] * len(order) / np.arange(1, len(order) + 1)
    adjusted = np.full(values.shape, np.nan)
    adjusted[order] = np.minimum(1, np.minimum.accumulate(scaled[::-1])[::-1])
    return adjusted


def holm(p: ArrayLike) -> Array:
    """Adjusted p of a family, so that p <= x keeps the chance of any false claim at x; NaN stays, and does
    not count.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6:65-70.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    values = _probabilities(p)
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.argsort(values[known], kind="stable")]
    scaled = values[order] * np.arange(len(order), 0, -1)
    adjusted = np.full(values.shape, np.nan)
    adjusted[order] = np.minimum(1, np.maximum.accumulate(scaled))
    return adjusted


def _probabilities(p: ArrayLike) -> Array:
    values = np.asarray(p, dtype=float)
    if ((values < 0) | (values > 1)).any():
        raise ParameterFault(Fault("a p outside 0 and 1", expected="probabilities, or NaN"))
    return values


def named_claims(comparison: PriorityComparison, codes: Sequence[str]) -> pd.DataFrame:
    """Test at most five differences that were named before the texts were coded, with Holm's adjusted p.

    Naming them beforehand buys power: q counts every theme as a claim, this counts those that were named.
    Choosing them after having seen the results gives p that are too small.

    Parameters
    ----------
    codes
        One to five different codes of the comparison.

    Returns
    -------
    DataFrame
        One row a code, in the order given: code, difference, difference_low, difference_high, p, p_holm. p
        is missing for a code that neither side has; such a claim takes nothing from the others.

    Raises
    ------
    ParameterFault
        No code, more than five, one twice, or one that the comparison does not have.
    """
    names = [codes] if isinstance(codes, str) else list(codes)
    known = [str(code) for code in comparison.frame["code"]]
    faults = [Fault(f"no code '{name}'", expected=one_of(known, name)) for name in names if name not in known]
    if not 0 < len(names) <= MOST_CLAIMS:
        faults.append(Fault(f"{len(names)} claims named", expected=f"1 to {MOST_CLAIMS}; for more, read q"))
    if len(set(names)) < len(names):
        faults.append(Fault("a claim is named twice", expected="different codes"))
    if faults:
        raise ParameterFault(faults)
    columns = ["code", "difference", "difference_low", "difference_high", "p"]
    rows = comparison.frame.set_index("code", drop=False).loc[names, columns].reset_index(drop=True)
    return rows.assign(p_holm=holm(rows["p"]))
