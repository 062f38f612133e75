"""`start: true`: a pattern that counts only as the first words of a unit."""

import numpy as np
import pytest

from comparelib.coding.dictionary.compiling import compile_program
from comparelib.coding.dictionary.engine import Matches, find_matches
from comparelib.coding.dictionary.pattern import Pattern


def starts(text):
    pattern = Pattern("investeer*", "function", "measure", start=True)
    program = compile_program([pattern], [], [("function", "measure")])
    return Matches.joined(list(find_matches(["Wij ook.", text, "Investeer."], program)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Investeer in techniek.", [0]),
        ("→ Investeer in techniek.", [2]),
        ("a. Investeer in techniek.", [3]),
        ("12. Investeer in techniek.", [4]),
        ("Wij investeerden in techniek.", []),
        ("Het kabinet investeert; investeer ook.", []),
        ("Nu investeren is verstandig.", []),
        ("Investeer, investeer en investeer.", [0]),
    ],
)
def test_a_start_pattern_counts_at_the_start_alone(text, found):
    matches = starts(text)
    assert matches.start[matches.unit == 1].tolist() == found
    assert np.count_nonzero(matches.unit == 2) == 1
