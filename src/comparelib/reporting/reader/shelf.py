"""The pages of all documents of a run: which of them stand, and those that are made anew."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from comparelib.codebook import Codebook, load_codebook
from comparelib.errors import ReportFailure
from comparelib.labels import say
from comparelib.model import UnitKind
from comparelib.reporting.dependencies import closure, code_hashes, words_hash
from comparelib.reporting.evidence.parcel import MOST_EMBEDDED, parcel, parcel_script
from comparelib.reporting.journal import DocumentRecord
from comparelib.reporting.provenance import content_hash, file_hash, versions
from comparelib.reporting.reader.catalogue import render_catalogue
from comparelib.reporting.reader.margin import Reader, readers
from comparelib.reporting.reader.page import (
    ReaderFrame,
    ReaderSource,
    UnfitPage,
    reader_files,
    render_reader,
)
from comparelib.reporting.unfinished import document_notes, noted_documents
from comparelib.store import BuildManifest, Store
from comparelib.studyfile import StudyFile
from comparelib.text.privacy import Privacy

FOLDER = "documents"
"""Folder of a run with a page for each document, and with its text where the corpus is large."""

_SHORT = 12
_BESIDE = "_reader"  # no doc_id begins with a low line


@dataclass(frozen=True)
class Library:
    """The processed data of a study, read when the first page of a document has to be made."""

    study: StudyFile

    @cached_property
    def manifest(self) -> BuildManifest | None:
        """The manifest of the processed data; None where nothing is built."""
        return self._store.manifest

    @property
    def doc_ids(self) -> tuple[str, ...]:
        """The documents of the processed data; none where nothing is built."""
        return tuple(self.manifest.documents) if self.manifest else ()

    @cached_property
    def documents(self) -> list[dict[str, Any]]:
        """The rows of the table of documents."""
        rows = self._store.read("documents").to_dict("records")
        return [{str(name): value for name, value in row.items()} for row in rows]

    @cached_property
    def codebook(self) -> Codebook:
        """What the codes are called."""
        return load_codebook(self.study.codebook, self.study.shown(self.study.codebook))

    @cached_property
    def coders(self) -> tuple[Reader, ...]:
        """Who coded."""
        return readers(self._store.read("coders"))

    @cached_property
    def privacy(self) -> Privacy:
        """What is left out of every text."""
        return Privacy.of_units(self._units)

    @cached_property
    def is_large(self) -> bool:
        """Whether pages load texts from files beside them, since they would be too heavy with them inside."""
        return int((self._units["kind"] != UnitKind.FURNITURE.value).sum()) > MOST_EMBEDDED

    def source(self, document: Mapping[str, Any]) -> ReaderSource:
        """Return what the page of a document is made from."""
        doc_id = str(document["doc_id"])
        units, codings = (
            self._by_document[0][doc_id],
            self._by_document[1].get(doc_id, self._codings.iloc[:0]),
        )
        text = self._texts[doc_id]
        return ReaderSource(document, text, units, codings, self.codebook, self.coders, self.privacy)

    @cached_property
    def _store(self) -> Store:
        return Store(self.study.root / "data" / "processed")

    @cached_property
    def _texts(self) -> dict[str, str]:
        texts = self._store.read("texts")
        return dict(zip(texts["doc_id"], texts["text"], strict=True))

    @cached_property
    def _units(self) -> pd.DataFrame:
        return self._store.read("units")

    @cached_property
    def _codings(self) -> pd.DataFrame:
        return self._store.read("codings")

    @cached_property
    def _by_document(self) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
        units = self._units.groupby("doc_id", sort=False)
        codings = self._codings.groupby(self._codings["unit_id"].str.rpartition("#")[0], sort=False)
        return {str(name): part for name, part in units}, {str(name): part for name, part in codings}


def shelf_key(frame: ReaderFrame, inputs: Mapping[str, str | None]) -> str:
    """Return what all pages of documents of a run depend on; it changes when any of them may."""
    return content_hash(
        {
            "frame": _plain(frame),
            "inputs": dict(inputs),
            "code": _code(frame.language),
            "versions": versions(),
        }
    )


def fill_shelf(  # noqa: PLR0913 - what pages are made from, two folders, and who is told
    library: Library,
    frame: ReaderFrame,
    staged: Path,
    published: Path,
    standing: Sequence[DocumentRecord],
    *,
    told: Callable[[int, int], None] | None = None,
) -> tuple[DocumentRecord, ...]:
    """Put the page of every document into the folder of a run that is not published yet.

    Pages that a stopped report noted there are taken up; those that stand are copied.

    Parameters
    ----------
    library, frame
        What the pages are made from.
    staged, published
        Folder of the run that is being made, and the one that stands.
    standing
        Records of the pages that stand; a page that was made from the same is copied.
    told
        Is told after each document how many are done, of how many.

    Raises
    ------
    ReportFailure
        A page is not fit to publish; all faults are named.
    """
    (staged / FOLDER).mkdir(exist_ok=True)
    known, noted = {record.doc_id: record for record in standing}, noted_documents(staged)
    records, faults, total = [], [], len(library.documents)
    with document_notes(staged) as note:
        for done, document in enumerate(library.documents, start=1):
            source, doc_id = library.source(document), str(document["doc_id"])
            own = _own(frame, document, library)
            key = _key(library, source, own)
            before, record = noted.get(doc_id), known.get(doc_id)
            try:
                if before and before.key == key and _whole(before, staged):
                    record = before
                elif not (record and record.key == key and copied(record, published, staged)):
                    record = _made(library, source, own, staged, key)
                if record is not before:
                    note(record)
                records.append(record)
            except UnfitPage as unfit:
                faults.append(f"the page of document {doc_id} is not fit to publish: {unfit}")
            if told:
                told(done, total)
    if faults:
        raise ReportFailure("\n".join(faults))
    named = {file for record in records for file in record.files}
    for path in sorted((staged / FOLDER).iterdir()):
        if f"{FOLDER}/{path.name}" not in named:  # of a document that was there before the stop
            path.unlink()
    write_catalogue(library, frame, staged)
    return tuple(records)


def write_catalogue(library: Library, frame: ReaderFrame, staged: Path) -> None:
    """Write the list of all documents and what their pages share into a folder not published yet."""
    masked = [
        {**document, "title": library.privacy.masked(str(document["title"])).text}
        for document in library.documents
    ]
    files = render_catalogue(masked, frame) | reader_files(_BESIDE if library.is_large else "")
    for file, text in files.items():
        (staged / FOLDER / file).write_text(text, encoding="utf-8", newline="\n")


def _whole(record: DocumentRecord, folder: Path) -> bool:
    return all(
        (path := folder / file).is_file() and file_hash(path) == sha for file, sha in record.files.items()
    )


def copied(record: DocumentRecord, published: Path, staged: Path) -> bool:
    """Copy the files of a document that stand as they were made; return whether all do."""
    if not _whole(record, published):
        return False
    (staged / FOLDER).mkdir(exist_ok=True)
    for file in record.files:
        shutil.copyfile(published / file, staged / file)
    return True


def _made(
    library: Library, source: ReaderSource, frame: ReaderFrame, staged: Path, key: str
) -> DocumentRecord:
    doc_id = str(source.document["doc_id"])
    files = {f"{FOLDER}/{doc_id}.html": render_reader(source, frame)}
    if library.is_large:
        content = parcel(source.document, source.units, source.codings, source.privacy)
        files[f"{FOLDER}/{doc_id}.js"] = parcel_script(doc_id, content)
    for file, text in files.items():
        (staged / file).write_text(text, encoding="utf-8", newline="\n")
    title = source.privacy.masked(str(source.document["title"])).text
    hashes = {file: file_hash(staged / file) for file in files}
    return DocumentRecord(doc_id, title, key, hashes, str(source.document["language"]))


def _own(frame: ReaderFrame, document: Mapping[str, Any], library: Library) -> ReaderFrame:
    """A page names what it alone was made from, so that a new document leaves the others as they are."""
    rows = {
        "text": str(document["text_sha256"])[:_SHORT],
        "codebook": f"{library.codebook.id} {library.codebook.version}",
        "comparelib": versions()["comparelib"],
    }
    provenance = tuple((say(f"provenance.{key}", frame.language), value) for key, value in rows.items())
    return replace(frame, provenance=provenance, beside=_BESIDE if library.is_large else "")


def _key(library: Library, source: ReaderSource, frame: ReaderFrame) -> str:
    tables = [
        # A tenth of what writing them as CSV takes, for each of ten thousand documents.
        hashlib.sha256(repr([(name, table[name].tolist()) for name in table.columns]).encode()).hexdigest()
        for table in (source.units, source.codings)
    ]
    content = {
        "frame": _plain(frame),
        "document": {name: str(value) for name, value in source.document.items()},
        "tables": tables,
        "coders": [[coder.name, coder.mark, coder.kind, coder.version] for coder in source.coders],
        "codebook": file_hash(library.study.codebook),
        "names": source.privacy.names,
        "large": library.is_large,
        "code": _code(frame.language),
    }
    return content_hash(content)


@cache
def _code(language: str) -> str:
    """What makes the pages: the modules behind this one, their templates, and the words."""
    return content_hash([code_hashes(closure(__name__, later=True)), words_hash(language)])


def _plain(frame: ReaderFrame) -> dict[str, Any]:
    return {
        "study": frame.study,
        "run": frame.run,
        "language": frame.language,
        "coders": frame.coders,
        "jurisdictions": dict(frame.jurisdictions or {}),
        "siblings": frame.siblings,
        "provenance": frame.provenance,
    }
