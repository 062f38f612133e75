"""The one declared schema of every table (pandera), and `checked`, which holds a frame against it."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from comparelib.errors import Fault, TableFault
from comparelib.model.kinds import CoderKind, Furniture, UnitKind

_TEXT = pa.Column("str", nullable=False)
_OPTIONAL_TEXT = pa.Column("str", nullable=True)
_COUNT = pa.Column("int64", pa.Check.ge(0))
_OPTIONAL_COUNT = pa.Column("Int64", pa.Check.ge(0), nullable=True)


def _choice(values: list[str], *, nullable: bool = False) -> pa.Column:
    return pa.Column("str", pa.Check.isin(values), nullable=nullable)


DOCUMENTS = pa.DataFrameSchema(
    {
        "doc_id": pa.Column("str", unique=True),
        "jurisdiction": _TEXT,
        "title": _TEXT,
        "issuer": _TEXT,
        "issuer_type": _TEXT,
        "doc_type": _TEXT,
        "date": _TEXT,
        "language": _TEXT,
        "path": _TEXT,
        "sha256": pa.Column("str", pa.Check.str_matches(r"^[0-9a-f]{64}$")),
        "n_pages": _COUNT,
        "n_units": _COUNT,
        "text_sha256": pa.Column("str", pa.Check.str_matches(r"^[0-9a-f]{64}$")),
    },
    name="documents",
    strict=True,
    ordered=True,
)

UNITS = pa.DataFrameSchema(
    {
        "unit_id": pa.Column("str", pa.Check.str_matches(r"^.+#\d{4,}$"), unique=True),
        "doc_id": _TEXT,
        "position": pa.Column("int64", pa.Check.ge(1)),
        "paragraph": pa.Column("int64", pa.Check.ge(1)),
        "kind": _choice([kind.value for kind in UnitKind]),
        "furniture": _choice([kind.value for kind in Furniture], nullable=True),
        "level": _OPTIONAL_COUNT,
        "marker": _OPTIONAL_TEXT,
        "section": _TEXT,
        "page": pa.Column("int64", pa.Check.ge(1)),
        "start": _COUNT,
        "end": _COUNT,
        "text": pa.Column("str", pa.Check.str_length(min_value=1)),
    },
    name="units",
    strict=True,
    ordered=True,
)

CODINGS = pa.DataFrameSchema(
    {
        "unit_id": _TEXT,
        "facet": _TEXT,
        "code": _TEXT,
        "coder": _TEXT,
        "score": pa.Column("float64", pa.Check.in_range(0.0, 1.0)),
        "start": _OPTIONAL_COUNT,
        "end": _OPTIONAL_COUNT,
        "evidence": _OPTIONAL_TEXT,
        "rule": _TEXT,
    },
    name="codings",
    strict=True,
    ordered=True,
)

CODERS = pa.DataFrameSchema(
    {
        "coder": pa.Column("str", unique=True),
        "kind": _choice([kind.value for kind in CoderKind]),
        "version": _TEXT,
        "trained_on": _TEXT,
        "codebook_version": _TEXT,
        "parameters": _TEXT,
    },
    name="coders",
    strict=True,
    ordered=True,
)


TEXTS = pa.DataFrameSchema(
    {
        "doc_id": pa.Column("str", unique=True),
        "text": _TEXT,
        "offsets": pa.Column("object"),
        "pages": pa.Column("object"),
        "joined": _COUNT,
    },
    name="texts",
    strict=True,
    ordered=True,
)

ANCHORS = pa.DataFrameSchema(
    {"reference_unit_id": pa.Column("str", unique=True), "unit_id": pa.Column("str", unique=True)},
    name="anchors",
    strict=True,
    ordered=True,
)

THEME_COUNTS = pa.DataFrameSchema(
    {
        "coder": _TEXT,
        "facet": _TEXT,
        "doc_id": _TEXT,
        "code": _TEXT,
        "count": pa.Column("float64", pa.Check.ge(0)),
        "total": pa.Column("float64", pa.Check.ge(0)),
    },
    name="theme_counts",
    strict=True,
    ordered=True,
)

TABLES = {schema.name: schema for schema in (DOCUMENTS, TEXTS, UNITS, ANCHORS, CODINGS, CODERS, THEME_COUNTS)}


def typed(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Return a frame with the column types that the schema declares, for a frame without rows too."""
    types = {name: column.dtype.type for name, column in schema.columns.items() if column.dtype is not None}
    return frame.astype({name: kind for name, kind in types.items() if name in frame})


def checked(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Return `frame` as `schema` declares it.

    Raises
    ------
    TableFault
        Every breach: the column, the row and the value.
    """
    try:
        return schema.validate(frame, lazy=True)
    except SchemaErrors as breach:
        raise TableFault([_fault(case, schema) for case in breach.failure_cases.to_dict("records")]) from None


def _fault(case: dict[str, object], schema: pa.DataFrameSchema) -> Fault:
    value, row = case.get("failure_case"), case.get("index")
    place = f" in row {row}" if isinstance(row, int) else ""
    return Fault(
        message=f"table '{schema.name}', column '{case.get('column')}': {value!r}{place} is not allowed",
        expected=str(case.get("check")),
        remedy="If you did not change processed data by hand, run `comparelib build` again",
    )
