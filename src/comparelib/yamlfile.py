"""YAML in which every value knows its line and column, so that a fault can be named where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import ComposerError

from comparelib.errors import Fault, InputFaults, did_you_mean

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where it is built in, ten times faster

# YAML 1.1 reads `no` as False and `1:30` as a number; a codebook word must stay a word.
_SCALARS = {
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "": None,
}


@dataclass(frozen=True)
class Node:
    """A value of a YAML file with its place.

    Attributes
    ----------
    value
        dict of str to Node, list of Node, or a scalar (str, int, float, bool, None).
    path, line, column
        One-based place in the file.
    """

    value: Any
    path: Path
    line: int
    column: int

    def fault(self, message: str, expected: str | None = None, remedy: str | None = None) -> Fault:
        """Return a fault that stands at this node."""
        return Fault(message, self.path, self.line, self.column, expected, remedy)

    def plain(self) -> Any:
        """Return the value as plain Python, without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def get(self, key: str) -> Node | None:
        """Return the node under `key` of a mapping, None where there is none."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def items(self) -> Iterator[tuple[str, Node]]:
        """Iterate over a mapping's keys and nodes; nothing for any other value."""
        yield from self.value.items() if isinstance(self.value, dict) else ()

    def __iter__(self) -> Iterator[Node]:
        yield from self.value if isinstance(self.value, list) else ()


def load_yaml(path: Path, shown: Path | None = None) -> Node:
    """Read a YAML file.

    Parameters
    ----------
    path
        The file.
    shown
        How the file is called in messages, usually relative to the study.

    Raises
    ------
    InputFaults
        The file is missing, not UTF-8, broken YAML, or holds a key twice.
    """
    shown = shown or path
    text = _text(path, shown)
    faults: list[Fault] = []
    try:
        node = _Reading(text, shown, faults).whole()
    except yaml.MarkedYAMLError as broken:
        mark = broken.problem_mark or broken.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        raise InputFaults(
            Fault(
                f"broken YAML: {broken.problem or broken.context}",
                shown,
                line,
                column,
                remedy="Mend this line; often a quote is missing, or a text with a colon has none",
            )
        ) from None
    except yaml.YAMLError as broken:
        raise InputFaults(Fault(f"broken YAML: {broken}", shown)) from None
    except RecursionError:
        raise InputFaults(Fault("broken YAML: lists in lists without end", shown)) from None
    if node is None:
        raise InputFaults(Fault("the file is empty", shown, 1, 1, expected="a YAML mapping"))
    if faults:
        raise InputFaults(faults)
    return node


def _text(path: Path, shown: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InputFaults(Fault("the file does not exist", shown)) from None
    except UnicodeDecodeError as wrong:
        before = wrong.object[: wrong.start]
        line, column = before.count(b"\n") + 1, wrong.start - before.rfind(b"\n")
        raise InputFaults(Fault("not UTF-8", shown, line, column, remedy="Save the file as UTF-8")) from None


class _Reading:
    """One file as the parser tells of it, event by event: yaml's own nodes cost as much again."""

    def __init__(self, text: str, path: Path, faults: list[Fault]) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self._path, self._faults = path, faults
        self._anchored: dict[str, Node] = {}

    def whole(self) -> Node | None:
        """Return the one document of the file, None where there is none."""
        _, begin = next(self._events), next(self._events)
        if not isinstance(begin, yaml.DocumentStartEvent):
            return None
        node = self._node(next(self._events))
        _, end = next(self._events), next(self._events)
        if not isinstance(end, yaml.StreamEndEvent):
            raise _broken("but found another document", end)
        return node

    def _node(self, event: Any) -> Node:
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchored:  # or its own list is not at its end
                raise _broken("found undefined alias", event)
            return self._anchored[event.anchor]
        if event.anchor in self._anchored:
            line = self._anchored[event.anchor].line
            raise _broken(f"a second anchor '{event.anchor}', after line {line}", event)
        mark = event.start_mark
        node = Node(self._value(event), self._path, mark.line + 1, mark.column + 1)
        if event.anchor is not None:
            self._anchored[event.anchor] = node
        return node

    def _value(self, event: Any) -> Any:
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        return self._sequence() if isinstance(event, yaml.SequenceStartEvent) else self._mapping()

    def _sequence(self) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event))
        return items

    def _mapping(self) -> dict[str, Node]:
        mapping: dict[str, Node] = {}
        while not isinstance(key := next(self._events), yaml.MappingEndEvent):
            name = self._key(key)
            if name in mapping:
                self._fault(f"the key '{name}' stands twice", key.start_mark)
            mapping[name] = self._node(next(self._events))
        return mapping

    def _key(self, event: Any) -> str:
        if isinstance(event, yaml.ScalarEvent) and event.anchor is None:
            return str(event.value)
        node = self._node(event)
        if isinstance(node.value, dict | list):
            self._fault("a key is a list or a mapping", event.start_mark, "a word")
        return str(node.plain())

    def _fault(self, message: str, mark: Any, expected: str | None = None) -> None:
        self._faults.append(Fault(message, self._path, mark.line + 1, mark.column + 1, expected))


def _broken(problem: str, event: Any) -> ComposerError:
    return ComposerError(None, None, problem, event.start_mark)


def _scalar(raw: yaml.ScalarEvent) -> str | int | float | bool | None:
    text = str(raw.value)
    if raw.style in ("'", '"', "|", ">"):  # quoted or block: a text, whatever it looks like
        return text
    if text.lower() in _SCALARS:
        return _SCALARS[text.lower()]
    for kind in (int, float):
        if text[:1] in "0123456789+-." and "_" not in text:
            try:
                return kind(text)
            except ValueError:
                continue
    return text


def unknown_keys(node: Node, known: Mapping[str, object] | frozenset[str] | set[str]) -> list[Fault]:
    """Return a fault for every key of a mapping that is not among `known`."""
    return [
        value.fault(f"unknown key '{key}'", "one of " + ", ".join(sorted(known)), did_you_mean(key, known))
        for key, value in node.items()
        if key not in known
    ]
