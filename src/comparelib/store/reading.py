"""Rows out of the files of parts: the columns and documents that are wanted, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from comparelib.model.schemas import TABLES, typed

_OWNER = {"codings": "unit_id", "anchors": "unit_id"}  # tables without doc_id name it in the unit's id


def arrow_rows(
    path: Path, table: str, columns: Sequence[str] | None, documents: Collection[str] | None
) -> Any:
    """Return the rows of a file as an Arrow table; parameters as of `PartFolder.frame`."""
    import pyarrow.parquet as pq

    wanted = None if columns is None else [name for name in TABLES[table].columns if name in set(columns)]
    if documents is None or table == "coders":
        return pq.read_table(path, columns=wanted)
    owner = _OWNER.get(table, "doc_id")
    read = None if wanted is None else list(dict.fromkeys([*wanted, owner]))
    rows = pq.read_table(path, columns=read)
    rows = rows.filter(_of_documents(rows[owner], documents, is_unit=owner == "unit_id"))
    return rows if wanted is None else rows.select(wanted)


def typed_frame(rows: Sequence[Any], table: str) -> pd.DataFrame:
    """Return Arrow tables, one below the other, as the frame that the schema declares."""
    import pyarrow as arrow

    if not rows:
        return typed(pd.DataFrame(columns=list(TABLES[table].columns)), TABLES[table])
    whole = arrow.concat_tables(rows, promote_options="permissive")
    return typed(whole.to_pandas(), TABLES[table])


def code_by_code(counts: pd.DataFrame) -> pd.DataFrame:
    """Return theme counts that were read group by group, code by code: all documents of each."""
    names = [name for name in ("coder", "facet", "code") if name in counts]
    if not names or counts.empty:
        return counts
    number = counts.groupby(names, sort=False).ngroup()
    return counts.iloc[number.argsort(kind="stable")].reset_index(drop=True)


def _of_documents(owner: Any, documents: Collection[str], *, is_unit: bool) -> Any:
    import pyarrow as arrow
    import pyarrow.compute as pc

    names = pc.replace_substring_regex(owner, r"#\d+$", "") if is_unit else owner
    return pc.is_in(names, value_set=arrow.array(sorted(documents), type=names.type))
