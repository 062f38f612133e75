"""What a project file holds of what can be exchanged: who coded which stretch of which text with what."""

from __future__ import annotations

from dataclasses import dataclass

from comparelib.exchange.outline import CodeEntry
from comparelib.exchange.refi.positions import Reading


@dataclass(frozen=True)
class RefiCoding:
    """A code on a selection: the code's path, who gave it, when (ISO, or ""), with which note."""

    code: tuple[str, ...]
    code_guid: str
    coder: str
    time: str = ""
    note: str = ""


@dataclass(frozen=True)
class RefiSelection:
    """A stretch of a source, in code points of `RefiSource.text`; None where its positions lie outside."""

    start: int | None
    end: int | None
    codings: tuple[RefiCoding, ...]
    name: str = ""


@dataclass(frozen=True)
class RefiSource:
    """A source with its text (LF, no byte order mark) and the selections made in it."""

    guid: str
    name: str
    text: str
    selections: tuple[RefiSelection, ...]


@dataclass(frozen=True)
class RefiProject:
    """A project of any tool.

    Attributes
    ----------
    origin
        The tool that wrote it, as it calls itself.
    reading
        How the file counts characters, as its own quotes tell.
    left_out
        What a study has no place for -> how often it stands in the file.
    """

    name: str
    origin: str
    codes: tuple[CodeEntry, ...]
    coders: tuple[str, ...]
    sources: tuple[RefiSource, ...]
    reading: Reading
    left_out: dict[str, int]
