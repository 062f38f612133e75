"""Codebooks of other tools: Taguette's CSV, and a draft of our own from the codes of any of them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from comparelib.codebook import Codebook
from comparelib.csvfile import Row, load_csv
from comparelib.errors import CodebookFault, Fault, InputFaults
from comparelib.exchange.outline import CodeEntry, codebook_outline
from comparelib.exchange.spreadsheet.formulas import defused, restored
from comparelib.model import Reserved

_NAMES = ("name", "tag", "path")  # what Taguette takes for the column of names, the first that is there
_PARTED = re.compile(r"\s*>\s*|\s*/\s*|\s*\|\s*")
_ALONE = "code"  # the facet of codes that stand under no other


def taguette_text(codebook: Codebook) -> str:
    """Return the codebook as Taguette's CSV: name ("theme > energy_climate") and description."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("name", "description"))
    for entry in codebook_outline(codebook):
        if entry.codable:
            writer.writerow((defused(" > ".join(entry.path)), defused(entry.description)))
    return buffer.getvalue()


def is_taguette(path: Path) -> bool:
    """Whether the header of a CSV is that of a codebook: names, and nothing of what was coded by whom."""
    header = path.read_bytes().partition(b"\n")[0].decode("utf-8-sig", "replace")
    columns = {cell.strip().strip('"').casefold() for cell in re.split("[,;\t]", header)}
    return bool(columns & set(_NAMES)) and not columns & {"unit_id", "text", "coder", "code"}


def read_taguette(path: Path, shown: Path | None = None) -> tuple[CodeEntry, ...]:
    """Read a codebook in Taguette's CSV: a column `name`, `tag` or `path`, and `description`.

    Raises
    ------
    CodebookFault
        None of these columns, an empty name, or one that stands twice; each with its line.
    """
    try:
        rows = load_csv(path, (), shown, delimiter=None)
    except InputFaults as broken:
        raise CodebookFault(broken.faults) from None
    column = next((name for name in _NAMES if rows and name in rows[0].columns), None)
    if column is None:
        place = shown or path
        raise CodebookFault(Fault("no column of names", place, 1, expected="a column name, tag or path"))
    faults, seen, entries = [], dict[tuple[str, ...], int](), []
    for row in rows:
        entry = _taguette_entry(row, column)
        if not entry.path[-1]:
            faults.append(row.fault(column, "is empty", "the name of a code"))
        elif entry.path in seen:
            faults.append(row.fault(column, f"'{row[column]}' stands in line {seen[entry.path]} already"))
        seen.setdefault(entry.path, row.line)
        entries.append(entry)
    if faults:
        raise CodebookFault(faults)
    return tuple(entries)


def _taguette_entry(row: Row, column: str) -> CodeEntry:
    path = tuple(part.strip() for part in _PARTED.split(restored(row[column]).strip()))
    return CodeEntry(path, description=restored(row.values.get("description", "")).strip())


def draft_codebook(entries: Sequence[CodeEntry], title: str) -> str:
    """Return the YAML of a codebook with these codes, for a researcher to finish.

    The codes at the top that have codes below them become facets, and codes of these where text may be coded
    with them; what stands alone goes into a facet of its own. Deeper codes are named by their whole path.
    """
    import yaml

    parents = {entry.path[:depth] for entry in entries for depth in range(1, len(entry.path))}
    facets: dict[str, dict[str, Any]] = {}
    described = {entry.path: entry.description for entry in entries}
    for entry in entries:
        if not entry.codable:
            continue
        top = entry.path[0] if len(entry.path) > 1 or entry.path in parents else _ALONE
        facet = facets.setdefault(_name(top), _facet(top, described.get((top,), "")))
        codes = facet["codes"]
        label = " > ".join(entry.path[1:]) or entry.path[0]
        codes[_free(_name(label), codes)] = {
            "label": {"en": label, "nl": label},
            "definition": entry.description or label,
        }
    draft = {"id": _name(title), "version": "0.1.0", "title": {"en": title, "nl": title}, "facets": facets}
    return yaml.safe_dump(draft, allow_unicode=True, sort_keys=False, width=110)


def _facet(name: str, question: str) -> dict[str, Any]:
    return {
        "title": {"en": name, "nl": name},
        "question": question or f"Which {name}?",
        "multiple": True,
        "codes": {},
    }


def _name(label: str) -> str:
    """Return a label as the name of a code: "Énergie & climat" => "energie_climat"."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "code"
    return name if name[0].isalpha() and name not in set(Reserved) else f"code_{name}"


def _free(name: str, taken: dict[str, Any]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free
