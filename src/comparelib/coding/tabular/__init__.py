"""Tables that come from and go to other tools: units and codings as CSV, Excel workbook or Parquet."""

from comparelib.coding.tabular.codings import CodingsTable, load_codings, write_codings
from comparelib.coding.tabular.formulas import defused, restored
from comparelib.coding.tabular.source import SourceTable, load_table
from comparelib.coding.tabular.units import load_units

__all__ = [
    "CodingsTable",
    "SourceTable",
    "defused",
    "load_codings",
    "load_table",
    "load_units",
    "restored",
    "write_codings",
]
