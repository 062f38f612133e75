"""Tokens -> hashes, all at once: polynomials of their characters from running sums over the text."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.tokens import Tokens

Numbers = NDArray[Any]  # unsigned integers of 32 or 64 bits

BASE = 0x9E3779B97F4A7C15  # the golden ratio in 64 bits; any odd number would do
_CHECK = 0x85EBCA6B  # another one, of 32 bits
_BLOCK = 1 << 10
_ROOM = 1 << 20  # characters of a shard


@lru_cache(maxsize=8)
def _tables(base: int, length: int, bits: int) -> tuple[Numbers, Numbers]:
    """Return base**0 … base**1023 modulo 2**bits, and the powers of base**1024 that reach to `length`."""
    word, kind = 1 << bits, f"<u{bits // 8}"
    low = np.array([pow(base, place, word) for place in range(_BLOCK)], dtype=kind)
    high = [pow(base, block * _BLOCK, word) for block in range(-(-length // _BLOCK))]
    return low, np.array(high, dtype=kind)


@lru_cache(maxsize=4)
def _powers(base: int, bits: int) -> Numbers:
    """Return base**0 … base**(_ROOM - 1) modulo 2**bits."""
    low, high = _tables(base, _ROOM, bits)
    return np.asarray(np.multiply.outer(high, low).ravel())


class TokenHasher:
    """Hashes tokens; keeps its working space from one text to the next, which saves a third of the time.

    With S the running sum of code point times base**place, the hash of a token is (S[end] - S[start]) /
    base**start modulo 2**bits; base is odd, so it has an inverse and the division is a product (Karp and
    Rabin 1987).
    """

    def __init__(self, base: int = BASE) -> None:
        self._base = base
        self._space: dict[int, Numbers] = {}

    def hashes(self, tokens: Tokens) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
        """Return two hashes of each token, of 64 bits and, with another base, of 32. Shapes (tokens,)."""
        return self._hashes(tokens, self._base, 64), self._hashes(tokens, _CHECK, 32)

    def _hashes(self, tokens: Tokens, base: int, bits: int) -> Numbers:
        n, kind = len(tokens.points), f"<u{bits // 8}"
        sums = self._space.get(bits, np.zeros(1, dtype=kind))
        if len(sums) <= n:
            sums = self._space[bits] = np.zeros(max(n, _ROOM) + 1, dtype=kind)
        powers, step = _powers(base, bits), pow(base, _ROOM, 1 << bits)
        for first in range(0, n, _ROOM):
            points = tokens.points[first : first + _ROOM]
            terms = np.multiply(points, powers[: len(points)], dtype=kind, casting="unsafe")
            if first:  # a longer text than a shard: the powers go on from the last of the one before
                terms *= np.array(pow(step, first // _ROOM, 1 << bits), dtype=kind)
                terms[:1] += sums[first : first + 1]
            np.cumsum(terms, out=sums[first + 1 : first + 1 + len(points)])
        low, high = _tables(pow(base, -1, 1 << bits), max(n, _ROOM), bits)
        inverse = low[tokens.starts & (_BLOCK - 1)] * high[tokens.starts // _BLOCK]
        return np.asarray((sums[tokens.ends] - sums[tokens.starts]) * inverse)
