"""What data/processed was made from: the key of every stage, and the hash of every file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class BuildManifest:
    """The manifest of processed data. It holds no time, host or path: the same inputs give the same bytes.

    Attributes
    ----------
    comparelib, codebook
        Versions.
    documents
        doc_id -> key of its text and units (raw bytes, code, reference units).
    coders
        Coder -> key of its codings.
    inputs
        Key of all inputs together; equal keys mean nothing to do.
    files
        File name -> sha256.
    """

    comparelib: str
    codebook: str
    inputs: str
    documents: dict[str, str] = field(default_factory=dict)
    coders: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Return the manifest as it is written."""
        return json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, path: Path) -> BuildManifest | None:
        """Read a manifest; None where there is none, or one that an other version wrote."""
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
