"""Tables as a workbook (XLSX): a sheet that explains it first, text as text, headers that stay in sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import pandas as pd

from comparelib.errors import Fault, InputFaults
from comparelib.labels import say

README = "README"
_LONGEST = 32_767  # characters of a cell, and
_MOST_ROWS = 1_048_575  # rows below the header: what the format can hold
_WIDEST, _NARROWEST = 80, 9
_WRAPPED = frozenset({"text", "evidence", "rule", "note"})
_EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook's times have no zone; a fixed one keeps the bytes the same


def xlsx_bytes(tables: Mapping[str, pd.DataFrame], about: Sequence[tuple[str, str]], language: str) -> bytes:
    """Return a workbook with a README sheet and one sheet a table; equal tables give equal bytes.

    Parameters
    ----------
    tables
        Name of the sheet -> table.
    about
        What the README says first, as pairs of a word and its value.
    language
        Of the README: `nl` or `en`.

    Raises
    ------
    InputFaults
        A table or a text is larger than a sheet can hold; nothing is cut off.
    """
    import xlsxwriter

    faults = [fault for name, table in tables.items() for fault in _too_large(name, table)]
    if faults:
        raise InputFaults(faults)
    buffer = BytesIO()
    # Nothing that looks like a formula, an address or a number is made one.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": _EPOCH, "title": "comparelib"})
        bold = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _readme(book.add_worksheet(README), (bold, wrapped), tables, about, language)
        for name, table in tables.items():
            _sheet(book.add_worksheet(name), table, bold, wrapped)
    return buffer.getvalue()


def _readme(
    sheet: Any,
    formats: tuple[Any, Any],
    tables: Mapping[str, pd.DataFrame],
    about: Sequence[tuple[str, str]],
    language: str,
) -> None:
    bold, wrapped = formats
    columns = list(dict.fromkeys(name for table in tables.values() for name in table.columns))
    rows = [(say("exchange.readme.title", language), ""), *about, ("", "")]
    rows += [(name, say(f"exchange.sheet.{name}", language)) for name in tables]
    rows += [("", ""), (say("exchange.readme.columns", language), "")]
    headings = {0, len(rows) - 1}
    rows += [(name, say(f"exchange.column.{name}", language)) for name in columns if ":" not in name]
    rows += [("facet:code", say("exchange.column.indicator", language))] * any(
        ":" in name for name in columns
    )
    for at, (word, value) in enumerate(rows):
        sheet.write_string(at, 0, word, bold if at in headings else None)
        sheet.write_string(at, 1, value, wrapped)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)


def _sheet(sheet: Any, table: pd.DataFrame, bold: Any, wrapped: Any) -> None:
    for at, name in enumerate(table.columns):
        sheet.write_string(0, at, str(name), bold)
        width = max([len(str(name)) + 2, *(len(str(value)) for value in table[name].dropna().head(200))])
        chosen = wrapped if name in _WRAPPED else None
        sheet.set_column(at, at, min(_WIDEST, max(_NARROWEST, width)), chosen)
        for row, value in enumerate(table[name].astype("object"), start=1):
            if isinstance(value, str):
                sheet.write_string(row, at, value, chosen)
            elif value is not None and not pd.isna(value):
                sheet.write_number(row, at, value)
    sheet.freeze_panes(1, 1)
    if len(table):
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)


def _too_large(name: str, table: pd.DataFrame) -> list[Fault]:
    faults = []
    if len(table) > _MOST_ROWS:
        message = f"sheet '{name}' would have {len(table)} rows, and a workbook holds {_MOST_ROWS}"
        faults.append(Fault(message, remedy="Write CSV, or fewer coders"))
    for column in table.select_dtypes(["object", "str"]):
        long = table[column].dropna().astype(str).str.len() > _LONGEST
        if long.any():
            row = table.loc[long[long].index[0]]
            whose = row.get("unit_id", "a row")
            message = f"sheet '{name}': the {column} of {whose} has more than {_LONGEST} characters"
            faults.append(Fault(message, remedy="Write CSV"))
    return faults
