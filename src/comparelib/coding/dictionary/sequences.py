"""Whether the words of a sequence stand at a place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.neighbours import Neighbours
from comparelib.coding.dictionary.program import ANY, Integers, Program


@dataclass(frozen=True)
class TypedText:
    """The tokens of a text as they are matched.

    Attributes
    ----------
    types, units
        Type id, and number of the unit, of each token; units do not fall. Shapes (tokens,).
    neighbours
        Which types match which globs.
    """

    types: Integers
    units: Integers
    neighbours: Neighbours


def standing(
    sequence: Integers, first: Integers, globs: Integers, text: TypedText, program: Program
) -> NDArray[np.bool_]:
    """Return which sequences stand, within one unit, where their first token is said to be.

    Parameters
    ----------
    sequence, first
        Sequences, and the token at which each is said to begin; it may lie outside the text. Shapes (asked,).
    globs
        Globs to be found at each token of each sequence, ANY where nothing is asked; shape (sequences,
        longest).
    """
    live = np.arange(len(sequence))
    for column in range(globs.shape[1]):
        glob = globs[:, column].take(sequence.take(live))
        asked = np.flatnonzero(glob != ANY)
        types = text.types.take(first.take(live.take(asked)) + column, mode="clip")
        good = np.ones(len(live), dtype=bool)
        good[asked] = text.neighbours.hold(types, glob.take(asked))
        live = live.compress(good)
    begin = first.take(live)
    last = begin + program.lengths.take(sequence.take(live)) - 1
    inside = (begin >= 0) & (last < len(text.units))
    inside &= text.units.take(begin, mode="clip") == text.units.take(last, mode="clip")
    found = np.zeros(len(sequence), dtype=bool)
    found[live.compress(inside)] = True
    return found
