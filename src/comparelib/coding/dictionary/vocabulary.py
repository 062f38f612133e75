"""Token bounds -> type ids: every distinct token once, found by hash, with a check against collisions."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.coding.dictionary.tokens import Tokens

_BASE = 0x9E3779B97F4A7C15  # the golden ratio in 64 bits; any odd number would do
_WORD = 1 << 64
_BLOCK = 1 << 10
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u200c-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)  # soft hyphen, joiners …


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
    """The distinct tokens seen so far; it grows shard by shard.

    Attributes
    ----------
    words
        Distinct tokens as written, in order of first appearance; their place is their type id.
    """

    def __init__(self, base: int = _BASE) -> None:
        self.words: list[str] = []
        self._base = base
        self._hashes = np.empty(0, dtype=np.uint64)  # sorted
        self._ids = np.empty(0, dtype=np.int64)  # type id of each sorted hash
        self._checks = np.empty(0, dtype=np.uint64)  # second hash of each type id
        self._exact: dict[str, int] | None = None

    def type_ids(self, text: str, tokens: Tokens) -> NDArray[np.int64]:
        """Return the type id of every token of `text`, shape (tokens,); new types are added."""
        if self._exact is None:
            try:
                return self._by_hash(text, tokens)
            except HashCollision:  # a few in 10**10 texts: from here on words are told apart by themselves
                self._exact = {word: number for number, word in enumerate(self.words)}
        return self._by_word(text, tokens)

    def _by_hash(self, text: str, tokens: Tokens) -> NDArray[np.int64]:
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
        ids[~known] = len(self.words) + np.arange(len(new))
        self._add(distinct[~known], ids[~known], checks[new])
        bounds = zip(tokens.starts[new].tolist(), tokens.ends[new].tolist(), strict=True)
        self.words.extend(text[start:end] for start, end in bounds)
        return ids[codes]

    def _add(self, hashes: NDArray[np.uint64], ids: NDArray[np.int64], checks: NDArray[np.uint64]) -> None:
        merged = np.concatenate((self._hashes, hashes))
        order = np.argsort(merged, kind="stable")
        self._hashes, self._ids = merged[order], np.concatenate((self._ids, ids))[order]
        self._checks = np.concatenate((self._checks, checks))

    def _by_word(self, text: str, tokens: Tokens) -> NDArray[np.int64]:
        exact = self._exact if self._exact is not None else {}
        bounds = zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)
        ids = [exact.setdefault(text[start:end], len(exact)) for start, end in bounds]
        self.words.extend(list(exact)[len(self.words) :])
        return np.array(ids, dtype=np.int64)


def joined_words(words: list[str], *, fold_case: bool) -> str:
    r"""Return the words as they are matched, each between line feeds: "\nword\nother\n".

    Case is folded when asked for, letters are composed (Unicode NFC), and soft hyphens and other invisible
    characters do not count.
    """
    joined = "\n" + "\n".join(words) + "\n"
    if fold_case:
        joined = joined.lower()
    if not joined.isascii():
        joined = unicodedata.normalize("NFC", _INVISIBLE.sub("", joined))
    return joined
