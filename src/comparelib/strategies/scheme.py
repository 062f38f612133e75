"""One file of strategies, each with its definition and patterns -> rules that find them, or its faults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from comparelib.codebook import Code, Codebook, Facet
from comparelib.coding.dictionary import Dictionary, failing_examples
from comparelib.coding.dictionary.dead import dead_globs
from comparelib.coding.dictionary.facet_rules import FacetRule
from comparelib.coding.dictionary.load import make_dictionary
from comparelib.coding.dictionary.pattern import GAP
from comparelib.coding.dictionary.pattern_file import PatternFile, read_pattern_file
from comparelib.errors import DictionaryFault, Fault, InputFaults
from comparelib.model import Reserved
from comparelib.yamlfile import Node, load_yaml, unknown_keys

FILE_NAME = "circular_strategies.yml"
"""Beside the codebook; a study need not have it."""

FACET = "circular_strategy"
"""What the strategies are called where facets are; no facet of any codebook."""

_KEYS = frozenset({"version", "title", "question", "strategies"})
_PATTERN_KEYS = frozenset({"patterns", "exclude", "examples", "counter_examples"})
_STRATEGY_KEYS = frozenset({"label", "definition"}) | _PATTERN_KEYS
_LANGUAGES = ("en", "nl")


@dataclass(frozen=True)
class StrategyScheme:
    """The strategies in the order of the file, and the rules that find them.

    Attributes
    ----------
    codebook
        One facet, `FACET`, whose codes are the strategies.
    dictionary
        Their patterns, exclusions and examples.
    """

    codebook: Codebook
    dictionary: Dictionary

    @property
    def facet(self) -> Facet:
        """The strategies as codes of a facet."""
        return self.codebook.facet(FACET)

    @property
    def coder(self) -> str:
        """Who found them, as in the column `coder`."""
        return f"strategies@{self.codebook.version}"


def load_strategies(path: Path, shown: Path | None = None) -> StrategyScheme:
    """Read and check a file of strategies.

    Parameters
    ----------
    path
        The file.
    shown
        How it is called in messages, usually relative to the study.

    Raises
    ------
    DictionaryFault
        Every fault at its line and column: a missing text, a name that is no name, a pattern that is empty,
        stands twice, matches everything or can never match, broken YAML.
    """
    try:
        root = load_yaml(path, shown)
    except InputFaults as broken:
        raise DictionaryFault(broken.faults) from None
    faults = unknown_keys(root, _KEYS)
    given = root.get("strategies")
    if given is None or not isinstance(given.value, dict) or not given.value:
        raise DictionaryFault([*faults, (given or root).fault("no strategies", "a mapping 'strategies'")])
    version = _text(root, "version", faults)
    title, question = _labels(root, "title", faults), _text(root, "question", faults)
    codes, files = [], []
    for name, node in given.items():
        faults += unknown_keys(node, _STRATEGY_KEYS)
        if name in set(Reserved) or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            faults.append(node.fault(f"'{name}' cannot be the name of a strategy", "a-z, 0-9 and _"))
        codes.append(Code(name, _labels(node, "label", faults), _text(node, "definition", faults)))
        files.append(read_pattern_file(_patterns_of(node), FACET, name, faults))
    faults += _dead(files)
    if faults:
        raise DictionaryFault(sorted(faults, key=lambda fault: (fault.line or 0, fault.column or 0)))
    facet = Facet(FACET, title, question, True, tuple(codes))
    codebook = Codebook("circular_strategies", version, title, (facet,))
    return StrategyScheme(codebook, make_dictionary(codebook, version, {FACET: FacetRule()}, files))


def strategy_faults(path: Path, shown: Path | None = None) -> tuple[Fault, ...]:
    """Return the faults of a file of strategies, and its examples that do not hold; none without the file."""
    if not path.exists():
        return ()
    try:
        return failing_examples(load_strategies(path, shown).dictionary)
    except DictionaryFault as found:
        return found.faults


def _patterns_of(node: Node) -> Node:
    """Return what of a strategy stands in a pattern file of the dictionary."""
    kept = {key: value for key, value in node.items() if key in _PATTERN_KEYS}
    return Node(kept, node.path, node.line, node.column)


def _labels(node: Node, key: str, faults: list[Fault]) -> dict[str, str]:
    found = node.get(key)
    if found is None or not isinstance(found.value, dict):
        faults.append((found or node).fault(f"'{key}' is missing", f"'{key}' in en and nl"))
        return dict.fromkeys(_LANGUAGES, "")
    faults += unknown_keys(found, frozenset(_LANGUAGES))
    return {language: _text(found, language, faults) for language in _LANGUAGES}


def _text(node: Node, key: str, faults: list[Fault]) -> str:
    found = node.get(key)
    if found is not None and isinstance(found.value, str | int | float) and str(found.value).strip():
        return " ".join(str(found.value).split())
    faults.append((found or node).fault(f"'{key}' is missing or no text", f"a text under '{key}'"))
    return ""


def _dead(files: list[PatternFile]) -> Iterator[Fault]:
    places = [place for file in files for place in file.places]
    dead = dead_globs(glob for text, _ in places for glob in text.split() if glob != GAP)
    for text, node in places:
        for glob in text.split():
            if glob in dead:
                yield node.fault(f"'{text}' can never match: no token is '{glob}'")
