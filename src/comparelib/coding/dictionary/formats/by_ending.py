"""Which format a dictionary's file has, by its ending."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from comparelib.coding.dictionary.formats.entries import Entries
from comparelib.coding.dictionary.formats.lexicoder import read_lexicoder
from comparelib.coding.dictionary.formats.liwc import read_liwc
from comparelib.coding.dictionary.formats.quanteda import read_quanteda
from comparelib.errors import DictionaryFault, Fault, one_of

_READERS: dict[str, Callable[[Path, Path | None], Entries]] = {
    ".yml": read_quanteda,
    ".yaml": read_quanteda,
    ".dic": read_liwc,
    ".lcd": read_lexicoder,
    ".lc3": read_lexicoder,
}


def read_dictionary(path: Path, shown: Path | None = None) -> Entries:
    """Read a dictionary of quanteda (.yml), LIWC (.dic) or Lexicoder (.lcd, .lc3).

    Raises
    ------
    DictionaryFault
        Another ending, or a fault of the file at its line.
    """
    ending = path.suffix.lower()
    if ending not in _READERS:
        raise DictionaryFault(
            Fault(
                f"'{ending or path.name}' is no ending of a dictionary",
                shown or path,
                expected=one_of(_READERS, ending),
            )
        )
    return _READERS[ending](path, shown)
