"""Type ids -> where the expressions of a program stand, in tokens."""

from __future__ import annotations

import numpy as np

from comparelib.coding.dictionary.gaps import gapped_hits
from comparelib.coding.dictionary.hits import Found, Hits
from comparelib.coding.dictionary.program import Integers, Program
from comparelib.coding.dictionary.sequences import TypedText, standing
from comparelib.coding.dictionary.type_matches import TypeMatches


def find_hits(types: Integers, units: Integers, program: Program, known: TypeMatches) -> Found:
    """Return every place where an expression stands.

    Parameters
    ----------
    types
        Type id of each token, shape (tokens,).
    units
        Number of the unit of each token, shape (tokens,), not falling. No hit reaches over two units.
    """
    alone, anchored = known.alone, known.anchored
    bears = (alone.filled | anchored.filled.view(np.uint8) << 1).take(types)
    bearing = np.flatnonzero((bears & 1).view(np.bool_))  # far faster than of numbers
    first, expression = alone.spread(types.take(bearing), bearing)
    bearing = np.flatnonzero((bears >> 1).view(np.bool_))
    anchor, sequence = anchored.spread(types.take(bearing), bearing)
    text = TypedText(types, units, known.neighbours)
    return Found(Hits(expression, first, first + 1), _sequence_hits(sequence, anchor, text, program))


def _sequence_hits(sequence: Integers, anchor: Integers, text: TypedText, program: Program) -> Hits:
    """Return where sequences of several words stand, expressions with gaps, exclusions and conditions.

    Parameters
    ----------
    sequence, anchor
        Leading sequences, and the token that may be the anchor of each. Shapes (asked,).
    """
    first = anchor - program.anchors.take(sequence)
    several = np.flatnonzero(program.lengths.take(sequence) > 1)
    good = np.ones(len(sequence), dtype=bool)
    good[several] = standing(sequence[several], first[several], program.beside, text, program)
    places = np.flatnonzero(good)
    order = np.argsort(program.expression.take(sequence.take(places)), kind="stable")
    places = places.take(order)  # of two patterns on the same words the one that takes precedence comes first
    sequence, first = sequence.take(places), first.take(places)
    expression = program.expression.take(sequence)
    hits = Hits(expression, first, first + program.lengths.take(sequence))
    gapped = program.n_segments.take(expression) > 1
    if not gapped.any():
        return hits
    whole = gapped_hits(sequence.compress(gapped), first.compress(gapped), text, program)
    return Hits.joined([hits.where(~gapped), whole])
