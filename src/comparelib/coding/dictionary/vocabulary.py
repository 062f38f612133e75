"""Token bounds -> type ids: every distinct token once, found by hash, with a check against collisions."""

from __future__ import annotations

from itertools import islice

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.factorize import factorized
from comparelib.coding.dictionary.grams import LINE_FEED
from comparelib.coding.dictionary.hashing import BASE, token_hashes
from comparelib.coding.dictionary.ranges import ranges
from comparelib.coding.dictionary.tokens import Tokens

Integers = NDArray[np.int64]
Numbers = NDArray[np.uint64]

_SLOT_BITS = 20  # a table of 4 MB
_TO_SLOT = np.uint64(64 - _SLOT_BITS)
_LONG = 1 << 15  # tokens; for fewer the table is not worth making


class HashCollision(Exception):
    """Two different tokens have the same hash under the present base."""


class Vocabulary:
    """The distinct tokens seen so far, as written; it grows shard by shard.

    Their place in the order of first appearance is their type id. They are kept joined, not one by one: a
    text of many compounds has ten times as many types as patterns will ever look at singly.
    """

    def __init__(self, base: int = BASE) -> None:
        self._base = base
        self._n_types = 0
        self._joined: list[tuple[int, str]] = []  # first type id, "word\nother\n"
        self._hashes = np.empty(0, dtype=np.uint64)  # sorted
        self._ids = np.empty(0, dtype=np.int64)  # type id of each sorted hash
        self._checks = np.empty(0, dtype=np.uint64)  # what else is known of each type id
        self._hash_of = np.empty(0, dtype=np.uint64)  # hash of each type id
        self._slots: NDArray[np.int32] | None = None  # type id by the first bits of its hash, for long texts
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
        ids, unseen = self._by_slot(hashes, checks)
        if len(unseen):
            ids[unseen] = self._by_search(hashes.take(unseen), checks.take(unseen), tokens, unseen)
        return ids

    def _by_slot(self, hashes: Numbers, checks: Numbers) -> tuple[Integers, Integers]:
        """Return the type id of each token, and the places of those whose slot has another type or none."""
        if self._slots is None and self._n_types and len(hashes) > _LONG:
            self._slots = np.full(1 << _SLOT_BITS, -1, dtype=np.int32)
            self._give_slots(0)
        if self._slots is None:
            return np.empty(len(hashes), dtype=np.int64), np.arange(len(hashes))
        ids = self._slots.take((hashes >> _TO_SLOT).view(np.int64)).astype(np.int64)
        found = self._hash_of.take(ids, mode="wrap") == hashes
        if (found > (self._checks.take(ids, mode="wrap") == checks)).any():
            raise HashCollision
        return ids, np.flatnonzero(~found)

    def _by_search(self, hashes: Numbers, checks: Numbers, tokens: Tokens, places: Integers) -> Integers:
        """Return the type id of tokens at `places`; new types are added."""
        codes, distinct = factorized(hashes)
        sample = np.empty(len(distinct), dtype=np.int64)  # of each distinct token a place, its last
        sample[codes] = np.arange(len(codes))
        if not np.array_equal(checks, checks.take(sample).take(codes)):
            raise HashCollision
        order = np.argsort(distinct)  # neighbours are looked up one after the other
        wanted = distinct[order]
        place = np.searchsorted(self._hashes, wanted)
        known = place < len(self._hashes)
        known[known] = self._hashes[place[known]] == wanted[known]
        ids = np.empty(len(distinct), dtype=np.int64)
        ids[order[known]] = self._ids[place[known]]
        if not np.array_equal(self._checks[ids[order[known]]], checks[sample[order[known]]]):
            raise HashCollision
        new = np.sort(order[~known])
        ids[new] = self._n_types + np.arange(len(new))
        self._hashes = np.insert(self._hashes, place[~known], wanted[~known])
        self._ids = np.insert(self._ids, place[~known], ids[order[~known]])
        self._checks = np.concatenate((self._checks, checks[sample[new]]))
        self._hash_of = np.concatenate((self._hash_of, distinct[new]))
        self._give_slots(self._n_types)
        self._keep(len(new), _cut_out(tokens, places[sample[new]]))
        return ids.take(codes)

    def _give_slots(self, first: int) -> None:
        """Give the types from `first` on the slots that are free."""
        if self._slots is not None:
            slots = (self._hash_of[first:] >> _TO_SLOT).view(np.int64)
            free = np.flatnonzero(self._slots[slots] < 0)
            self._slots[slots[free]] = first + free

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
    _, places = ranges(tokens.starts[chosen], lengths)
    points = tokens.points.take(places, mode="clip")  # the last token may end the text
    points[np.cumsum(lengths) - 1] = LINE_FEED
    return str(points.tobytes(), f"utf-{8 * points.itemsize}-le", "surrogatepass")
