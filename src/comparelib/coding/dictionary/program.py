"""Patterns -> arrays: what the matcher reads instead of patterns, so that it loops over none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.glob_index import GlobIndex
from comparelib.coding.dictionary.pattern import Pattern
from comparelib.coding.dictionary.ranges import ranges

ANY = -1  # the glob `*` as one word of a sequence: any token
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Rows:
    """A list of lists of numbers: list i is `values[starts[i]:starts[i + 1]]`."""

    starts: Integers
    values: Integers

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]]) -> Rows:
        """Return the lists in one array."""
        lengths = np.fromiter(map(len, lists), dtype=np.int64, count=len(lists))
        values = np.fromiter(chain.from_iterable(lists), dtype=np.int64, count=int(lengths.sum()))
        return cls(np.concatenate(([0], np.cumsum(lengths))), values)

    @property
    def filled(self) -> NDArray[np.bool_]:
        """Which lists have a value."""
        return np.asarray(self.starts[1:] > self.starts[:-1])

    def of_each(self, owners: Integers) -> tuple[Integers, Integers]:
        """Return for every value of every owner's list the place of its owner in `owners`, and the value."""
        return self.spread(owners, np.arange(len(owners)))

    def spread(self, owners: Integers, carried: Integers) -> tuple[Integers, Integers]:
        """Return for every value of every owner's list what its owner carries, and the value."""
        first = self.starts.take(owners)
        owner, place = ranges(first, self.starts.take(owners + 1) - first)
        return carried.take(owner), self.values.take(place)


@dataclass(frozen=True)
class Program:
    """A dictionary ready to be matched.

    An *expression* is a pattern, an exclusion or a condition, numbered in this order; a *sequence* is a part
    of an expression without a gap. It is looked for where its *anchor*, its longest fixed word, stands. Of an
    expression with gaps one sequence *leads*; the others are looked for around the places where it stands.

    Attributes
    ----------
    patterns
        In the order of their codes, heavier ones first: their place is their number and their precedence.
    codes
        (facet, code) of each code number.
    globs
        Every glob, case folded; those whose case counts come last.
    cased
        The globs whose case counts, as they are written.
    elements
        Glob ids of each sequence, shape (sequences, longest), padded with ANY.
    anchored
        For each glob id, the leading sequences of which it is the anchor.
    led
        For each expression, its sequences that do not lead.
    nearest, room
        Of each sequence that does not lead: the least offset of its first token from the first token of the
        one that leads, and at how many offsets from there on it may stand.
    """

    patterns: tuple[Pattern, ...]
    codes: tuple[tuple[str, str], ...]
    pattern_code: Integers
    weights: NDArray[np.float64]
    varieties: tuple[str, ...]
    pattern_variety: Integers
    pattern_start: NDArray[np.bool_]
    together: Rows
    unless: Rows
    exclusion_code: Integers
    globs: GlobIndex
    cased: tuple[str, ...]
    elements: Integers
    lengths: Integers
    anchors: Integers
    anchored: Rows
    led: Rows
    nearest: Integers
    room: Integers
    expression: Integers
    segment: Integers
    n_segments: Integers
    gaps: Integers

    @cached_property
    def alone(self) -> NDArray[np.bool_]:
        """Which sequences are a whole pattern of one word."""
        whole = (self.n_segments[self.expression] == 1) & (self.expression < self.n_patterns)
        return np.asarray(whole & (self.lengths == 1))

    @cached_property
    def beside(self) -> Integers:
        """`elements` without the anchors: what is still to be found where an anchor stands."""
        others = self.elements.copy()
        others[np.arange(len(others)), self.anchors] = ANY
        return others

    @cached_property
    def followed(self) -> NDArray[np.bool_]:
        """Which globs are looked for at a given token: those beside an anchor, and of what does not lead."""
        asked = np.concatenate((self.beside.ravel(), self.elements[self.led.values].ravel()))
        found = np.zeros(len(self.globs.globs), dtype=bool)
        found[asked[asked != ANY]] = True
        return found

    @cached_property
    def conditional(self) -> NDArray[np.bool_]:
        """Which patterns count only where something holds besides their words."""
        counts = [np.diff(rows.starts) > 0 for rows in (self.together, self.unless)]
        return np.asarray(counts[0] | counts[1] | self.pattern_start | (self.pattern_variety >= 0))

    @property
    def n_patterns(self) -> int:
        """Expressions below this number are patterns."""
        return len(self.patterns)

    @property
    def n_spans(self) -> int:
        """Expressions below this number are patterns or exclusions; those from here on are conditions."""
        return len(self.patterns) + len(self.exclusion_code)
