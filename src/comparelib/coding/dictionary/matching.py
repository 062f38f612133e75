"""Type ids -> where the expressions of a program stand, in tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.characters import code_points
from comparelib.coding.dictionary.comparable import comparable, comparable_characters
from comparelib.coding.dictionary.globs import glob_regex
from comparelib.coding.dictionary.grams import LINE_FEED
from comparelib.coding.dictionary.program import ANY, Integers, Program, Rows
from comparelib.coding.dictionary.vocabulary import Vocabulary

_HALF = 32  # bits that a glob id takes in a (type, glob) key
_LOW = (1 << _HALF) - 1


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


@dataclass(frozen=True)
class Found:
    """Where expressions stand: `alone` are plain patterns of one word, by far the most; `others` the rest.

    Those alone come in the order of tokens and of patterns.
    """

    alone: Hits
    others: Hits


class _Lists:
    """A list of numbers for each type; it grows with the vocabulary."""

    def __init__(self) -> None:
        self._counts: list[Integers] = []
        self._values: list[Integers] = []

    def add(self, types: Integers, values: Integers, n_new: int) -> None:
        """Add the lists of new types, given as pairs; each list is put in order."""
        ordered = np.sort((types << _HALF) | values)
        self._counts.append(np.bincount(types, minlength=n_new))
        self._values.append(ordered & _LOW)

    def rows(self) -> Rows:
        """Return all lists so far."""
        nothing = np.empty(0, dtype=np.int64)
        self._counts = [np.concatenate(self._counts or [nothing])]
        self._values = [np.concatenate(self._values or [nothing])]
        return Rows(np.concatenate(([0], np.cumsum(self._counts[0]))), self._values[0])


class TypeMatches:
    """Which globs each type matches, and what each may anchor; grows with the vocabulary."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._n_types = 0
        self._keys = [np.array([-1])]  # no key; so that there is always one to compare with
        self._alone, self._anchored = _Lists(), _Lists()

    def extend(self, vocabulary: Vocabulary) -> None:
        """Match the words that are new since the last call."""
        n_new = len(vocabulary) - self._n_types
        if not n_new:
            return
        program = self._program
        joined = vocabulary.joined(self._n_types)
        globs, types = program.globs.pairs(comparable_characters(joined))
        if program.cased:
            kept = self._case_agrees(globs, types, joined)
            globs, types = globs[kept], types[kept]
        beside = program.followed[globs]
        self._keys.append(((types[beside] + self._n_types) << _HALF) | globs[beside])
        anchors, sequence = program.anchored.spread(globs, types)
        alone = program.alone[sequence]
        self._alone.add(anchors[alone], program.expression[sequence[alone]], n_new)
        self._anchored.add(anchors[~alone], sequence[~alone], n_new)
        self._n_types += n_new

    def _case_agrees(self, globs: Integers, types: Integers, joined: str) -> NDArray[np.bool_]:
        """Return which pairs hold in their own case too; the case of most globs does not count."""
        first = len(self._program.globs.globs) - len(self._program.cased)
        rows = np.flatnonzero(globs >= first)
        kept = np.ones(len(globs), dtype=bool)
        breaks = np.flatnonzero(code_points(joined) == LINE_FEED)
        bounds = zip((breaks[types[rows]] + 1).tolist(), breaks[types[rows] + 1].tolist(), strict=True)
        regexes = [glob_regex(glob) for glob in self._program.cased]
        for row, glob, (start, end) in zip(rows.tolist(), globs[rows].tolist(), bounds, strict=True):
            word = comparable(joined[start:end], fold_case=False)
            kept[row] = regexes[glob - first].fullmatch(word) is not None
        return kept

    def snapshot(self) -> tuple[Rows, Rows, Integers]:
        """Return for each type its patterns of one word and the other sequences that it anchors.

        And the sorted (type, glob) keys of the globs that stand beside an anchor.
        """
        self._keys = [np.concatenate(self._keys)]
        return self._alone.rows(), self._anchored.rows(), self._keys[0]


def find_hits(types: Integers, units: Integers, program: Program, known: TypeMatches) -> Found:
    """Return every place where an expression stands.

    Parameters
    ----------
    types
        Type id of each token, shape (tokens,).
    units
        Number of the unit of each token, shape (tokens,), not falling. No hit reaches over two units.
    """
    alone, anchoring, keys = known.snapshot()
    bearing = np.flatnonzero((alone.starts[1:] > alone.starts[:-1])[types])
    first, expression = alone.spread(types[bearing], bearing)
    return Found(Hits(expression, first, first + 1), _sequence_hits(types, units, (program, keys), anchoring))


def _sequence_hits(
    types: Integers, units: Integers, tables: tuple[Program, Integers], anchoring: Rows
) -> Hits:
    """Return where sequences of several words stand, expressions with gaps, exclusions and conditions."""
    program = tables[0]
    bearing = np.flatnonzero((anchoring.starts[1:] > anchoring.starts[:-1])[types])
    anchor, sequence = anchoring.spread(types[bearing], bearing)
    first = anchor - program.anchors[sequence]
    several = np.flatnonzero(program.lengths[sequence] > 1)
    good = np.ones(len(sequence), dtype=bool)
    good[several] = _follows(sequence[several], first[several], types, units, tables)
    sequence, first = sequence[good], first[good]
    hits = Hits(program.expression[sequence], first, first + program.lengths[sequence])
    gapped = program.n_segments[hits.expression] > 1
    if not gapped.any():
        return hits
    bridged = _bridge(hits.where(gapped), program.segment[sequence[gapped]], units, program)
    return Hits.joined([hits.where(~gapped), bridged])


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
        order = np.argsort(following.expression * room + following.first)
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
    return _shortest(Hits.joined(whole), room)


def _shortest(hits: Hits, room: int) -> Hits:
    """Keep, of an expression's hits with one start the one that ends first, and the other way round."""
    begin, end = hits.expression * room + hits.first, hits.expression * room + hits.stop
    hits = hits.where(_first_of_each(begin, end))
    # What ends last but begins last: the shortest of those that end together.
    return hits.where(_first_of_each(hits.expression * room + hits.stop, -hits.first))


def _first_of_each(group: Integers, rank: Integers) -> Integers:
    """Return the place of the least rank in each group, in the order of the groups."""
    order = np.lexsort((rank, group))
    return np.asarray(order[np.diff(group[order], prepend=-1) != 0])
