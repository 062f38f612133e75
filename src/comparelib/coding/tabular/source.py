"""A CSV file, Excel workbook or Parquet file -> its cells as text, every row with its line."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comparelib.csvfile import load_csv
from comparelib.errors import Fault, InputFaults, did_you_mean, one_of


@dataclass(frozen=True)
class SourceTable:
    """A table as it lies in a file.

    Attributes
    ----------
    columns
        Name -> its cells as text; "" where a cell is empty, missing or not a number (NaN).
    lines
        Line of each row in a CSV file, row in a worksheet; in a Parquet file the rows count from 1.
    path
        How the file is called in messages.
    """

    columns: dict[str, list[str]]
    lines: Sequence[int]
    path: Path

    def __len__(self) -> int:
        return len(self.lines)

    def fault(
        self, row: int, column: str, message: str, expected: str | None = None, remedy: str | None = None
    ) -> Fault:
        """Return a fault in a cell; rows count from 0."""
        place = list(self.columns).index(column) + 1
        return Fault(f"{column}: {message}", self.path, self.lines[row], place, expected, remedy)


def load_table(path: Path, required: Sequence[str], delimiter: str | None = None) -> SourceTable:
    """Read a table; its ending says what it is.

    Parameters
    ----------
    required
        Columns that must be there.
    delimiter
        What parts the fields of a CSV file; None takes what its header line has most of.

    Raises
    ------
    InputFaults
        The file is missing, of another kind or broken, or lacks a column.
    """
    kind = path.suffix.lower()
    if kind not in _READERS:
        raise InputFaults(Fault(f"'{path.suffix}' is no table", path, expected=one_of(_READERS)))
    if not path.is_file():
        raise InputFaults(Fault("the file does not exist", path))
    table = _READERS[kind](path, delimiter or ("\t" if kind == ".tsv" else None))
    faults = [
        Fault(f"column '{name}' is missing", path, 1, remedy=_hint(name, table.columns))
        for name in required
        if name not in table.columns
    ]
    if faults:
        raise InputFaults(faults)
    return table


def _hint(name: str, columns: Iterable[str]) -> str:
    hint = did_you_mean(name, columns)
    listed = ", ".join(columns) or "none"
    return f"{hint[0].upper()}{hint[1:]}" if hint else f"The columns are: {listed}"


def _csv(path: Path, delimiter: str | None) -> SourceTable:
    with _whole_documents(path):
        rows = load_csv(path, (), path, delimiter=delimiter)
    names = rows[0].columns if rows else load_header(path, delimiter)
    columns = {name: [row.values[name] for row in rows] for name in names}
    return SourceTable(columns, [row.line for row in rows], path)


@contextmanager
def _whole_documents(path: Path) -> Iterator[None]:
    """Let a cell be as long as its file: a text may be a whole document, and csv stops at 128 kB."""
    import csv

    limit = csv.field_size_limit()
    csv.field_size_limit(max(limit, path.stat().st_size))
    try:
        yield
    finally:
        csv.field_size_limit(limit)


def load_header(path: Path, delimiter: str | None) -> tuple[str, ...]:
    """Return the names of the columns of a CSV file without rows."""
    import csv

    from comparelib.csvfile import delimiter_of

    line = path.read_text(encoding="utf-8-sig").partition("\n")[0]
    return tuple(next(csv.reader([line], delimiter=delimiter or delimiter_of(line)), ()))


def _workbook(path: Path, _delimiter: str | None) -> SourceTable:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        remedy = "Open it in a spreadsheet and save it anew, or save it as CSV"
        raise InputFaults(Fault("not a readable Excel workbook", path, remedy=remedy)) from None
    rows = [[_text(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    header = rows[0] if rows else []
    filled = [(line, row) for line, row in enumerate(rows[1:], start=2) if any(row)]
    columns = {name: [row[at] for _, row in filled] for at, name in enumerate(header) if name}
    return SourceTable(columns, [line for line, _ in filled], path)


def _parquet(path: Path, _delimiter: str | None) -> SourceTable:
    import pyarrow as arrow
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except (arrow.ArrowException, OSError):
        raise InputFaults(Fault("not a readable Parquet file", path)) from None
    names = [str(name) for name in table.column_names]
    columns = {name: [_text(cell) for cell in table.column(name).to_pylist()] for name in names}
    return SourceTable(columns, range(1, table.num_rows + 1), path)


def _text(cell: Any) -> str:
    """Return a cell as text; spreadsheets keep 12 as 12.0."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


_READERS: dict[str, Callable[[Path, str | None], SourceTable]] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".txt": _csv,
    ".xlsx": _workbook,
    ".parquet": _parquet,
}
