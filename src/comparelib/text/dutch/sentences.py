"""Where sentences end in Dutch prose."""

from __future__ import annotations

import re

from comparelib.text.dutch.abbreviations import announces, may_close
from comparelib.text.dutch.words import STARTERS

# A stop, its closing quotes or brackets, the digits of a footnote reference, white space, and what follows.
_STOP = re.compile(r"(?P<stop>[.!?]+|…)(?P<close>[”’\"')\]»]*)(?P<note>\d{0,2})(?=\s+(?P<next>\S+))")
_OPENING = "‘“\"'(«[–-•→"
_ENUMERATOR = re.compile(r"(?:^|\s)\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})$")


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) of each sentence of one paragraph; only white space lies between them.

    >>> [("De notitie d.d. 3 mei. Zij kost 2,5 mln. euro.")[a:b] for a, b in sentence_spans(
    ...     "De notitie d.d. 3 mei. Zij kost 2,5 mln. euro.")]
    ['De notitie d.d. 3 mei.', 'Zij kost 2,5 mln. euro.']
    """
    spans = []
    start = 0
    for match in _STOP.finditer(text):
        if _ends(text, start, match):
            spans.append((start, match.end()))
            start = _next_word(text, match.end())
    if text[start:].strip():
        spans.append((start, start + len(text[start:].rstrip())))
    return tuple(spans)


def _next_word(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    stop, following = match["stop"], match["next"]
    first = following.lstrip(_OPENING)[:1]
    if not first:  # a dash or bullet alone: look at nothing more
        return stop != "…"
    if first.islower():
        return False
    before = text[start : match.start()]
    if stop == "." and not match["close"]:
        return _full_stop_ends(before, following, first)
    return True


def _full_stop_ends(before: str, following: str, first: str) -> bool:
    if announces(before, first):
        return False
    if _ENUMERATOR.fullmatch(before.strip()):  # "1. Er komt …": the number of the item, not a sentence
        return False
    if may_close(before):
        return following.strip("‘“\"'(,.;:").lower() in STARTERS
    # "30 500. 12 landen" is rare, "nr. 3" and "hoofdstuk 2. 3" are not: a digit starts a sentence after a
    # word only.
    return not (first.isdigit() and before[-1:].isdigit())
