"""Raw files -> the rows of documents, texts, units and anchors of one group: the first stage of a build."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from comparelib.build.inputs import StudyInputs
from comparelib.corpus import ManifestRow, document_units, documents_frame, owners, read_document, units_frame
from comparelib.corpus.manifest import EDITION_OF
from comparelib.errors import Fault, InputFaults
from comparelib.model import Document, Unit
from comparelib.model.schemas import ANCHORS, TEXTS
from comparelib.store import Part, PartFolder, package_sha256, text_sha256
from comparelib.store.manifest import TEXTS as STAGE

DOCUMENT_TABLES = ("documents", "texts", "units", "anchors")
_CODE = ("text", "corpus", "model", "build")
_UNIT_TABLES = ("anchors",)  # name their document in the unit's id alone


@dataclass(frozen=True)
class Kept:
    """Documents whose rows are taken from an older part, since nothing that they depend on has changed."""

    key: str
    documents: tuple[str, ...]


@dataclass(frozen=True)
class TextsJob:
    """The reading of one group.

    Attributes
    ----------
    processed
        The folder of processed data.
    documents
        The group, in the order of the corpus.
    rows
        The documents that are to be read, and the reference units that each has.
    kept
        Where the other ones are.
    """

    processed: Path
    key: str
    documents: tuple[str, ...]
    rows: tuple[tuple[ManifestRow, pd.DataFrame], ...]
    kept: tuple[Kept, ...]
    weight: int


@dataclass(frozen=True)
class Done:
    """What came of a job: a part, or the faults because of which there is none."""

    part: Part | None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class ReadText:
    """A document, its units, and reference unit id -> unit id."""

    document: Document
    units: tuple[Unit, ...]
    anchors: dict[str, str]


def document_key(row: ManifestRow, inputs: StudyInputs) -> str:
    """Return the hash of all that the tables of a document depend on."""
    reference = inputs.reference_units(row.doc_id)
    # Of which document it is an edition changes what build tells, not what it makes.
    declared = {name: value for name, value in row.row.values.items() if name != EDITION_OF}
    parts = [
        json.dumps(declared, sort_keys=True),
        "" if reference.empty else reference.to_csv(index=False),
        package_sha256(*_CODE),
    ]
    return text_sha256("\n".join(parts))


def texts_key(documents: Sequence[str], keys: Mapping[str, str]) -> str:
    """Return the key of the part that holds some documents."""
    return text_sha256("\n".join([STAGE, *(f"{doc_id} {keys[doc_id]}" for doc_id in documents)]))


def texts_part(job: TextsJob) -> Done:
    """Read, clean and cut the documents of a group, and write what they gave.

    Every document is tried, so that all faults are known at once; where there are any, nothing is written.
    """
    folder = PartFolder(job.processed)
    pieces = [
        {name: folder.frame(name, kept.key, documents=kept.documents) for name in DOCUMENT_TABLES}
        for kept in job.kept
    ]
    read: list[ReadText] = []
    faults: list[Fault] = []
    for row, reference in job.rows:
        try:
            read.append(read_text(row, reference))
        except InputFaults as broken:
            faults += broken.faults
    if faults:
        return Done(None, tuple(faults))
    if read:
        pieces.append(made_tables(read))
    tables = {name: _ordered(name, [piece[name] for piece in pieces], job.documents) for name in pieces[0]}
    owner = owners(tables["anchors"]["unit_id"])
    facts = {
        "units": len(tables["units"]),
        "bytes": int(tables["units"]["end"].sub(tables["units"]["start"]).sum()),
        "covered": [str(doc_id) for doc_id in owner.unique()],
    }
    return Done(folder.write(STAGE, job.key, tables, facts))


def read_text(row: ManifestRow, reference: pd.DataFrame) -> ReadText:
    """Read, clean and cut one document.

    Parameters
    ----------
    reference
        Its units that a reference coding coded; without rows where there is none.

    Raises
    ------
    CorpusFault
        The file cannot be read as text.
    """
    document, source = read_document(row)
    return ReadText(document, *document_units(document, source, reference))


def made_tables(read: Sequence[ReadText]) -> dict[str, pd.DataFrame]:
    """Return the rows of documents in each of DOCUMENT_TABLES; of many at once, since a frame is dear."""
    documents = [each.document for each in read]
    units = {each.document.doc_id: each.units for each in read}
    texts = [
        (own.doc_id, own.text, own.canonical.offsets, own.canonical.pages, own.canonical.joined)
        for own in documents
    ]
    anchors = [pair for each in read for pair in each.anchors.items()]
    return {
        "documents": documents_frame(documents, units),
        "texts": pd.DataFrame(texts, columns=list(TEXTS.columns)),
        "units": units_frame(documents, units),
        "anchors": pd.DataFrame(anchors, columns=list(ANCHORS.columns), dtype="str"),
    }


def _ordered(table: str, pieces: Sequence[pd.DataFrame], documents: Sequence[str]) -> pd.DataFrame:
    """Return pieces as one frame, document by document in the order of the corpus."""
    whole = pd.concat(pieces, ignore_index=True)
    owner = owners(whole["unit_id"]) if table in _UNIT_TABLES else whole["doc_id"]
    place = {doc_id: number for number, doc_id in enumerate(documents)}
    order = np.argsort(owner.map(place).to_numpy(dtype="int64"), kind="stable")
    return whole.iloc[order].reset_index(drop=True)
