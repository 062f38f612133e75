"""Words as they are matched: letters composed, case folded, invisible characters left out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.characters import BMP
from comparelib.coding.dictionary.grams import characters

_INVISIBLE = re.compile(
    "[\u00ad\u061c\u200c-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)  # soft hyphen, joiners …
_SOFT_HYPHEN, _DOTTED_I = 0xAD, 0x130  # the second becomes two characters in lower case
# Latin, quotation marks and dashes, currencies: one to one in lower case, and nothing composes with them.
_PLAIN = ((0, 0x300), (0x2010, 0x2028), (0x2030, 0x205F), (0x20A0, 0x20D0))
_ODD = 0


def comparable(words: str, *, fold_case: bool = True) -> str:
    """Return words as they are matched: letters composed (Unicode NFC), without invisible characters.

    Case is folded when asked for. Soft hyphens, joiners and the like do not count.
    """
    if fold_case:
        words = words.lower()
    if not words.isascii():
        words = unicodedata.normalize("NFC", _INVISIBLE.sub("", words))
    return words


@lru_cache(maxsize=1)
def _lower() -> NDArray[np.uint16]:
    """Return the lower case of every character for which that is all there is to do; 0 for the others."""
    table = np.full(BMP, _ODD, dtype=np.uint16)
    for first, stop in _PLAIN:
        table[first:stop] = [ord(chr(code).lower()[0]) for code in range(first, stop)]
    table[[_SOFT_HYPHEN, _DOTTED_I]] = _ODD
    table.setflags(write=False)
    return table


def comparable_characters(words: str) -> NDArray[np.uint16]:
    """Return the characters of `comparable(words)`, case folded, as numbers of 16 bits."""
    lowered = _lower()[characters(words)]
    return lowered if lowered.all() else characters(comparable(words))
