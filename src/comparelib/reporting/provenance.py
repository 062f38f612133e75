"""What a page was made from, as hashes: the key that says whether it has to be made again."""

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

_SOURCES = {".py", ".j2", ".json", ".css", ".js", ".yml", ".txt"}
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
def code_hash() -> str:
    """Return one sha256 over the whole package: code, templates and catalogues."""
    package = Path(__file__).resolve().parents[1]
    return tree_hash(package, (path for path in package.rglob("*") if path.suffix in _SOURCES))


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
    """Return the sha256 of the manifest of the processed data; None where nothing is built yet."""
    manifest = root / "data" / "processed" / "manifest.json"
    return file_hash(manifest) if manifest.is_file() else None


def inputs(root: Path, curated: Iterable[Path]) -> dict[str, str | None]:
    """Return the hashes of what a notebook reads: the processed data, and the curated files and folders.

    Parameters
    ----------
    root
        Folder of the study.
    curated
        Codebook, dictionary, reference: files or folders inside it.
    """
    found = {"data/processed": data_hash(root)}
    for path in curated:
        files = [path] if path.is_file() else [item for item in path.rglob("*") if item.is_file()]
        found[path.relative_to(root).as_posix()] = tree_hash(root, files)
    return found


def by_role(study: StudyFile, read: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return the hashes of `inputs` by what each is for: processed, codebook, dictionary, reference."""
    roles = {name: getattr(study, name) for name in ("codebook", "dictionary", "reference")}
    named = {name: read.get(path.relative_to(study.root).as_posix()) for name, path in roles.items()}
    return {"processed": read.get("data/processed"), **named}


def page_key(
    notebook: Path, parameters: Mapping[str, Any], study: Any, read: Mapping[str, str | None]
) -> str:
    """Return the key of a page: it changes when anything changes that the page is made from.

    Parameters
    ----------
    notebook, parameters
        The source and all its parameters.
    study
        Plain content of study.yml that the page shows or the notebook reads.
    read
        Hashes of the `inputs`.
    """
    return content_hash(
        {
            "notebook": [notebook.name, file_hash(notebook)],
            "parameters": list(parameters.items()),
            "study": study,
            "inputs": dict(read),
            "code": code_hash(),
            "versions": versions(),
        }
    )
