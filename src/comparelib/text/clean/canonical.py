"""The canonical text of a source: its characters in reading order, each with its place in the raw text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from comparelib.model import CanonicalText, SourceText
from comparelib.text.characters import cleaned
from comparelib.text.dutch.joins import HYPHENS, SOFT_HYPHENS, Evidence, Seam, broken_words, seam
from comparelib.text.dutch.words import words_of
from comparelib.text.layout import Block, Layout, layout
from comparelib.text.layout.rows import Row

PARTING = "\n\n"


@dataclass(frozen=True)
class CleaningLog:
    """What cleaning did to a source.

    Attributes
    ----------
    joined
        The words that were joined over a lost, soft or hard hyphen, in order.
    dropped
        How often each character was dropped, by its Unicode code point ('U+00AD').
    moved
        Number of blocks of furniture that cut a sentence and were moved behind it.
    """

    joined: tuple[str, ...]
    dropped: dict[str, int]
    moved: int


@dataclass
class _Writer:
    characters: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)

    def put(self, text: str, offsets: Iterable[int], page: int) -> None:
        self.characters.extend(text)
        self.offsets.extend(offsets)
        self.pages.extend([page] * len(text))

    def drop_last(self) -> None:
        self.characters.pop()
        self.offsets.pop()
        self.pages.pop()

    def last_word(self) -> str:
        start = len(self.characters)
        while start and not self.characters[start - 1].isspace():
            start -= 1
        return "".join(self.characters[start:])


def canonical_text(source: SourceText) -> CanonicalText:
    """Return the canonical text of a source.

    Every character that is not white space is one raw character (an opened ligature is several that share an
    offset), used once. Blocks are parted by a blank line. Furniture that cuts a sentence stands behind it.
    """
    return canonical_with_log(source)[0]


def canonical_with_log(source: SourceText) -> tuple[CanonicalText, CleaningLog]:
    """Return the canonical text and what was done to come to it."""
    arranged = layout(source)
    writer = _written(source, arranged)
    text = "".join(writer.characters)
    canonical = CanonicalText(
        text=text,
        offsets=np.array(writer.offsets, dtype=np.int32),
        pages=np.array(writer.pages, dtype=np.int32),
        joined=len(writer.joined),
    )
    return canonical, CleaningLog(tuple(writer.joined), _dropped(source.text, writer.offsets), arranged.moved)


def _written(source: SourceText, arranged: Layout) -> _Writer:
    evidence = _evidence(source, arranged)
    writer = _Writer()
    for block in arranged.blocks:
        if writer.characters:
            writer.put(PARTING, (-1, -1), block.rows[0].page)
        _write_block(writer, source, block, evidence)
    return writer


def _write_block(writer: _Writer, source: SourceText, block: Block, evidence: Evidence) -> None:
    before: Row | None = None
    for row in block.rows:
        text, offsets = _row_characters(source, row)
        joins = False
        if before is not None:
            joins = _write_seam(writer, source, before, row, evidence)
        writer.put(text, offsets, row.page)
        if joins:
            writer.joined.append(_word_around(writer, len(text)))
        before = row


def _word_around(writer: _Writer, length: int) -> str:
    at = len(writer.characters) - length
    start, end = at, at
    while start and not writer.characters[start - 1].isspace():
        start -= 1
    while end < len(writer.characters) and not writer.characters[end].isspace():
        end += 1
    return "".join(writer.characters[start:end])


def _write_seam(writer: _Writer, source: SourceText, before: Row, row: Row, evidence: Evidence) -> bool:
    """Put what stands between two lines; return whether a word was joined."""
    raw = source.text[before.line.start : before.line.end]
    if raw.rstrip()[-1:] and raw.rstrip(" \t")[-1] in SOFT_HYPHENS:
        return True
    found = seam(writer.last_word(), row.text, evidence, spaced=before.loose)
    if found is Seam.SPACE:
        writer.put(" ", (-1,), row.page)
        return False
    if found is Seam.DROP_HYPHEN and writer.characters[-1] in HYPHENS:
        writer.drop_last()
    return True


def _row_characters(source: SourceText, row: Row) -> tuple[str, list[int]]:
    """The cleaned characters of a line: outer white space gone, inner runs made one space."""
    raw = source.text[row.line.start : row.line.end]
    text, offsets = cleaned(raw, row.line.start)
    if text == row.text:
        return text, offsets
    kept = [at for at, char in enumerate(text) if char != " " or (at and text[at - 1] != " ")]
    while kept and text[kept[0]].isspace():
        kept.pop(0)
    while kept and text[kept[-1]].isspace():
        kept.pop()
    return "".join(text[at] for at in kept), [offsets[at] for at in kept]


def _evidence(source: SourceText, arranged: Layout) -> Evidence:
    """What the seams of running text show: do its lines end in white space unless a word is broken there?"""
    words = words_of(source.text)
    pairs = [
        (block.rows[at], block.rows[at + 1])
        for block in arranged.blocks
        if not block.furniture
        for at in range(len(block.rows) - 1)
    ]
    inner = [(first, second) for first, second in pairs if second.starts_lower]
    bare = [(first.text, second.text) for first, second in inner if not first.loose]
    broken, whole = broken_words(bare, Evidence(words))
    tight = len(inner) >= 8 and len(bare) <= 0.5 * len(inner) and broken >= 3 and broken >= 3 * whole
    return Evidence(words, tight=tight, hyphens_lost=tight)


def _dropped(raw: str, offsets: list[int]) -> dict[str, int]:
    used = set(offsets)
    lost = Counter(char for at, char in enumerate(raw) if at not in used and not char.isspace())
    return {f"U+{ord(char):04X}": count for char, count in sorted(lost.items())}
