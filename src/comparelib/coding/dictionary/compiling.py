"""Patterns -> the program that the matcher reads."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

import numpy as np

from comparelib.coding.dictionary.glob_index import GlobIndex
from comparelib.coding.dictionary.globs import fragment, matches_everything
from comparelib.coding.dictionary.pattern import DEFAULT_GAP, Exclusion, Pattern, segments
from comparelib.coding.dictionary.program import ANY, Integers, Program, Rows

Sequenced = tuple[int, int, list[str]]  # expression, number of the segment, globs


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
    globs, cased, elements, anchors, fixed = _elements(sequences, case)
    owners = _integers(owner for owner, _, _ in sequences)
    leads, nearest, room = _led(sequences, fixed, [gap for _, _, gap in expressions])
    led = np.delete(np.arange(len(sequences)), leads)
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
        anchored=_listed(elements[leads, anchors[leads]], np.array(leads, dtype=np.int64), len(globs.globs)),
        led=_listed(owners[led], led, len(expressions)),
        nearest=nearest,
        room=room,
        expression=owners,
        segment=_integers(place for _, place, _ in sequences),
        n_segments=_integers(map(len, parts)),
        gaps=_integers(gap for _, _, gap in expressions),
    )


def _elements(
    sequences: list[Sequenced], case: list[bool]
) -> tuple[GlobIndex, tuple[str, ...], Integers, Integers, list[int]]:
    """Return all globs, those whose case counts, and of each sequence its glob ids and its anchor.

    An anchor is given by its place in the sequence and by how many fixed characters it has.
    """
    ids: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for owner, _, globs in sequences:
        for glob in globs:
            if not matches_everything(glob):
                ids[case[owner]].setdefault(glob, len(ids[case[owner]]))
    elements = np.full(
        (len(sequences), max((len(g) for _, _, g in sequences), default=1)), ANY, dtype=np.int64
    )
    anchors = np.zeros(len(sequences), dtype=np.int64)
    fixed: list[int] = []
    sizes = {glob: len(fragment(glob)[0]) for folded in ids for glob in folded}
    for row, (owner, _, globs) in enumerate(sequences):
        base = len(ids[0]) if case[owner] else 0
        elements[row, : len(globs)] = [
            ANY if matches_everything(glob) else base + ids[case[owner]][glob] for glob in globs
        ]
        known = [sizes.get(glob, 0) for glob in globs]
        fixed.append(max(known))
        anchors[row] = known.index(fixed[-1])
    index = GlobIndex((*ids[0], *map(folded_glob, ids[1])))
    return index, tuple(ids[1]), elements, anchors, fixed


def _led(
    sequences: list[Sequenced], fixed: list[int], gaps: list[int]
) -> tuple[list[int], Integers, Integers]:
    """Return the sequence of each expression that leads, the one with the longest anchor.

    And `nearest` and `room` of a program.
    """
    leads = []
    nearest, room = (np.zeros(len(sequences), dtype=np.int64) for _ in range(2))
    for owner, group in groupby(range(len(sequences)), key=lambda row: sequences[row][0]):
        rows = list(group)
        lead = max(rows, key=fixed.__getitem__)
        lengths = [len(sequences[row][2]) for row in rows]
        for place, row in enumerate(rows):
            slack = abs(row - lead) * gaps[owner]
            words = sum(lengths[lead - rows[0] : place])
            nearest[row] = words if row > lead else -sum(lengths[place : lead - rows[0]]) - slack
            room[row] = slack + 1
        leads.append(lead)
    return leads, nearest, room


def _listed(owners: Integers, values: Integers, n_owners: int) -> Rows:
    """Return the values of each owner, in their order."""
    order = np.argsort(owners, kind="stable")
    return Rows(np.append(0, np.cumsum(np.bincount(owners, minlength=n_owners))), values[order])


def _integers(values: object) -> Integers:
    return np.fromiter(values, dtype=np.int64)  # type: ignore[call-overload, no-any-return]
