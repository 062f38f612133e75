"""Which blocks are headings, and of which level."""

from __future__ import annotations

import re
from collections.abc import Sequence

from comparelib.text.dutch.words import PARTICLES
from comparelib.text.layout.flow import continues, is_one_block, is_open, last_word
from comparelib.text.layout.rows import BULLETS, Row

_LONGEST = 160
_INNER_STOP = re.compile(r"[^\W\d_]{2}[.!?][”’\"')]*\d{0,2}\s+[A-ZÀ-Ý]")
_NUMBERED = re.compile(r"\d{1,2}\s+[A-ZÀ-Ý][^\W\d_]")
TITLE, SECTION, POINT = 1, 2, 3


def is_heading_row(block: Sequence[Row], row: Row, following: Sequence[Row]) -> bool:
    """Whether a row without a blank line around it is a heading: short, no stop, between a stop and a
    capital.

    Parameters
    ----------
    block
        The rows before it that it would belong to; empty where it begins a block.
    row
        The row.
    following
        The rows behind it.
    """
    if row.line.level is not None or (following and is_one_block(row, following[0])):
        return row.line.level is not None
    if (
        row.line.bold
        and following
        and not following[0].line.bold
        and not row.is_terminal
        and row.starts_upper
    ):
        return not block or block[-1].is_terminal
    if row.is_terminal or row.marker is not None or not (row.starts_upper or row.number) or not following:
        return False
    if block and not block[-1].is_terminal:
        return False
    after = following[0]
    width = max(len(line.text) for line in (*block[-5:], *following))
    own = max((len(line.text) for line in block[-5:]), default=width)
    share = 0.9 if row.gap else 0.75
    if (
        len(row.text) > share * min(width, own)
        or is_open(row.text)
        or len(row.text) > 100
        or after.gap > row.gap
    ):
        return False
    return after.page != row.page or (after.starts_upper and not continues((row,), after, following[1:]))


def is_heading(
    rows: Sequence[Row], marker: str | None, following: Sequence[Row], next_marker: str | None
) -> bool:
    """Whether a whole block is a heading.

    Mark-up says so, or the size of its type; or it is short, begins with a capital or number, does not end in
    a stop and does not hang open. A block behind a letter is an item; one behind a bullet or number is a
    heading where prose follows it.
    """
    text = " ".join(row.text for row in rows)
    if any(row.line.level is not None for row in rows):
        return True
    if all(row.rank for row in rows) and len(text) <= _LONGEST and not _INNER_STOP.search(text):
        return not text.endswith((".", ";", ","))
    if not _has_the_shape(rows, text, following):
        return False
    if marker is None:
        return rows[0].starts_upper or bool(rows[0].number or _NUMBERED.match(text)) or text[0] in "‘“"
    is_bullet, is_number = marker[0] in BULLETS, marker[0].isdigit() or marker[0].isupper()
    is_short = is_bullet or (is_number and len(text) <= 80)
    return is_short and next_marker is None and bool(following) and _is_prose(following)


def _has_the_shape(rows: Sequence[Row], text: str, following: Sequence[Row]) -> bool:
    """Whether a block is short, without a stop, no tail of a column and not the source of a quote."""
    if (text[0], text[-1]) == ("(", ")") or len(text) > _LONGEST or len(rows) > 5:
        return False
    if rows[-1].is_terminal or _hangs(text) or _INNER_STOP.search(text):
        return False
    # A last line close below a paragraph, with a gap behind it, is a sentence that a column's end cuts off.
    is_tail = not rows[0].gap and not rows[0].first and bool(following) and following[0].gap > 0
    return not is_tail


def _hangs(text: str) -> bool:
    """Whether a text hangs open and not on the particle of a verb: 'Pas de formule aan' stands, 'De stap
    naar' hangs.
    """
    return is_open(text) and (
        last_word(text) not in PARTICLES or text.endswith((",", "-", "–", "(", "/", "&"))
    )


def _is_prose(rows: Sequence[Row]) -> bool:
    return len(rows) > 1 or rows[-1].is_terminal


def level_of(rows: Sequence[Row], marker: str | None) -> int:
    """Return the level: of mark-up, else depth of its number, else rank of its size, else its shape."""
    row = rows[0]
    if row.line.level is not None:
        return row.line.level
    if row.number:
        return min(6, 1 + row.number.strip(".").count(".")) if row.number[0].isdigit() else SECTION
    if row.rank is not None:
        return min(6, row.rank)
    return POINT if marker is not None and marker[0] in BULLETS else SECTION
