"""Files to text: one module a format, all of which return a SourceText."""

from __future__ import annotations

from pathlib import PurePath

from comparelib.errors import Fault, InputFaults, one_of
from comparelib.model import SourceText
from comparelib.text.extract.plain import plain_text

_READERS = {".txt": plain_text, ".md": plain_text}

__all__ = ["extract"]


def extract(data: bytes, name: str) -> SourceText:
    """Read the text of a file.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        Its name, whose ending says the format, and which messages show.

    Raises
    ------
    InputFaults
        The format is unknown, or the file cannot be read; names the file and the way out.
    """
    ending = PurePath(name).suffix.lower()
    reader = _READERS.get(ending)
    if reader is None:
        message = f"files that end in '{ending}' are not read"
        raise InputFaults(
            Fault(message, name, expected=one_of(_READERS), remedy="Save the text as one of these")
        )
    return reader(data, name)
