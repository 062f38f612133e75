"""Tables for Excel, R and statistics programs: quotes, a 0/1 matrix and the long table, out and in again."""

from comparelib.exchange.spreadsheet.csv_table import CsvStyle, csv_bytes
from comparelib.exchange.spreadsheet.read import read_table, table_codings
from comparelib.exchange.spreadsheet.sheets import Layout, indicator_table, long_table, quote_table, table_of
from comparelib.exchange.spreadsheet.workbook import xlsx_bytes

__all__ = [
    "CsvStyle",
    "Layout",
    "csv_bytes",
    "indicator_table",
    "long_table",
    "quote_table",
    "read_table",
    "table_codings",
    "table_of",
    "xlsx_bytes",
]
