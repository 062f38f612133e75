"""The quality figures of documents that were read before: a large study is not read at each check."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from comparelib.adding.quality import Quality
from comparelib.adding.shelf import PROCESSED
from comparelib.corpus import ManifestRow
from comparelib.store import package_sha256, text_sha256
from comparelib.store.parts import put

FIGURES = PROCESSED / "cache" / "quality"
_CODE = ("text", "model", "adding")


def known_quality(row: ManifestRow, root: Path) -> Quality:
    """Return the quality figures of a document, from the cache where it was read by the same code before.

    Raises
    ------
    InputFaults
        The file cannot be read as text; names the file and the way out.
    """
    key = text_sha256(f"{row.sha256} {row.path} {package_sha256(*_CODE)}")
    place = root / FIGURES / f"{key}.json"
    with suppress(OSError, ValueError, TypeError):  # not there, or torn: it is read again
        content = json.loads(place.read_text(encoding="utf-8"))
        return Quality(**{**content, "warnings": tuple(content["warnings"])})
    from comparelib.adding.reading import read_file  # only here: what is remembered needs no reader

    figures = read_file(row.file.read_bytes(), row.path).quality
    with suppress(OSError):  # a study that one may only read has its figures all the same
        put(place, lambda target: target.write_text(json.dumps(asdict(figures)), encoding="utf-8"))
    return figures
