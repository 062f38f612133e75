"""quanteda's YAML: a mapping of keys to lists of patterns, or to further mappings (nested keys)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from comparelib.coding.dictionary.formats.entries import Entries, as_dictionary_fault, pattern_faults
from comparelib.errors import DictionaryFault, Fault, InputFaults
from comparelib.yamlfile import Node, load_yaml

_OWN = ""  # where the tree keeps a key's own patterns: no key of a dictionary has an empty name


def read_quanteda(path: Path, shown: Path | None = None) -> Entries:
    """Read a dictionary as quanteda's `dictionary(file = "x.yml")` does.

    Raises
    ------
    DictionaryFault
        Broken YAML, a key without patterns, a pattern that is empty or matches everything.
    """
    try:
        root = load_yaml(path, shown)
    except InputFaults as broken:
        raise as_dictionary_fault(broken) from None
    entries: Entries = {}
    faults: list[Fault] = []
    if not isinstance(root.value, dict):
        faults.append(root.fault("not a quanteda dictionary", "a mapping of keys to lists of patterns"))
    for key, node in root.items():
        _collect((key,), node, entries, faults)
    if faults:
        raise DictionaryFault(faults)
    return entries


def _collect(path: tuple[str, ...], node: Node, entries: Entries, faults: list[Fault]) -> None:
    if isinstance(node.value, dict):
        for key, inner in node.items():
            _collect((*path, key), inner, entries, faults)
        return
    items = list(node) if isinstance(node.value, list) else [node]
    own = [item for item in items if not isinstance(item.value, dict)]
    patterns = [str(item.value) for item in own if _is_pattern(item, path[-1], faults)]
    if patterns:
        entries[path] = (*entries.get(path, ()), *patterns)
    for item in items:  # quanteda allows patterns and nested keys side by side in one list
        for key, inner in item.items():
            _collect((*path, key), inner, entries, faults)


def _is_pattern(node: Node, key: str, faults: list[Fault]) -> bool:
    if node.value is None or isinstance(node.value, list):
        found = [node.fault(f"key '{key}' holds no pattern here", "a pattern")]
    else:
        found = pattern_faults(str(node.value), node.path, node.line, node.column)
    faults += found
    return not found


def write_quanteda(entries: Entries, path: Path) -> None:
    """Write a dictionary that quanteda reads with `dictionary(file = )`."""
    import yaml

    tree: dict[str, Any] = {}
    for keys, patterns in entries.items():
        branch = tree
        for key in keys:
            branch = branch.setdefault(key, {})
        branch[_OWN] = list(patterns)
    text = yaml.safe_dump(_listed(tree), allow_unicode=True, sort_keys=False, width=10_000)
    path.write_text(text, encoding="utf-8")


def _listed(branch: dict[str, Any]) -> Any:
    """Return a key's patterns, its nested keys, or both side by side, as quanteda writes them."""
    own = branch.get(_OWN)
    nested = {key: _listed(inner) for key, inner in branch.items() if key != _OWN}
    if own is None:
        return nested
    return [*own, *({key: inner} for key, inner in nested.items())]
