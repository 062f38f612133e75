"""Where expressions stand, in tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.program import Integers


@dataclass(frozen=True)
class Hits:
    """Where expressions stand: tokens `first` up to, not including, `stop`. Shapes (hits,)."""

    expression: Integers
    first: Integers
    stop: Integers

    def where(self, chosen: Integers | NDArray[np.bool_]) -> Hits:
        """Return the chosen hits (mask or places)."""
        places = np.flatnonzero(chosen) if chosen.dtype == bool else chosen  # far faster than a mask
        return Hits(self.expression.take(places), self.first.take(places), self.stop.take(places))

    @classmethod
    def joined(cls, parts: Sequence[Hits]) -> Hits:
        """Return several hits as one."""
        return cls(*map(np.concatenate, zip(*(vars(part).values() for part in parts), strict=True)))


@dataclass(frozen=True)
class Found:
    """Where expressions stand: `alone` are plain patterns of one word, by far the most; `others` the rest.

    Those alone come in the order of tokens and of patterns.
    """

    alone: Hits
    others: Hits
