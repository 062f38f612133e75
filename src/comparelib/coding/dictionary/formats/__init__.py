"""Dictionaries of other programs, read and written: quanteda YAML, LIWC .dic, Lexicoder .lcd."""

from comparelib.coding.dictionary.formats.by_ending import read_dictionary
from comparelib.coding.dictionary.formats.entries import Entries, flat_keys
from comparelib.coding.dictionary.formats.lexicoder import read_lexicoder, write_lexicoder
from comparelib.coding.dictionary.formats.liwc import read_liwc, write_liwc
from comparelib.coding.dictionary.formats.quanteda import read_quanteda, write_quanteda

__all__ = [
    "Entries",
    "flat_keys",
    "read_dictionary",
    "read_lexicoder",
    "read_liwc",
    "read_quanteda",
    "write_lexicoder",
    "write_liwc",
    "write_quanteda",
]
