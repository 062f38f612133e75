"""Many short strings found in a long one in a single pass: by a few neighbouring characters of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.ranges import ranges

Integers = NDArray[np.int64]

WORD = 4  # characters of 16 bits that fill one 64-bit number
LINE_FEED = 10
_SIEVE_BITS = 16  # a table of 64 kB stays in the processor's nearest cache
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # odd, so that different numbers stay different
_SPREAD_TAIL = np.uint64(0xC2B2AE3D27D4EB4F)


def characters(text: str) -> NDArray[np.uint16]:
    """Return the characters of a text as numbers of 16 bits; one beyond them takes two."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


def rolling_words(units: NDArray[np.uint16]) -> NDArray[np.uint64]:
    """Return the four characters from each place on as one number, shape (len(units) - 3,)."""
    units = np.ascontiguousarray(units)
    shape = (max(len(units) - WORD + 1, 0),)
    return np.ndarray(shape, dtype="<u8", buffer=units.data, strides=units.strides).copy()


def word_numbers(rows: NDArray[np.uint16]) -> NDArray[np.uint64]:
    """Return each row of four characters as `rolling_words` has it, shape (rows,)."""
    return np.ascontiguousarray(rows).view("<u8")[..., 0]


class Edge(Enum):
    """The edge of a word at which a fragment stands; there alone it is looked for."""

    START = "start"
    END = "end"
    NONE = "none"


@dataclass(frozen=True)
class GramTable:
    """Fragments of which `size` neighbouring characters, a gram, are known by one number.

    Attributes
    ----------
    size
        3 to 8 characters. Up to four they are the number; of more the number is a hash.
    keys
        Distinct numbers, rising, shape (grams,).
    starts
        Fragments of gram i stand in `owners[starts[i]:starts[i + 1]]`.
    owners, offsets
        Row of each fragment, and the place of its gram in it.
    sieve
        Whether any gram's number begins with these 16 bits.
    edge
        Where in a word all the fragments stand.
    """

    size: int
    keys: NDArray[np.uint64]
    starts: Integers
    owners: Integers
    offsets: Integers
    sieve: NDArray[np.bool_]
    edge: Edge

    @classmethod
    def of(
        cls, grid: NDArray[np.uint16], lengths: Integers, owners: Integers, size: int, edge: Edge
    ) -> GramTable:
        """Return the table of the `owners` among the fragments in `grid`, none shorter than `size`."""
        last = lengths[owners] - size
        offsets = {Edge.START: np.zeros_like(last), Edge.END: last, Edge.NONE: last // 2}[edge]
        width = max(size, WORD)
        padded = np.pad(grid, ((0, 0), (0, width)))
        keys = _keys(padded[owners[:, None], offsets[:, None] + np.arange(width)], size)
        order = np.argsort(keys, kind="stable")
        distinct, starts = np.unique(keys[order], return_index=True)
        sieve = np.zeros(1 << _SIEVE_BITS, dtype=bool)
        sieve[_slots(distinct)] = True
        return cls(size, distinct, np.append(starts, len(order)), owners[order], offsets[order], sieve, edge)

    def candidates(self, words: NDArray[np.uint64], breaks: Integers) -> tuple[Integers, Integers]:
        """Return (fragment, begin) wherever a gram stands.

        Parameters
        ----------
        words
            The text's `rolling_words`.
        breaks
            Places of the line feeds around its words.
        """
        if self.edge is Edge.NONE:
            numbers = _mixed(words, self.size)
            places = np.flatnonzero(self.sieve[_slots(numbers)])
            found = numbers[places]
        else:
            places = breaks if self.edge is Edge.START else breaks - (self.size - 1)
            places = places[places >= 0]
            step = max(self.size - WORD, 0)
            found = _combined(words[places], words[places + step] if step else None, self.size)
            sieved = np.flatnonzero(self.sieve[_slots(found)])
            places, found = places[sieved], found[sieved]
        gram = np.minimum(np.searchsorted(self.keys, found), len(self.keys) - 1)
        true = np.flatnonzero(self.keys[gram] == found)
        places, gram = places[true], gram[true]
        first = self.starts[gram]
        hit, rows = ranges(first, self.starts[gram + 1] - first)
        return self.owners[rows], places[hit] - self.offsets[rows]


def _mixed(words: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """Return the number of the `size` characters from each place on."""
    step = size - WORD
    return (
        _combined(words[: len(words) - step], words[step:], size)
        if step > 0
        else _combined(words, None, size)
    )


def _combined(head: NDArray[np.uint64], tail: NDArray[np.uint64] | None, size: int) -> NDArray[np.uint64]:
    """Return the number of grams whose first four characters are `head` and last four `tail`."""
    if size < WORD:
        head = head & np.uint64((1 << 16 * size) - 1)
    numbers = head * _SPREAD
    if tail is not None:
        numbers += tail * _SPREAD_TAIL
    return numbers


def _keys(rows: NDArray[np.uint16], size: int) -> NDArray[np.uint64]:
    """Return the number of each row of at least four characters."""
    tail = word_numbers(rows[:, size - WORD : size]) if size > WORD else None
    return _combined(word_numbers(rows[:, :WORD]), tail, size)


def _slots(numbers: NDArray[np.uint64]) -> Integers:
    return (numbers >> np.uint64(64 - _SIEVE_BITS)).view(np.int64)
