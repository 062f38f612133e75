"""The dictionary coder once more, slowly and in plain Python, to hold the fast one against."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from comparelib.coding.dictionary.pattern import Exclusion, Pattern


def oracle_tokens(text: str) -> list[tuple[int, int]]:
    """Cut a text without web addresses, mail addresses or tags, character by character (UAX #29)."""
    bounds: list[tuple[int, int]] = []
    start = -1
    for place, character in enumerate(text):
        kind = _kind(character)
        if kind == "symbol":
            bounds += [(start, place)] if start >= 0 else []
            start = place
            continue
        inside = kind in ("letter", "digit", "connector") or _joins(text, place)
        if kind == "mark":
            inside = start >= 0
        elif start >= 0 and inside and _ends_with_symbol(text, start, place):
            bounds.append((start, place))
            start = place
        if inside and start < 0:
            start = place
        elif not inside and start >= 0:
            bounds.append((start, place))
            start = -1
    return bounds + ([(start, len(text))] if start >= 0 else [])


def _ends_with_symbol(text: str, start: int, place: int) -> bool:
    return _kind(text[start]) == "symbol" and all(_kind(c) == "mark" for c in text[start + 1 : place])


def _kind(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] == "L":
        return "letter"
    if category[0] == "N":
        return "digit"
    if category == "Pc":
        return "connector"
    if category[0] == "M" or category == "Cf":
        return "mark"
    return "symbol" if category[0] == "S" else "other"


def _joins(text: str, place: int) -> bool:
    if not 0 < place < len(text) - 1:
        return False
    before, after = _kind(text[place - 1]), _kind(text[place + 1])
    if text[place] in "'’.":
        return before == after and before in ("letter", "digit")
    if text[place] == ",":
        return before == after == "digit"
    words = ("letter", "digit")
    return unicodedata.category(text[place]) == "Pd" and before in words and after in words


@dataclass(frozen=True)
class Found:
    """A match in tokens and in characters."""

    pattern: Pattern
    unit: int
    first: int
    stop: int
    start: int
    end: int
    gapped: bool


def oracle_matches(
    texts: list[str],
    patterns: list[Pattern],
    exclusions: list[Exclusion],
    codes: list[tuple[str, str]],
    varieties: list[str | None],
) -> set[tuple[Pattern, int, int, int, bool]]:
    """Return (pattern, unit, start, end, nested) of every match whose conditions hold, within each code."""
    found = set()
    for unit, text in enumerate(texts):
        bounds = oracle_tokens(text)
        words = [unicodedata.normalize("NFC", text[a:b].replace("\u00ad", "")) for a, b in bounds]
        for code in codes:
            spans = [_occurrences(x.text, words, False, 6) for x in exclusions if (x.facet, x.code) == code]
            excluded = [span for group in spans for span in group]
            own = sorted((p for p in patterns if (p.facet, p.code) == code), key=lambda p: -p.weight)
            matches = [
                Found(p, unit, a, b, bounds[a][0], bounds[b - 1][1], "…" in p.text)
                for p in own
                if _holds(p, words, varieties[unit])
                for a, b in _occurrences(p.text, words, p.case, p.gap)
                if not any(x <= a and b <= y for x, y in excluded)
            ]
            counted = _counted(matches)
            found |= {(m.pattern, unit, m.start, m.end, m not in counted) for m in matches}
    return found


def _holds(pattern: Pattern, words: list[str], variety: str | None) -> bool:
    if pattern.variety and pattern.variety != variety:
        return False
    if pattern.together and not any(_occurrences(text, words, False, 6) for text in pattern.together):
        return False
    return not any(_occurrences(text, words, False, 6) for text in pattern.unless)


def _occurrences(text: str, words: list[str], case: bool, gap: int) -> list[tuple[int, int]]:
    parts = [part.split() for part in text.split("…")]
    all_ways = [(a, b) for a in range(len(words)) for b in _ends(parts, words, a, case, gap)]
    shortest = {a: min(b for x, b in all_ways if x == a) for a, _ in all_ways}
    latest = {b: max(a for a, y in shortest.items() if y == b) for b in shortest.values()}
    return sorted((a, b) for b, a in latest.items())


def _ends(parts: list[list[str]], words: list[str], place: int, case: bool, gap: int) -> list[int]:
    part, *rest = parts
    stop = place + len(part)
    if stop > len(words) or not all(_fits(g, w, case) for g, w in zip(part, words[place:stop], strict=True)):
        return []
    if not rest:
        return [stop]
    return [end for skip in range(gap + 1) for end in _ends(rest, words, stop + skip, case, gap)]


def _fits(glob: str, word: str, case: bool) -> bool:
    expression = re.escape(glob).replace(r"\*", ".*").replace(r"\?", ".")
    if not case:
        expression, word = expression.lower(), word.lower()
    return re.fullmatch(expression, word) is not None


def _counted(matches: list[Found]) -> list[Found]:
    """Longest first, leftmost, heavier first; no token twice. Matches with a gap always count."""
    used: set[int] = set()
    counted = [match for match in matches if match.gapped]
    plain = [match for match in matches if not match.gapped]
    for match in sorted(plain, key=lambda m: (m.first - m.stop, m.first)):
        tokens = set(range(match.first, match.stop))
        if not tokens & used:
            used |= tokens
            counted.append(match)
    return counted
