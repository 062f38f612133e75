"""The parts that tables consist of: each a few files and a record of their hashes, written last.

A part is called by the hash of all that it depends on. So one that a killed build had finished is found and
used by the next, and a file that is there under its name was written whole.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comparelib.errors import StoreFailure
from comparelib.store.hashing import file_sha256
from comparelib.store.manifest import TABLE_STAGE

if TYPE_CHECKING:
    import pandas as pd

RECORDS = "parts"
_REBUILD = "Run `comparelib build`"


@dataclass(frozen=True)
class Part:
    """What a finished part is.

    Attributes
    ----------
    name, key
        As in the manifest.
    files
        File, relative to the folder of processed data -> sha256; without the record itself.
    facts
        What a later stage needs to know of the part without reading it.
    """

    name: str
    key: str
    files: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def record(self) -> str:
        """The file of this record, relative to the folder."""
        return f"{RECORDS}/{self.key}.json"

    def text(self) -> str:
        """Return the record as it is written."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class PartFolder:
    """The folder data/processed as a shelf of parts. It can be sent to another process."""

    folder: Path

    def path(self, table: str, key: str) -> Path:
        """Return where the rows of a table lie that a part holds."""
        return self.folder / table / f"{key}.parquet"

    def write(
        self, name: str, key: str, tables: Mapping[str, pd.DataFrame], facts: Mapping[str, Any] | None = None
    ) -> Part:
        """Write the tables of a part, and then its record.

        Raises
        ------
        TableFault
            A table breaks its schema; nothing is written.
        """
        from comparelib.model.schemas import TABLES, checked

        for table, frame in tables.items():
            checked(frame, TABLES[table])
        files = {}
        for table, frame in tables.items():
            path = self.path(table, key)
            put(path, lambda target, frame=frame: _write_parquet(frame, target))  # type: ignore[misc]
            files[path.relative_to(self.folder).as_posix()] = file_sha256(path)
        part = Part(name, key, files, dict(facts or {}))
        put(self.folder / part.record, lambda target: target.write_text(part.text(), encoding="utf-8"))
        return part

    def found(self, name: str, key: str) -> Part | None:
        """Return a part that is there and whole, None where it is not."""
        try:
            content = json.loads((self.folder / RECORDS / f"{key}.json").read_text(encoding="utf-8"))
            part = Part(**content)
        except (OSError, ValueError, TypeError):
            return None
        whole = part.name == name and all(self.is_whole(file, sha256) for file, sha256 in part.files.items())
        return part if whole else None

    def is_whole(self, file: str, sha256: str | None) -> bool:
        """Whether a file has the bytes that were written; it is hashed once in a process for each state."""
        path = self.folder / file
        try:
            state = path.stat()
        except OSError:
            return False
        seen = (str(path), state.st_mtime_ns, state.st_size, state.st_ino)
        if seen not in _HASHED:
            _HASHED[seen] = file_sha256(path)
        return _HASHED[seen] == sha256

    def frame(
        self,
        table: str,
        key: str,
        columns: Sequence[str] | None = None,
        documents: Collection[str] | None = None,
    ) -> pd.DataFrame:
        """Return the rows of a table that a part holds.

        Parameters
        ----------
        columns
            All where None; in the order of the table.
        documents
            doc_ids whose rows are wanted; all where None.
        """
        from comparelib.store.reading import typed_frame

        return typed_frame([self.arrow(table, key, columns, documents)], table)

    def arrow(
        self,
        table: str,
        key: str,
        columns: Sequence[str] | None = None,
        documents: Collection[str] | None = None,
    ) -> Any:
        """Return the same as an Arrow table, as it lies on disk."""
        from comparelib.store.reading import arrow_rows

        return arrow_rows(self.path(table, key), table, columns, documents)

    def sweep(self, named: Collection[str]) -> None:
        """Remove every file of a part that is not named, and what killed builds and older versions left."""
        for folder in (*TABLE_STAGE, RECORDS):
            place = self.folder / folder
            for path in sorted(place.iterdir()) if place.is_dir() else ():
                if path.relative_to(self.folder).as_posix() not in named:
                    path.unlink(missing_ok=True)
        for path in (*self.folder.glob("*.parquet"), *self.folder.glob("*.tmp")):
            path.unlink(missing_ok=True)


_HASHED: dict[tuple[str, int, int, int], str] = {}


def refused(file: str) -> StoreFailure:
    """Return the error for a file that is not the one that was written."""
    return StoreFailure(f"{file} is not the file that the last build wrote. {_REBUILD}")


def put(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file under a name of its own and move it into place: a reader sees all of it or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    target = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        write(target)
        target.replace(path)
    finally:
        target.unlink(missing_ok=True)


def _write_parquet(frame: pd.DataFrame, target: Path) -> None:
    import pyarrow as arrow
    import pyarrow.parquet as pq

    # Without pandas' own metadata, which names versions: the bytes depend on the data alone.
    table = arrow.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(table, target, compression="zstd")
