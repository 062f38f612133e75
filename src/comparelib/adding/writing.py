"""A document into data/raw and its row into the manifest: both or neither, and nothing is overwritten."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from comparelib.corpus.manifest import EDITION_OF
from comparelib.errors import CorpusFault, Fault

_BOM = b"\xef\xbb\xbf"


def stored(data: bytes, target: Path) -> bool:
    """Write a raw file where there is none; return whether it was written, False where it lies there already.

    Raises
    ------
    CorpusFault
        Another file lies there.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("xb") as handle:
            handle.write(data)
    except FileExistsError:
        if hashlib.sha256(target.read_bytes()).digest() == hashlib.sha256(data).digest():
            return False
        message = "another file lies there already, and raw files are never overwritten"
        raise CorpusFault(Fault(message, target.name, remedy="Choose another name with --id")) from None
    return True


def with_row(manifest: bytes, values: Mapping[str, str]) -> bytes:
    """Return the bytes of a manifest with one more row.

    Every byte that was there stays, in its place; the row has the columns of the header in their order, and
    the line ends of the file. Where an edition is named and the header has no column for it, the column is
    added behind the last one: every line grows by a comma.
    """
    if values.get(EDITION_OF) and EDITION_OF not in _header(manifest):
        manifest = _with_column(manifest, EDITION_OF)
    newline = _newline(manifest)
    gap = b"" if not manifest or manifest.endswith((b"\n", b"\r")) else newline.encode()
    line = io.StringIO()
    fields = [values.get(name, "") for name in _header(manifest)]
    csv.writer(line, lineterminator=newline).writerow(fields)
    return manifest + gap + line.getvalue().encode("utf-8")


def written(path: Path, data: bytes) -> None:
    """Put a file in the place of another at once: a reader sees the old bytes or the new ones."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    staging = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        staging.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        staging.replace(path)
    finally:
        staging.unlink(missing_ok=True)


def added(data: bytes, target: Path, manifest: Path, values: Mapping[str, str]) -> None:
    """Store a raw file and list it; where the list cannot be written, the file goes again.

    Raises
    ------
    CorpusFault
        Another file lies at `target`, or the manifest has the doc_id by now.
    """
    listed = manifest.read_bytes()
    if values["doc_id"] in _doc_ids(listed):
        message = f"'{values['doc_id']}' is in the manifest by now"
        raise CorpusFault(Fault(message, manifest.name, remedy="Add the file again"))
    fresh = stored(data, target)
    try:
        written(manifest, with_row(listed, values))
    except BaseException:
        if fresh:
            target.unlink(missing_ok=True)
        raise


def _header(manifest: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(manifest.decode("utf-8-sig"), newline="")), [])


def _doc_ids(manifest: bytes) -> set[str]:
    reader = csv.DictReader(io.StringIO(manifest.decode("utf-8-sig"), newline=""))
    return {row["doc_id"] for row in reader}


def _newline(manifest: bytes) -> str:
    return "\r\n" if b"\r\n" in manifest.partition(b"\n")[0] + b"\n" else "\n"


def _with_column(manifest: bytes, name: str) -> bytes:
    """Add a column behind the last: its name to the header, a comma to the end of each other record."""
    mark = _BOM if manifest.startswith(_BOM) else b""
    lines = list(io.StringIO(manifest.decode("utf-8-sig"), newline=""))
    reader = csv.reader(iter(lines))
    for number, fields in enumerate(reader):
        if fields:
            last = lines[reader.line_num - 1]
            body = last.rstrip("\r\n")
            lines[reader.line_num - 1] = body + ("," if number else f",{name}") + last[len(body) :]
    return mark + "".join(lines).encode("utf-8")
