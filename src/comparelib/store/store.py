"""Tables out of data/processed, whole or group by group, and the manifest that makes parts a build."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from comparelib.errors import StoreFailure
from comparelib.store.manifest import TABLE_STAGE, BuildManifest, DocumentGroup
from comparelib.store.parts import PartFolder, put, refused

if TYPE_CHECKING:
    import pandas as pd

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

    @property
    def part_folder(self) -> PartFolder:
        """The parts that lie in the folder, named by the manifest or not."""
        return PartFolder(self.folder)

    def groups(self, documents: Collection[str] | None = None) -> tuple[DocumentGroup, ...]:
        """Return the groups of documents in the order of the corpus; those that hold any of `documents`.

        Raises
        ------
        StoreFailure
            There is no build.
        """
        groups = self._built("documents").groups
        wanted = None if documents is None else frozenset(documents)
        return tuple(group for group in groups if wanted is None or not wanted.isdisjoint(group.documents))

    def read(
        self,
        table: str,
        columns: Sequence[str] | None = None,
        documents: Collection[str] | None = None,
        *,
        group: DocumentGroup | None = None,
    ) -> pd.DataFrame:
        """Return a table as its schema declares it.

        Parameters
        ----------
        columns
            All where None. Only these are read.
        documents
            doc_ids whose rows are wanted; all where None. Only the files of their groups are read.
        group
            One of `groups`; all of them where None.

        Raises
        ------
        StoreFailure
            The table was never built, or was changed or torn since.
        """
        from comparelib.store.reading import code_by_code, typed_frame

        wanted = None if documents is None else frozenset(documents)
        rows = []
        for own, key in self._built(table).pieces(table):
            apart = own is not None and wanted is not None and wanted.isdisjoint(own.documents)
            if apart or (group is not None and own is not None and own.documents != group.documents):
                continue
            self._check(table, key)
            covers = own is None or wanted is None or wanted.issuperset(own.documents)
            rows.append(self.part_folder.arrow(table, key, columns, None if covers else wanted))
        frame = typed_frame(rows, table)
        return code_by_code(frame) if table == "theme_counts" else frame

    def parts(
        self, table: str, columns: Sequence[str] | None = None, documents: Collection[str] | None = None
    ) -> Iterator[tuple[DocumentGroup, pd.DataFrame]]:
        """Yield each group and its rows of a table, one at a time; parameters as of `read`."""
        for group in self.groups(documents):
            yield group, self.read(table, columns, documents, group=group)

    def is_whole(self) -> bool:
        """Whether every file of the last build is there with the bytes that were written."""
        manifest = self.manifest
        return manifest is not None and all(
            self.part_folder.is_whole(name, digest) for name, digest in manifest.files.items()
        )

    def write(self, manifest: BuildManifest) -> None:
        """Make parts that are written already a build: from here on readers see the new one.

        Then every file is removed that the manifest does not name. A build that dies before leaves the old
        manifest with all its files.
        """
        put(self.folder / _MANIFEST, lambda target: target.write_text(manifest.text(), encoding="utf-8"))
        self.part_folder.sweep(manifest.files)

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

    def _built(self, table: str) -> BuildManifest:
        manifest = self.manifest
        if table not in TABLE_STAGE:
            raise StoreFailure(f"there is no table '{table}'; the tables are {', '.join(TABLE_STAGE)}")
        if manifest is None:
            raise StoreFailure(f"there is no processed data yet (table '{table}'). {_REBUILD}")
        return manifest

    def _check(self, table: str, key: str) -> None:
        manifest, file = self.manifest, f"{table}/{key}.parquet"
        if manifest is None or not self.part_folder.is_whole(file, manifest.files.get(file)):
            raise refused(file)
