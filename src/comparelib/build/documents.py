"""The tables of one document: made from its raw file, or taken from the last build where nothing changed."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pandas as pd

from comparelib.build.inputs import StudyInputs
from comparelib.corpus import ManifestRow, document_units, documents_frame, read_document, units_frame
from comparelib.corpus.manifest import EDITION_OF
from comparelib.model.schemas import ANCHORS, TEXTS
from comparelib.store import Store, package_sha256, text_sha256

DOCUMENT_TABLES = ("documents", "texts", "units", "anchors")
_CODE = ("text", "corpus", "model", "build")


@dataclass(frozen=True)
class DocumentTables:
    """The rows of one document in each of DOCUMENT_TABLES."""

    frames: dict[str, pd.DataFrame]


def document_key(row: ManifestRow, inputs: StudyInputs) -> str:
    """Return the hash of all that the tables of a document depend on."""
    reference = inputs.reference.coded_units(row.doc_id)
    # Of which document it is an edition changes what build tells, not what it makes.
    declared = {name: value for name, value in row.row.values.items() if name != EDITION_OF}
    parts = [
        json.dumps(declared, sort_keys=True),
        reference.to_csv(index=False),
        package_sha256(*_CODE),
    ]
    return text_sha256("\n".join(parts))


def made_tables(row: ManifestRow, inputs: StudyInputs) -> DocumentTables:
    """Read, clean and cut one document."""
    document, source = read_document(row)
    units, anchors = document_units(document, source, inputs.reference.coded_units(row.doc_id))
    by_document = {row.doc_id: units}
    canonical = document.canonical
    texts = pd.DataFrame(
        [(row.doc_id, canonical.text, canonical.offsets, canonical.pages, canonical.joined)],
        columns=list(TEXTS.columns),
    )
    return DocumentTables(
        {
            "documents": documents_frame([document], by_document),
            "texts": texts,
            "units": units_frame([document], by_document),
            "anchors": pd.DataFrame(list(anchors.items()), columns=list(ANCHORS.columns), dtype="str"),
        }
    )


def kept_tables(store: Store, doc_ids: list[str]) -> dict[str, DocumentTables]:
    """Return the tables of some documents as the last build wrote them."""
    tables = {name: store.read(name) for name in DOCUMENT_TABLES}
    owner = tables["units"].set_index("unit_id")["doc_id"]
    grouped = {
        name: dict(
            tuple(frame.groupby(frame["unit_id"].map(owner) if name == "anchors" else "doc_id", sort=False))
        )
        for name, frame in tables.items()
    }
    return {
        doc_id: DocumentTables(
            {name: grouped[name].get(doc_id, tables[name].iloc[:0]) for name in DOCUMENT_TABLES}
        )
        for doc_id in doc_ids
    }
