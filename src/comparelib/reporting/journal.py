"""run.json: what a run's folder holds, from what it was made, and how long it took.

Time, host and versions stand here and nowhere else, so that the pages keep their bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from comparelib.reporting.provenance import file_hash

FILE_NAME = "run.json"


@dataclass(frozen=True)
class PageRecord:
    """One page of a run.

    Attributes
    ----------
    notebook, file, title, language
        Where it comes from and how it is called.
    made_from
        Item -> hash or value of all that it was made from (`made_from`).
    sha256
        Of its HTML.
    parameters
        Of its notebook.
    seconds
        What making it took, by stage (`stages`).
    warnings
        What its cells wrote to stderr.
    files
        What stands beside it, such as its figures: file -> sha256.
    used
        As of `MadePage`; none in records of older versions.
    """

    notebook: str
    file: str
    title: str
    language: str
    made_from: dict[str, str]
    sha256: str
    parameters: dict[str, Any]
    seconds: dict[str, float]
    warnings: tuple[str, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    used: dict[str, float] = field(default_factory=dict)

    def is_whole(self, folder: Path) -> bool:
        """Whether the page and all that stands beside it are as they were written."""
        written = {self.file: self.sha256, **self.files}
        return all(
            (folder / file).is_file() and file_hash(folder / file) == sha for file, sha in written.items()
        )


@dataclass(frozen=True)
class DocumentRecord:
    """The page of a document: its title, from what it was made (`key`), and the hash of each of its files.

    `language` is the BCP 47 tag of the document, and so of its title.
    """

    doc_id: str
    title: str
    key: str
    files: dict[str, str]
    language: str = ""


@dataclass(frozen=True)
class RunRecord:
    """A published run.

    Attributes
    ----------
    run, label
        Its name, and what it is called in each language.
    pages
        In the order of the notebooks.
    inputs, versions
        Hashes of what was read; Python, comparelib and the libraries that pages depend on.
    finished, host
        When (UTC, ISO 8601) and where the last page was made.
    documents, documents_key
        The page of each document, and what all of them were made from.
    summary
        The page with the findings; None where the study has no processed data.
    seconds, used
        How long what is not one page took, the pages of all documents; and what it used, as of `MadePage`.
    """

    run: str
    label: dict[str, str]
    pages: tuple[PageRecord, ...]
    inputs: Mapping[str, str | None]
    versions: Mapping[str, str]
    finished: str
    host: str
    status: str = "complete"
    documents: tuple[DocumentRecord, ...] = ()
    documents_key: str = ""
    summary: PageRecord | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    used: dict[str, float] = field(default_factory=dict)

    def page_of(self, notebook: str) -> PageRecord | None:
        """Return the page of a notebook, or that with the findings."""
        pages = (*self.pages, *([self.summary] if self.summary else ()))
        return next((page for page in pages if page.notebook == notebook), None)

    def good_documents(self, folder: Path, key: str) -> bool:
        """Return whether the page of every document was made from the same and is untouched."""
        files = [item for document in self.documents for item in document.files.items()]
        return self.documents_key == key and all(
            (folder / file).is_file() and file_hash(folder / file) == sha for file, sha in files
        )


def read_record(folder: Path) -> RunRecord | None:
    """Return the record of a run's folder; None where none can be read: all is made again."""
    try:
        content = json.loads((folder / FILE_NAME).read_text("utf-8"))
        pages = tuple(_page(page) for page in content.pop("pages"))
        documents = tuple(DocumentRecord(**document) for document in content.pop("documents", ()))
        summary = content.pop("summary", None)
        made = _page(summary) if summary else None
        return RunRecord(pages=pages, documents=documents, summary=made, **content)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _page(content: dict[str, Any]) -> PageRecord:
    return PageRecord(**{**content, "warnings": tuple(content["warnings"])})


def write_record(record: RunRecord, folder: Path) -> None:
    """Write the record into a folder that is not published yet."""
    text = json.dumps(asdict(record), ensure_ascii=False, indent=2)
    (folder / FILE_NAME).write_text(text + "\n", encoding="utf-8", newline="\n")
