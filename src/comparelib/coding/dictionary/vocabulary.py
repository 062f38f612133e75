"""Token bounds -> type ids: every distinct token once, found by hash, with a check against collisions."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.coding.dictionary.grams import LINE_FEED
from comparelib.coding.dictionary.tokens import Tokens

Integers = NDArray[np.int64]

_BASE = 0x9E3779B97F4A7C15  # the golden ratio in 64 bits; any odd number would do
_WORD = 1 << 64
_BLOCK = 1 << 10


class HashCollision(Exception):
    """Two different tokens have the same hash under the present base."""


@lru_cache(maxsize=8)
def _powers(base: int, length: int) -> NDArray[np.uint64]:
    """Return base**0 … base**(length - 1) modulo 2**64, block by block."""
    low = np.array([pow(base, place, _WORD) for place in range(_BLOCK)], dtype=np.uint64)
    high = [pow(base, block * _BLOCK, _WORD) for block in range(-(-length // _BLOCK))]
    return np.multiply.outer(np.array(high, dtype=np.uint64), low).ravel()


def token_hashes(tokens: Tokens, base: int = _BASE) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return two 64-bit hashes per token: polynomials in `base`, modulo 2**64, of its characters and squares.

    With S the running sum of code point times base**place, the hash is (S[end] - S[start]) / base**start;
    base is odd, so it has an inverse modulo 2**64 and the division is a product (Karp and Rabin 1987).
    """
    n = len(tokens.points)
    room = (
        1 << (max(n, _BLOCK) - 1).bit_length()
    )  # a few sizes only, so that the cached powers are used again
    inverse = _powers(pow(base, -1, _WORD), room)[tokens.starts]
    terms = tokens.points * _powers(base, room)[:n]
    sums = np.zeros(n + 1, dtype=np.uint64)
    np.cumsum(terms, out=sums[1:])
    first = (sums[tokens.ends] - sums[tokens.starts]) * inverse
    np.cumsum(np.multiply(terms, tokens.points, out=terms), out=sums[1:])
    return first, (sums[tokens.ends] - sums[tokens.starts]) * inverse


class Vocabulary:
    """The distinct tokens seen so far, as written; it grows shard by shard.

    Their place in the order of first appearance is their type id. They are kept joined, not one by one: a
    text of many compounds has ten times as many types as patterns will ever look at singly.
    """

    def __init__(self, base: int = _BASE) -> None:
        self._base = base
        self._n_types = 0
        self._joined: list[tuple[int, str]] = []  # first type id, "word\nother\n"
        self._hashes = np.empty(0, dtype=np.uint64)  # sorted
        self._ids = np.empty(0, dtype=np.int64)  # type id of each sorted hash
        self._checks = np.empty(0, dtype=np.uint64)  # second hash of each type id
        self._exact: dict[str, int] | None = None

    def __len__(self) -> int:
        return self._n_types

    @property
    def words(self) -> list[str]:
        """Every type, in the order of the type ids."""
        return self.joined(0).split("\n")[1:-1] if self._n_types else []

    def joined(self, first: int) -> str:
        r"""Return the types from id `first` on, each between line feeds: "\nword\nother\n".

        `first` is 0 or the number of types at an earlier moment.
        """
        return "\n" + "".join(part for number, part in self._joined if number >= first)

    def type_ids(self, text: str, tokens: Tokens) -> Integers:
        """Return the type id of every token of `text`, shape (tokens,); new types are added."""
        if self._exact is None:
            try:
                return self._by_hash(tokens)
            except HashCollision:  # a few in 10**10 texts: from here on words are told apart by themselves
                self._exact = {word: number for number, word in enumerate(self.words)}
        return self._by_word(text, tokens)

    def _by_hash(self, tokens: Tokens) -> Integers:
        hashes, checks = token_hashes(tokens, self._base)
        codes, distinct = pd.factorize(hashes)
        first = np.empty(len(distinct), dtype=np.int64)
        first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
        if not np.array_equal(checks, checks[first][codes]):
            raise HashCollision
        place = np.searchsorted(self._hashes, distinct)
        known = place < len(self._hashes)
        known[known] = self._hashes[place[known]] == distinct[known]
        ids = np.empty(len(distinct), dtype=np.int64)
        ids[known] = self._ids[place[known]]
        if not np.array_equal(self._checks[ids[known]], checks[first[known]]):
            raise HashCollision
        new = first[~known]
        ids[~known] = self._n_types + np.arange(len(new))
        self._learn(place[~known], distinct[~known], ids[~known])
        self._checks = np.concatenate((self._checks, checks[new]))
        self._keep(len(new), _cut_out(tokens, new))
        return ids[codes]

    def _learn(self, place: Integers, hashes: NDArray[np.uint64], ids: Integers) -> None:
        """Put new hashes into the sorted ones, each before the one that now stands at its place."""
        order = np.argsort(hashes)
        self._hashes = np.insert(self._hashes, place[order], hashes[order])
        self._ids = np.insert(self._ids, place[order], ids[order])

    def _keep(self, number: int, joined: str) -> None:
        if number:
            self._joined.append((self._n_types, joined))
            self._n_types += number

    def _by_word(self, text: str, tokens: Tokens) -> Integers:
        exact = self._exact if self._exact is not None else {}
        bounds = zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)
        ids = [exact.setdefault(text[start:end], len(exact)) for start, end in bounds]
        new = list(islice(exact, self._n_types, None))
        self._keep(len(new), "".join(f"{word}\n" for word in new))
        return np.array(ids, dtype=np.int64)


def _cut_out(tokens: Tokens, chosen: Integers) -> str:
    r"""Return some tokens as one text, a line feed behind each."""
    lengths = tokens.ends[chosen] - tokens.starts[chosen] + 1
    stops = np.cumsum(lengths)
    places = np.arange(stops[-1] if len(stops) else 0) + np.repeat(
        tokens.starts[chosen] - stops + lengths, lengths
    )
    points = tokens.points.take(places, mode="clip")  # the last token may end the text
    points[stops - 1] = LINE_FEED
    return points.tobytes().decode(f"utf-{8 * points.itemsize}-le", "surrogatepass")
