"""The lines of a source with what their shape shows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from comparelib.model import Line, SourceText
from comparelib.text.characters import plain

BULLETS = "→•▪■□◦●○►▶‣⁃✓✔➢➤❖·\uf0b7\uf0a7\uf0d8"
_MARK = re.compile(
    rf"^(?:(?P<bullet>[{BULLETS}]|[-–—*](?=\s))|(?P<number>\d{{1,2}}[.)](?=\s*[^\W\d_‘“(])|\(?[a-zA-Z][.)]|\(?[ivx]{{1,4}}[.)]))"
    rf"(?:\s+|(?<=[{BULLETS}])(?=\S))"
)
_NUMBERED = re.compile(
    r"^(?P<number>\d{1,2}(?:\.\d{1,2}){1,3}\.?|(?:hoofdstuk|paragraaf|artikel|bijlage|titel|afdeling)\s+\w{1,6}[.:]?)(?=\s|$)",
    re.I,
)
_TERMINAL = re.compile(r"(?:[.!?…:;]|[.!?][”’\"')\]]+|[”’]\.)\d{0,2}$")
_SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*(?:\s?\d{1,2})?$")


@dataclass(frozen=True)
class Row:
    """One line that holds text.

    Attributes
    ----------
    index
        Its place in `SourceText.lines`.
    text
        Its text without invisible characters and outer white space, white space runs made one space.
    gap
        Blank lines before it, less those that part every line of the document.
    loose
        White space stood at its end in the raw text.
    first, last
        Whether it is the first or last row of its page.
    rank
        1 for the largest type of the document, 2 for the next; None for the size of its prose and where no
        size is known.
    """

    index: int
    text: str
    line: Line
    gap: int
    loose: bool
    first: bool
    last: bool
    rank: int | None = None

    @property
    def page(self) -> int:
        """One-based page."""
        return self.line.page

    @cached_property
    def marker(self) -> str | None:
        """The letter, number or bullet that opens it: '→', 'a.', '3.'."""
        if self.line.marker:
            return self.line.marker
        found = _MARK.match(self.text)
        return found.group(0).strip() if found else None

    @cached_property
    def number(self) -> str | None:
        """The decimal number or 'Artikel 3' that opens a heading."""
        found = _NUMBERED.match(self.text)
        return found["number"] if found else None

    @cached_property
    def is_terminal(self) -> bool:
        """Whether it ends in a stop, colon or semicolon."""
        return bool(_TERMINAL.search(self.text))

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether it ends in the stop of a sentence."""
        return bool(_SENTENCE_END.search(self.text))

    @cached_property
    def starts_lower(self) -> bool:
        """Whether its first letter is a small one (brackets and quotes aside) and no list letter."""
        start = self.text.lstrip("(‘“\"'[")
        return bool(start) and start[0].islower() and self.marker is None

    @property
    def starts_upper(self) -> bool:
        """Whether its first letter is a capital (brackets and quotes aside)."""
        start = self.text.lstrip("(‘“\"'[")
        return bool(start) and start[0].isupper()


def rows_of(source: SourceText) -> tuple[Row, ...]:
    """Return the lines of `source` that hold text, with the gaps between them."""
    kept = []
    blank = 0
    for index, line in enumerate(source.lines):
        raw = source.text[line.start : line.end]
        text = " ".join(plain(raw).split())
        if not text:
            blank += 1
            continue
        kept.append((index, text, line, blank, bool(raw) and raw[-1].isspace()))
        blank = 0
    ranks = _size_ranks([(text, line.size) for _, text, line, _, _ in kept])
    usual = _usual_gap([item[3] for item in kept[1:]])
    pages = [item[2].page for item in kept]
    return tuple(
        Row(
            index=index,
            text=text,
            line=line,
            gap=max(0, gap - usual),
            loose=loose,
            first=place == 0 or pages[place - 1] != pages[place],
            last=place == len(kept) - 1 or pages[place + 1] != pages[place],
            rank=ranks.get(_half_points(line.size)) if len(text) > 2 else None,
        )
        for place, (index, text, line, gap, loose) in enumerate(kept)
    )


def _half_points(size: float | None) -> float:
    return round(2 * (size or 0.0)) / 2


def _size_ranks(lines: list[tuple[str, float | None]]) -> dict[float, int]:
    """Rank the type sizes that are a tenth larger than that of most characters."""
    letters: Counter[float] = Counter()
    for text, size in lines:
        if size is not None:
            letters[_half_points(size)] += len(text)
    if not letters:
        return {}
    prose = max(letters, key=lambda size: (letters[size], -size))
    larger = sorted((size for size in letters if size >= 1.1 * prose), reverse=True)
    return {size: rank for rank, size in enumerate(larger, 1)}


def _usual_gap(gaps: list[int]) -> int:
    """Return 1 where every line of a text of many lines is followed by a blank one, else 0."""
    if len(gaps) < 40:
        return 0
    return 1 if sum(gap >= 1 for gap in gaps) > 0.75 * len(gaps) else 0


def usual_width(rows: tuple[Row, ...]) -> float:
    """Return the median length of the rows, in characters: the measure of a short line."""
    return median([len(row.text) for row in rows]) if rows else 0.0
