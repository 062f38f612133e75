"""corpus.csv -> which documents there are, with every fault at its line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from comparelib.csvfile import Row, load_csv
from comparelib.errors import CorpusFault, Fault, InputFaults, one_of

COLUMNS = (
    "doc_id",
    "path",
    "jurisdiction",
    "title",
    "issuer",
    "issuer_type",
    "doc_type",
    "date",
    "language",
    "sha256",
    "note",
)
EDITION_OF = "edition_of"
"""An optional column: the doc_id of the document of which this one is a newer edition."""
_NEEDED = (
    "doc_id",
    "path",
    "jurisdiction",
    "title",
    "issuer",
    "issuer_type",
    "doc_type",
    "language",
    "sha256",
)
DATE = re.compile(r"(\d{4}(-\d{2}(-\d{2})?)?)?")
DOC_ID = re.compile(r"[a-z0-9][a-z0-9_.-]*")


@dataclass(frozen=True)
class ManifestRow:
    """One document as the manifest declares it; `file` is where its raw bytes are."""

    doc_id: str
    file: Path
    path: str
    jurisdiction: str
    title: str
    issuer: str
    issuer_type: str
    doc_type: str
    date: str
    language: str
    sha256: str
    note: str
    row: Row
    edition_of: str = ""

    def fault(
        self, column: str, message: str, expected: str | None = None, remedy: str | None = None
    ) -> Fault:
        """Return a fault in this row of the manifest."""
        return self.row.fault(column, message, expected, remedy)


def load_manifest(
    path: Path, jurisdictions: Collection[str], shown: Path | None = None
) -> tuple[ManifestRow, ...]:
    """Read the manifest and hold every raw file against it.

    Raises
    ------
    CorpusFault
        A missing column or value, a doc_id that stands twice, an unknown jurisdiction, a date that is none,
        an edition of a document that is not there, a raw file that is missing, lies outside the folder, or
        has other bytes than its sha256 says.
    """
    try:
        rows = load_csv(path, COLUMNS, shown)
    except InputFaults as broken:
        raise CorpusFault(broken.faults) from None
    faults: list[Fault] = []
    if not rows:
        faults.append(
            Fault("the manifest lists no document", shown or path, 1, remedy="Use `comparelib add FILE`")
        )
    first: dict[str, int] = {}
    documents = []
    for row in rows:
        faults += _value_faults(row, jurisdictions)
        if row["doc_id"] in first:
            faults.append(
                row.fault("doc_id", f"'{row['doc_id']}' stands in line {first[row['doc_id']]} already")
            )
        first.setdefault(row["doc_id"], row.line)
        faults += _file_faults(row, path.parent)
        fields = {key: row[key] for key in COLUMNS}
        older = row.values.get(EDITION_OF, "")
        documents.append(ManifestRow(file=path.parent / row["path"], row=row, edition_of=older, **fields))
    faults += _edition_faults(documents)
    if faults:
        raise CorpusFault(faults)
    return tuple(documents)


def _value_faults(row: Row, jurisdictions: Collection[str]) -> list[Fault]:
    faults = [row.fault(column, "is empty", "a value") for column in _NEEDED if not row[column].strip()]
    if row["jurisdiction"] and row["jurisdiction"] not in jurisdictions:
        name = row["jurisdiction"]
        expected = one_of(sorted(jurisdictions), name) + ", as study.yml declares"
        faults.append(row.fault("jurisdiction", f"'{name}' is not declared", expected))
    if row["doc_id"] and not DOC_ID.fullmatch(row["doc_id"]):
        faults.append(
            row.fault("doc_id", f"'{row['doc_id']}' cannot be an id", "lower-case letters, digits, _ . -")
        )
    if not DATE.fullmatch(row["date"]):
        faults.append(
            row.fault("date", f"'{row['date']}' is no date", "YYYY, YYYY-MM, YYYY-MM-DD or nothing")
        )
    return faults


def _edition_faults(documents: Sequence[ManifestRow]) -> list[Fault]:
    names = [row.doc_id for row in documents]
    return [
        row.fault(EDITION_OF, f"'{row.edition_of}' is no other document", one_of(names, row.edition_of))
        for row in documents
        if row.edition_of and (row.edition_of not in names or row.edition_of == row.doc_id)
    ]


def _file_faults(row: Row, folder: Path) -> list[Fault]:
    if not row["path"].strip():
        return []
    file = folder / row["path"]
    if Path(row["path"]).is_absolute() or not file.resolve().is_relative_to(folder.resolve()):
        return [row.fault("path", f"'{row['path']}' leaves the folder of the raw files", "a path inside it")]
    if not file.is_file():
        remedy = "Put the file back, or take its row out of the manifest"
        return [row.fault("path", f"the raw file {row['path']} does not exist", remedy=remedy)]
    actual = hashlib.sha256(file.read_bytes()).hexdigest()
    if row["sha256"] and actual != row["sha256"]:
        remedy = (
            "Raw files are never changed: put the original back, or add the new edition with `comparelib add`"
        )
        return [
            row.fault("sha256", f"{row['path']} has changed, its sha256 is {actual}", row["sha256"], remedy)
        ]
    return []
