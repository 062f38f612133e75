"""What the last build left that can be used again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from comparelib.build.documents import Kept
from comparelib.store import BuildManifest, Part, PartFolder
from comparelib.store.manifest import TEXTS
from comparelib.store.reading import typed_frame

_CHANGE_COLUMNS = ("unit_id", "doc_id", "kind", "text")


@dataclass(frozen=True)
class OlderBuild:
    """The last build.

    Attributes
    ----------
    manifest
        None where there is none.
    """

    folder: Path
    manifest: BuildManifest | None

    @property
    def shelf(self) -> PartFolder:
        """The parts that lie there, of this build and of the next."""
        return PartFolder(self.folder)

    def has(self, doc_id: str) -> bool:
        """Whether the last build had a document."""
        return self.manifest is not None and doc_id in self.manifest.documents

    def kept(
        self, documents: Sequence[str], keys: Mapping[str, str], name: str, shared: str | None = None
    ) -> tuple[Kept, ...]:
        """Return where rows lie that can be taken over.

        Parameters
        ----------
        documents
            doc_ids of one group, in its order.
        keys
            doc_id -> key of its texts now; a document with another one is not taken over.
        name
            Of the parts.
        shared
            What all else depends on; a part with another one is not taken over. None where there is nothing.
        """
        same: dict[str, list[str]] = {}
        for doc_id in documents:
            part = self._part(doc_id, name)
            known = self.manifest is not None and self.manifest.documents.get(doc_id) == keys[doc_id]
            if known and part is not None and (shared is None or part.facts.get("shared") == shared):
                same.setdefault(part.key, []).append(doc_id)
        return tuple(Kept(key, tuple(own)) for key, own in same.items())

    def units(self, documents: Sequence[str]) -> pd.DataFrame:
        """Return the units that documents had, of those whose files are still whole."""
        parts = {doc_id: self._part(doc_id, TEXTS) for doc_id in documents}
        return self.rows({doc_id: part for doc_id, part in parts.items() if part is not None})

    def rows(self, parts: Mapping[str, Part]) -> pd.DataFrame:
        """Return the units of documents (doc_id -> part): their names, kinds and texts."""
        names: dict[str, list[str]] = {}
        for doc_id, part in parts.items():
            names.setdefault(part.key, []).append(doc_id)
        return typed_frame(
            [self.shelf.arrow("units", key, _CHANGE_COLUMNS, own) for key, own in names.items()], "units"
        )

    def _part(self, doc_id: str, name: str) -> Part | None:
        key = self._keys.get(doc_id, {}).get(name)
        if key is None:
            return None
        if key not in self._found:
            self._found[key] = self.shelf.found(name, key)
        return self._found[key]

    @cached_property
    def _keys(self) -> dict[str, dict[str, str]]:
        groups = self.manifest.groups if self.manifest else ()
        return {doc_id: group.parts for group in groups for doc_id in group.documents}

    @cached_property
    def _found(self) -> dict[str, Part | None]:
        return {}
