"""The summed weight of each code in each unit, and which codes a facet's rule lets stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparelib.codebook import Codebook
from comparelib.coding.dictionary.engine import Matches
from comparelib.coding.dictionary.load import Dictionary
from comparelib.coding.dictionary.pattern import NEEDED
from comparelib.coding.dictionary.program import Integers, Program

_SLACK = 1e-9  # 0.1 ten times is a hair under 1.0


@dataclass(frozen=True)
class Scores:
    """One row per unit and code that has a match, in the order of units and codes.

    Attributes
    ----------
    weight
        Summed weight of the distinct patterns, float64, shape (rows,).
    characters
        Characters of evidence.
    order, row
        The matches sorted by unit and code, and the row of each.
    """

    unit: Integers
    code: Integers
    weight: NDArray[np.float64]
    characters: Integers
    order: Integers
    row: Integers


def weigh(matches: Matches, program: Program) -> Scores:
    """Return the weight of every code in every unit; a pattern counts once in a unit, nested or not."""
    code = program.pattern_code[matches.pattern]
    n_codes = len(program.codes)
    # Patterns are numbered code by code, so one key sorts by unit, code and pattern.
    key = matches.unit * program.n_patterns + matches.pattern
    order = np.argsort(key, kind="stable")
    cell = (matches.unit * n_codes + code)[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = cell[1:] != cell[:-1]
    row = np.cumsum(new) - 1
    distinct = np.ones(len(order), dtype=bool)
    distinct[1:] = key[order][1:] != key[order][:-1]
    n_rows = int(new.sum())
    weights = np.where(distinct, program.weights[matches.pattern[order]], 0.0)
    lengths = np.where(matches.nested, 0, matches.end - matches.start)[order]
    return Scores(
        unit=cell[new] // n_codes,
        code=cell[new] % n_codes,
        weight=np.bincount(row, weights, minlength=n_rows).astype(np.float64),
        characters=np.bincount(row, lengths, minlength=n_rows).astype(np.int64),
        order=order,
        row=row,
    )


def selected(scores: Scores, dictionary: Dictionary, codebook: Codebook) -> NDArray[np.bool_]:
    """Return which rows of `scores` become codes, shape (rows,)."""
    chosen = scores.weight >= NEEDED - _SLACK
    facet_of = np.array([facet for facet, _ in dictionary.codes], dtype=object)
    for facet in codebook.facets:
        rule = dictionary.rules[facet.name]
        if rule.most is not None:
            rows = np.flatnonzero(chosen & (facet_of[scores.code] == facet.name))
            chosen[rows] = _within(rows, scores, rule.most, _ranks(dictionary, rule.order))
    for facet in codebook.facets:  # when all facets are settled, whatever their order
        needed = dictionary.rules[facet.name].only_for
        if needed:
            rows = np.flatnonzero(chosen & (facet_of[scores.code] == facet.name))
            chosen[rows] = np.isin(scores.unit[rows], _units_with(needed, scores, chosen, dictionary))
    return chosen


def _ranks(dictionary: Dictionary, order: tuple[str, ...]) -> Integers | None:
    """Return the place of each code in a facet's own order of ties; None where it has none."""
    if not order:
        return None
    place = {code: rank for rank, code in enumerate(order)}
    return np.array([place.get(code, len(order)) for _, code in dictionary.codes], dtype=np.int64)


def _within(rows: Integers, scores: Scores, most: int, ranks: Integers | None) -> NDArray[np.bool_]:
    """Return which rows are among the `most` heaviest of their unit."""
    _, unit, count = np.unique(scores.unit[rows], return_inverse=True, return_counts=True)
    keep = count[unit] <= most
    crowded = np.flatnonzero(~keep)  # only these have to be weighed against each other
    code, unit = scores.code[rows[crowded]], unit[crowded]
    ties = (code, -scores.characters[rows[crowded]]) if ranks is None else (code, ranks[code])
    order = np.lexsort((*ties, -np.round(scores.weight[rows[crowded]], 9), unit))
    place = np.arange(len(order)) - np.searchsorted(unit[order], unit[order], side="left")
    keep[crowded[order[place < most]]] = True
    return keep


def _units_with(
    needed: tuple[str, tuple[str, ...]], scores: Scores, chosen: NDArray[np.bool_], dictionary: Dictionary
) -> Integers:
    """Return the units that got one of the codes of another facet."""
    facet, codes = needed
    wanted = np.array([owner == facet and code in codes for owner, code in dictionary.codes])
    return np.asarray(scores.unit[chosen & wanted[scores.code]])


def nested_in(shown: Integers, matches: Matches, program: Program) -> Iterable[tuple[int, int]]:
    """Return (row, pattern) for every nested match that adds weight to a code, so that its rule can be told.

    Parameters
    ----------
    shown
        The match of each row; -1 for a row without one.
    """
    rows = np.flatnonzero(shown >= 0)
    cell = matches.unit * len(program.codes) + program.pattern_code[matches.pattern]
    room = int(matches.end.max(initial=0)) + 1
    keys = cell * room + matches.start
    rows = rows[np.argsort(keys[shown[rows]], kind="stable")]
    row_keys = keys[shown[rows]]
    nested = np.flatnonzero(matches.nested & np.isin(cell, row_keys // room))
    before = np.maximum(np.searchsorted(row_keys, keys[nested], side="right") - 1, 0)
    before += row_keys[before] // room < cell[nested]  # the passage that took its words begins after it
    owner, number = rows[before], matches.pattern[nested]
    # A pattern is told once a row, and not in the row of which it is the rule.
    other = np.flatnonzero(number != matches.pattern[shown[owner]])
    _, once = np.unique(owner[other] * program.n_patterns + number[other], return_index=True)
    chosen = other[np.sort(once)]
    return zip(owner[chosen].tolist(), number[chosen].tolist(), strict=True)
