"""One pattern file -> patterns, exclusions and examples of one code, every fault at its line and column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comparelib.coding.dictionary.globs import matches_everything, names_nothing
from comparelib.coding.dictionary.pattern import DEFAULT_GAP, GAP, Exclusion, Pattern, segments
from comparelib.errors import Fault, one_of
from comparelib.yamlfile import Node, unknown_keys

VARIETIES = ("nl-NL", "nl-BE")
HEAVIEST = 10.0
_FILE_KEYS = frozenset(
    {"facet", "code", "patterns", "exclude", "examples", "counter_examples", "exemplars", "note"}
)
_PATTERN_KEYS = frozenset(
    {"pattern", "weight", "variety", "with", "unless", "case", "gap", "start", "reason"}
)
_EXCLUSION_KEYS = frozenset({"pattern", "reason"})
_EXAMPLE_KEYS = frozenset({"text", "variety", "reason"})
_LONGEST_GAP = 50


@dataclass(frozen=True)
class Example:
    """A sentence that must, or must not, get a code."""

    text: str
    facet: str
    code: str
    wanted: bool
    variety: str | None = None
    path: str = ""
    line: int = 0
    column: int = 0


@dataclass(frozen=True)
class Exemplar:
    """A made-up sentence of a code, from which a classifier learns beside the coded units; it is no test."""

    text: str
    facet: str
    code: str


@dataclass(frozen=True)
class PatternFile:
    """What one file says of one code; `places` are its sequences with their nodes, to be tried."""

    patterns: tuple[Pattern, ...]
    exclusions: tuple[Exclusion, ...]
    examples: tuple[Example, ...]
    places: tuple[tuple[str, Node], ...]
    exemplars: tuple[tuple[Exemplar, Node], ...] = ()


def read_pattern_file(root: Node, facet: str, code: str, faults: list[Fault]) -> PatternFile:
    """Read a file that speaks for `code` of `facet`; faults are added to `faults`."""
    faults += unknown_keys(root, _FILE_KEYS)
    given = root.get("patterns")
    if given is None or not isinstance(given.value, list) or not given.value:
        faults.append((given or root).fault(f"code '{code}' has no patterns", "a list under 'patterns'"))
    places: list[tuple[str, Node]] = []
    patterns = [_pattern(node, (facet, code), root, faults, places) for node in given or ()]
    exclusions = []
    for node in _listed(root, "exclude", faults):
        text_node = node.get("pattern") or node
        faults += unknown_keys(node, _EXCLUSION_KEYS)
        text = _sequence(text_node, "exclude", faults, places)
        if text:
            exclusions.append(Exclusion(text, facet, code, text_node.line))
    found = tuple(pattern for pattern in patterns if pattern)
    faults += _duplicates(found, root)
    examples = tuple(_examples(root, facet, code, faults))
    exemplars = tuple(_exemplars(root, facet, code, faults))
    return PatternFile(found, tuple(exclusions), examples, tuple(places), exemplars)


def _pattern(
    node: Node, target: tuple[str, str], root: Node, faults: list[Fault], places: list[tuple[str, Node]]
) -> Pattern | None:
    mapping = isinstance(node.value, dict)
    text_node = node.get("pattern") if mapping else node
    if text_node is None:
        faults.append(node.fault("a pattern has no text", "a key 'pattern'"))
        return None
    faults += unknown_keys(node, _PATTERN_KEYS)
    text = _sequence(text_node, "pattern", faults, places)
    if not text:
        return None
    if not mapping:
        return Pattern(text, *target, source=root.path.stem, line=text_node.line)
    reason = node.get("reason")
    return Pattern(
        text,
        *target,
        weight=_weight(node.get("weight"), faults),
        variety=_variety(node.get("variety"), faults),
        together=tuple(_condition(node, "with", faults, places)),
        unless=tuple(_condition(node, "unless", faults, places)),
        case=_flag(node.get("case"), "case", faults),
        start=_flag(node.get("start"), "start", faults),
        gap=_gap(node.get("gap"), faults),
        source=root.path.stem,
        line=text_node.line,
        reason=str(reason.value) if reason else "",
    )


def _sequence(node: Node, what: str, faults: list[Fault], places: list[tuple[str, Node]]) -> str:
    """Return the text of a sequence of globs; "" where it cannot be used, with its fault added."""
    if node.value is None or isinstance(node.value, dict | list | bool):
        faults.append(node.fault(f"{what} is not a text", "globs parted by spaces, in quotes where in doubt"))
        return ""
    text = " ".join(str(node.value).split())
    parts = segments(text)
    if not text:
        faults.append(node.fault(f"{what} is empty", "globs parted by spaces"))
    elif not all(parts):
        faults.append(node.fault(f"'{text}' begins or ends with a gap", f"words on both sides of '{GAP}'"))
    elif any(all(map(names_nothing, part)) for part in parts):
        vague = any(all(map(matches_everything, part)) for part in parts)
        message = f"'{text}' {'matches everything' if vague else 'names no word'}"
        faults.append(node.fault(message, "at least one word with a letter in it", "Name a word"))
    else:
        places.append((text, node))
        return text
    return ""


def _weight(node: Node | None, faults: list[Fault]) -> float:
    if node is None:
        return 1.0
    value = node.value
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= HEAVIEST:
        return float(value)
    faults.append(node.fault(f"weight {value!r} is no weight", f"a number above 0, at most {HEAVIEST:g}"))
    return 1.0


def _variety(node: Node | None, faults: list[Fault]) -> str | None:
    if node is None or node.value in VARIETIES:
        return None if node is None else str(node.value)
    faults.append(node.fault(f"unknown variety '{node.value}'", one_of(VARIETIES, str(node.value))))
    return None


def _flag(node: Node | None, name: str, faults: list[Fault]) -> bool:
    if node is not None and not isinstance(node.value, bool):
        faults.append(node.fault(f"'{name}' is {node.value!r}", "true or false"))
    return node is not None and node.value is True


def _gap(node: Node | None, faults: list[Fault]) -> int:
    if node is None:
        return DEFAULT_GAP
    if isinstance(node.value, int) and not isinstance(node.value, bool) and 0 <= node.value <= _LONGEST_GAP:
        return int(node.value)
    faults.append(node.fault(f"gap {node.value!r} is no gap", f"a whole number from 0 to {_LONGEST_GAP}"))
    return DEFAULT_GAP


def _condition(node: Node, key: str, faults: list[Fault], places: list[tuple[str, Node]]) -> Iterator[str]:
    found = node.get(key)
    for item in (list(found) if isinstance(found.value, list) else [found]) if found else ():
        text = _sequence(item, key, faults, places)
        if text:
            yield text


def _examples(root: Node, facet: str, code: str, faults: list[Fault]) -> Iterator[Example]:
    for key, wanted in (("examples", True), ("counter_examples", False)):
        for node in _listed(root, key, faults):
            faults += unknown_keys(node, _EXAMPLE_KEYS)
            text = node.get("text") if isinstance(node.value, dict) else node
            if text is None or not isinstance(text.value, str) or not text.value.strip():
                faults.append(node.fault("an example has no text", "a sentence"))
                continue
            variety = _variety(node.get("variety"), faults)
            yield Example(text.value, facet, code, wanted, variety, str(node.path), text.line, text.column)


def _exemplars(root: Node, facet: str, code: str, faults: list[Fault]) -> Iterator[tuple[Exemplar, Node]]:
    for node in _listed(root, "exemplars", faults):
        if isinstance(node.value, str) and node.value.strip():
            yield Exemplar(" ".join(node.value.split()), facet, code), node
        else:
            faults.append(node.fault("an exemplar has no text", "a sentence"))


def _listed(root: Node, key: str, faults: list[Fault]) -> list[Node]:
    node = root.get(key)
    if node is not None and node.value is not None and not isinstance(node.value, list):
        faults.append(node.fault(f"'{key}' is not a list", "a list"))
    return list(node) if node else []


def _duplicates(patterns: tuple[Pattern, ...], root: Node) -> Iterator[Fault]:
    seen: dict[tuple[object, ...], int] = {}
    for pattern in patterns:
        text = pattern.text if pattern.case else pattern.text.lower()
        key = (text, pattern.case, pattern.start, pattern.variety, pattern.together, pattern.unless)
        if key in seen:
            message = f"pattern '{pattern.text}' stands already in line {seen[key]}"
            yield Fault(message, root.path, pattern.line, None, remedy="Take one of the two out")
        seen.setdefault(key, pattern.line)
