"""What every dictionary format holds: keys, perhaps nested, with their patterns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from comparelib.coding.dictionary.globs import matches_everything
from comparelib.errors import DictionaryFault, Fault, InputFaults

# The path of a key from the top -> its patterns, in the order of the file: ("energy", "wind") -> ("wind*",).
Entries = dict[tuple[str, ...], tuple[str, ...]]


def flat_keys(entries: Entries, levels: int | None = None) -> dict[str, tuple[str, ...]]:
    """Return key -> patterns for `lookup`, the levels of a key joined with a full stop as quanteda does.

    Parameters
    ----------
    levels
        How many levels from the top to keep; deeper keys are counted under their parents. None keeps all.
    """
    flat: dict[str, dict[str, None]] = {}
    for path, patterns in entries.items():
        flat.setdefault(".".join(path[:levels]), {}).update(dict.fromkeys(patterns))
    return {key: tuple(patterns) for key, patterns in flat.items()}


def read_text(path: Path, shown: Path | None) -> str:
    """Read a UTF-8 file.

    Raises
    ------
    DictionaryFault
        The file is missing or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DictionaryFault(Fault("the file does not exist", shown or path)) from None
    except UnicodeDecodeError as wrong:
        line = wrong.object[: wrong.start].count(b"\n") + 1
        column = wrong.start - wrong.object.rfind(b"\n", 0, wrong.start)
        raise DictionaryFault(
            Fault("not UTF-8", shown or path, line, column, remedy="Save the file as UTF-8")
        ) from None


def pattern_faults(pattern: str, path: Path, line: int | None, column: int | None) -> list[Fault]:
    """Return the fault of a pattern that says nothing."""
    if not pattern.strip():
        return [Fault("a pattern is empty", path, line, column, remedy="Take it out")]
    if all(map(matches_everything, pattern.split())):
        return [Fault(f"'{pattern}' matches everything", path, line, column, remedy="Take it out")]
    return []


def as_dictionary_fault(broken: InputFaults) -> DictionaryFault:
    """Return the same faults as faults of a dictionary."""
    return DictionaryFault(broken.faults)


def key_of(path: tuple[str, ...], known: Mapping[tuple[str, ...], object]) -> str:
    """Return a name for a key in a format without levels; its levels are joined with a full stop."""
    name = ".".join(path)
    if sum(".".join(other) == name for other in known) > 1:
        raise DictionaryFault(Fault(f"two keys would both be called '{name}'", remedy="Rename one of them"))
    return name
