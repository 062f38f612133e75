"""Open a study to code in it: codings that people wrote since the last build are no obstacle."""

from __future__ import annotations

from pathlib import Path

from comparelib.build.build import PROCESSED
from comparelib.build.codings import codings_keys
from comparelib.build.documents import document_key
from comparelib.build.inputs import load_inputs
from comparelib.codebook import load_codebook
from comparelib.errors import StoreFailure
from comparelib.model import CoderKind
from comparelib.store import Store
from comparelib.study import Study
from comparelib.studyfile import find_root


def coding_study(start: Path | None = None) -> Study:
    """Return the study whose study.yml is nearest to `start` (the working folder), upwards.

    `Study.open` asks for a build as soon as a coder has written a file. Here that may wait, as long as units
    and the codings of reference and machine are those of the last build.

    Raises
    ------
    StoreFailure
        There is no processed data, or something else than hand codings has changed since.
    InputFaults
        What was curated by hand has faults.
    """
    try:
        return Study.open(start)
    except StoreFailure:
        root = find_root(start)
        store, inputs = Store(root / PROCESSED), load_inputs(root)
        if store.manifest is None:
            raise
        documents = {row.doc_id: document_key(row, inputs) for row in inputs.manifest}
        now = _but_people(codings_keys(inputs, documents))
        if (documents, now) != (store.manifest.documents, _but_people(store.manifest.coders)):
            raise
        return Study(inputs.study, load_codebook(inputs.study.codebook), store)


def _but_people(keys: dict[str, str]) -> dict[str, str]:
    return {kind: key for kind, key in keys.items() if kind != CoderKind.HUMAN.value}
