"""Patterns -> arrays: what the matcher reads instead of patterns, so that it loops over none of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.glob_index import GlobIndex
from comparelib.coding.dictionary.globs import fragment, matches_everything
from comparelib.coding.dictionary.pattern import DEFAULT_GAP, Exclusion, Pattern, segments

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

    def of_each(self, owners: Integers) -> tuple[Integers, Integers]:
        """Return for every value of every owner's list the place of its owner in `owners`, and the value."""
        return self.spread(owners, np.arange(len(owners)))

    def spread(self, owners: Integers, carried: Integers) -> tuple[Integers, Integers]:
        """Return for every value of every owner's list what its owner carries, and the value."""
        first = self.starts[owners]
        counts = self.starts[owners + 1] - first
        before = np.cumsum(counts)
        n_values = int(before[-1]) if len(before) else 0
        before -= counts
        return np.repeat(carried, counts), self.values[
            np.repeat(first - before, counts) + np.arange(n_values)
        ]


@dataclass(frozen=True)
class Program:
    """A dictionary ready to be matched.

    An *expression* is a pattern, an exclusion or a condition, numbered in this order; a *sequence* is a part
    of an expression without a gap, and is looked for where its *anchor*, its longest fixed word, stands.

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
        For each glob id, the sequences of which it is the anchor.
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
    def followed(self) -> NDArray[np.bool_]:
        """Which globs stand beside the anchor of a sequence."""
        beside = self.elements.copy()
        beside[np.arange(len(beside)), self.anchors] = ANY
        found = np.zeros(len(self.globs.globs), dtype=bool)
        found[beside[beside != ANY]] = True
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


def folded_glob(glob: str, *, fold_case: bool = True) -> str:
    """Return a glob as the words are that it is held against: case folded, letters composed (NFC)."""
    return unicodedata.normalize("NFC", glob.lower() if fold_case else glob)


def compile_program(
    patterns: Sequence[Pattern], exclusions: Sequence[Exclusion], codes: Sequence[tuple[str, str]]
) -> Program:
    """Return the program of a dictionary. The patterns have been checked."""
    number = {code: place for place, code in enumerate(codes)}
    ranked = sorted(patterns, key=lambda pattern: (number[pattern.facet, pattern.code], -pattern.weight))
    conditions: dict[str, int] = {}
    together = Rows.of([[conditions.setdefault(t, len(conditions)) for t in p.together] for p in ranked])
    unless = Rows.of([[conditions.setdefault(t, len(conditions)) for t in p.unless] for p in ranked])
    expressions = [(p.text, p.case, p.gap) for p in ranked]
    expressions += [(x.text, False, DEFAULT_GAP) for x in exclusions]
    expressions += [(text, False, DEFAULT_GAP) for text in conditions]
    parts = [segments(text) for text, _, _ in expressions]
    sequences = [
        (owner, place, [folded_glob(glob, fold_case=not expressions[owner][1]) for glob in globs])
        for owner, segmented in enumerate(parts)
        for place, globs in enumerate(segmented)
    ]
    case = [expression[1] for expression in expressions]
    globs, cased, elements, anchors = _elements(sequences, case)
    rows = np.arange(len(sequences))
    varieties = tuple(sorted({p.variety for p in ranked if p.variety}))
    return Program(
        patterns=tuple(ranked),
        codes=tuple(codes),
        pattern_code=_integers(number[p.facet, p.code] for p in ranked),
        weights=np.array([p.weight for p in ranked], dtype=np.float64),
        varieties=varieties,
        pattern_variety=_integers(varieties.index(p.variety) if p.variety else -1 for p in ranked),
        pattern_start=np.array([p.start for p in ranked], dtype=bool),
        together=together,
        unless=unless,
        exclusion_code=_integers(number[x.facet, x.code] for x in exclusions),
        globs=globs,
        cased=cased,
        elements=elements,
        lengths=_integers(len(globs) for _, _, globs in sequences),
        anchors=anchors,
        anchored=_anchored(elements[rows, anchors], len(globs.globs)),
        expression=_integers(owner for owner, _, _ in sequences),
        segment=_integers(place for _, place, _ in sequences),
        n_segments=_integers(map(len, parts)),
        gaps=_integers(gap for _, _, gap in expressions),
    )


def _elements(
    sequences: list[tuple[int, int, list[str]]], case: list[bool]
) -> tuple[GlobIndex, tuple[str, ...], Integers, Integers]:
    """Return all globs, those whose case counts, and each sequence's glob ids and place of its anchor."""
    ids: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for owner, _, globs in sequences:
        for glob in globs:
            if not matches_everything(glob):
                ids[case[owner]].setdefault(glob, len(ids[case[owner]]))
    elements = np.full(
        (len(sequences), max((len(g) for _, _, g in sequences), default=1)), ANY, dtype=np.int64
    )
    anchors = np.zeros(len(sequences), dtype=np.int64)
    sizes = {glob: len(fragment(glob)[0]) for known in ids for glob in known}
    for row, (owner, _, globs) in enumerate(sequences):
        base = len(ids[0]) if case[owner] else 0
        elements[row, : len(globs)] = [
            ANY if matches_everything(glob) else base + ids[case[owner]][glob] for glob in globs
        ]
        fixed = [sizes.get(glob, 0) for glob in globs]
        anchors[row] = fixed.index(max(fixed))
    index = GlobIndex((*ids[0], *map(folded_glob, ids[1])))
    return index, tuple(ids[1]), elements, anchors


def _anchored(anchor_globs: Integers, n_globs: int) -> Rows:
    order = np.argsort(anchor_globs, kind="stable")
    counts = np.bincount(anchor_globs, minlength=n_globs)
    return Rows(np.concatenate(([0], np.cumsum(counts))), order)


def _integers(values: object) -> Integers:
    return np.fromiter(values, dtype=np.int64)  # type: ignore[call-overload, no-any-return]
