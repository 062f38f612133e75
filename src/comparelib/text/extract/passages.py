"""What every format gives: passages of text with their mark-up, joined to a SourceText."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comparelib.model import Furniture, Line, SourceText


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of a source, or a whole paragraph of a format that has no lines; fields as those of `Line`.

    `gap` says that white space stands above it on the page.
    """

    text: str
    page: int = 1
    box: tuple[float, float, float, float] | None = None
    size: float | None = None
    bold: bool = False
    furniture: Furniture | None = None
    level: int | None = None
    marker: str | None = None
    block: int | None = None
    gap: bool = False


def assembled(passages: Iterable[Passage], n_pages: int, media_type: str) -> SourceText:
    """Join passages with line feeds; a gap is an empty line. Line feeds within a passage become spaces."""
    parts: list[str] = []
    lines: list[Line] = []
    at = 0
    for passage in passages:
        text = " ".join(passage.text.split("\n"))
        if passage.gap and lines:
            lines.append(Line(at, at, page=passage.page))
            parts.append("")
            at += 1
        end = at + len(text)
        lines.append(
            Line(
                at,
                end,
                passage.page,
                passage.box,
                passage.size,
                passage.bold,
                passage.furniture,
                passage.level,
                passage.marker,
                passage.block,
            )
        )
        parts.append(text)
        at = end + 1
    return SourceText("\n".join(parts), tuple(lines), max(1, n_pages), media_type)
