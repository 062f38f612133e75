"""A table as CSV: UTF-8, as programs want it or as a Dutch or Belgian Excel does."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import pandas as pd

from comparelib.exchange.spreadsheet.formulas import defused


@dataclass(frozen=True)
class CsvStyle:
    """How a CSV is written.

    Attributes
    ----------
    mark
        A byte order mark, by which Excel knows UTF-8.
    decimal_comma
        Fields parted by semicolons and a comma in numbers, as Excel in Dutch reads them.
    """

    mark: bool = False
    decimal_comma: bool = False


def csv_bytes(table: pd.DataFrame, style: CsvStyle | None = None) -> bytes:
    """Return a table as CSV; text that a spreadsheet would run as a formula gets an apostrophe before it.

    Line ends are CR LF, as RFC 4180 has it; numbers are written in full, and a missing value is empty.
    """
    style = style or CsvStyle()
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";" if style.decimal_comma else ",")
    writer.writerow([defused(str(name)) for name in table.columns])
    for row in table.astype("object").itertuples(index=False, name=None):
        writer.writerow([_cell(value, style) for value in row])
    return buffer.getvalue().encode("utf-8-sig" if style.mark else "utf-8")


def _cell(value: object, style: CsvStyle) -> str:
    if isinstance(value, str):
        return defused(value)
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return ""
    text = repr(float(value)) if isinstance(value, float) else str(value)
    return text.replace(".", ",") if style.decimal_comma and isinstance(value, float) else text
