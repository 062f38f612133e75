"""Words of a unit -> marks of what it does: demand, promise, end state, fact, verdict; by rule, for Dutch.

Three kinds of marks: which classes of words occur; how the unit opens and ends; and which classes follow each
other, because "moet … zijn" states an end and "moet … worden verlaagd" asks for an action.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.classifier.grammar_words import CLASSES, PUNCTUATION, classes_of

REACH = 15  # words within which a verb's other half is looked for
_OCCURS = (*CLASSES, "negated", "participle", "year", "target year", "number")
_OPENS = (
    *(
        "imperative",
        "eer",
        "prefixed stem",
        "infinitive",
        "article",
        "preposition",
        "this",
        "also",
        "contrast",
    ),
    *("condition", "government", "therefore", "we", "example", "more"),
)
# (first class, later class, greatest distance in words): distance 1 is the next word.
_FOLLOWS = (
    *(("must", "state", REACH), ("want", "state", REACH), ("want", "this", 2)),
    *(("would", "must", REACH), ("shall", "becomes", REACH), ("may", "negation", REACH)),
    *(("becomes", "participle", REACH), ("participle", "becomes", 1)),
    *(("is", "participle", REACH), ("has", "participle", REACH)),
    *(("is", "weight", REACH), ("is", "need", REACH), ("has", "need", REACH)),
    *(("government", "must", 2), ("we", "infinitive", 1), ("infinitive", "we", 1)),
    *(("negation", "more", 5), ("trend", "more", 1)),
    *(("om", "te", REACH), ("door", "te", REACH), ("te", "degree", 1)),
)
_JOINED = (
    "er is",
    "er zijn",
    "er komt",
    "er komen",
    "er moet",
    "er moeten",
    "nog niet",
    "nog steeds",
    "nog te",
)
_ENDS = ("infinitive", "participle", "state", "need", *PUNCTUATION.values())
_LENGTHS = (3, 6, 10, 20, 30)
MARKS = (
    *_OCCURS,
    *(f"opens with {name}" for name in _OPENS),
    *(f"{first}, then {later} within {reach}" for first, later, reach in _FOLLOWS),
    *_JOINED,
    *("must, then passive", "must, infinitive at the end"),
    *(f"ends with {name}" for name in _ENDS),
    *("no finite verb", "no finite verb, infinitive at the end"),
    *(f"more than {n} words" for n in _LENGTHS),
)


def grammar_marks(units: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """Return the marks of units that are lists of words in lower case, 0 or 1, shape (units, len(MARKS))."""
    rows = [_marks(words) for words in units]
    return np.array(rows, dtype=np.float64).reshape(len(units), len(MARKS))


def _marks(words: Sequence[str]) -> list[bool]:
    classes = [classes_of(word) for word in words]
    places: dict[str, list[int]] = {}
    for place, names in enumerate(classes):
        for name in names:
            places.setdefault(name, []).append(place)
    opening = classes[0] if classes else frozenset[str]()
    ending = _ending(words, classes)
    text = f" {' '.join(words)} "
    bare = "finite" not in places
    return [
        *(name in places for name in _OCCURS),
        *(name in opening for name in _OPENS),
        *(_follows(places, *rule) for rule in _FOLLOWS),
        *(f" {joined} " in text for joined in _JOINED),
        _follows(places, "must", "becomes", REACH) and _follows(places, "must", "participle", REACH),
        "must" in places and "infinitive" in ending and not ending & {"state", "becomes"},
        *(name in ending for name in _ENDS),
        bare,
        bare and "infinitive" in ending,
        *(len(words) > n for n in _LENGTHS),
    ]


def _ending(words: Sequence[str], classes: Sequence[frozenset[str]]) -> frozenset[str]:
    """Return the classes of the last word, and of the mark behind it."""
    spoken = [names for word, names in zip(words, classes, strict=True) if word not in PUNCTUATION]
    behind = classes[-1] if words and words[-1] in PUNCTUATION else frozenset[str]()
    return behind | (spoken[-1] if spoken else frozenset[str]())


def _follows(places: dict[str, list[int]], first: str, later: str, reach: int) -> bool:
    """Return whether a word of one class stands at most `reach` words before one of the other."""
    if first not in places or later not in places:
        return False
    return any(0 < end - start <= reach for start in places[first] for end in places[later])
