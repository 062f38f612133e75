"""What a run had made when it was stopped: it stays in the run's folder, and the next report takes it up.

A page is noted when it is whole, with what it was made from; the notes are gone before the run is published.
A note is trusted as far as a published page is: the files must be as they were written, and everything that
the page was made from as it is today.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from comparelib.reporting.jobs import MadePage
from comparelib.reporting.journal import DocumentRecord, PageRecord
from comparelib.reporting.provenance import file_hash
from comparelib.reporting.stages import rounded

_NOTES = ".made"
_DOCUMENTS = "documents.jsonl"


def record_of(made: MadePage, staged: Path) -> PageRecord:
    """Return the record of a page that stands in a folder that is not published yet."""
    file = made.job.target.name
    return PageRecord(
        notebook=made.job.notebook.stem,
        file=file,
        title=made.title,
        language=made.job.frame.language,
        made_from=dict(made.made_from),
        sha256=file_hash(staged / file),
        parameters=dict(made.job.frame.parameters),
        seconds=rounded(made.seconds),
        warnings=made.warnings,
        files={name: file_hash(staged / name) for name in made.files},
        used=dict(made.used),
    )


def note_page(record: PageRecord, staged: Path) -> None:
    """Note that a page is whole; the note appears whole or not at all."""
    (staged / _NOTES).mkdir(exist_ok=True)
    part = staged / _NOTES / f"{record.notebook}.part"
    part.write_text(json.dumps(asdict(record), ensure_ascii=False), encoding="utf-8")
    part.replace(part.with_suffix(".json"))


def noted_pages(staged: Path) -> dict[str, PageRecord]:
    """Return the pages that a stopped run noted, by notebook; a note that cannot be read is none."""
    found = {}
    for path in sorted((staged / _NOTES).glob("*.json")):
        try:
            content = json.loads(path.read_text("utf-8"))
            record = PageRecord(**{**content, "warnings": tuple(content["warnings"])})
        except (OSError, ValueError, KeyError, TypeError):
            continue
        found[record.notebook] = record
    return found


@contextmanager
def document_notes(staged: Path) -> Iterator[Callable[[DocumentRecord], None]]:
    """Give what notes that the page of a document is whole, a line each."""
    (staged / _NOTES).mkdir(exist_ok=True)
    with (staged / _NOTES / _DOCUMENTS).open("a", encoding="utf-8", buffering=1) as lines:
        yield lambda record: print(json.dumps(asdict(record), ensure_ascii=False), file=lines)


def noted_documents(staged: Path) -> dict[str, DocumentRecord]:
    """Return the documents that a stopped run noted, by doc_id; a line that was cut off is none."""
    path = staged / _NOTES / _DOCUMENTS
    found = {}
    for line in path.read_text("utf-8", errors="replace").splitlines() if path.is_file() else ():
        try:
            record = DocumentRecord(**json.loads(line))
        except (ValueError, TypeError):
            continue
        found[record.doc_id] = record
    return found


def sweep(staged: Path, pages: Iterable[PageRecord], documents: Iterable[DocumentRecord]) -> None:
    """Remove what stands in a run's folder and in none of these records: parts of pages, older pages."""
    kept = {name for page in pages for name in (page.file, *page.files)}
    kept |= {name for document in documents for name in document.files}
    for path in sorted(staged.rglob("*")):
        inside = path.relative_to(staged)
        if path.is_file() and inside.as_posix() not in kept and inside.parts[0] != _NOTES:
            path.unlink()


def forget(staged: Path) -> None:
    """Remove the notes of a run that is about to be published."""
    shutil.rmtree(staged / _NOTES, ignore_errors=True)
