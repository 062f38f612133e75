"""Codings to and from a file that other tools read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from comparelib.coding.tabular.formulas import defused, restored
from comparelib.coding.tabular.source import SourceTable, load_table
from comparelib.errors import CodingFault, Fault, InputFaults, one_of

_ENDINGS = (".csv", ".parquet")
_NEEDED = ("unit_id", "facet", "code")
_SHOWN = 100


@dataclass(frozen=True)
class CodingsTable:
    """Codings of one coder as a file holds them.

    Attributes
    ----------
    frame
        unit_id, facet, code; doc_id and paragraph where the file has them.
    coder
        As the file names it; "" where it has no such column.
    path
        Of the file.
    """

    frame: pd.DataFrame
    coder: str
    path: Path


def write_codings(codings: pd.DataFrame, path: Path, *, delimiter: str = ",") -> None:
    """Write codings as CSV or Parquet, whole or not at all.

    A CSV file is UTF-8; a text that a spreadsheet would take for a formula gets an apostrophe before it,
    which `load_codings` takes away again.

    Raises
    ------
    CodingFault
        The ending is another, or the folder cannot be written to.
    """
    check_ending(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        os.close(handle)
    except OSError as refused:
        remedy = "Name a folder that exists and that you may write to"
        raise CodingFault(Fault(f"cannot be written: {refused.strerror}", path, remedy=remedy)) from None
    staged = Path(name)
    try:
        if path.suffix.lower() == ".parquet":
            codings.to_parquet(staged, index=False)
        else:
            _defused(codings).to_csv(
                staged, index=False, sep=delimiter, encoding="utf-8", lineterminator="\n"
            )
        staged.chmod(0o644)  # a staged file is made for its owner alone
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)


def check_ending(path: Path) -> None:
    """Raise CodingFault where codings cannot be written to a file of that name."""
    if path.suffix.lower() not in _ENDINGS:
        raise CodingFault(
            Fault(f"codings cannot be written as '{path.suffix}'", path, expected=one_of(_ENDINGS))
        )


def load_codings(path: Path, *, delimiter: str | None = None) -> CodingsTable:
    """Read the codings of one coder.

    Raises
    ------
    CodingFault
        A column is missing, a cell is empty, the file has codings of several coders, a paragraph is none.
    """
    try:
        table = load_table(path, _NEEDED, delimiter)
    except InputFaults as broken:
        raise CodingFault(broken.faults) from None
    faults = [*_empty(table), *_several_coders(table)]
    if faults:
        raise CodingFault(faults[:_SHOWN])
    kept = [name for name in (*_NEEDED, "doc_id", "paragraph") if name in table.columns]
    frame = pd.DataFrame({name: [restored(cell.strip()) for cell in table.columns[name]] for name in kept})
    coders = table.columns.get("coder", [""])
    return CodingsTable(frame.astype("str"), restored(coders[0].strip()) if coders else "", path)


def _defused(codings: pd.DataFrame) -> pd.DataFrame:
    texts = codings.select_dtypes(["object", "string"]).columns
    whole = codings.assign(**{name: codings[name].map(defused, na_action="ignore") for name in texts})
    return whole.rename(columns=defused)  # keys of somebody's dictionary may be column names


def _empty(table: SourceTable) -> Iterator[Fault]:
    if not len(table):
        yield Fault("the table has no codings", table.path, expected="rows below the header line")
    for name in _NEEDED:
        for row, cell in enumerate(table.columns[name]):
            if not cell.strip():
                remedy = "A unit without a code has the code 'none'" if name == "code" else None
                yield table.fault(row, name, "is empty", remedy=remedy)


def _several_coders(table: SourceTable) -> Iterator[Fault]:
    coders = table.columns.get("coder", [])
    for row, coder in enumerate(coders):
        if coder != coders[0]:
            remedy = "Keep the rows of one coder in each file"
            message = f"'{coder}' after '{coders[0]}': the codings of two coders"
            yield table.fault(row, "coder", message, "one coder", remedy)
            return
