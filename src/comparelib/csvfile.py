"""CSV in which every row knows its line, so that a fault can be named where it stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from comparelib.errors import Fault, InputFaults, did_you_mean


@dataclass(frozen=True)
class Row:
    """One row: its values by column, the line on which it starts, and the file's columns in order."""

    values: dict[str, str]
    path: Path
    line: int
    columns: tuple[str, ...]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def fault(
        self, column: str, message: str, expected: str | None = None, remedy: str | None = None
    ) -> Fault:
        """Return a fault in a column of this row; the address counts columns from 1."""
        return Fault(
            f"{column}: {message}", self.path, self.line, self.columns.index(column) + 1, expected, remedy
        )


def load_csv(
    path: Path, required: Sequence[str], shown: Path | None = None, *, delimiter: str | None = ","
) -> list[Row]:
    """Read a UTF-8 CSV file with a header line; a byte order mark is taken.

    Parameters
    ----------
    required
        Columns that must be there.
    shown
        How the file is called in messages, usually relative to the study.
    delimiter
        What parts the fields; None takes the comma, semicolon or tab that the header line has most of.

    Raises
    ------
    InputFaults
        The file is missing or not UTF-8, a required column is missing, or a row has too many or few fields.
    """
    shown = shown or path
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputFaults(Fault("the file does not exist", shown)) from None
    except UnicodeDecodeError as wrong:
        line = wrong.object[: wrong.start].count(b"\n") + 1
        raise InputFaults(Fault("not UTF-8", shown, line, remedy="Save the file as CSV UTF-8")) from None
    delimiter = delimiter or delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    try:
        return _rows(reader, tuple(required), shown)
    except csv.Error as broken:
        remedy = "Look for a quotation mark that is not closed"
        raise InputFaults(Fault(f"broken CSV: {broken}", shown, reader.line_num, remedy=remedy)) from None


def delimiter_of(text: str) -> str:
    """Return the comma, semicolon or tab that the first line has most of; the comma where it has none."""
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def _rows(reader: csv._reader, required: tuple[str, ...], shown: Path) -> list[Row]:  # type: ignore[name-defined]
    header = tuple(next(reader, ()))
    faults = [
        Fault(f"column '{name}' is missing", shown, 1, remedy=did_you_mean(name, header))
        for name in required
        if name not in header
    ]
    if faults:
        raise InputFaults(faults)
    rows, line = [], reader.line_num + 1
    for fields in reader:
        if len(fields) == len(header):
            rows.append(Row(dict(zip(header, fields, strict=True)), shown, line, header))
        elif fields:
            faults.append(Fault(f"{len(fields)} fields", shown, line, expected=f"{len(header)} fields"))
        line = reader.line_num + 1
    if faults:
        raise InputFaults(faults)
    return rows
