"""Whether a type matches a glob, asked of many pairs at once: what stands beside an anchor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.program import Integers
from comparelib.coding.dictionary.sieve import Sieve

_HALF = 32  # bits of the glob in a (type, glob) key
_SIEVE_BITS = 18  # 256 kB


class Neighbours:
    """The pairs of type and glob that match; it grows with the vocabulary.

    Most pairs that are asked for do not match; a sieve drops nearly all of them before keys are searched.
    """

    def __init__(self) -> None:
        self._keys: list[Integers] = [np.array([-1])]  # no key; so that there is always one to compare with
        self._sieve = Sieve(_SIEVE_BITS)

    def add(self, types: Integers, globs: Integers) -> None:
        """Add pairs of types that are new, in the order of types and of globs."""
        keys = types << _HALF | globs
        self._keys.append(keys)
        self._sieve.add(keys)

    def hold(self, types: Integers, globs: Integers) -> NDArray[np.bool_]:
        """Return which pairs match. Shapes (pairs,)."""
        wanted = types << _HALF | globs
        held = self._sieve.may_hold(wanted)
        asked = np.flatnonzero(held)
        if len(self._keys) > 1:
            self._keys = [np.concatenate(self._keys)]
        keys, sought = self._keys[0], wanted.take(asked)
        held[asked] = keys.take(np.searchsorted(keys, sought), mode="clip") == sought
        return held
