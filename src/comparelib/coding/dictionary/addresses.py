"""Text -> the web addresses, mail addresses and tags in it, each of which stays one token."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

_URL = re.compile(r"(?:(?:https?|s?ftp)://|www\.)[-+\w@#:.%~=&/?]*[-+\w@#%~=&/]")
_MAIL = re.compile(r"[\w.+-]*\w@\w[\w-]*(?:\.\w[\w-]*)+")
_TAG = re.compile(r"[#@]\w+")
_MAIL_LOCAL = re.compile(r"[\w.+-]{1,64}$")
_SCHEME = re.compile(r"(?:https?|s?ftp)$", re.IGNORECASE)
_SCHEME_ROOM = 5  # characters

Points = NDArray[np.uint16] | NDArray[np.uint32]
Places = NDArray[np.int64]


def whole_spans(text: str, points: Points, marks: Places, dots: Places) -> Iterator[tuple[int, int]]:
    """Yield the web addresses, mail addresses and tags that stay one token, in order, without overlap.

    Addresses are rare: what every one of them has is found with arrays, far faster than by a regex.

    Parameters
    ----------
    points
        Code points of `text`, shape (characters,).
    marks
        Where colons, `@` and `#` stand, rising.
    dots
        Places among which are all those of full stops, rising.
    """
    web = np.concatenate((_standing(points, marks, "://"), _standing(points, dots - 3, "www.")))
    found = [*_matches(text, np.sort(web), _address)]
    found += [*_matches(text, _standing(points, marks, "@"), _mail_or_tag)]
    found += [*_matches(text, _standing(points, marks, "#"), _mail_or_tag)]
    reached = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= reached:
            yield start, end
            reached = end


def _standing(points: Points, places: Places, characters: str) -> Places:
    """Return the places from which on these characters stand."""
    places = places[np.searchsorted(places, 0) :]
    for step, character in enumerate(characters):
        places = places.compress(points.take(places + step, mode="clip") == ord(character))
    return places


def _matches(
    text: str, places: Places, match_at: Callable[[str, int], re.Match[str] | None]
) -> Iterator[tuple[int, int]]:
    reached = 0
    for place in places.tolist():
        match = match_at(text, place) if place >= reached else None
        if match:
            yield match.span()
            reached = match.end()


def _address(text: str, place: int) -> re.Match[str] | None:
    if text[place] == ":":
        scheme = _SCHEME.search(text, max(0, place - _SCHEME_ROOM), place)
        if not scheme:
            return None
        place = scheme.start()
    if place and (text[place - 1].isalnum() or text[place - 1] == "_"):
        return None
    return _URL.match(text, place)


def _mail_or_tag(text: str, place: int) -> re.Match[str] | None:
    local = _MAIL_LOCAL.search(text, max(0, place - 64), place) if text[place] == "@" else None
    if local:
        return _MAIL.match(text, local.start())
    if place and text[place - 1].isalnum():
        return None
    return _TAG.match(text, place)
