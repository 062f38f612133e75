"""Find the units that were coded before in a canonical text, and keep them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from comparelib.model import CanonicalText, Furniture, Unit, UnitKind

Span = tuple[int, int]


@dataclass(frozen=True)
class _Squeezed:
    """A text without all but its letters and digits, small, and the place of each of these in it."""

    text: str
    places: tuple[int, ...]


def anchor(texts: Sequence[str], canonical: CanonicalText) -> tuple[Span | None, ...]:
    """Return where each of `texts`, in reading order, stands in the canonical text.

    White space, case, punctuation and hyphens do not count. A text that does not stand there as it is (it was
    glued
    of two, or cut) gets the best contiguous span of the gap between its neighbours; None where nothing is
    left.

    Returns
    -------
    tuple of (start, end) or None
        One for each text. Spans do not overlap; in the order of the texts, but for what cleaning moved.
    """
    whole = _squeeze(canonical.text)
    keys = [_squeeze(text).text for text in texts]
    found = _exact(keys, whole.text)
    for at, key in enumerate(keys):
        if found[at] is None and key:
            found[at] = _fuzzy(key, whole.text, *_gap(found, at, len(whole.text)))
    return tuple(_widened(found, texts, whole, canonical.text))


def _squeeze(text: str) -> _Squeezed:
    characters: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        if char.isalnum():
            for part in char.casefold():
                characters.append(part)
                places.append(at)
    return _Squeezed("".join(characters), tuple(places))


def _exact(keys: Sequence[str], whole: str) -> list[Span | None]:
    """Find keys that stand in `whole` as they are.

    First those that stand there once, as many letters of them as are in order; then the others between these;
    last those that cleaning moved, wherever they stand free.
    """
    unique = [
        (at, whole.find(key)) for at, key in enumerate(keys) if len(key) >= 12 and whole.count(key) == 1
    ]
    found: list[Span | None] = [None] * len(keys)
    for at, place in _heaviest_rise(unique, keys):
        found[at] = (place, place + len(keys[at]))
    for at, key in enumerate(keys):
        if found[at] is None and key:
            low, high = _gap(found, at, len(whole))
            place = whole.find(key, low, high)
            found[at] = (place, place + len(key)) if place >= 0 else None
    for at, place in unique:
        span = (place, place + len(keys[at]))
        if found[at] is None and not any(
            other and other[0] < span[1] and span[0] < other[1] for other in found
        ):
            found[at] = span
    return found


def _heaviest_rise(pairs: Sequence[tuple[int, int]], keys: Sequence[str]) -> list[tuple[int, int]]:
    """The run of pairs with rising places that holds most letters (Fenwick tree of the best runs so far)."""
    ranks = {place: rank for rank, place in enumerate(sorted({place for _, place in pairs}), 1)}
    tree: list[tuple[int, int]] = [(0, -1)] * (len(ranks) + 1)
    back: list[int] = []
    best = (0, -1)
    for number, (at, place) in enumerate(pairs):
        rank = ranks[place]
        top, node = (0, -1), rank - 1
        while node > 0:
            top = max(top, tree[node])
            node -= node & -node
        back.append(top[1])
        run = (top[0] + len(keys[at]), number)
        best = max(best, run)
        while rank < len(tree):
            tree[rank] = max(tree[rank], run)
            rank += rank & -rank
    rise = []
    number = best[1]
    while number >= 0:
        rise.append(pairs[number])
        number = back[number]
    return rise[::-1]


def _gap(found: Sequence[Span | None], at: int, length: int) -> Span:
    """The stretch between the spans found before and behind the text at `at`."""
    before = next((span[1] for span in reversed(found[:at]) if span), 0)
    after = next((span[0] for span in found[at + 1 :] if span and span[0] >= before), length)
    return before, after


def _fuzzy(key: str, whole: str, low: int, high: int) -> Span | None:
    """The part of `whole[low:high]` that shares most with `key`, at least four letters or the whole gap."""
    stretch = whole[low:high]
    if not stretch:
        return None
    blocks = [
        block
        for block in SequenceMatcher(None, key, stretch, autojunk=False).get_matching_blocks()
        if block.size >= 4
    ]
    if not blocks:
        return None
    best = max(blocks, key=lambda block: block.size)
    near = [block for block in blocks if abs((block.b - block.a) - (best.b - best.a)) <= 0.2 * len(key) + 3]
    return low + near[0].b, low + near[-1].b + near[-1].size


def _widened(
    found: Sequence[Span | None], texts: Sequence[str], whole: _Squeezed, text: str
) -> list[Span | None]:
    """Spans in the text itself, with the punctuation that touches them; a leading dash where the unit had
    one.
    """
    order = sorted((span, at) for at, span in enumerate(found) if span is not None)
    starts = [whole.places[span[0]] for span, _ in order]
    wide: list[Span | None] = [None] * len(found)
    floor = 0
    for (span, at), start, ceiling in zip(order, starts, (*starts[1:], len(text)), strict=False):
        end = whole.places[span[1] - 1] + 1
        while end < ceiling and not text[end].isspace() and not text[end].isalnum():
            end += 1
        wide[at] = (_lead(text, start, floor, texts[at]), end)
        floor = end
    return wide


def _lead(text: str, start: int, floor: int, wanted: str) -> int:
    while start > floor and not text[start - 1].isspace() and not text[start - 1].isalnum():
        start -= 1
    lead = wanted.lstrip()[:1]
    dash = start - 2
    if (
        lead
        and not lead.isalnum()
        and dash >= floor
        and text[dash] == lead
        and text[start] != lead
        and text[start - 1].isspace()
    ):
        return dash
    return start


def frozen_units(
    free: Sequence[Unit], spans: Sequence[Span | None], kinds: Sequence[str | UnitKind]
) -> tuple[Unit, ...]:
    """Return the units of a document whose units were coded before: reference spans win, free units fill the
    gaps.

    Parameters
    ----------
    free
        The units that `segment` cut from the same canonical text.
    spans
        Where the coded units stand, from `anchor`; None for one that was not found.
    kinds
        The kind of each coded unit. A sentence that the segmenter knows to be a list item or quote is one.
    """
    text = _rebuilt(free)
    kept = sorted((span, UnitKind(kind)) for span, kind in zip(spans, kinds, strict=True) if span is not None)
    ends, starts = [unit.end for unit in free], [unit.start for unit in free]
    units = [_kept(free[_touching(ends, starts, *span)], text, span, kind) for span, kind in kept]
    taken = [span for span, _ in kept]
    ends, starts = [end for _, end in taken], [start for start, _ in taken]
    for unit in free:
        units += _rest(unit, taken[_touching(ends, starts, unit.start, unit.end)])
    return tuple(sorted(units, key=lambda unit: unit.start))


def _rebuilt(free: Sequence[Unit]) -> str:
    """The canonical text from its units: between these stand single spaces, blank lines and bullets, nothing
    else.
    """
    parts: list[str] = []
    done = 0
    for unit in free:
        gap = unit.start - done
        bullet = f"{unit.marker} " if unit.marker and gap > 2 else ""
        parts += ((" " * gap if gap == 1 and not bullet else "\n" * (gap - len(bullet))), bullet, unit.text)
        done = unit.end
    return "".join(parts)


def _kept(hosts: Sequence[Unit], text: str, span: Span, kind: UnitKind) -> Unit:
    start, end = span
    host = max(hosts, key=lambda unit: min(end, unit.end) - max(start, unit.start))
    if kind is UnitKind.SENTENCE and host.kind in (UnitKind.LIST_ITEM, UnitKind.QUOTE):
        kind = host.kind
    return replace(
        host,
        start=start,
        end=end,
        text=text[start:end],
        kind=kind,
        furniture=(host.furniture or Furniture.BOILERPLATE) if kind is UnitKind.FURNITURE else None,
        level=host.level if kind is UnitKind.HEADING else None,
    )


def _rest(unit: Unit, taken: Sequence[Span]) -> Iterator[Unit]:
    """What of a free unit no reference span took, where it holds a letter or digit."""
    at = unit.start
    for start, end in (*taken, (unit.end, unit.end)):
        piece = unit.text[at - unit.start : max(at, start) - unit.start]
        if any(char.isalnum() for char in piece):
            first = at + len(piece) - len(piece.lstrip())
            yield replace(unit, start=first, end=first + len(piece.strip()), text=piece.strip())
        at = max(at, end)


def _touching(ends: Sequence[int], starts: Sequence[int], start: int, end: int) -> slice:
    """Which of some ordered stretches share a character with [start, end)."""
    return slice(bisect_right(ends, start), bisect_left(starts, end))
