"""Content hashes: of files, of texts, and of the code that makes a table."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file's bytes, or of a folder's files with their names."""
    if path.is_dir():
        inside = sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
        return text_sha256(
            "\n".join(f"{file.relative_to(path).as_posix()} {file_sha256(file)}" for file in inside)
        )
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def text_sha256(text: str) -> str:
    """Return the sha256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@cache
def package_sha256(*names: str) -> str:
    """Return the hash of the source of modules or packages of comparelib, such as "text" or "matrix".

    A change of the code that makes a table makes the table anew; a change elsewhere does not.
    """
    root = files("comparelib")
    parts = [_tree(root / name) or _tree(root / f"{name}.py") for name in names]
    return text_sha256("\n".join(parts))


def _tree(node: Traversable) -> str:
    if node.is_file():
        return hashlib.sha256(node.read_bytes()).hexdigest() if not node.name.endswith(".pyc") else ""
    if not node.is_dir():
        return ""
    inside = sorted(node.iterdir(), key=lambda entry: entry.name)
    return "\n".join(f"{entry.name} {_tree(entry)}" for entry in inside if entry.name != "__pycache__")
