"""Types -> the patterns of one word that each matches, and the sequences that it may anchor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.characters import code_points
from comparelib.coding.dictionary.comparable import comparable, comparable_characters
from comparelib.coding.dictionary.globs import glob_regex
from comparelib.coding.dictionary.grams import LINE_FEED
from comparelib.coding.dictionary.neighbours import Neighbours
from comparelib.coding.dictionary.program import Integers, Program, Rows
from comparelib.coding.dictionary.vocabulary import Vocabulary

_HALF = 32  # bits of the value in a (type, value) key
_LOW = (1 << _HALF) - 1


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
    """What each type matches and may anchor, and which globs it matches beside an anchor."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._n_types = 0
        self._alone, self._anchored = _Lists(), _Lists()
        self.neighbours = Neighbours()

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
        self.neighbours.add(types[beside] + self._n_types, globs[beside])
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

    @property
    def alone(self) -> Rows:
        """Of each type the patterns of one word that it matches."""
        return self._alone.rows()

    @property
    def anchored(self) -> Rows:
        """Of each type the other leading sequences that it may anchor."""
        return self._anchored.rows()
