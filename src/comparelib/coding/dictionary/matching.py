"""Type ids -> where the expressions of a program stand, in tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.program import ANY, Integers, Program, Rows
from comparelib.coding.dictionary.vocabulary import joined_words

_HALF = 32  # bits that a glob id takes in a (type, glob) key


@dataclass(frozen=True)
class Hits:
    """Where expressions stand: tokens `first` up to, not including, `stop`. Shapes (hits,)."""

    expression: Integers
    first: Integers
    stop: Integers

    def where(self, chosen: Integers | NDArray[np.bool_]) -> Hits:
        """Return the chosen hits (mask or places)."""
        return Hits(self.expression[chosen], self.first[chosen], self.stop[chosen])

    @classmethod
    def joined(cls, parts: Sequence[Hits]) -> Hits:
        """Return several hits as one."""
        return cls(*map(np.concatenate, zip(*(vars(part).values() for part in parts), strict=True)))


class TypeMatches:
    """Which globs each type matches, and which sequences it may anchor; grows with the vocabulary."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._n_types = 0
        self._keys: list[Integers] = []
        self._starts: list[Integers] = []
        self._values: list[Integers] = []

    def extend(self, words: list[str]) -> None:
        """Match the words that are new since the last call."""
        new = words[self._n_types :]
        if not new:
            return
        program = self._program
        globs, types = program.folded.pairs(joined_words(new, fold_case=True))
        if program.cased.globs:
            more, cased_types = program.cased.pairs(joined_words(new, fold_case=False))
            globs = np.concatenate((globs, more + len(program.folded.globs)))
            types = np.concatenate((types, cased_types))
        self._keys.append(np.sort(((types + self._n_types) << _HALF) | globs))
        pair, sequence = program.anchored.of_each(globs)
        anchor_types = types[pair]
        order = np.lexsort((sequence, anchor_types))
        self._starts.append(np.bincount(anchor_types, minlength=len(new)))
        self._values.append(sequence[order])
        self._n_types += len(new)

    def snapshot(self) -> tuple[Rows, Integers]:
        """Return the sequences that each type anchors, and the sorted (type, glob) keys."""
        self._keys = [np.concatenate(self._keys or [np.empty(0, dtype=np.int64)])]
        self._starts = [np.concatenate(self._starts or [np.empty(0, dtype=np.int64)])]
        self._values = [np.concatenate(self._values or [np.empty(0, dtype=np.int64)])]
        return Rows(np.concatenate(([0], np.cumsum(self._starts[0]))), self._values[0]), self._keys[0]


def find_hits(types: Integers, units: Integers, program: Program, known: TypeMatches) -> Hits:
    """Return every place where an expression stands, in the order of tokens and of expressions.

    Parameters
    ----------
    types
        Type id of each token, shape (tokens,).
    units
        Number of the unit of each token, shape (tokens,), not falling. No hit reaches over two units.
    """
    anchoring, keys = known.snapshot()
    bearing = np.flatnonzero((anchoring.starts[1:] > anchoring.starts[:-1])[types])
    place, sequence = anchoring.of_each(types[bearing])
    first = bearing[place] - program.anchors[sequence]
    several = np.flatnonzero(program.lengths[sequence] > 1)
    good = np.ones(len(sequence), dtype=bool)
    good[several] = _follows(sequence[several], first[several], types, units, (program, keys))
    sequence, first = sequence[good], first[good]
    hits = Hits(program.expression[sequence], first, first + program.lengths[sequence])
    gapped = program.n_segments[hits.expression] > 1
    if not gapped.any():
        return hits
    parts, plain = hits.where(gapped), hits.where(~gapped)
    bridged = _bridge(parts, program.segment[sequence[gapped]], units, program)
    return Hits.joined([plain, bridged])


def _follows(
    sequence: Integers, first: Integers, types: Integers, units: Integers, tables: tuple[Program, Integers]
) -> NDArray[np.bool_]:
    """Return at which places all the other words of a sequence stand around its anchor."""
    program, keys = tables
    stop = first + program.lengths[sequence]
    live = np.flatnonzero((first >= 0) & (stop <= len(types)))
    live = live[units[first[live]] == units[stop[live] - 1]]
    for column in range(program.elements.shape[1]):
        glob = program.elements[sequence[live], column]
        asked = np.flatnonzero((glob != ANY) & (program.anchors[sequence[live]] != column))
        wanted = (types[first[live[asked]] + column] << _HALF) | glob[asked]
        place = np.searchsorted(keys, wanted)
        same = np.ones(len(live), dtype=bool)
        same[asked] = (place < len(keys)) & (keys[np.minimum(place, len(keys) - 1)] == wanted)
        live = live[same]
    good = np.zeros(len(sequence), dtype=bool)
    good[live] = True
    return good


def _bridge(parts: Hits, segment: Integers, units: Integers, program: Program) -> Hits:
    """Join the segments of each expression over its gaps: all ways, then the shortest from each start."""
    room = len(units) + int(program.gaps.max()) + 2
    begun = parts.where(segment == 0)
    whole = [begun.where(np.zeros(0, dtype=np.int64))]
    for number in range(1, int(program.n_segments.max())):
        following = parts.where(segment == number)
        order = np.argsort(following.expression * room + following.first, kind="stable")
        following = following.where(order)
        keys = following.expression * room + following.first
        low = np.searchsorted(keys, begun.expression * room + begun.stop)
        far = begun.expression * room + begun.stop + program.gaps[begun.expression]
        count = np.searchsorted(keys, far, side="right") - low
        target = np.repeat(np.arange(len(low)), count)
        chosen = low[target] + np.arange(len(target)) - np.repeat(np.cumsum(count) - count, count)
        begun = Hits(begun.expression[target], begun.first[target], following.stop[chosen])
        begun = begun.where(units[begun.first] == units[begun.stop - 1])
        done = program.n_segments[begun.expression] == number + 1
        whole.append(begun.where(done))
        begun = begun.where(~done)
    return _shortest(Hits.joined(whole))


def _shortest(hits: Hits) -> Hits:
    """Keep, of an expression's hits with one start the one that ends first, and the other way round."""
    order = np.lexsort((hits.stop, hits.first, hits.expression))
    hits = hits.where(order)
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(hits.expression) != 0) | (np.diff(hits.first) != 0)
    hits = hits.where(new)
    last = np.ones(len(hits.first), dtype=bool)
    last[:-1] = (np.diff(hits.expression) != 0) | (np.diff(hits.stop) != 0)
    return hits.where(last)
