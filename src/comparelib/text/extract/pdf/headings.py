"""Which lines are headings, of which level: by size, weight and slope of their type beside the prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from comparelib.text.extract.pdf.paragraphs import TextLine
from comparelib.text.extract.pdf.segments import Segment

Style = tuple[float, bool, bool]
_LONGEST = 200
_DEEPEST = 6
_STOP = re.compile(r"[.;,]\d{0,2}$")
_SENTENCES = re.compile(r"[^\W\d_]{2}[.!?]\s+[A-ZÀ-Ý]")


def body_size(segments: Iterable[Segment]) -> float:
    """Return the size of type that most characters have, in half points; 10 where there are none."""
    letters: Counter[float] = Counter()
    for each in segments:
        letters[round(2 * each.size) / 2] += len(each.text)
    return max(letters, key=lambda size: (letters[size], size)) if letters else 10.0


def body_style(segments: Iterable[Segment]) -> tuple[bool, bool]:
    """Return whether most characters of a document are bold, and whether they are italic."""
    faces: Counter[tuple[bool, bool]] = Counter()
    for each in segments:
        faces[(each.bold, each.italic)] += len(each.text)
    return max(faces, key=lambda face: (faces[face], face)) if faces else (False, False)


def paragraphs_of(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Group the lines of a column by the places where paragraphs begin."""
    groups: list[list[TextLine]] = []
    for line in lines:
        if line.starts or not groups:
            groups.append([])
        groups[-1].append(line)
    return groups


def heading_style(paragraph: Sequence[TextLine], body: float, face: tuple[bool, bool]) -> Style | None:
    """Return the style of a paragraph that is a heading by its type, None for any other."""
    text = " ".join(line.segment.text for line in paragraph)
    first = paragraph[0].segment
    if first.furniture is not None or len(text) > _LONGEST or len(paragraph) > 4:
        return None
    if not any(char.isalpha() for char in text) or _STOP.search(text) or _SENTENCES.search(text):
        return None
    size = round(2 * min(line.segment.size for line in paragraph)) / 2
    bold = all(line.segment.bold for line in paragraph) and not face[0]
    italic = all(line.segment.italic for line in paragraph) and not face[1]
    larger = size >= 1.12 * body
    words = text.removeprefix(paragraph[0].marker or "").strip()
    short = len(text) <= 120 and not words[:1].islower() and not text.endswith(":")
    if larger or ((bold or italic) and short and size >= 0.98 * body and len(paragraph) <= 3):
        return size, bold, italic
    return None


def levels_of(styles: Iterable[Style]) -> dict[Style, int]:
    """Rank styles: larger before smaller, bold before plain, plain before italic; 1 is the highest level."""
    order = sorted(set(styles), key=lambda style: (-style[0], not style[1], style[2]))
    return {style: min(rank, _DEEPEST) for rank, style in enumerate(order, 1)}
