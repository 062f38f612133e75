"""Tables of codings from CSV or XLSX: ours, or a list of coded segments of another tool."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import PurePath
from typing import Any

import pandas as pd

from comparelib.csvfile import delimiter_of
from comparelib.errors import Fault, InputFaults, did_you_mean
from comparelib.exchange.importing import ForeignCoding
from comparelib.exchange.placing import DocumentPlaces
from comparelib.exchange.spreadsheet.formulas import restored
from comparelib.exchange.spreadsheet.place import placed_by_unit
from comparelib.exchange.spreadsheet.sheets import PATH
from comparelib.model import Reserved
from comparelib.text.extract.package import Package

# How other tools call the columns that are read here.
_ALIASES = {
    "text": ("text", "segment", "coded segment", "quotation content", "quote", "content", "coded text"),
    "code": ("code", "codes", "codename", "code name", "tag"),
    "coder": ("coder", "created by", "author", "user", "owner"),
    "doc_id": ("doc_id", "document", "document name", "source", "file", "filename"),
    "note": ("note", "comment", "memo", "weight comment"),
    "time": ("time", "created", "creation date", "created on"),
}
_SHEETS = ("long", "quotes", "matrix")
_UNNAMED = "unknown"


def read_table(data: bytes, name: str) -> pd.DataFrame:
    """Return the table of a CSV or XLSX file as text; of a workbook of ours, the sheet that says most.

    Raises
    ------
    InputFaults
        Not UTF-8, broken, a zip bomb, two columns with one name, rows of unequal length, or no table.
    """
    rows = _workbook_rows(data, name) if data[:2] == b"PK" else _csv_rows(data, name)
    if not rows:
        raise InputFaults(Fault("the table is empty", name, 1))
    header = [_canonical(word) for word in rows[0]]
    twice = sorted({word for word in header if word and header.count(word) > 1})
    faults = [Fault(f"column '{word}' stands twice", name, 1) for word in twice]
    faults += [
        Fault(f"{len(row)} fields", name, line, expected=f"{len(header)} fields")
        for line, row in enumerate(rows[1:], start=2)
        if len(row) != len(header)
    ]
    if faults:
        raise InputFaults(faults)
    return pd.DataFrame(rows[1:], columns=header, dtype="str")


def table_codings(
    table: pd.DataFrame, name: str, places: Mapping[str, DocumentPlaces], units: pd.DataFrame
) -> Iterator[ForeignCoding]:
    """Yield every coding of a table with its place: by unit id where the words agree, else by its words.

    Parameters
    ----------
    table
        As `read_table` returns it: columns unit_id or text, code (with facet, or as a path), coder; or a
        0/1 matrix with columns "facet:code".
    places
        doc_id -> document.
    units
        Table of units.

    Raises
    ------
    InputFaults
        The table has no codes, or neither unit ids nor text.
    """
    _refuse_unknown(table, name)
    coded = units[units["kind"] != "furniture"]
    texts = dict(zip(coded["unit_id"], coded["text"], strict=True))
    ours = {doc_id.casefold(): doc_id for doc_id in places}
    rows = _from_indicators(table) if "code" not in table else table
    for row in rows.fillna("").to_dict("records"):
        unit_id, quote = row.get("unit_id", "").strip(), row.get("text", "").strip()
        code, facet = row["code"].strip(), row.get("facet", "").strip()
        if not code:
            continue
        source = row.get("doc_id", "").strip() or unit_id.rpartition("#")[0]
        known = unit_id or f"{ours.get(source.casefold(), source)}#"
        path = tuple(part.strip() for part in code.split(PATH.strip()))
        yield ForeignCoding(
            source=source,
            quote=quote,
            path=(facet, *path) if facet else path,
            coder=row.get("coder", "").strip() or _UNNAMED,
            placement=placed_by_unit(known, quote, places, texts),
            note=row.get("note") or _reason(row),
            time=row.get("time", ""),
        )


def _reason(row: Mapping[Any, str]) -> str:
    evidence, rule = row.get("evidence", ""), row.get("rule", "")
    return f"“{evidence}” {rule}".strip() if evidence else rule


def _refuse_unknown(table: pd.DataFrame, name: str) -> None:
    faults = []
    if "unit_id" not in table and "text" not in table:
        remedy = did_you_mean("unit_id", table.columns)
        faults.append(Fault("no column says what was coded", name, 1, None, "unit_id or text", remedy))
    if "code" not in table and not _indicators(table):
        remedy = did_you_mean("code", table.columns)
        faults.append(Fault("no column holds codes", name, 1, None, "code, or columns facet:code", remedy))
    if faults:
        raise InputFaults(faults)


def _indicators(table: pd.DataFrame) -> list[str]:
    return [name for name in table.columns if ":" in name]


def _from_indicators(table: pd.DataFrame) -> pd.DataFrame:
    """Turn a 0/1 matrix into rows: a facet of zeros is `none`, one of empty cells was not asked."""
    found = []
    columns = _indicators(table)
    facets = list(dict.fromkeys(column.partition(":")[0] for column in columns))
    for row in table.fillna("").to_dict("records"):
        for facet in facets:
            own = {name: row[name].strip() for name in columns if name.startswith(f"{facet}:")}
            given = [name.partition(":")[2] for name, value in own.items() if value in ("1", "1.0", "1,0")]
            if not given and any(own.values()):
                given = [Reserved.NONE.value]
            found += [{**row, "facet": facet, "code": code} for code in given]
    return pd.DataFrame(found, columns=[*table.columns, "facet", "code"])


def _canonical(word: str) -> str:
    plain = " ".join(word.split()).casefold()
    return next((name for name, known in _ALIASES.items() if plain in known), word.strip())


def _csv_rows(data: bytes, name: str) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data[: wrong.start].count(b"\n") + 1
        raise InputFaults(Fault("not UTF-8", name, line, remedy="Save the file as CSV UTF-8")) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter_of(text))
    try:
        return [[restored(cell) for cell in row] for row in reader if row]
    except csv.Error as broken:
        remedy = "Look for a quotation mark that is not closed"
        raise InputFaults(Fault(f"broken CSV: {broken}", name, reader.line_num, remedy=remedy)) from None


def _workbook_rows(data: bytes, name: str) -> list[list[str]]:
    package = Package(data, name)  # refuses bombs
    if "xl/workbook.xml" not in package.parts:
        ending = PurePath(name).suffix or "a zip"
        raise InputFaults(Fault(f"{ending} without a workbook in it", name, expected="an XLSX file"))
    import openpyxl

    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        sheets = {sheet.title: sheet for sheet in book.worksheets}
        chosen = next((sheets[title] for title in _SHEETS if title in sheets), next(iter(sheets.values())))
        rows = [[_text(cell) for cell in row] for row in chosen.iter_rows(values_only=True)]
    except (KeyError, ValueError, OSError, SyntaxError) as broken:
        remedy = "Open it in Excel and save it anew"
        raise InputFaults(Fault(f"the workbook is broken ({broken})", name, remedy=remedy)) from None
    width = max((len(row) for row in rows if any(row)), default=0)
    return [row + [""] * (width - len(row)) for row in rows if any(row)]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
