"""Patterns that can never match, because the tokeniser makes no such token, and how to write them instead."""

from __future__ import annotations

from collections.abc import Iterable

from comparelib.coding.dictionary.globs import matches_everything
from comparelib.coding.dictionary.tokens import token_texts, tokenise

# What a wildcard may stand for; a glob lives if the tokeniser leaves it whole under one of these.
_FILLS = (("x", "x"), ("", "x"), ("0", "0"), ("x.x", "x"), ("x-x", "x"))
_STAND_INS = {"*": "ⴰ", "?": "ⴱ"}  # letters that no policy text has, to see what becomes of a wildcard


def dead_globs(globs: Iterable[str]) -> frozenset[str]:
    """Return the globs that no token can match: `r&d` (two tokens), `wet-` (the dash is dropped)."""
    left = sorted({glob for glob in globs if not matches_everything(glob)})
    for star, one in _FILLS:
        filled = [glob.replace("*", star).replace("?", one) for glob in left]
        text = "\n".join(filled)
        tokens = tokenise(text)
        whole = set(zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True))
        begin, still = 0, []
        for glob, word in zip(left, filled, strict=True):
            if (begin, begin + len(word)) not in whole:
                still.append(glob)
            begin += len(word) + 1
        left = still
    return frozenset(left)


def living(text: str) -> str:
    """Return a pattern as the tokeniser would cut it: `wet- en regelgeving` => `wet en regelgeving`."""
    for wildcard, letter in _STAND_INS.items():
        text = text.replace(wildcard, letter)
    cut = " ".join(token_texts(text))
    for wildcard, letter in _STAND_INS.items():
        cut = cut.replace(letter, wildcard)
    return cut
