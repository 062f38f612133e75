"""Hits -> hits that count: variety, `start`, `with`, `unless`, and exclusions, where no pattern counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.hits import Found, Hits
from comparelib.coding.dictionary.program import Integers, Program, Rows
from comparelib.coding.dictionary.tokens import Tokens

_LIST_NUMBER = 3  # characters: `a`, `12`, `iii`
_NUMERALS = np.zeros(128, dtype=bool)
_NUMERALS[list(map(ord, "0123456789ivx"))] = True


def opening_tokens(units: Integers, tokens: Tokens) -> NDArray[np.bool_]:
    """Return which tokens open their unit: the first, and the second behind a list letter or number.

    Parameters
    ----------
    units
        Number of the unit of each token, not decreasing.
    """
    opening = np.zeros(len(units), dtype=bool)
    first = np.flatnonzero(np.diff(units, prepend=-1) != 0)
    length = tokens.ends[first] - tokens.starts[first]
    numeral = _NUMERALS.take(tokens.points.take(tokens.starts.take(first)), mode="clip")
    behind = first[(length == 1) | (numeral & (length <= _LIST_NUMBER))] + 1
    behind = behind[behind < len(units)]
    opening[behind[units[behind] == units[behind - 1]]] = True
    opening[first] = True
    return opening


def counting_hits(found: Found, units: Integers, tokens: Tokens, variety: Integers, program: Program) -> Hits:
    """Return the hits of patterns whose conditions hold.

    Parameters
    ----------
    units
        Number of the unit of each token.
    variety
        Number in `program.varieties` of each unit's variety; -1 for one that no pattern names.
    """
    others = found.others
    patterns = Hits.joined([found.alone, others.where(others.expression < program.n_patterns)])
    keep = np.ones(len(patterns.expression), dtype=bool)
    asked = np.flatnonzero(program.conditional.take(patterns.expression))
    conditions = others.where(others.expression >= program.n_spans)
    keep[asked] = _conditions_hold(patterns.where(asked), conditions, units, variety, program)
    starting = asked[program.pattern_start[patterns.expression[asked]]]
    if len(starting):
        keep[starting] &= opening_tokens(units, tokens)[patterns.first[starting]]
    spans = others.where((others.expression >= program.n_patterns) & (others.expression < program.n_spans))
    if len(spans.expression):
        covered = np.zeros(len(units) + 1, dtype=np.int64)
        np.add.at(covered, spans.first, 1)
        np.add.at(covered, spans.stop, -1)
        doubtful = np.flatnonzero(
            (np.cumsum(covered) > 0).take(patterns.first)
        )  # few; only these are looked up
        keep[doubtful] &= ~_inside(patterns.where(doubtful), spans, len(units), program)
    return patterns.where(keep)


def _conditions_hold(
    patterns: Hits, conditions: Hits, units: Integers, variety: Integers, program: Program
) -> NDArray[np.bool_]:
    """Return which hits stand in a unit of their variety, `with` what they want and without `unless`."""
    unit, n_units = units[patterns.first], len(variety)
    wanted = program.pattern_variety[patterns.expression]
    keep = (wanted < 0) | (wanted == variety[unit])
    number = conditions.expression - program.n_spans
    present = np.sort(number * n_units + units[conditions.first])
    found = _any_present(patterns.expression, unit, program.together, present, n_units)
    keep &= (np.diff(program.together.starts)[patterns.expression] == 0) | found
    banned = _any_present(patterns.expression, unit, program.unless, present, n_units)
    return np.asarray(keep & ~banned)


def _any_present(
    pattern: Integers, unit: Integers, conditions: Rows, present: Integers, n_units: int
) -> NDArray[np.bool_]:
    """Return for every hit whether at least one of its pattern's conditions occurs in its unit."""
    place, condition = conditions.of_each(pattern)
    keys = condition * n_units + unit[place]
    there = np.searchsorted(present, keys)
    true = there < len(present)
    true[true] = present[there[true]] == keys[true]
    found = np.zeros(len(pattern), dtype=bool)
    found[place[true]] = True
    return found


def _inside(patterns: Hits, spans: Hits, n_tokens: int, program: Program) -> NDArray[np.bool_]:
    """Return for every hit whether it lies wholly within an exclusion of its own code."""
    room = n_tokens + 1
    owner = program.exclusion_code[spans.expression - program.n_patterns] * room
    order = np.argsort(owner + spans.first, kind="stable")
    begins = (owner + spans.first)[order]
    reach = np.maximum.accumulate((owner + spans.stop)[order])  # the farthest end of those that began before
    code = program.pattern_code[patterns.expression] * room
    before = np.searchsorted(begins, code + patterns.first, side="right") - 1
    return (before >= 0) & (reach[np.maximum(before, 0)] >= code + patterns.stop)
