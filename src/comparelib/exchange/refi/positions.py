"""Where a selection stands: the standard counts code points, and tools count otherwise.

A position may count UTF-16 units (NVivo: an emoji is two), both characters of a Windows line end, the byte
order mark, and the last character itself instead of the place behind it ("the first and the last character",
specification 1.5, section 10.2; its own example and the tools count to the place behind). What a file does
is told by its own selections: the quote in a selection's name, positions that lie in the text, and edges that
fall between words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Span = tuple[int, int]
_BOM = "\ufeff"
_SHORTENED = ("…", "...")


@dataclass(frozen=True)
class Reading:
    """How a file counts: what of its text is counted, and whether `end` is the last character itself."""

    utf16: bool = False
    line_end: str = "stored"
    mark: bool = False
    inclusive: bool = False

    def __str__(self) -> str:
        parts = ["UTF-16 units" if self.utf16 else "code points"]
        parts += {"crlf": ["Windows line ends"], "lf": ["line ends as one"], "stored": []}[self.line_end]
        parts += ["the byte order mark"] * self.mark + ["the last character itself"] * self.inclusive
        return ", ".join(parts)


@dataclass(frozen=True)
class PlainText:
    """A text as it is exchanged, and the place of each of its characters in the text that it comes from.

    Attributes
    ----------
    text
        LF line ends, no byte order mark.
    places
        int64, shape (len(text) + 1,): the offset of each character; last the length of the source.
    """

    text: str
    places: NDArray[np.int64]

    @classmethod
    def of(cls, stored: str) -> PlainText:
        """Make the plain text of a text with whatever line ends and mark."""
        first = int(stored.startswith(_BOM))
        if "\r" not in stored:
            return cls(stored[first:], np.arange(first, len(stored) + 1))
        kept = [
            at
            for at in range(first, len(stored))
            if not (stored[at] == "\n" and at > first and stored[at - 1] == "\r")
        ]
        text = "".join("\n" if stored[at] == "\r" else stored[at] for at in kept)
        return cls(text, np.array([*kept, len(stored)], dtype=np.int64))

    def index(self, offset: int) -> int:
        """Return the place in the plain text of an offset into the text that it comes from."""
        return int(np.searchsorted(self.places, offset))


@dataclass(frozen=True)
class Claim:
    """A selection as a file states it: two positions, and its name, which most tools make of its words."""

    start: int
    end: int
    name: str = ""


def counted(plain: PlainText, reading: Reading) -> NDArray[np.int64]:
    """Return the position, as `reading` counts, before each character of a text and behind the last."""
    widths = np.ones(len(plain.text), dtype=np.int64)
    points = np.frombuffer(plain.text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if reading.utf16:
        widths[points > 0xFFFF] = 2
    if reading.line_end == "stored":
        widths += np.diff(plain.places) - 1
    elif reading.line_end == "crlf":
        widths[points == 10] = 2
    start = int(reading.mark and plain.places[0] == 1)
    return np.concatenate(([start], start + np.cumsum(widths)))


def claimed(span: Span, plain: PlainText, reading: Reading) -> Span:
    """Return the positions that a file with this reading states for a span of the plain text."""
    positions = counted(plain, reading)
    return int(positions[span[0]]), int(positions[span[1]]) - reading.inclusive


def placed(claims: Sequence[Claim], plain: PlainText, reading: Reading) -> list[Span | None]:
    """Return the span in the plain text of each claim; None where it lies outside, or inside a character."""
    positions = counted(plain, reading)
    wanted = np.array(
        [(claim.start, claim.end + reading.inclusive) for claim in claims], dtype=np.int64
    ).reshape(-1, 2)
    found = np.searchsorted(positions, wanted)
    exact = positions[np.minimum(found, len(positions) - 1)] == wanted
    return [
        (int(start), int(end)) if sure.all() and start < end else None
        for (start, end), sure in zip(found, exact, strict=True)
    ]


def best_reading(sources: Sequence[tuple[PlainText, Sequence[Claim]]], origin: str = "") -> Reading:
    """Return how a file counts, by what fits its own selections best; in doubt as the standard says.

    Parameters
    ----------
    sources
        Each text with the selections stated in it.
    origin
        The tool that wrote the file; NVivo is known to count UTF-16 units, which settles a tie.
    """
    best, best_score = Reading(), (-1, -1, -1.0)
    slack = 1 + 0.2 * sum(len(claims) for _, claims in sources)
    for number, reading in enumerate(_readings(sources, origin)):
        score = _score(sources, reading)
        # A few edges more or less are how people drag a mouse: they settle nothing against the standard.
        bar = best_score if number == 0 else (*best_score[:2], best_score[2] + slack)
        if number == 0 or score > bar:
            best, best_score = reading, score
    return best


def _readings(sources: Sequence[tuple[PlainText, Sequence[Claim]]], origin: str) -> Iterator[Reading]:
    """Yield readings that differ for these texts, the likeliest first."""
    utf16 = (True, False) if origin.lower().startswith("nvivo") else (False, True)
    seen = set()
    for inclusive, mark, line_end, units in product(
        (False, True), (False, True), ("stored", "lf", "crlf"), utf16
    ):
        reading = Reading(units, line_end, mark, inclusive)
        key = (inclusive, *(counted(plain, reading).tobytes() for plain, claims in sources if claims))
        if key not in seen:
            seen.add(key)
            yield reading


def _score(sources: Sequence[tuple[PlainText, Sequence[Claim]]], reading: Reading) -> tuple[int, int, float]:
    named = inside = edges = 0
    for plain, claims in sources:
        for claim, span in zip(claims, placed(claims, plain, reading), strict=True):
            if span is not None and claim.start < claim.end:  # an empty one tells nothing of its end
                named += _is_quoted(claim.name, plain.text[slice(*span)])
                inside += 1
                edges += _clean_edges(plain.text, span)
    return named, inside, float(edges)


def _is_quoted(name: str, quote: str) -> bool:
    said, text = " ".join(name.split()), " ".join(quote.split())
    if not said or (quote != quote.strip() and name != quote):
        return False
    short = said.endswith(_SHORTENED)
    return said == text or (short and text.startswith(said.rstrip(".…").rstrip()))


def _clean_edges(text: str, span: Span) -> int:
    start, end = span
    first = not text[start].isspace() and not (
        start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    )
    inside = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return int(first) + int(not text[end - 1].isspace() and not inside)
