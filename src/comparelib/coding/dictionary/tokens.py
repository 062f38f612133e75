"""Text -> token bounds, as quanteda's `tokens(remove_punct = TRUE)` cuts them, all at once.

Words are those of Unicode's word boundaries (UAX #29): letters, digits and connectors; an apostrophe or a
full stop joins letters to letters and digits to digits (`kmo's`, `europa.eu`, `2.5`), a comma digits. As in
quanteda a dash joins the words on its two sides (`start-up`, `2020–2025`), web and mail addresses stay whole,
a tag keeps its sign (`#maakindustrie`), punctuation is dropped and a symbol (`€`) is a token.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.addresses import Points, whole_spans
from comparelib.coding.dictionary.characters import (
    ADDRESS,
    DIGIT,
    EXTEND,
    HYPHEN,
    IN_WORD,
    JOINS_DIGITS,
    JOINS_LETTERS,
    JOINS_WORDS,
    LETTER,
    ROLE,
    SYMBOL,
    character_flags,
    code_points,
)

_BLANK = 32
_JOINED = np.zeros(1 << (8 - ROLE), dtype=np.uint8)  # of each role, the characters that it joins
_JOINED[[JOINS_WORDS >> ROLE, JOINS_LETTERS >> ROLE, JOINS_DIGITS >> ROLE]] = LETTER | DIGIT, LETTER, DIGIT


@dataclass(frozen=True)
class Tokens:
    """The tokens of one text.

    Attributes
    ----------
    points
        Code points of the text, shape (characters,).
    starts, ends
        int64, shape (tokens,): offsets into the text; token i is `text[starts[i]:ends[i]]`.
    """

    points: Points
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


def tokenise(text: str) -> Tokens:
    """Return the bounds of every token of `text`."""
    points = code_points(text)
    inside = np.zeros(len(points) + 2, dtype=bool)  # one False on either side spares every bounds check
    special = _but_ascii(points, inside[1:-1])
    kinds = character_flags(points.take(special))
    inside[special + 1] = (kinds & (IN_WORD | SYMBOL)) != 0
    marks = special.compress((kinds & EXTEND) != 0)
    _drop_loose_marks(marks, inside)
    joiners = special.compress((kinds >= JOINS_WORDS) & (kinds <= HYPHEN))
    _join(joiners, points, inside)
    cuts = _symbol_cuts(special.compress((kinds & SYMBOL) != 0), marks, inside)
    spans = list(whole_spans(text, points, special.compress(kinds == ADDRESS), joiners))
    for start, end in spans:
        inside[start + 1 : end + 1] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[0::2], edges[1::2]
    if spans or len(cuts):
        extra = _cuts_with_spans(cuts, spans, inside)
        starts = np.insert(starts, np.searchsorted(starts, extra), extra)
        ends = np.insert(ends, np.searchsorted(ends, extra), extra)
    return Tokens(points, starts, ends)


def token_texts(text: str) -> list[str]:
    """Return the tokens of `text` as strings."""
    tokens = tokenise(text)
    return [text[start:end] for start, end in zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)]


def _but_ascii(points: Points, inside: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Put the letters and digits of ASCII, by far the most, inside words; return the places of the others.

    Blanks and control characters are in no word and are not returned.
    """
    lowered = points | 32
    lowered -= 97  # below zero it wraps around
    np.less(lowered, 26, out=inside)
    np.subtract(points, 48, out=lowered)
    inside |= lowered < 10
    return np.flatnonzero((points > _BLANK) > inside)


def _drop_loose_marks(marks: NDArray[np.int64], inside: NDArray[np.bool_]) -> None:
    """A mark or soft hyphen belongs to the character before it; after a space it begins no word."""
    if len(marks):
        heads = np.flatnonzero(np.diff(marks, prepend=-2) > 1)
        carried = inside[marks[heads]]  # inside is shifted by one: this is the character before the run
        inside[marks + 1] = np.repeat(carried, np.diff(heads, append=len(marks)))


def _join(places: NDArray[np.int64], points: Points, inside: NDArray[np.bool_]) -> None:
    """Put a joiner into the word when both its neighbours are of the kind that it joins."""
    places = places.compress((places > 0) & (places < len(points) - 1))
    places = places.compress(points.take(places + 1) > _BLANK)  # most end a sentence or a clause
    before, joiner, after = (character_flags(points.take(places + step)) for step in (-1, 0, 1))
    joined = (_JOINED[joiner >> ROLE] & before & after) != 0
    words = ((before & (LETTER | DIGIT)) != 0) & ((after & (LETTER | DIGIT)) != 0)
    joined |= (joiner == HYPHEN) & words
    inside[places.compress(joined) + 1] = True


def _symbol_cuts(
    symbols: NDArray[np.int64], marks: NDArray[np.int64], inside: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return where a symbol touches another token, so that both sides of the place are tokens."""
    before = symbols[inside[symbols]]  # inside is shifted by one: this is the character before
    after = _past_marks(symbols + 1, marks)
    after = after[inside[after + 1]]
    return np.unique(np.concatenate((before, after)))


def _past_marks(places: NDArray[np.int64], marks: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return each place moved past the run of marks that begins there, if one does."""
    if not len(marks):
        return places
    ends = np.append(np.flatnonzero(np.diff(marks) > 1), len(marks) - 1)  # last mark of each run
    at = np.searchsorted(marks, places)
    marked = (at < len(marks)) & (marks[np.minimum(at, len(marks) - 1)] == places)
    moved = places.copy()
    moved[marked] = marks[ends[np.searchsorted(ends, at[marked])]] + 1
    return moved


def _cuts_with_spans(
    cuts: NDArray[np.int64], spans: list[tuple[int, int]], inside: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return the cuts outside the whole spans, and those at the edges of spans that touch another token."""
    if not spans:
        return cuts
    begins, stops = (np.array(side, dtype=np.int64) for side in zip(*spans, strict=True))
    span = np.searchsorted(begins, cuts, side="right") - 1
    outside = (span < 0) | (cuts >= stops[np.maximum(span, 0)])
    edges = np.concatenate((begins[inside[begins]], stops[inside[stops + 1]]))
    return np.unique(np.concatenate((cuts[outside], edges)))
