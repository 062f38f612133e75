"""Raw files -> the rows of documents, texts, units and anchors of one group: the first stage of a build."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from comparelib.build.inputs import StudyInputs
from comparelib.corpus import ManifestRow, document_units, documents_frame, read_document, units_frame
from comparelib.corpus.manifest import EDITION_OF
from comparelib.errors import Fault, InputFaults
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
    faults: list[Fault] = []
    for row, reference in job.rows:
        try:
            pieces.append(made_tables(row, reference))
        except InputFaults as broken:
            faults += broken.faults
    if faults:
        return Done(None, tuple(faults))
    tables = {name: _ordered(name, [piece[name] for piece in pieces], job.documents) for name in pieces[0]}
    owner = tables["anchors"]["unit_id"].str.rpartition("#")[0]
    facts = {
        "units": len(tables["units"]),
        "bytes": int(tables["units"]["end"].sub(tables["units"]["start"]).sum()),
        "covered": [str(doc_id) for doc_id in owner.unique()],
    }
    return Done(folder.write(STAGE, job.key, tables, facts))


def made_tables(row: ManifestRow, reference: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Read, clean and cut one document.

    Parameters
    ----------
    reference
        Its units that a reference coding coded; without rows where there is none.

    Returns
    -------
    dict
        Its rows in each of DOCUMENT_TABLES.
    """
    document, source = read_document(row)
    units, anchors = document_units(document, source, reference)
    by_document = {row.doc_id: units}
    canonical = document.canonical
    texts = pd.DataFrame(
        [(row.doc_id, canonical.text, canonical.offsets, canonical.pages, canonical.joined)],
        columns=list(TEXTS.columns),
    )
    return {
        "documents": documents_frame([document], by_document),
        "texts": texts,
        "units": units_frame([document], by_document),
        "anchors": pd.DataFrame(list(anchors.items()), columns=list(ANCHORS.columns), dtype="str"),
    }


def _ordered(table: str, pieces: Sequence[pd.DataFrame], documents: Sequence[str]) -> pd.DataFrame:
    """Return pieces as one frame, document by document in the order of the corpus."""
    whole = pd.concat(pieces, ignore_index=True)
    owner = whole["unit_id"].str.rpartition("#")[0] if table in _UNIT_TABLES else whole["doc_id"]
    place = {doc_id: number for number, doc_id in enumerate(documents)}
    return whole.iloc[np.argsort(owner.map(place).to_numpy(dtype="int64"), kind="stable")].reset_index(drop=True)
