"""The words of a PDF page with their place and type, in the order of the page's content."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_double, c_int, create_string_buffer
from dataclasses import dataclass
from math import hypot
from typing import Any

_HYPHENS = (0x02, 0xFFFE)  # what pdfium writes for a hyphen at a line end
_BLANKS = frozenset((0x09, 0x0A, 0x0D, 0x20, 0xA0))
_ITALIC_FLAG = 1 << 6  # PDF 32000-1:2008, table 123, bit 7
_BOLD_FLAG = 1 << 18  # bit 19
_BOLD_NAMES = ("bold", "black", "heavy", "semibd", "demi")


@dataclass(slots=True)
class Word:
    """A word of a page.

    `x0`, `x1` and `base` (the base line) are points from the top left corner of the page as it is seen,
    `size` the size of its type there; `spaced` says that white space stands before it in the content.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    italic: bool
    upright: bool
    spaced: bool


class PageFrame:
    """Turns the coordinates of a page's content into points from the top left corner of the seen page."""

    def __init__(self, box: tuple[float, float, float, float], rotation: int) -> None:
        self.box = box
        self.rotation = rotation % 360
        width, height = box[2] - box[0], box[3] - box[1]
        self.width, self.height = (height, width) if self.rotation in (90, 270) else (width, height)

    def seen(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the content is seen."""
        left, bottom, right, top = self.box
        if self.rotation == 90:
            return y - bottom, x - left
        if self.rotation == 180:
            return right - x, y - bottom
        if self.rotation == 270:
            return top - y, right - x
        return x - left, top - y


def page_words(textpage: Any, frame: PageFrame) -> tuple[Word, ...]:
    """Return the words of a text page of pypdfium2, in the order of its content."""
    reader = _Reader(textpage.raw, frame)
    return tuple(reader.word(*run) for run in _runs(textpage.raw, textpage.count_chars()))


def _runs(raw: Any, count: int) -> Iterator[tuple[int, int, str, bool]]:
    """Runs of characters without white space: first, last, text, and whether white space stood before."""
    from pypdfium2.raw import FPDFText_GetUnicode

    letters: list[int] = []
    start, spaced = -1, True
    for at in range(count):
        code = FPDFText_GetUnicode(raw, at)
        if code in _BLANKS or code == 0:
            if letters:
                yield start, at - 1, _decoded(letters), spaced
                letters, spaced = [], False
            spaced = spaced or code in (0x20, 0xA0, 0x09)
            continue
        if not letters:
            start = at
        letters.append(0x2D if code in _HYPHENS else code)
        if code in _HYPHENS:
            yield start, at, _decoded(letters), spaced
            letters, spaced = [], False
    if letters:
        yield start, count - 1, _decoded(letters), spaced


def _decoded(codes: list[int]) -> str:
    text = "".join(map(chr, codes))
    if max(codes) >= 0xD800:  # pairs of surrogates become their character, lone ones a replacement
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


class _Reader:
    """Asks pdfium about single characters; keeps the buffers that its answers are written to."""

    def __init__(self, raw: Any, frame: PageFrame) -> None:
        from pypdfium2 import raw as pdfium

        self.pdfium, self.raw, self.frame = pdfium, raw, frame
        self.matrix, self.rect = pdfium.FS_MATRIX(), pdfium.FS_RECTF()
        self.x, self.y, self.flags = c_double(), c_double(), c_int()
        self.name = create_string_buffer(96)
        self.refs = (byref(self.x), byref(self.y))

    def word(self, first: int, last: int, text: str, spaced: bool) -> Word:
        size, upright = self._size(first)
        x0, x1 = self._edges(first, last)
        self.pdfium.FPDFText_GetCharOrigin(self.raw, first, *self.refs)
        base = self.frame.seen(self.x.value, self.y.value)[1]
        bold, italic = self._face(first)
        return Word(text, x0, x1, base, size, bold, italic, upright, spaced)

    def _size(self, at: int) -> tuple[float, bool]:
        self.pdfium.FPDFText_GetMatrix(self.raw, at, self.matrix)
        size = self.pdfium.FPDFText_GetFontSize(self.raw, at)
        across, along = self.matrix.a, self.matrix.b
        if self.frame.rotation in (90, 270):
            across, along = along, across
        scale = hypot(self.matrix.c, self.matrix.d) or 1.0
        return size * scale, abs(across) >= abs(along)

    def _edges(self, first: int, last: int) -> tuple[float, float]:
        if self.frame.rotation == 0:  # nearly every page
            self.pdfium.FPDFText_GetLooseCharBox(self.raw, first, self.rect)
            left = self.rect.left
            self.pdfium.FPDFText_GetLooseCharBox(self.raw, last, self.rect)
            return left - self.frame.box[0], self.rect.right - self.frame.box[0]
        sides: list[float] = []
        for at in (first, last):
            self.pdfium.FPDFText_GetLooseCharBox(self.raw, at, self.rect)
            sides.append(self.frame.seen(self.rect.left, self.rect.bottom)[0])
            sides.append(self.frame.seen(self.rect.right, self.rect.top)[0])
        return min(sides), max(sides)

    def _face(self, at: int) -> tuple[bool, bool]:
        length = self.pdfium.FPDFText_GetFontInfo(self.raw, at, self.name, 96, byref(self.flags))
        name = self.name.raw[: max(0, min(length, 96) - 1)].lower().decode("latin-1")
        bold = any(part in name for part in _BOLD_NAMES) or bool(self.flags.value & _BOLD_FLAG)
        return bold, "ital" in name or "obli" in name or bool(self.flags.value & _ITALIC_FLAG)
