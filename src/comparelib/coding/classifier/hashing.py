"""Hashes by which fitted models and embeddings are found again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def digest_of(*parts: object) -> str:
    """Return the sha256 of values that JSON can hold; arrays count with their shape, type and bytes."""
    sha = hashlib.sha256()
    for part in parts:
        if isinstance(part, np.ndarray):
            sha.update(f"{part.shape} {part.dtype}".encode())
            sha.update(np.ascontiguousarray(part).tobytes())
        else:
            sha.update(json.dumps(part, sort_keys=True, ensure_ascii=False).encode())
        sha.update(b"\0")
    return sha.hexdigest()


def file_digest(paths: Iterable[Path]) -> str:
    """Return one sha256 of the names and bytes of files."""
    sha = hashlib.sha256()
    for path in paths:
        sha.update(path.name.encode())
        with path.open("rb") as handle:
            sha.update(hashlib.file_digest(handle, "sha256").digest())
    return sha.hexdigest()


def written_arrays(path: Path, arrays: dict[str, NDArray[np.generic]]) -> None:
    """Write arrays to an .npz file, whole or not at all; without pickles."""
    import os
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".npz", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def read_arrays(path: Path) -> dict[str, NDArray[np.generic]] | None:
    """Return the arrays of an .npz file; None where it is not there or torn."""
    import zipfile

    try:
        with np.load(path, allow_pickle=False) as held:
            return {name: held[name] for name in held.files}
    except (OSError, ValueError, zipfile.BadZipFile):
        return None
