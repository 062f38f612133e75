"""A table that tells most keys that are not in a set from those that may be, in one look-up each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.program import Integers

_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # odd: different keys stay different


class Sieve:
    """The hashes of a set of keys (Bloom 1970, with one hash).

    Parameters
    ----------
    bits
        The table has 2**bits places of a byte; a hundred times as many as keys let one in a hundred pass that
        is not in the set.
    """

    def __init__(self, bits: int) -> None:
        self._shift = np.uint64(64 - bits)
        self._held = np.zeros(1 << bits, dtype=bool)

    def add(self, keys: Integers) -> None:
        """Put keys into the set."""
        self._held[self._slots(keys)] = True

    def may_hold(self, keys: Integers) -> NDArray[np.bool_]:
        """Return which keys may be in the set; of those in it none is missed."""
        return self._held.take(self._slots(keys))

    def _slots(self, keys: Integers) -> Integers:
        slots = keys.view(np.uint64) * _SPREAD
        slots >>= self._shift
        return slots.view(np.int64)
