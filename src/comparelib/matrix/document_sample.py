"""Which documents are taken out one by one, where there are too many to take out each."""

from __future__ import annotations

import numpy as np

from comparelib.errors import Fault, ParameterFault

MOST_ONE_BY_ONE = 20
"""Documents of a side that are each left out, or each held against the rest; of more, as many are drawn."""


def one_by_one(n: int, seed: int = 1) -> tuple[int, ...]:
    """Return the places, ascending, of the documents of a side that are taken one by one.

    Parameters
    ----------
    n
        Documents of the side.
    seed
        Of the simple random sample that is drawn where n is above `MOST_ONE_BY_ONE`; all of them otherwise.

    Raises
    ------
    ParameterFault
        n is below 0.
    """
    if n < 0:
        raise ParameterFault(Fault(f"{n} documents", expected="0 or more"))
    if n <= MOST_ONE_BY_ONE:
        return tuple(range(n))
    drawn = np.random.default_rng(seed).choice(n, MOST_ONE_BY_ONE, replace=False)
    return tuple(int(place) for place in np.sort(drawn))
