"""Tokens -> hashes, all at once: eight characters at a time, as two numbers of 64 bits."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.characters import BMP
from comparelib.coding.dictionary.tokens import Tokens

Numbers = NDArray[np.uint64]
Integers = NDArray[np.int64]

BASE = 0x9E3779B97F4A7C15  # the golden ratio in 64 bits; any odd number would do
_BLOCK = 8  # characters of 16 bits
_LONGEST = 64  # characters; few tokens are longer, and they are hashed one by one
_MASKS = np.array(
    [[(1 << 16 * min(max(size - half, 0), 4)) - 1 for half in (0, 4)] for size in range(_BLOCK + 1)],
    dtype="<u8",
).view("V16")[:, 0]  # what of a block belongs to a token of so many characters


def token_hashes(tokens: Tokens, base: int = BASE) -> tuple[Numbers, Numbers]:
    """Return the hash of each token and the number that tells apart those with one hash. Shapes (tokens,).

    The hash is the sum of a token's length and of all its fours of characters, every one a number times a
    power of `base`, modulo 2**64 (multilinear hashing; Carter and Wegman 1979). The second number is made of
    the length and the second four characters, so that of tokens of up to eight both together are certain.
    """
    units, starts, ends = _utf16(tokens)
    padded = np.concatenate((units, np.zeros(_BLOCK, dtype=np.uint16)))
    blocks = np.ndarray((len(units) + 1,), dtype="V16", buffer=padded.data, strides=padded.strides)
    powers = _powers(base)
    lengths = ends - starts
    hashes, seconds = _block(blocks, starts, lengths)
    hashes = hashes * powers[0] + seconds * powers[1]
    sizes = lengths.view(np.uint64) * powers[-1]
    hashes += sizes
    rows = np.flatnonzero(lengths > _BLOCK)
    for place in range(_BLOCK, _LONGEST, _BLOCK):
        left = lengths.take(rows) - place
        first, second = _block(blocks, starts.take(rows) + place, left)
        power = place // 4
        hashes[rows] = hashes.take(rows) + first * powers[power] + second * powers[power + 1]
        rows = rows.compress(left > _BLOCK)
        if not len(rows):
            break
    for row in np.flatnonzero(lengths > _LONGEST).tolist():
        digest = blake2b(units[starts[row] : ends[row]].tobytes(), digest_size=8).digest()
        hashes[row] = int.from_bytes(digest, "little")
    sizes += seconds
    return hashes, sizes


def _block(blocks: NDArray[np.void], places: Integers, lengths: Integers) -> tuple[Numbers, Numbers]:
    """Return the first and the second four characters at each place, as far as `lengths` reach."""
    numbers = blocks[places].view("<u8")
    numbers &= _MASKS.take(lengths, mode="clip").view("<u8")
    return numbers[0::2], numbers[1::2]


@lru_cache(maxsize=4)
def _powers(base: int) -> Numbers:
    """Return base**1, base**2 … modulo 2**64: one for every four characters, and one for the length."""
    return np.array([pow(base, place, 1 << 64) for place in range(1, _LONGEST // 4 + 2)], dtype=np.uint64)


def _utf16(tokens: Tokens) -> tuple[NDArray[np.uint16], Integers, Integers]:
    """Return a text in units of 16 bits, and the bounds of its tokens among them."""
    if tokens.points.dtype.itemsize == 2:
        return tokens.points, tokens.starts, tokens.ends  # type: ignore[return-value]  # known by its size
    text = tokens.points.tobytes().decode("utf-32-le", "surrogatepass")
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    before = np.concatenate(([0], np.cumsum(tokens.points >= BMP)))  # each of these takes two units
    return units, tokens.starts + before[tokens.starts], tokens.ends + before[tokens.ends]
