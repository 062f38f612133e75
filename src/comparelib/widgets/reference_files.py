"""The files of the reference: rows replaced in place or added, all files or none, the old ones kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from comparelib.coding.asked import COLUMNS as ASKED_COLUMNS
from comparelib.coding.asked import FILE as ASKED
from comparelib.errors import CodingFault, Fault
from comparelib.store import file_sha256
from comparelib.widgets.reference_growth import ADJUDICATED, ReferenceGrowth
from comparelib.widgets.whole_file import write_whole

CODINGS, UNITS = "codings.csv", "units.csv"
_CODING_COLUMNS = ("unit_id", "coder", "facet", "code")
_UNIT_COLUMNS = ("unit_id", "doc_id", "position", "kind", "text")
Key = tuple[str, str]
"""Reference unit and facet."""


def write_reference(
    folder: Path, shown: Path, changed: Mapping[Key, tuple[str, ...]], growth: ReferenceGrowth
) -> str:
    """Write codings, and units and who was asked where documents are added; return where the old codings are.

    The order is asked.csv, codings.csv, units.csv: should the machine stop between two of them, the reference
    names a unit that it does not have, which is a fault that is told, never a number that is wrong.

    Raises
    ------
    CodingFault
        A file cannot be written: all of them are as they were.
    """
    contents = {CODINGS: _replaced(_text(folder / CODINGS), changed)}
    if growth.units:
        contents = {
            ASKED: _added(_text(folder / ASKED), ASKED_COLUMNS, growth.asked),
            **contents,
            UNITS: _added(_text(folder / UNITS), _UNIT_COLUMNS, growth.units),
        }
    old = {name: _text(folder / name) for name in contents if (folder / name).exists()}
    backups = {name: _backup(folder / name) for name in old}
    written: list[str] = []
    try:
        for name, content in old.items():
            if not (folder / backups[name]).exists():
                write_whole(folder / backups[name], content)
        for name, content in contents.items():
            write_whole(folder / name, content)
            written.append(name)
    except OSError as refused:
        _take_back(folder, written, old)
        reason = (refused.strerror or str(refused)).lower()
        raise CodingFault(Fault(f"cannot be written ({reason}); it is as it was", shown / CODINGS)) from None
    return str(shown / backups[CODINGS])


def _take_back(folder: Path, written: Sequence[str], old: Mapping[str, str]) -> None:
    for name in written:
        if name in old:
            write_whole(folder / name, old[name])
        else:
            (folder / name).unlink()


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig") if path.exists() else ""


def _backup(path: Path) -> str:
    return f".{path.stem}.{file_sha256(path)[:12]}.csv.bak"


def _added(old: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Put rows behind the others; a column that the file has beside ours stays empty."""
    header = next(csv.reader(io.StringIO(old, newline="")), list(columns))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator=_line_end(old))
    if not old:
        writer.writerow(header)
    for row in rows:
        values = dict(zip(columns, row, strict=True))
        writer.writerow([values.get(name, "") for name in header])
    gap = _line_end(old) if old and not old.endswith("\n") else ""
    return old + gap + buffer.getvalue()


def _replaced(old: str, changed: Mapping[Key, tuple[str, ...]]) -> str:
    header, *rows = csv.reader(io.StringIO(old, newline=""))
    place = {name: header.index(name) for name in _CODING_COLUMNS}
    todo, kept = dict(changed), []
    units_done = {unit for unit, _ in changed}
    for number, row in enumerate(rows):
        unit, facet = row[place["unit_id"]], row[place["facet"]]
        if row[place["coder"]] != ADJUDICATED or (unit, facet) not in changed:
            kept.append(row)
        else:
            kept += _rows((unit, facet), todo.pop((unit, facet), ()), place, len(header))
        last = number + 1 == len(rows) or rows[number + 1][place["unit_id"]] != unit
        if last and unit in units_done:  # facets that the unit had no row of, behind its other rows
            for key in [key for key in todo if key[0] == unit]:
                kept += _rows(key, todo.pop(key), place, len(header))
    for key, codes in todo.items():
        kept += _rows(key, codes, place, len(header))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator=_line_end(old))
    writer.writerows([header, *kept])
    return buffer.getvalue()


def _rows(key: Key, codes: Sequence[str], place: Mapping[str, int], width: int) -> list[list[str]]:
    made = []
    for code in codes:
        row = [""] * width
        for name, value in zip(_CODING_COLUMNS, (key[0], ADJUDICATED, key[1], code), strict=True):
            row[place[name]] = value
        made.append(row)
    return made


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
