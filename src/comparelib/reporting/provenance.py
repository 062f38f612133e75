"""Hashes and versions of what a page is made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comparelib.studyfile import StudyFile

PROCESSED = "data/processed"

_LIBRARIES = (
    "comparelib",
    "ipykernel",
    "jinja2",
    "matplotlib",
    "mistune",
    "nbclient",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "scikit-learn",
    "scipy",
    "seaborn",
    "statsmodels",
)


def file_hash(path: Path) -> str:
    """Return the sha256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tree_hash(folder: Path, files: Iterable[Path]) -> str:
    """Return one sha256 over names and contents of files in a folder, whatever their order."""
    names = sorted((path.relative_to(folder).as_posix(), path) for path in files)
    return content_hash([(name, file_hash(path)) for name, path in names])


def content_hash(content: Any) -> str:
    """Return the sha256 of plain content: texts, numbers, lists and mappings, whatever the order of keys."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def _versions() -> tuple[tuple[str, str], ...]:
    return (("python", python_version()), *((name, _version(name)) for name in _LIBRARIES))


def versions() -> dict[str, str]:
    """Return the versions of Python, comparelib and the libraries that a page depends on."""
    return dict(_versions())


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def data_hash(root: Path) -> str | None:
    """Return the sha256 of all tables of the processed data; None where nothing is built yet.

    The manifest also changes with the code that builds; a page changes with the tables alone.
    """
    from comparelib.store import BuildManifest  # brings the schemas; a process that renders does without

    path = root / PROCESSED / "manifest.json"
    if not path.is_file():
        return None
    manifest = BuildManifest.read(path)
    return content_hash(manifest.files) if manifest else file_hash(path)


def inputs(study: StudyFile) -> dict[str, str | None]:
    """Return the hashes of what a run is made from: the processed data, and the curated files and folders.

    Returns
    -------
    dict
        Path seen from the study -> sha256: data/processed, then codebook, dictionary, reference, hand codings
        NL-VL variants and circular strategies; None where there is nothing.
    """
    found = {PROCESSED: data_hash(study.root)}
    for path in _curated(study).values():
        files = [path] if path.is_file() else [item for item in path.rglob("*") if _is_content(item)]
        found[path.relative_to(study.root).as_posix()] = tree_hash(study.root, files) if files else None
    return found


def by_role(study: StudyFile, read: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return the hashes of `inputs` by what each is for: processed, codebook, dictionary, …, codings."""
    named = {
        name: read.get(path.relative_to(study.root).as_posix()) for name, path in _curated(study).items()
    }
    return {"processed": read.get(PROCESSED), **named}


def _curated(study: StudyFile) -> dict[str, Path]:
    roles = ("codebook", "dictionary", "reference", "codings")
    found = {name: path for name in roles if (path := getattr(study, name)) is not None}
    beside = {"variants": "variants.csv", "strategies": "circular_strategies.yml"}
    return {**found, **{name: study.codebook.with_name(file) for name, file in beside.items()}}


def _is_content(path: Path) -> bool:
    """A README says what a folder is for; nothing is made from it."""
    return path.is_file() and path.stem.upper() != "README" and not path.name.startswith(".")
