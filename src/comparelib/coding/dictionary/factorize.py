"""Numbers -> each once, in the order in which they come, and which of them stands at every place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_FEW = 1 << 14
"""Up to as many numbers are sorted: that takes a millisecond; to import pandas for them takes hundreds."""


def factorized(numbers: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Return the place of each number among the different ones, and these in order of first appearance.

    Shapes (numbers,) and (different numbers,), as `pandas.factorize` returns them: sorted where they are few,
    and by a hash table, whose time grows with them alone, where they are many.
    """
    if len(numbers) > _FEW:
        import pandas as pd

        codes, found = pd.factorize(numbers)
        return np.asarray(codes, dtype=np.int64), found
    sorted_numbers, first, place = np.unique(numbers, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank[place], sorted_numbers[order]
