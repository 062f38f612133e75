"""Many runs of consecutive numbers as one array."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


def ranges(firsts: Integers, counts: Integers) -> tuple[Integers, Integers]:
    """Return the numbers of runs one behind the other, and of each number the run that it belongs to.

    Run i has the `counts[i]` numbers from `firsts[i]` on; so ([5, 9], [2, 1]) gives [0, 0, 1] and [5, 6, 9].
    Runs are numbered by a running sum: the same as repeating their numbers, in a third of the time where
    they are short.

    Returns
    -------
    run, number
        Shapes (sum of counts,).
    """
    stops = np.cumsum(counts)
    total = int(stops[-1]) if len(stops) else 0
    run = np.cumsum(np.bincount(stops[:-1], minlength=total)[:total])
    return run, (firsts - stops + counts).take(run) + np.arange(total)
