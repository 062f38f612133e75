"""Text -> token bounds, as quanteda's `tokens(remove_punct = TRUE)` cuts them, all at once.

Words are those of Unicode's word boundaries (UAX #29): letters, digits and connectors; an apostrophe or a
full stop joins letters to letters and digits to digits (`kmo's`, `europa.eu`, `2.5`), a comma digits. As in
quanteda a dash joins the words on its two sides (`start-up`, `2020–2025`), web and mail addresses stay whole,
a tag keeps its sign (`#maakindustrie`), punctuation is dropped and a symbol (`€`) is a token.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.dictionary.characters import (
    DIGIT,
    EXTEND,
    HYPHEN,
    IN_WORD,
    JOINER,
    JOINS_DIGITS,
    JOINS_LETTERS,
    LETTER,
    SYMBOL,
    character_flags,
    code_points,
)

_URL = re.compile(r"(?:(?:https?|s?ftp)://|www\.)[-+\w@#:.%~=&/?]*[-+\w@#%~=&/]")
_MAIL = re.compile(r"[\w.+-]*\w@\w[\w-]*(?:\.\w[\w-]*)+")
_TAG = re.compile(r"[#@]\w+")
_MAIL_LOCAL = re.compile(r"[\w.+-]{1,64}$")
_SCHEMES = ("https", "http", "sftp", "ftp")


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

    points: NDArray[np.uint16] | NDArray[np.uint32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


def tokenise(text: str) -> Tokens:
    """Return the bounds of every token of `text`."""
    points = code_points(text)
    flags = character_flags(points)
    inside = np.zeros(len(flags) + 2, dtype=bool)  # one False on either side spares every bounds check
    np.not_equal(flags & (IN_WORD | SYMBOL), 0, out=inside[1:-1])
    special = np.flatnonzero(flags > IN_WORD & ~EXTEND)  # few; all that is not plainly in or out of a word
    kinds = flags[special]
    marks = special[(kinds & EXTEND) != 0]
    _drop_loose_marks(marks, inside)
    _join(special[(kinds & JOINER) != 0], flags, inside)
    cuts = _symbol_cuts(special[(kinds & SYMBOL) != 0], marks, inside)
    spans = list(_whole_spans(text))
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


def _drop_loose_marks(marks: NDArray[np.int64], inside: NDArray[np.bool_]) -> None:
    """A mark or soft hyphen belongs to the character before it; after a space it begins no word."""
    if len(marks):
        heads = np.flatnonzero(np.diff(marks, prepend=-2) > 1)
        carried = inside[marks[heads]]  # inside is shifted by one: this is the character before the run
        inside[marks + 1] = np.repeat(carried, np.diff(heads, append=len(marks)))


def _join(places: NDArray[np.int64], flags: NDArray[np.uint8], inside: NDArray[np.bool_]) -> None:
    """Put a joiner into the word when both its neighbours are of the kind that it joins."""
    places = places[(places > 0) & (places < len(flags) - 1)]
    joiner, both = flags[places], flags[places - 1] & flags[places + 1]
    before, after = flags[places - 1], flags[places + 1]
    joined = ((joiner & JOINS_LETTERS) != 0) & ((both & LETTER) != 0)
    joined |= ((joiner & JOINS_DIGITS) != 0) & ((both & DIGIT) != 0)
    words = ((before & (LETTER | DIGIT)) != 0) & ((after & (LETTER | DIGIT)) != 0)
    joined |= ((joiner & HYPHEN) != 0) & words
    inside[places[joined] + 1] = True


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


def _whole_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the web addresses, mail addresses and tags that stay one token, in order, without overlap.

    Addresses are rare: `str.find` goes from one mark to the next, far faster than a search by regex.
    """
    found = [*_matches(text, "://", _address), *_matches(text, "www.", _address)]
    found += [*_matches(text, "@", _mail_or_tag), *_matches(text, "#", _mail_or_tag)]
    reached = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= reached:
            yield start, end
            reached = end


def _matches(
    text: str, mark: str, match_at: Callable[[str, int], re.Match[str] | None]
) -> Iterator[tuple[int, int]]:
    place = text.find(mark)
    while place >= 0:
        match = match_at(text, place)
        if match:
            yield match.span()
        place = text.find(mark, max(match.end(), place + 1) if match else place + 1)


def _address(text: str, place: int) -> re.Match[str] | None:
    start = place if text[place] == "w" else _scheme_start(text, place)
    if start < 0 or (start and (text[start - 1].isalnum() or text[start - 1] == "_")):
        return None
    return _URL.match(text, start)


def _scheme_start(text: str, place: int) -> int:
    before = text[max(0, place - 5) : place].lower()
    return next((place - len(scheme) for scheme in _SCHEMES if before.endswith(scheme)), -1)


def _mail_or_tag(text: str, place: int) -> re.Match[str] | None:
    local = _MAIL_LOCAL.search(text, max(0, place - 64), place) if text[place] == "@" else None
    if local:
        return _MAIL.match(text, local.start())
    if place and text[place - 1].isalnum():
        return None
    return _TAG.match(text, place)
