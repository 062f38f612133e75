"""How many priorities a text has: the effective number of themes."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from comparelib.errors import MeaninglessOperation
from comparelib.matrix import ThemeMatrix


def diversity(shares: ArrayLike) -> tuple[float, float]:
    """Effective number of themes, by Shannon's entropy exp(H) and by Herfindahl's index 1/HHI.

    Parameters
    ----------
    shares
        (K,), >= 0; they are divided by their sum.

    Returns
    -------
    shannon, herfindahl
        From 1 (all on one theme) to K (all themes alike); NaN where all shares are zero or one is NaN.

    References
    ----------
    Greene (2016), Party Politics 22:809-819 (effective number of manifesto issues).

    Examples
    --------
    >>> shannon, herfindahl = diversity([.5, .25, .125, .125])
    >>> round(shannon, 6), round(herfindahl, 6)
    (3.363586, 2.909091)
    """
    p = np.asarray(shares, dtype=float)
    if (p < 0).any():
        raise MeaninglessOperation("a diversity of negative shares has no meaning")
    if not p.sum() > 0:
        return float("nan"), float("nan")
    p = p / p.sum()
    used = p[p > 0]
    return float(np.exp(-(used * np.log(used)).sum())), float(1 / np.square(p).sum())


def concentration(matrix: ThemeMatrix) -> pd.DataFrame:
    """Effective number of themes of each document.

    Returns
    -------
    DataFrame indexed by doc_id with the columns shannon and herfindahl. Both grow with the length of a text
    and are biased down in short ones: compare texts of like length.
    """
    rows = [diversity(row) for row in matrix.counts.to_numpy()]
    return pd.DataFrame(rows, index=matrix.counts.index, columns=["shannon", "herfindahl"])
