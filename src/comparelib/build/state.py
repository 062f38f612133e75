"""Whether processed data is what its inputs would make: one hash over all that a build depends on."""

from __future__ import annotations

from pathlib import Path

from comparelib.store.hashing import file_sha256, package_sha256, text_sha256
from comparelib.studyfile import FILE_NAME, load_studyfile

PROCESSED = Path("data") / "processed"


def inputs_key(root: Path) -> str:
    """Return the hash of all that a build depends on: study.yml, what it names, raw files, and the code."""
    import comparelib

    study = load_studyfile(root / FILE_NAME)
    parts = [study.root / FILE_NAME, study.manifest.parent, study.codebook, study.dictionary, study.reference]
    code = package_sha256("text", "corpus", "coding", "matrix", "model", "build", "codebook", "store")
    hashes = [*(file_sha256(part) for part in parts), human_key(study.codings)]
    return text_sha256("\n".join([*hashes, code, comparelib.__version__]))


def human_key(folder: Path | None) -> str:
    """Return the hash of all files of hand codings; of nothing where there are none."""
    paths = sorted(folder.rglob("*.csv")) if folder else []
    return text_sha256("\n".join(f"{path.name} {file_sha256(path)}" for path in paths))
