"""Which blocks are headings, and of which level."""

from __future__ import annotations

import re
from collections.abc import Sequence

from comparelib.text.dutch.words import PARTICLES
from comparelib.text.layout.flow import continues, is_open, last_word
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
    if row.line.level is not None:
        return True
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

    Mark-up says so; or it is short, begins with a capital or number, does not end in a stop and does not hang
    open.
    A block behind a letter is an item; one behind a bullet or number is a heading where prose follows it.
    """
    if any(row.line.level is not None for row in rows):
        return True
    text = " ".join(row.text for row in rows)
    if (text[0], text[-1]) == ("(", ")"):  # the source of a quote
        return False
    if (
        len(text) > _LONGEST
        or rows[-1].is_terminal
        or _hangs(text)
        or len(rows) > 5
        or _INNER_STOP.search(text)
    ):
        return False
    # A last line close below a paragraph, with a gap behind it, is a sentence that a column's end cuts off.
    if not rows[0].gap and not rows[0].first and following and following[0].gap:
        return False
    if marker is not None:
        is_bullet, is_number = marker[0] in BULLETS, marker[0].isdigit() or marker[0].isupper()
        is_short = is_bullet or (is_number and len(text) <= 80)
        return is_short and next_marker is None and bool(following) and _is_prose(following)
    return rows[0].starts_upper or bool(rows[0].number or _NUMBERED.match(text)) or text[0] in "‘“"


def _hangs(text: str) -> bool:
    """Whether a text hangs open and not on the particle of a verb: 'Pas de formule aan' stands, 'De stap
    naar' hangs.
    """
    return is_open(text) and (
        last_word(text) not in PARTICLES or text.endswith((",", "-", "–", "(", "/", "&"))
    )


def _is_prose(rows: Sequence[Row]) -> bool:
    return len(rows) > 1 or rows[-1].ends_sentence


def level_of(rows: Sequence[Row], marker: str | None) -> int:
    """Return the level that mark-up gives, else the depth of its number, else that of its shape."""
    row = rows[0]
    if row.line.level is not None:
        return row.line.level
    if row.number:
        return min(6, 1 + row.number.strip(".").count(".")) if row.number[0].isdigit() else SECTION
    return POINT if marker is not None and marker[0] in BULLETS else SECTION
