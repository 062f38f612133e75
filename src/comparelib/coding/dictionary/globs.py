"""What a glob is: its regular expression, its longest fixed fragment, and when it says nothing."""

from __future__ import annotations

import re
from functools import lru_cache

_PIECES = re.compile(r"[*?]+")


@lru_cache(maxsize=1 << 14)
def glob_regex(glob: str) -> re.Pattern[str]:
    """Return the regular expression of a glob: `*` is any run of characters, `?` any one character."""
    parts = {"*": ".*", "?": "."}
    return re.compile("".join(parts.get(character) or re.escape(character) for character in glob), re.DOTALL)


def matches_everything(glob: str) -> bool:
    """Whether a glob matches every token there can be: `*`, `?*`. A token has one character at least.

    `?` is not among them: it matches the tokens of exactly one character, `??*` those of two or more.
    """
    return not glob.strip("*?") and ("*" in glob or not glob) and glob.count("?") <= 1


def names_nothing(glob: str) -> bool:
    """Whether a glob holds no character but wildcards."""
    return not glob.strip("*?")


def fragment(glob: str) -> tuple[str, bool]:
    r"""Return the longest fixed fragment of a glob, and whether finding it is all there is to match.

    A glob of wildcards alone (`??`) has the line feed before each word: every word is held against it.
    """
    pieces = _PIECES.split("\n" + glob + "\n")
    inner = [piece for piece in pieces if piece not in ("", "\n")]
    return max(inner, key=len, default="\n"), "?" not in glob and len(inner) == 1
