"""Files to text: one module a format, imported with its first file; all return a SourceText."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from comparelib.errors import Fault, InputFaults
from comparelib.model import SourceText
from comparelib.text.extract.sniff import Format, format_of

_READERS = {
    Format.PDF: ("pdf", "pdf_text"),
    Format.DOCX: ("docx", "docx_text"),
    Format.ODT: ("odt", "odt_text"),
    Format.HTML: ("webpage", "html_text"),
    Format.MARKDOWN: ("markdown", "markdown_text"),
    Format.TEXT: ("plain", "plain_text"),
}
"""Module and function of each format."""

MOST_BYTES = 300_000_000

__all__ = ["MOST_BYTES", "extract"]


def extract(data: bytes, name: str) -> SourceText:
    """Read the text of a file.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        Its name, which messages show. Its content says the format; a name that says another gives a warning.

    Raises
    ------
    InputFaults
        The format is unknown, or the file cannot be read; names the file and the way out.
    """
    if len(data) > MOST_BYTES:
        message = f"the file has {len(data) / 1e6:,.0f} MB, and at most {MOST_BYTES / 1e6:,.0f} are read"
        raise InputFaults(Fault(message, name, remedy="Split it into its parts, or leave out its pictures"))
    kind, warnings = format_of(data, name)
    try:
        source = _reader(kind)(data, name)
    except (ValueError, KeyError, OverflowError, RecursionError) as error:  # 'outlineLvl="x"' and the like
        message = f"the {kind.value[1:].upper()} is broken inside ({error})"
        remedy = "Open it in its program and save it anew"
        raise InputFaults(Fault(message, name, remedy=remedy)) from error
    return replace(source, warnings=(*warnings, *source.warnings)) if warnings else source


def _reader(kind: Format) -> Callable[[bytes, str], SourceText]:
    module, function = _READERS[kind]
    reader: Callable[[bytes, str], SourceText] = getattr(import_module(f"{__name__}.{module}"), function)
    return reader
