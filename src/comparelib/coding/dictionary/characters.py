"""What each character does to a word: the classes of Unicode's word boundaries that the tokeniser needs."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

LETTER, DIGIT, CONNECTOR, EXTEND, SYMBOL = (1 << bit for bit in range(5))
IN_WORD = LETTER | DIGIT | CONNECTOR | EXTEND

# What else a character may be, as a number above the flags.
ROLE = 5  # bits to the right of it
JOINS_WORDS, JOINS_LETTERS, JOINS_DIGITS, HYPHEN, ADDRESS = (role << ROLE for role in range(1, 6))

_UNSEEN = 0xFF  # no character has all flags

BMP = 0x10000  # beyond it, characters are rare and are looked up one by one

# UAX #29, table 3: MidNumLet and Single_Quote join letters to letters and digits to digits.
_MID_NUM_LET = "'.‘’․﹒＇．"
_MID_LETTER = "·‧·"  # kmo·s; the colon joins letters in Swedish and Finnish only
_MID_NUM = ",;՞،‚︐︔﹐﹔，；"  # 2,5
_ADDRESS = ":@#"  # every web or mail address and every tag that does not begin with www has one of these
_BREAKING_FORMAT = "\u200b"  # zero-width space: a format character that parts words

_BY_CATEGORY = {
    "L": LETTER,
    "N": DIGIT,
    "M": EXTEND,
    "S": SYMBOL,
}
_BY_FULL_CATEGORY = {"Pc": CONNECTOR, "Pd": HYPHEN, "Cf": EXTEND, "No": DIGIT}


def flags_of(character: str) -> int:
    """Return the class flags and the role of one character; 0 for white space, punctuation, controls."""
    if character in _MID_NUM_LET:
        return JOINS_WORDS
    if character in _MID_LETTER:
        return JOINS_LETTERS
    if character in _MID_NUM:
        return JOINS_DIGITS
    if character in _ADDRESS:
        return ADDRESS
    if character in _BREAKING_FORMAT:
        return 0
    category = unicodedata.category(character)
    return _BY_FULL_CATEGORY.get(category, _BY_CATEGORY.get(category[0], 0))


def code_points(text: str) -> NDArray[np.uint16] | NDArray[np.uint32]:
    """Return the code points of a text, shape (len(text),): 16 bits wide where the text allows it."""
    narrow = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    if len(narrow) == len(text):
        return narrow
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def character_flags(points: NDArray[np.uint16] | NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return the class flags and the role of each code point, shape (len(points),)."""
    if points.dtype.itemsize == 2:
        return _narrow_flags(points)  # type: ignore[arg-type]  # known by its size
    flags = _narrow_flags(np.minimum(points, BMP - 1).astype(np.uint16))
    for code in np.unique(points[points >= BMP]):
        flags[points == code] = flags_of(chr(int(code)))
    return flags


def _narrow_flags(points: NDArray[np.uint16]) -> NDArray[np.uint8]:
    table = _table()
    flags = table.take(points, mode="wrap")  # no place is out of bounds: spares the check
    new = np.flatnonzero(flags == _UNSEEN)
    if len(new):
        for code in np.unique(points[new]).tolist():
            table[code] = flags_of(chr(code))
        flags[new] = table[points[new]]
    return flags


@lru_cache(maxsize=1)
def _table() -> NDArray[np.uint8]:
    """Return what is known of each character; it is looked up when one is met for the first time."""
    return np.full(BMP, _UNSEEN, dtype=np.uint8)
