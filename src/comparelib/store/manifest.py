"""What data/processed was made from: the key of every stage and part, the hash of every file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

TEXTS, CODINGS, COUNTS, CODERS = "texts", "codings", "counts", "coders"
"""Stages of a build. A part is called by its stage, or by stage and kind of coder: `codings/dictionary`."""

TABLE_STAGE = {
    "documents": TEXTS,
    "texts": TEXTS,
    "units": TEXTS,
    "anchors": TEXTS,
    "codings": CODINGS,
    "theme_counts": COUNTS,
    "coders": CODERS,
}
"""Table -> the stage whose parts hold its rows."""


@dataclass(frozen=True)
class DocumentGroup:
    """Documents that stand next to each other in the corpus and whose rows lie in the same files.

    Attributes
    ----------
    documents
        doc_ids, in the order of the corpus.
    parts
        Name of a part -> its key.
    """

    documents: tuple[str, ...]
    parts: dict[str, str]


@dataclass(frozen=True)
class BuildManifest:
    """The manifest of processed data. It holds no time, host or path: the same inputs give the same bytes.

    Attributes
    ----------
    comparelib, codebook
        Versions.
    inputs
        Key of all inputs together; equal keys mean nothing to do.
    documents
        doc_id -> key of its text and units (raw bytes, code, reference units).
    coders
        Kind of coder -> key of its codings, in the order in which they stand in the table of codings.
    groups
        Every document of the corpus once, in its order.
    shared
        Name of a part that is of the whole corpus -> its key.
    files
        File, relative to the folder -> sha256.
    """

    comparelib: str
    codebook: str
    inputs: str
    documents: dict[str, str] = field(default_factory=dict)
    coders: dict[str, str] = field(default_factory=dict)
    groups: tuple[DocumentGroup, ...] = ()
    shared: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Return the manifest as it is written."""
        content = asdict(self)
        for name in ("documents", "files"):
            content[name] = dict(sorted(content[name].items()))
        return json.dumps(content, indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, path: Path) -> BuildManifest | None:
        """Read a manifest; None where there is none, or one that an other version wrote."""
        try:
            state = path.stat()
        except OSError:
            return None
        return _read(path, state.st_mtime_ns, state.st_ino)

    def pieces(self, table: str) -> Iterator[tuple[DocumentGroup | None, str]]:
        """Yield the group and the key of each part that holds rows of a table, in the order of its rows.

        Codings stand coder by coder, and those of a coder group by group.
        """
        stage = TABLE_STAGE[table]
        if stage in self.shared:
            yield None, self.shared[stage]
        names = [f"{stage}/{kind}" for kind in self.coders] if stage in (CODINGS, COUNTS) else [stage]
        for name in names:
            for group in self.groups:
                if name in group.parts:
                    yield group, group.parts[name]


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _inode: int) -> BuildManifest | None:
    """Read a manifest once for every state of its file: with ten thousand documents it has a megabyte."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        groups = tuple(
            DocumentGroup(tuple(each["documents"]), each["parts"]) for each in content.pop("groups", [])
        )
        return BuildManifest(**content, groups=groups)
    except (OSError, ValueError, TypeError, KeyError):
        return None
