"""Texts that a spreadsheet would run as a formula: made harmless on the way out, restored on the way in.

A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe before it, as people
type it in a spreadsheet. A text that has such an apostrophe already gets one more, so that nothing is lost.
"""

from __future__ import annotations

MARK = "'"
_STARTS = ("=", "+", "-", "@", "\t", "\r")


def defused(text: str) -> str:
    """Return the text as it can stand in a CSV file that a spreadsheet opens.

    Examples
    --------
    >>> defused("=1+1"), defused("1+1"), defused("'s avonds"), defused("'=1")
    ("'=1+1", '1+1', "'s avonds", "''=1")
    """
    return MARK + text if text.lstrip(MARK).startswith(_STARTS) else text


def restored(text: str) -> str:
    """Return the text that `defused` was given."""
    return text[1:] if text.startswith(MARK) and text.lstrip(MARK).startswith(_STARTS) else text
