"""Does a line go on where another ended, or does something new begin?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from comparelib.text.dutch.abbreviations import announces
from comparelib.text.dutch.words import OPENERS, STARTERS
from comparelib.text.layout.rows import Row

_LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")
_FIRST_WORD = re.compile(r"^\W*([^\W\d_]+)")


def last_word(text: str) -> str:
    """The last word of a text, lower case; empty where it ends in a number or sign."""
    found = _LAST_WORD.search(text[-80:])
    return found.group(1).lower() if found and len(text[-80:]) - found.end(1) <= 1 else ""


def first_word(text: str) -> str:
    """The first word of a text, lower case."""
    found = _FIRST_WORD.match(text)
    return found.group(1).lower() if found else ""


def is_open(text: str) -> bool:
    """Whether a text cannot end where it ends: on a comma, a hyphen, an open bracket or a word that needs
    another.
    """
    if text.endswith((",", "-", "‐", "–", "(", "/", "&")) or text.count("(") > text.count(")"):
        return True
    return not text.endswith((".", ":", ";", "!", "?")) and last_word(text) in OPENERS


def is_isolated(row: Row, following: Sequence[Row]) -> bool:
    """Whether blank lines stand before and behind a row, or it ends its page."""
    return row.gap > 0 and (row.last or not following or following[0].gap > 0)


def is_one_block(before: Row, row: Row) -> bool:
    """Whether geometry or mark-up says that two rows belong together; their words do not undo that."""
    return (
        row.line.block is not None
        and (row.line.block, row.line.level) == (before.line.block, before.line.level)
        and row.page == before.page
    )


def breaks(block: Sequence[Row], row: Row, following: Sequence[Row]) -> bool:
    """Whether a row begins a new block although it may go on with the sentence of the one before.

    A marker, another mark-up block or heading level, a blank line, a new page, or a short line that ends a
    sentence before a capital.
    """
    before = block[-1]
    if is_one_block(before, row) or row.marker is not None:
        return not (is_one_block(before, row) or _is_false_marker(before, row))
    is_other = (row.line.block, row.line.level, row.rank) != (
        before.line.block,
        before.line.level,
        before.rank,
    )
    if is_other or row.page != before.page:
        return True
    if row.gap > 0:
        if _is_spaced(block) and continues(block, row, following):
            return False
        both_alone = is_isolated(row, following) and before.gap == row.gap and before.ends_sentence
        return not (both_alone and 60 <= len(before.text) <= 130 and 60 <= len(row.text) <= 130)
    was_spaced = len(block) > 1 and _is_spaced(block)
    if (
        was_spaced and row.starts_upper and not is_open(before.text)
    ):  # prose close behind a heading of spaced lines
        return True
    width = max(len(line.text) for line in (*block[-12:], row, *following[:2]))
    return before.ends_sentence and row.starts_upper and len(before.text) < 0.72 * width


def _is_spaced(block: Sequence[Row]) -> bool:
    """Whether a block is a marked heading or item whose lines stand apart."""
    return block[0].marker is not None and all(line.gap > 0 for line in block[1:])


def _is_false_marker(before: Row, row: Row) -> bool:
    """A 'marker' that is the tail of a sentence: '… art. | 3. …', '… en | – begeleiding'."""
    if row.line.marker or row.gap > 0:
        return False
    is_dash = row.marker in ("-", "–", "—")
    return (is_dash and not before.is_terminal) or is_open(before.text)


def continues(block: Sequence[Row], row: Row, following: Sequence[Row]) -> bool:
    """Whether a row goes on with the sentence in which a block ended."""
    before = block[-1]
    if row.marker is not None or (before.line.level, before.rank) != (row.line.level, row.rank):
        return False
    is_other_title = row.line.level is not None and row.line.block != before.line.block
    if is_other_title or before.text.endswith(":"):
        return not is_other_title and _after_colon(block, row, following)
    if before.is_terminal and not _is_cut_stop(before.text, row):
        return False
    if row.starts_lower:
        return True
    return first_word(row.text) not in STARTERS and _goes_on_with_capital(block, row, following)


def _goes_on_with_capital(block: Sequence[Row], row: Row, following: Sequence[Row]) -> bool:
    """Whether a line that begins with a capital, digit or quote belongs to the open sentence before it."""
    text = " ".join(line.text for line in block)
    if (
        _is_spaced(block) and row.gap > 0
    ):  # the lines of a spaced heading stand alone; prose behind it does not
        return is_isolated(row, following) and len(row.text) <= 60 and not row.ends_sentence
    is_close = len(block) > 1 and all(line.gap == 0 for line in block[1:])
    if is_close and is_isolated(
        row, following
    ):  # lines set apart behind a paragraph: a box, a caption, a heading
        return False
    has_prose = len(block) > 1 and len(block[-1].text) > 0.6 * max(len(line.text) for line in block)
    return is_open(text) or (has_prose and _is_running(text))


def _after_colon(block: Sequence[Row], row: Row, following: Sequence[Row]) -> bool:
    """'Versnelling van de transformatie: | Fieldlabs spelen …' in an item; 'Context: | een verhaal' in a
    heading.
    """
    if block[0].marker is not None:
        return not is_isolated(row, following)
    return row.starts_lower and row.gap == 0


def _is_running(text: str) -> bool:
    """Whether a text holds a whole sentence before its open end."""
    return bool(re.search(r"[.!?][”’\"')]*\d{0,2}\s+\S", text)) or len(text) > 100


def _is_cut_stop(text: str, row: Row) -> bool:
    """A stop that ends no sentence: of an abbreviation, or with a small letter close behind it ('… enz.; |
    textiel').
    """
    if not row.starts_lower:
        return False
    return (text.endswith(".") and announces(text[:-1])) or (text.endswith((";", "…")) and row.gap == 0)
