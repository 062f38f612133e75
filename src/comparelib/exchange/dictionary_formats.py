"""Dictionaries of other programs: our patterns as they can hold them, and their keys as codes."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from comparelib.coding.dictionary import Dictionary
from comparelib.coding.dictionary.formats import (
    Entries,
    read_dictionary,
    write_lexicoder,
    write_liwc,
    write_quanteda,
)
from comparelib.coding.dictionary.pattern import GAP, NEEDED
from comparelib.exchange.outline import CodeEntry

WRITERS = {"quanteda": write_quanteda, "liwc": write_liwc, "lexicoder": write_lexicoder}
"""Program -> what writes its dictionaries."""


def dictionary_entries(dictionary: Dictionary, program: str = "quanteda") -> tuple[Entries, int]:
    """Return the patterns that a program's dictionary can hold, and how many have no place there.

    None knows weights, conditions, gaps, varieties or upper case: a pattern goes along where it gives its
    code by itself, in every text. LIWC knows a wildcard at the end only.
    """
    entries: dict[tuple[str, ...], dict[str, None]] = {key: {} for key in dictionary.codes}
    left_out = 0
    for pattern in dictionary.patterns:
        bound = pattern.together or pattern.unless or pattern.start or pattern.case or pattern.variety
        unheld = program == "liwc" and ("?" in pattern.text or "*" in pattern.text[:-1])
        if bound or unheld or GAP in pattern.text.split() or pattern.weight < NEEDED:
            left_out += 1
        else:
            entries[(pattern.facet, pattern.code)][pattern.text] = None
    return {key: tuple(patterns) for key, patterns in entries.items() if patterns}, left_out


def dictionary_text(entries: Entries, program: str = "quanteda") -> str:
    """Return a dictionary as a program reads it: quanteda's `dictionary(file = )`, LIWC, Lexicoder."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "comparelib"
        WRITERS[program](entries, path)
        return path.read_text(encoding="utf-8")


def dictionary_codes(path: Path, shown: Path | None = None) -> tuple[CodeEntry, ...]:
    """Read the keys of a dictionary as codes; its patterns become the words to include.

    Raises
    ------
    DictionaryFault
        No such dictionary.
    """
    entries = read_dictionary(path, shown)
    return tuple(CodeEntry(key, description=", ".join(patterns)) for key, patterns in entries.items())
