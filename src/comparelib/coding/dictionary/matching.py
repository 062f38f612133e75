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
    alone = known.alone
    bearing = np.flatnonzero(alone.filled.take(types))
    first, expression = alone.spread(types.take(bearing), bearing)
    others = _sequence_hits(types, units, program, known)
    return Found(Hits(expression, first, first + 1), others)


def _sequence_hits(types: Integers, units: Integers, program: Program, known: TypeMatches) -> Hits:
    """Return where sequences of several words stand, expressions with gaps, exclusions and conditions."""
    anchored = known.anchored
    bearing = np.flatnonzero(anchored.filled.take(types))
    anchor, sequence = anchored.spread(types.take(bearing), bearing)
    first = anchor - program.anchors.take(sequence)
    several = np.flatnonzero(program.lengths.take(sequence) > 1)
    good = np.ones(len(sequence), dtype=bool)
    text = TypedText(types, units, known.neighbours)
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
