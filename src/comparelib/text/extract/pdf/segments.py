"""Words to segments: stretches of one line that no wide gap cuts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from comparelib.model import Furniture
from comparelib.text.extract.pdf.words import Word

_MARK = re.compile(
    r"^(?:[^\w\s“‘\"'(]|[-–—*o]|\(?\w{1,3}[.)]|\(?[ivxIVX]{1,5}[.)]|(?:\d{1,2}\.){1,4}\d{0,2})$"
)
_WIDE = 1.5  # ems: a wider gap parts two segments
_CLOSE = 0.7  # ems: segments of one base line that stand so near are one
_RAISED = 0.55  # ems: how far a raised or lowered sign stands from its line


@dataclass(slots=True)
class Segment:
    """A stretch of a line of a page.

    Places are points from the top left corner; `base` is the base line, `size` the size of most letters.
    `first_width` is the width of the first word, `hang` where the word behind a marker begins, `dotted` says
    that a drawn dot stands before it.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    bold: bool = False
    italic: bool = False
    upright: bool = True
    furniture: Furniture | None = None
    first_width: float = 0.0
    hang: float | None = None
    dotted: bool = False

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x1 - self.x0


def segments_of(words: Sequence[Word]) -> list[Segment]:
    """Return the segments of a page, in the order of its content."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and _goes_on(runs[-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [_segment(run) for run in _merged(runs)]


def _goes_on(run: list[Word], word: Word) -> bool:
    """Whether a word stands on the line of a run, close behind it; wider behind the mark of an item."""
    last = run[-1]
    if word.upright is not last.upright or not word.upright:
        return False
    if not _on_one_line(run, word):
        return False
    size = max(last.size, word.size)
    gap = word.x0 - last.x1
    wide = 4.5 if len(run) == 1 and _MARK.match(last.text) else _WIDE
    return -0.4 * size <= gap <= wide * size


def _on_one_line(run: Sequence[Word], word: Word) -> bool:
    last, largest = run[-1], max(run, key=lambda each: each.size)
    if abs(word.base - largest.base) <= 0.15 * max(word.size, largest.size):
        return True
    small = min(word.size, largest.size) < 0.85 * max(word.size, largest.size)
    near = min(abs(word.base - largest.base), abs(word.base - last.base))
    return small and near <= _RAISED * max(word.size, largest.size)


def _merged(runs: list[list[Word]]) -> list[list[Word]]:
    """Join runs of one base line that stand side by side, wherever they stand in the content."""
    order = sorted(range(len(runs)), key=lambda at: (round(runs[at][0].base), runs[at][0].x0))
    gone: set[int] = set()
    for first, second in pairwise(order):
        left, right = runs[first], runs[second]
        gap = right[0].x0 - left[-1].x1
        size = max(left[-1].size, right[0].size)
        beside = _on_one_line(left, right[0]) and left[0].upright and right[0].upright
        wide = 4.5 if len(left) == 1 and _MARK.match(left[0].text) and len(left[0].text) < 4 else _CLOSE
        if beside and -0.3 * size <= gap <= wide * size:
            runs[second] = [*left, *right]
            gone.add(first)
    return [run for at, run in enumerate(runs) if at not in gone]


def _segment(run: list[Word]) -> Segment:
    letters = max(run, key=lambda word: (word.size, len(word.text)))
    size, base = _usual(run), letters.base
    marked = len(run) > 1 and _MARK.match(run[0].text) is not None
    body = [word for word in run[marked:] if word.size >= 0.85 * size] or run
    return Segment(
        text=_text(run),
        x0=run[0].x0,
        top=base - 0.8 * size,
        x1=max(word.x1 for word in run),
        bottom=base + 0.25 * size,
        base=base,
        size=size,
        bold=all(word.bold for word in body),
        italic=all(word.italic for word in body),
        upright=run[0].upright,
        first_width=run[0].x1 - run[0].x0,
        hang=run[1].x0 if marked else None,
    )


def _usual(run: Iterable[Word]) -> float:
    letters: dict[float, int] = {}
    for word in run:
        letters[word.size] = letters.get(word.size, 0) + len(word.text)
    return max(letters, key=lambda size: (letters[size], size))


def _text(run: Sequence[Word]) -> str:
    parts = [run[0].text]
    for before, word in pairwise(run):
        apart = word.spaced or word.x0 - before.x1 > 0.2 * before.size
        parts += (" ", word.text) if apart and not _is_raised(before, word) else (word.text,)
    return "".join(parts)


def _is_raised(before: Word, word: Word) -> bool:
    """Whether a word is the raised number of a note, close behind its word: 'veiligheid' and a small '4'."""
    small = word.size < 0.85 * before.size and word.base < before.base - 0.1 * before.size
    return small and word.text[0].isdigit() and word.x0 - before.x1 < 0.2 * before.size
