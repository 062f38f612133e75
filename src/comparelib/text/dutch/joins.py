"""Two lines meet: is it one word, a compound with its hyphen, or two words?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from comparelib.text.dutch.words import LINKS, OPENERS, in_lexicon, is_compound

SOFT_HYPHENS = "\u00ad\u0002\ufffe"  # the soft hyphen, and what pdfium writes for one
HYPHENS = "-\u2010\u2011"
_LAST = re.compile(r"[^\W_]+(?:[-’'()/][^\W_]+)*[-\u2010\u2011)]*$")
_FIRST = re.compile(r"^[^\W_]+(?:[-’'][^\W_]+)*")
_KEEP_BEFORE = frozenset(("niet", "oud", "ex", "non", "pro", "anti", "co", "bijna", "quasi", "vice", "semi"))
_CLASHES = frozenset(
    ("aa", "ae", "ai", "au", "ee", "ei", "eu", "ie", "ii", "oe", "oi", "oo", "ou", "ui", "uu", "ij")
)


class Seam(Enum):
    """What stands between the last word of a line and the first of the next."""

    SPACE = " "
    JOIN = ""
    DROP_HYPHEN = "-"


@dataclass(frozen=True)
class Evidence:
    """What is known of a document before its lines are joined.

    Attributes
    ----------
    words
        Counts of its words, lower case, those at line ends left out.
    tight
        Lines end in white space unless a word is broken there or a paragraph ends: the trace of a text layer.
    hyphens_lost
        The document breaks words without a hyphen, so that a hyphen at a line end is a real one.
    """

    words: Mapping[str, int]
    tight: bool = False
    hyphens_lost: bool = False


def seam(left: str, right: str, evidence: Evidence, *, spaced: bool) -> Seam:
    """Decide how two lines are joined.

    Parameters
    ----------
    left, right
        The lines, without white space at the seam.
    evidence
        What the document shows.
    spaced
        Whether white space stood at the end of `left` in the raw text.
    """
    if left.endswith(tuple(HYPHENS)) and right.startswith("(") and not spaced:  # MKB- | (maak)bedrijven
        return Seam.JOIN
    last, first = _LAST.search(left[-200:]), _FIRST.search(right)
    if not last or not first or right.startswith(("http", "www.")):
        return Seam.SPACE
    head, tail = last.group(), first.group()
    if head[-1] in HYPHENS:
        return _after_hyphen(head, tail, evidence, spaced=spaced)
    if spaced or not tail[0].islower():
        return Seam.SPACE
    return _tight(head, tail, evidence) if evidence.tight else _lexical(head, tail, evidence)


def _after_hyphen(head: str, tail: str, evidence: Evidence, *, spaced: bool) -> Seam:
    stem = head.rstrip("".join(HYPHENS))
    if tail.lower() in LINKS:  # maak- | en industriebedrijven
        return Seam.SPACE
    if evidence.hyphens_lost or spaced or not stem or not tail[0].islower():  # niet- | Europese
        return Seam.JOIN
    part = re.split(r"[-\u2010\u2011(/)]", stem)[-1]
    if (
        not part or part[-1].isdigit() or part[-1].isupper() or part.lower() in _KEEP_BEFORE
    ):  # MKB- | bedrijven
        return Seam.JOIN
    if (part[-1] + tail[0]).lower() in _CLASHES:  # energie- | efficiënt
        return Seam.JOIN
    if evidence.words.get(f"{stem}-{tail}".lower(), 0) > evidence.words.get((stem + tail).lower(), 0):
        return Seam.JOIN
    return Seam.DROP_HYPHEN  # ontwik- | keling


def _tight(head: str, tail: str, evidence: Evidence) -> Seam:
    joined = head + tail
    if head.endswith(")") or _attested(joined, evidence):  # (proces) | innovaties
        return Seam.JOIN
    is_two = _is_word(head, evidence) and _is_word(tail, evidence)
    has_opener = head.lower() in OPENERS or tail.lower() in OPENERS
    return Seam.SPACE if is_two and has_opener and not is_compound(joined) else Seam.JOIN


def _lexical(head: str, tail: str, evidence: Evidence) -> Seam:
    joined = head + tail
    head_is, tail_is = _is_word(head, evidence), _is_word(tail, evidence)
    if head_is and tail_is:
        open_word = head.lower() in OPENERS or tail.lower() in OPENERS
        known = evidence.words.get(joined.lower(), 0) > 0
        return Seam.JOIN if known and not open_word else Seam.SPACE
    broken = not tail_is and (_attested(joined, evidence) or is_compound(joined))
    return Seam.JOIN if broken or _attested(joined, evidence) else Seam.SPACE


def broken_words(pairs: Sequence[tuple[str, str]], evidence: Evidence) -> tuple[int, int]:
    """Count the seams of (line, next line) that break a word, and those between two whole words."""
    broken = whole = 0
    for left, right in pairs:
        last, first = _LAST.search(left[-200:]), _FIRST.search(right)
        if not last or not first or not last.group()[-1].isalpha():
            continue
        head, tail = last.group(), first.group()
        both = _is_word(head, evidence) and _is_word(tail, evidence)
        if not both:
            broken += 1
        elif not _attested(head + tail, evidence):
            whole += 1
    return broken, whole


def _is_word(word: str, evidence: Evidence) -> bool:
    return evidence.words.get(word.lower(), 0) > 1 or in_lexicon(word)


def _attested(word: str, evidence: Evidence) -> bool:
    return evidence.words.get(word.lower(), 0) > 0 or in_lexicon(word)
