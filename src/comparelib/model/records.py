"""The records that travel from a raw file to a unit."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from comparelib.model.kinds import CoderKind, Furniture, UnitKind


@dataclass(frozen=True)
class Line:
    """One line of a source as it was extracted.

    Attributes
    ----------
    start, end
        Offsets into `SourceText.text`.
    page
        One-based page; 1 where a source has no pages.
    box
        (left, top, right, bottom) in points from the page's top left corner; None where there is no geometry.
    size
        Font size in points; None where there is no geometry.
    bold
        Whether the line is set in a bold face.
    furniture
        The kind of furniture that geometry or mark-up shows the line to be; None for text.
    level
        Heading level that mark-up gives (1 is highest); None where there is none.
    marker
        Letter, number or bullet of a list item that mark-up gives; None where there is none.
    block
        Number of the block (paragraph, column run, table cell) of the line; its lines belong together.
    """

    start: int
    end: int
    page: int = 1
    box: tuple[float, float, float, float] | None = None
    size: float | None = None
    bold: bool = False
    furniture: Furniture | None = None
    level: int | None = None
    marker: str | None = None
    block: int | None = None


@dataclass(frozen=True)
class SourceText:
    """What extraction read from a file: its text in reading order, its lines, and how good it looks.

    `text` is the raw text: for a TXT file the decoded file as it is, for other formats the extracted lines
    joined with line feeds.
    """

    text: str
    lines: tuple[Line, ...]
    n_pages: int
    media_type: str
    encoding: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class CanonicalText:
    """The frozen text of a document, every character of which knows its place in the raw text.

    Attributes
    ----------
    text
        The canonical text. Blocks are parted by a blank line.
    offsets
        int32, shape (len(text),): the raw offset of each character; -1 for white space that cleaning put in.
    pages
        int32, shape (len(text),): the one-based page of each character.
    joined
        Number of words that were joined over a lost or soft hyphen.
    """

    text: str
    offsets: NDArray[np.int32]
    pages: NDArray[np.int32]
    joined: int = 0


@dataclass(frozen=True)
class Document:
    """One row of the manifest with its canonical text."""

    doc_id: str
    jurisdiction: str
    title: str
    issuer: str
    issuer_type: str
    doc_type: str
    date: str
    language: str
    path: str
    sha256: str
    n_pages: int
    canonical: CanonicalText

    @property
    def text(self) -> str:
        """The canonical text."""
        return self.canonical.text


@dataclass(frozen=True)
class Unit:
    """A stretch of canonical text that is coded as one: `text == document.text[start:end]`.

    `paragraph` numbers the paragraphs of a document from 1 in reading order (the blocks that bootstraps
    resample); `section` is the path of headings above the unit, joined with " > ".
    """

    start: int
    end: int
    kind: UnitKind
    text: str
    paragraph: int
    section: str = ""
    level: int | None = None
    marker: str | None = None
    furniture: Furniture | None = None


@dataclass(frozen=True)
class Coder:
    """Who or what coded, in which version, with which parameters."""

    name: str
    kind: CoderKind
    version: str
    codebook_version: str
    trained_on: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
