"""Steps on characters: each reads a text and says which stretches to put in another form.

A step returns edits `(start, end, text)`; everything between stays. Text that an edit puts in stands for the
raw characters that it replaces, so that each canonical character keeps its place in the raw text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

Edit = tuple[int, int, str]
Step = Callable[[str], Iterator[Edit]]

# Letters that a font drew as one: ﬁ ﬂ ﬀ ﬃ ﬄ ﬅ ﬆ, and Dutch ĳ. Not ² or ½: m² is not m2.
_LIGATURE = re.compile("[\ufb00-\ufb06\u0132\u0133]")
_COMPOSED = re.compile(r"\w[\u0300-\u036f]+")
# The white space of typography. Line feeds are not here: lines are the business of the layout.
_SPACE = re.compile("[\t\x0b\x0c\r\x85\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2028\u2029]")
# Marks that have no width or no meaning: zero width, byte order, direction, soft hyphens (joined elsewhere),
# the replacement character of a failed decoding, control characters, lone surrogates.
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\ufffd\ufffe\uffff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\ud800-\udfff]"
)


def ligatures(text: str) -> Iterator[Edit]:
    """Open ligatures: 'eﬃciënt' => 'efficiënt'."""
    for match in _LIGATURE.finditer(text):
        yield match.start(), match.end(), unicodedata.normalize("NFKC", match.group())


def accents(text: str) -> Iterator[Edit]:
    """Compose a letter and its loose accents: 'e' + U+0301 => 'é' (NFC)."""
    for match in _COMPOSED.finditer(text):
        composed = unicodedata.normalize("NFC", match.group())
        if composed != match.group():
            yield match.start(), match.end(), composed


def spaces(text: str) -> Iterator[Edit]:
    """Make typographic white space a space: '10\u00a0000' => '10 000'."""
    for match in _SPACE.finditer(text):
        yield match.start(), match.end(), " "


def invisibles(text: str) -> Iterator[Edit]:
    """Drop marks without width or meaning: '→ \ufffdVersnel' => '→ Versnel'."""
    for match in _INVISIBLE.finditer(text):
        yield match.start(), match.end(), ""


STEPS: tuple[Step, ...] = (ligatures, accents, spaces, invisibles)


def apply(text: str, offsets: list[int], step: Step) -> tuple[str, list[int]]:
    """Return `text` after the edits of `step`, with the raw offset of each character."""
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for start, end, new in step(text):
        parts += (text[done:start], new)
        places += offsets[done:start]
        places += [
            offsets[min(start + at, end - 1)] if len(new) == end - start else offsets[start]
            for at in range(len(new))
        ]
        done = end
    if not done:
        return text, offsets
    return "".join((*parts, text[done:])), places + offsets[done:]


def cleaned(text: str, start: int) -> tuple[str, list[int]]:
    """Run every step over a stretch of raw text that begins at raw offset `start`."""
    offsets = list(range(start, start + len(text)))
    if text.isascii() and text.isprintable():
        return text, offsets
    for step in STEPS:
        text, offsets = apply(text, offsets, step)
    return text, offsets


def plain(text: str) -> str:
    """Return a stretch of raw text as the steps leave it, without the map."""
    return cleaned(text, 0)[0]
