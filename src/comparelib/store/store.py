"""Tables in and out of data/processed, whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from comparelib.errors import StoreFailure
from comparelib.model.schemas import TABLES, checked, typed
from comparelib.store.hashing import file_sha256
from comparelib.store.manifest import BuildManifest

_MANIFEST = "manifest.json"
_REBUILD = "Run `comparelib build`"


@dataclass(frozen=True)
class Store:
    """The folder data/processed of a study."""

    folder: Path

    @property
    def manifest(self) -> BuildManifest | None:
        """The manifest of the last whole build, None where there is none."""
        return BuildManifest.read(self.folder / _MANIFEST)

    def read(self, table: str) -> pd.DataFrame:
        """Return a table as its schema declares it.

        Raises
        ------
        StoreFailure
            The table was never built, or was changed or torn since.
        """
        import pyarrow.parquet as pq

        manifest, path = self.manifest, self.folder / f"{table}.parquet"
        if manifest is None or not path.is_file():
            raise StoreFailure(f"there is no processed data yet (table '{table}'). {_REBUILD}")
        if file_sha256(path) != manifest.files.get(path.name):
            raise StoreFailure(f"{path.name} is not the file that the last build wrote. {_REBUILD}")
        return typed(pq.read_table(path).to_pandas(), TABLES[table])

    def is_whole(self) -> bool:
        """Whether every file of the last build is there with the bytes that were written."""
        manifest = self.manifest
        return manifest is not None and all(
            (self.folder / name).is_file() and file_sha256(self.folder / name) == digest
            for name, digest in manifest.files.items()
        )

    def write(self, tables: Mapping[str, pd.DataFrame], manifest: BuildManifest) -> None:
        """Write all tables and then the manifest; a reader sees the old build or the new one.

        The files are written beside the old ones and moved into place at the end. A build that dies in
        between leaves files that the old manifest does not know: `read` and `is_whole` say so, and the next
        build mends it.
        """
        import pyarrow as arrow
        import pyarrow.parquet as pq

        for name, frame in tables.items():
            checked(frame, TABLES[name])
        staging = Path(tempfile.mkdtemp(prefix=".staging-", dir=self.folder))
        try:
            for name, frame in tables.items():
                # Without pandas' own metadata, which names versions: the bytes depend on the data alone.
                table = arrow.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
                pq.write_table(table, staging / f"{name}.parquet", compression="zstd")
            written = {f"{name}.parquet": file_sha256(staging / f"{name}.parquet") for name in sorted(tables)}
            (staging / _MANIFEST).write_text(replace(manifest, files=written).text(), encoding="utf-8")
            for name in (*written, _MANIFEST):
                (staging / name).replace(self.folder / name)
        finally:
            shutil.rmtree(staging, ignore_errors=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for one build.

        Raises
        ------
        StoreFailure
            Another process is building.
        """
        from filelock import FileLock, Timeout

        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / ".lock", timeout=0):
                yield
        except Timeout:
            raise StoreFailure("another process is building this study. Wait until it is done") from None
