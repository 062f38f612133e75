"""The one declared schema of every table, and `checked`, which holds a frame against it (pandera).

Declarations name types and rules in words alone: pandera is imported by the first table that is checked, not
by whoever reads a table or asks for its columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from comparelib.errors import Fault, TableFault
from comparelib.model.kinds import CoderKind, Furniture, UnitKind

if TYPE_CHECKING:
    import pandera.pandas as pa


@dataclass(frozen=True)
class Rule:
    """What values of a column must be: a built-in check of pandera, and its argument or arguments."""

    check: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    dtype
        As `DataFrame.astype` takes it.
    """

    dtype: str
    rule: Rule | None = None
    nullable: bool = False
    unique: bool = False


@dataclass(frozen=True, eq=False)
class TableSchema:
    """A table: its columns in their order, no others."""

    name: str
    columns: Mapping[str, Column]


_TEXT = Column("str")
_OPTIONAL_TEXT = Column("str", nullable=True)
_COUNT = Column("int64", Rule("ge", (0,)))
_OPTIONAL_COUNT = Column("Int64", Rule("ge", (0,)), nullable=True)


def _choice(values: list[str], *, nullable: bool = False) -> Column:
    return Column("str", Rule("isin", (values,)), nullable=nullable)


DOCUMENTS = TableSchema(
    "documents",
    {
        "doc_id": Column("str", unique=True),
        "jurisdiction": _TEXT,
        "title": _TEXT,
        "issuer": _TEXT,
        "issuer_type": _TEXT,
        "doc_type": _TEXT,
        "date": _TEXT,
        "language": _TEXT,
        "path": _TEXT,
        "sha256": Column("str", Rule("str_matches", (r"^[0-9a-f]{64}$",))),
        "n_pages": _COUNT,
        "n_units": _COUNT,
        "text_sha256": Column("str", Rule("str_matches", (r"^[0-9a-f]{64}$",))),
    },
)

UNITS = TableSchema(
    "units",
    {
        "unit_id": Column("str", Rule("str_matches", (r"^.+#\d{4,}$",)), unique=True),
        "doc_id": _TEXT,
        "position": Column("int64", Rule("ge", (1,))),
        "paragraph": Column("int64", Rule("ge", (1,))),
        "kind": _choice([kind.value for kind in UnitKind]),
        "furniture": _choice([kind.value for kind in Furniture], nullable=True),
        "level": _OPTIONAL_COUNT,
        "marker": _OPTIONAL_TEXT,
        "section": _TEXT,
        "page": Column("int64", Rule("ge", (1,))),
        "start": _COUNT,
        "end": _COUNT,
        "text": Column("str", Rule("str_length", (1, None))),
    },
)

CODINGS = TableSchema(
    "codings",
    {
        "unit_id": _TEXT,
        "facet": _TEXT,
        "code": _TEXT,
        "coder": _TEXT,
        "score": Column("float64", Rule("in_range", (0.0, 1.0))),
        "start": _OPTIONAL_COUNT,
        "end": _OPTIONAL_COUNT,
        "evidence": _OPTIONAL_TEXT,
        "rule": _TEXT,
    },
)

CODERS = TableSchema(
    "coders",
    {
        "coder": Column("str", unique=True),
        "kind": _choice([kind.value for kind in CoderKind]),
        "version": _TEXT,
        "trained_on": _TEXT,
        "codebook_version": _TEXT,
        "parameters": _TEXT,
    },
)

TEXTS = TableSchema(
    "texts",
    {
        "doc_id": Column("str", unique=True),
        "text": _TEXT,
        "offsets": Column("object"),
        "pages": Column("object"),
        "joined": _COUNT,
    },
)

ANCHORS = TableSchema(
    "anchors", {"reference_unit_id": Column("str", unique=True), "unit_id": Column("str", unique=True)}
)

THEME_COUNTS = TableSchema(
    "theme_counts",
    {
        "coder": _TEXT,
        "facet": _TEXT,
        "doc_id": _TEXT,
        "code": _TEXT,
        "count": Column("float64", Rule("ge", (0,))),
        "total": Column("float64", Rule("ge", (0,))),
    },
)

TABLES = {schema.name: schema for schema in (DOCUMENTS, TEXTS, UNITS, ANCHORS, CODINGS, CODERS, THEME_COUNTS)}


def typed(frame: pd.DataFrame, schema: TableSchema) -> pd.DataFrame:
    """Return a frame with the column types that the schema declares, for a frame without rows too."""
    return frame.astype({name: column.dtype for name, column in schema.columns.items() if name in frame})


def checked(frame: pd.DataFrame, schema: TableSchema) -> pd.DataFrame:
    """Return `frame` as `schema` declares it.

    Raises
    ------
    TableFault
        Every breach: the column, the row and the value.
    """
    from pandera.errors import SchemaErrors

    try:
        return _of_pandera(schema).validate(frame, lazy=True)
    except SchemaErrors as breach:
        raise TableFault([_fault(case, schema) for case in breach.failure_cases.to_dict("records")]) from None


@cache
def _of_pandera(schema: TableSchema) -> pa.DataFrameSchema:
    import pandera.pandas as pa

    columns = {
        name: pa.Column(
            column.dtype,
            getattr(pa.Check, column.rule.check)(*column.rule.arguments) if column.rule else None,
            nullable=column.nullable,
            unique=column.unique,
        )
        for name, column in schema.columns.items()
    }
    return pa.DataFrameSchema(columns, name=schema.name, strict=True, ordered=True)


def _fault(case: dict[str, object], schema: TableSchema) -> Fault:
    value, row = case.get("failure_case"), case.get("index")
    place = f" in row {row}" if isinstance(row, int) else ""
    return Fault(
        message=f"table '{schema.name}', column '{case.get('column')}': {value!r}{place} is not allowed",
        expected=str(case.get("check")),
        remedy="If you did not change processed data by hand, run `comparelib build` again",
    )
