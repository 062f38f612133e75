"""A chart or a table as the files that a reader takes along; the same content gives the same bytes."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from comparelib.charts import Chart
    from comparelib.labels import Column
    from comparelib.tables.table import Table

FIGURES, TABLES = "figures", "tables"
"""Folders of a run with the files of its figures and of its tables."""

_EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook's times have no zone; a fixed one keeps the bytes
_WIDEST, _NARROWEST = 60, 9
_LINK = re.compile(r"<a\b[^>]*>")
_SAMPLE = 200  # rows that decide how wide a column is
_PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def chart_files(chart: Chart) -> dict[str, bytes]:
    """Return ending -> content: the figure as SVG and as PNG at 300 dpi, its data as CSV and XLSX."""
    about = (chart.title, chart.caption, chart.alt)
    return {
        "svg": _unlinked(chart.svg_file()).encode(),
        "png": chart.png(),
        "csv": _csv(chart.table),
        "xlsx": workbook(chart.table, about, chart.columns),
    }


def table_files(table: Table) -> dict[str, bytes]:
    """Return ending -> content: the numbers of a table, unrounded, as CSV and XLSX."""
    return {
        "csv": _csv(table.frame),
        "xlsx": workbook(table.frame, (table.caption, *table.notes), table.columns),
    }


def workbook(frame: pd.DataFrame, about: Sequence[str], columns: Sequence[Column] = ()) -> bytes:
    """Return a workbook of two sheets: the numbers, and what they are.

    Parameters
    ----------
    frame
        Tidy and unrounded.
    about
        Sentences for the second sheet, the title first.
    columns
        Labels of the columns that the page shows; listed on the second sheet.
    """
    import xlsxwriter

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, _PLAIN) as book:
        book.set_properties({"created": _EPOCH, "title": about[0]})
        bold = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _data(book.add_worksheet("data"), _listed(frame), bold)
        sheet = book.add_worksheet("about")
        rows = [(line, "") for line in about]
        rows += [(column.name, column.label) for column in columns if column.name in frame.columns]
        for place, (first, second) in enumerate(rows):
            sheet.write_string(place, 0, first, wrapped)
            sheet.write_string(place, 1, second, wrapped)
        sheet.set_column(0, 0, 80)
        sheet.set_column(1, 1, 40)
    return buffer.getvalue()


def _csv(frame: pd.DataFrame) -> bytes:
    from comparelib.exchange.spreadsheet.csv_table import (
        csv_bytes,
    )  # where the names alone are asked, not needed

    return csv_bytes(_listed(frame))


def _listed(frame: pd.DataFrame) -> pd.DataFrame:
    """Cells that hold several values, such as the members of a group, as one text."""
    return frame.map(lambda value: ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value)


def _unlinked(svg: str) -> str:
    """Links of a figure lead to passages of its page; in a file that stands alone they lead nowhere."""
    return _LINK.sub("<g>", svg).replace("</a>", "</g>")


def _data(sheet: Any, frame: pd.DataFrame, bold: Any) -> None:
    for place, name in enumerate(frame.columns):
        sheet.write_string(0, place, str(name), bold)
        values = list(frame[name].astype("object"))
        for row, value in enumerate(values, start=1):
            _cell(sheet, row, place, value)
        width = max([len(str(name)) + 2, *(len(str(value)) for value in values[:_SAMPLE])])
        sheet.set_column(place, place, min(_WIDEST, max(_NARROWEST, width)))
    sheet.freeze_panes(1, 0)
    if len(frame):
        sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)


def _cell(sheet: Any, row: int, place: int, value: Any) -> None:
    """Text stays text, never a formula; what is not known stays empty."""
    import numpy as np
    import pandas as pd

    if isinstance(value, (bool, np.bool_)):
        sheet.write_boolean(row, place, bool(value))
    elif isinstance(value, (int, float, np.integer, np.floating)):
        if np.isfinite(value):
            sheet.write_number(row, place, float(value))
    elif not pd.isna(value):
        sheet.write_string(row, place, str(value))
