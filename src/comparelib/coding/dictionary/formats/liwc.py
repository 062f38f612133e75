"""LIWC's .dic: numbered categories between two lines of `%`, then one pattern a line with its numbers."""

from __future__ import annotations

from pathlib import Path

from comparelib.coding.dictionary.formats.entries import Entries, key_of, pattern_faults, read_text
from comparelib.errors import DictionaryFault, Fault


def read_liwc(path: Path, shown: Path | None = None) -> Entries:
    """Read a LIWC dictionary (2007, 2015 and 2022 share the format; a `*` ends a stem).

    A pattern of several words stands before a tab. Categories indented under another are nested keys.

    Raises
    ------
    DictionaryFault
        No category header, a number that no category has, a number given twice, a pattern without a category.
    """
    shown = shown or path
    lines = read_text(path, shown).splitlines()
    marks = [number for number, line in enumerate(lines) if line.strip() == "%"]
    if len(marks) < 2:
        raise DictionaryFault(
            Fault("not a LIWC dictionary", shown, 1, 1, "categories between two lines of '%'")
        )
    faults: list[Fault] = []
    categories = _categories(lines[: marks[1]], marks[0] + 1, shown, faults)
    found: dict[tuple[str, ...], dict[str, None]] = {name: {} for name in categories.values()}
    for number, line in enumerate(lines[marks[1] + 1 :], start=marks[1] + 2):
        if line.strip():
            _word(line, (shown, number), categories, found, faults)
    if faults:
        raise DictionaryFault(faults)
    return {name: tuple(patterns) for name, patterns in found.items() if patterns}


def _categories(lines: list[str], first: int, shown: Path, faults: list[Fault]) -> dict[str, tuple[str, ...]]:
    categories: dict[str, tuple[str, ...]] = {}
    above: list[tuple[int, str]] = []  # indent and name of the categories that a line may stand under
    for number, line in enumerate(lines[first:], start=first + 1):
        if not line.strip():
            continue
        code, _, name = line.strip().partition("\t" if "\t" in line.strip() else " ")
        indent = len(line) - len(line.lstrip())
        above = [entry for entry in above if entry[0] < indent]
        if code in categories:
            faults.append(Fault(f"category number {code} stands twice", shown, number, indent + 1))
        if not name.strip():
            faults.append(
                Fault(f"category {code} has no name", shown, number, indent + 1, "number, tab, name")
            )
        above.append((indent, name.strip()))
        categories.setdefault(code, tuple(name for _, name in above))
    return categories


def _word(
    line: str,
    place: tuple[Path, int],
    categories: dict[str, tuple[str, ...]],
    found: dict[tuple[str, ...], dict[str, None]],
    faults: list[Fault],
) -> None:
    shown, number = place
    cells = [cell.strip() for cell in line.split("\t")] if "\t" in line else line.split()
    pattern, *codes = (cell for cell in cells if cell)
    codes = [code for cell in codes for code in cell.split()]
    faults += pattern_faults(pattern, shown, number, 1)
    if not codes:
        expected = "pattern, tab, number of a category"
        faults.append(Fault(f"pattern '{pattern}' has no category", shown, number, 1, expected))
    for code in codes:
        if code not in categories:
            column = line.rfind(code) + 1
            known = ", ".join(categories)
            faults.append(
                Fault(f"category {code} is not in the header", shown, number, column, f"one of {known}")
            )
        else:
            found[categories[code]].setdefault(pattern)


def write_liwc(entries: Entries, path: Path) -> None:
    """Write a LIWC dictionary: nested keys get one name with full stops.

    Raises
    ------
    DictionaryFault
        A pattern with a wildcard elsewhere than at its end, which LIWC does not know.
    """
    faults = [
        Fault(f"LIWC cannot hold '{pattern}'", expected="a `*` at the end only", remedy="Write quanteda YAML")
        for patterns in entries.values()
        for pattern in patterns
        if "?" in pattern or "*" in pattern[:-1]
    ]
    if faults:
        raise DictionaryFault(faults)
    header = [f"{number}\t{key_of(key, entries)}" for number, key in enumerate(entries, start=1)]
    words: dict[str, list[str]] = {}
    for number, patterns in enumerate(entries.values(), start=1):
        for pattern in patterns:
            words.setdefault(pattern, []).append(str(number))
    body = ["\t".join((pattern, *words[pattern])) for pattern in sorted(words)]
    path.write_text("\n".join(["%", *header, "%", *body]) + "\n", encoding="utf-8")
