"""Expressions with gaps: from the places of the sequence that leads to those of the whole."""

from __future__ import annotations

import numpy as np

from comparelib.coding.dictionary.hits import Hits
from comparelib.coding.dictionary.program import Integers, Program
from comparelib.coding.dictionary.ranges import ranges
from comparelib.coding.dictionary.sequences import TypedText, standing


def gapped_hits(sequence: Integers, first: Integers, text: TypedText, program: Program) -> Hits:
    """Return where expressions with gaps stand, of which the leading sequences are found.

    Parameters
    ----------
    sequence, first
        The leading sequences, and the token at which each begins. Shapes (found,).
    """
    led, led_first = _led(sequence, first, text, program)
    sequence, first = np.concatenate((sequence, led)), np.concatenate((first, led_first))
    parts = Hits(program.expression.take(sequence), first, first + program.lengths.take(sequence))
    return _bridged(parts, program.segment.take(sequence), text.units, program)


def _led(sequence: Integers, first: Integers, text: TypedText, program: Program) -> tuple[Integers, Integers]:
    """Return the other sequences that stand near enough to one that leads, and where; each once."""
    lead_first, others = program.led.spread(program.expression.take(sequence), first)
    row, begin = ranges(lead_first + program.nearest.take(others), program.room.take(others))
    other = others.take(row)
    found = np.flatnonzero(standing(other, begin, program.elements, text, program))
    room = len(text.types) + 1
    keys = np.unique(other.take(found) * room + begin.take(found))
    return keys // room, keys % room


def _bridged(parts: Hits, segment: Integers, units: Integers, program: Program) -> Hits:
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
        target, chosen = ranges(low, np.searchsorted(keys, far, side="right") - low)
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
