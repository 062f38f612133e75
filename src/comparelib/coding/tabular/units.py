"""Any table with unit_id and text -> units that coders can read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from comparelib.coding.tabular.formulas import restored
from comparelib.coding.tabular.source import SourceTable, load_table
from comparelib.errors import CodingFault, Fault, InputFaults, one_of
from comparelib.model import UnitKind

_SHOWN = 100
_OPTIONAL = {"section": "", "kind": UnitKind.SENTENCE.value}


def load_units(path: Path, *, delimiter: str | None = None, jurisdiction: str | None = None) -> pd.DataFrame:
    """Read the units of a table in the order of its rows.

    Columns unit_id and text; doc_id, paragraph (a whole number from 1), section and kind where the table has
    them: a coder that reads neighbouring sentences does better with doc_id. Without doc_id all rows are one
    document, or one of each jurisdiction. Other columns are not read.

    Parameters
    ----------
    delimiter
        What parts the fields of a CSV file; None takes what its header line has most of.
    jurisdiction
        Column that names the jurisdiction of each unit; None where there is none.

    Returns
    -------
    DataFrame
        unit_id, doc_id, paragraph, section, kind, text, and jurisdiction where it was asked for.

    Raises
    ------
    CodingFault
        A column is missing, a unit id is empty or stands twice, a text is empty, a kind or paragraph is
        none, a document has two jurisdictions; each with its line and column.
    """
    required = ("unit_id", "text", *((jurisdiction,) if jurisdiction else ()))
    try:
        table = load_table(path, required, delimiter)
    except InputFaults as broken:
        raise CodingFault(broken.faults) from None
    faults = [fault for check in (_ids, _texts, _kinds, _paragraphs) for fault in check(table)]
    faults += _jurisdictions(table, jurisdiction) if jurisdiction else []
    if not len(table):
        faults.append(Fault("the table has no units", path, expected="rows below the header line"))
    if faults:
        more = [Fault(f"and {len(faults) - _SHOWN} more faults", path)] if len(faults) > _SHOWN else []
        raise CodingFault([*faults[:_SHOWN], *more])
    return _frame(table, jurisdiction)


def _frame(table: SourceTable, jurisdiction: str | None) -> pd.DataFrame:
    n, columns = len(table), table.columns
    alone = [restored(name) for name in columns[jurisdiction]] if jurisdiction else ["text"] * n
    frame = pd.DataFrame(
        {
            "unit_id": [restored(name.strip()) for name in columns["unit_id"]],
            "doc_id": [restored(name) for name in columns.get("doc_id", [])] or alone,
            "paragraph": [int(text) for text in columns.get("paragraph", [])] or list(range(1, n + 1)),
            **{
                name: [text or plain for text in columns.get(name, [plain] * n)]
                for name, plain in _OPTIONAL.items()
            },
            "text": [restored(text) for text in columns["text"]],
        }
    )
    return frame.assign(jurisdiction=alone) if jurisdiction else frame


def _ids(table: SourceTable) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for row, name in enumerate(table.columns["unit_id"]):
        unit_id = name.strip()
        if not unit_id:
            yield table.fault(row, "unit_id", "is empty", "a name of its own for each unit")
        elif unit_id in first:
            remedy = "Give each unit a name of its own"
            yield table.fault(
                row, "unit_id", f"'{unit_id}' stands in line {first[unit_id]} already", None, remedy
            )
        first.setdefault(unit_id, table.lines[row])


def _texts(table: SourceTable) -> Iterator[Fault]:
    for row, text in enumerate(table.columns["text"]):
        if not text.strip():
            yield table.fault(
                row, "text", "is empty", "the words of the unit", "Fill it in or take the row out"
            )


def _kinds(table: SourceTable) -> Iterator[Fault]:
    kinds = [kind.value for kind in UnitKind]
    for row, kind in enumerate(table.columns.get("kind", [])):
        if kind and kind not in kinds:
            yield table.fault(row, "kind", f"'{kind}' is not a kind of unit", one_of(kinds, kind))


def _paragraphs(table: SourceTable) -> Iterator[Fault]:
    for row, number in enumerate(table.columns.get("paragraph", [])):
        if not (number.isascii() and number.isdigit() and int(number) >= 1):
            yield table.fault(row, "paragraph", f"'{number}' is not a number", "a whole number from 1")


def _jurisdictions(table: SourceTable, column: str) -> Iterator[Fault]:
    documents = table.columns.get("doc_id")
    first: dict[str, str] = {}
    for row, jurisdiction in enumerate(table.columns[column]):
        if not jurisdiction.strip():
            yield table.fault(row, column, "is empty", "the jurisdiction of the unit")
        elif documents and first.setdefault(documents[row], jurisdiction) != jurisdiction:
            message = f"document '{documents[row]}' is of '{first[documents[row]]}' in an earlier line"
            yield table.fault(row, column, message, "one jurisdiction a document")
