"""A dictionary with patterns of one code put in and taken out, in memory; the files stay as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from comparelib.coding.dictionary import Dictionary
from comparelib.coding.dictionary.compiling import compile_program
from comparelib.coding.dictionary.pattern import Exclusion, Pattern
from comparelib.errors import Fault, ParameterFault, did_you_mean
from comparelib.explore.given_patterns import GivenPattern, read_given


@dataclass(frozen=True)
class DictionaryEdit:
    """A change to the patterns of one code.

    Attributes
    ----------
    before, after
        The dictionary as it is, and as it would be.
    added, removed, excluded
        The patterns and exclusions that make the difference.
    lines
        What to paste into and take out of the pattern file, as YAML.
    """

    before: Dictionary
    after: Dictionary
    added: tuple[Pattern, ...]
    removed: tuple[Pattern, ...]
    excluded: tuple[Exclusion, ...]
    lines: str


def edited(
    dictionary: Dictionary,
    target: tuple[str, str],
    add: Sequence[GivenPattern] = (),
    remove: Sequence[str] = (),
    exclude: Sequence[GivenPattern] = (),
) -> DictionaryEdit:
    """Return what a dictionary would become.

    Parameters
    ----------
    target
        (facet, code) whose patterns change.
    add, exclude
        Patterns and exclusions as in a pattern file.
    remove
        Texts of patterns that stand there now; all patterns with such a text go.

    Raises
    ------
    DictionaryFault
        What is added could not stand in a pattern file.
    ParameterFault
        Nothing changes, what is removed does not stand there, or what is added stands there already.
    """
    given = read_given(add, *target, exclude)
    own = [pattern for pattern in dictionary.patterns if (pattern.facet, pattern.code) == target]
    gone = [" ".join(text.split()) for text in ([remove] if isinstance(remove, str) else remove)]
    removed = tuple(pattern for pattern in own if pattern.text in gone)
    _refuse(given.patterns, given.exclusions, own, removed, gone)
    patterns = tuple(pattern for pattern in dictionary.patterns if pattern not in removed) + given.patterns
    exclusions = dictionary.exclusions + given.exclusions
    after = replace(
        dictionary,
        version=f"{dictionary.version}+change",
        patterns=patterns,
        exclusions=exclusions,
        program=compile_program(patterns, exclusions, dictionary.codes),
    )
    lines = _lines(target, add, exclude, removed)
    return DictionaryEdit(dictionary, after, given.patterns, removed, given.exclusions, lines)


def _refuse(
    added: tuple[Pattern, ...],
    excluded: tuple[Exclusion, ...],
    own: list[Pattern],
    removed: tuple[Pattern, ...],
    gone: list[str],
) -> None:
    there = {pattern.text for pattern in own}
    faults = [
        Fault(
            f"no pattern '{text}' to take out", expected=did_you_mean(text, there) or "one of the code's own"
        )
        for text in gone
        if text not in there
    ]
    kept = {_identity(pattern): pattern for pattern in own if pattern not in removed}
    faults += [
        Fault(f"'{pattern.text}' stands already in {double.source}.yml, line {double.line}")
        for pattern in added
        if (double := kept.get(_identity(pattern)))
    ]
    if not (added or excluded or gone):
        faults.append(Fault("nothing would change", expected="add, remove or exclude"))
    if faults:
        raise ParameterFault(faults)


def _identity(pattern: Pattern) -> tuple[object, ...]:
    """What makes two patterns the same one; as the pattern files are held to."""
    text = pattern.text if pattern.case else pattern.text.lower()
    return (text, pattern.case, pattern.start, pattern.variety, pattern.together, pattern.unless)


def _lines(
    target: tuple[str, str],
    add: Sequence[GivenPattern],
    exclude: Sequence[GivenPattern],
    removed: tuple[Pattern, ...],
) -> str:
    lines = [f"# {'/'.join(target)}.yml"]
    for key, given in (("patterns", add), ("exclude", exclude)):
        if given:
            lines += [f"{key}:", *(f"  - {_yaml(item)}" for item in given)]
    if removed:
        lines.append("# take out")
        lines += [f"#   line {pattern.line}: {_yaml(pattern.text)}" for pattern in removed]
    return "\n".join(lines) + "\n"


def _yaml(value: Any) -> str:
    """Write a value in YAML's flow style, as the pattern files do; a text in double quotes is JSON's."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_yaml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_yaml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
