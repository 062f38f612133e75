"""Patterns as they are typed in a notebook, read and refused as those of a pattern file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from comparelib.coding.dictionary.dead import dead_globs, living
from comparelib.coding.dictionary.pattern import GAP
from comparelib.coding.dictionary.pattern_file import PatternFile, read_pattern_file
from comparelib.errors import DictionaryFault, Fault
from comparelib.yamlfile import Node

GivenPattern = str | Mapping[str, Any]
"""A text of globs, or what a pattern file has between braces: {"pattern": …, "weight": …, "unless": […]}."""

_SOURCE = "added"


def read_given(
    patterns: Sequence[GivenPattern], facet: str, code: str, exclude: Sequence[GivenPattern] = ()
) -> PatternFile:
    """Return patterns and exclusions of a code, checked as a pattern file is; their source is `added`.

    Raises
    ------
    DictionaryFault
        Every fault: empty, matches everything, can never match, a bad weight, gap or variety, an unknown key,
        a pattern that stands twice.
    """
    faults = [
        Fault(f"{what} cannot be '{given}'", expected='a list, such as ["circula*"]')
        for what, given in (("patterns", patterns), ("exclude", exclude))
        if isinstance(given, str)
    ]
    if faults:
        raise DictionaryFault(faults)
    root = _node({"facet": facet, "code": code, "patterns": list(patterns), "exclude": list(exclude)}, 1)
    read = read_pattern_file(root, facet, code, faults)
    if not patterns:  # exclusions alone are a change too; a pattern file has patterns
        faults = [fault for fault in faults if "has no patterns" not in fault.message]
    faults += [fault for text, _ in read.places for fault in _dead(text)]
    if faults:
        raise DictionaryFault(replace(fault, path=None, line=None, column=None) for fault in faults)
    return read


def _node(value: Any, line: int) -> Node:
    """Return a Python value as a value of a YAML file; an item of a list has its number for a line."""
    if isinstance(value, Mapping):
        value = {str(key): _node(item, line) for key, item in value.items()}
    elif isinstance(value, list | tuple):
        value = [_node(item, number) for number, item in enumerate(value, start=1)]
    return Node(value, Path(_SOURCE), line, 1)


def _dead(text: str) -> list[Fault]:
    """Return why a pattern can never match: the tokeniser makes no such token."""
    wrong = sorted(dead_globs(glob for glob in text.split() if glob != GAP))
    if not wrong:
        return []
    better = f" {GAP} ".join(living(part) for part in text.split(GAP)).strip(f" {GAP}")
    remedy = f"Write '{better}'" if better else "Punctuation makes no token: take it out"
    return [Fault(f"'{text}' can never match: no token is '{wrong[0]}'", remedy=remedy)]
