"""The examples beside each code's patterns, run as tests."""

from __future__ import annotations

import numpy as np

from comparelib.coding.dictionary.engine import Matches, find_matches
from comparelib.coding.dictionary.load import Dictionary
from comparelib.coding.dictionary.pattern import NEEDED
from comparelib.coding.dictionary.pattern_file import VARIETIES, Example
from comparelib.coding.dictionary.select import weigh
from comparelib.errors import Fault


def failing_examples(dictionary: Dictionary) -> tuple[Fault, ...]:
    """Return a fault for every example that does not get its code, and every counter-example that does.

    An example without a variety must hold in all of them. What is tried is the code's own patterns, before
    codes of one facet compete for a unit.
    """
    trials = [
        (example, variety)
        for example in dictionary.examples
        for variety in ((example.variety,) if example.variety else VARIETIES)
    ]
    program = dictionary.program
    texts, varieties = [example.text for example, _ in trials], [variety for _, variety in trials]
    matches = Matches.joined(list(find_matches(texts, program, varieties)))
    scores = weigh(matches, program)
    numbers = {code: number for number, code in enumerate(dictionary.codes)}
    given = scores.weight >= NEEDED - 1e-9
    got = set(zip(scores.unit[given].tolist(), scores.code[given].tolist(), strict=True))
    faults: dict[Example, Fault] = {}
    for place, (example, variety) in enumerate(trials):
        code = numbers[example.facet, example.code]
        if ((place, code) in got) != example.wanted:
            own = np.flatnonzero((matches.unit == place) & (program.pattern_code[matches.pattern] == code))
            rules = [program.patterns[number].rule for number in matches.pattern[own].tolist()]
            faults.setdefault(example, _fault(example, variety, rules))
    return tuple(faults.values())


def _fault(example: Example, variety: str, rules: list[str]) -> Fault:
    if example.wanted:
        message = f"example does not get '{example.code}' ({variety}): {example.text}"
    else:
        message = f"counter-example gets '{example.code}' ({variety}): {example.text}"
    what = "matched: " + "; ".join(rules) if rules else "no pattern matches"
    return Fault(f"{message} [{what}]", example.path, example.line, example.column)
