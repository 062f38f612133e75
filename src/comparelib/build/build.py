"""One build: documents, codings and counts, each made anew only where what it depends on has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

import comparelib
from comparelib.build.changes import document_changes
from comparelib.build.codings import codings_keys, human_key, kept_codings, made_codings, theme_counts
from comparelib.build.documents import DOCUMENT_TABLES, DocumentTables, document_key, kept_tables, made_tables
from comparelib.build.inputs import StudyInputs, load_inputs
from comparelib.corpus import UnitChanges
from comparelib.store import BuildManifest, Store, file_sha256, package_sha256, text_sha256
from comparelib.studyfile import FILE_NAME, load_studyfile

BuildProgress = Callable[[str, int, int], None]
"""Called with what was just done, how many steps are done, and how many there are."""

PROCESSED = Path("data") / "processed"


@dataclass(frozen=True)
class BuildOutcome:
    """What a build did.

    Attributes
    ----------
    documents_made, documents_kept
        doc_ids that were read anew, and those taken from the last build.
    coders_made
        Kinds of coder whose codings were made anew.
    n_units, n_codings
        Rows of the tables.
    unchanged
        Nothing had changed, nothing was done.
    changes
        Which units are new, gone and unchanged, for each document that was read anew and that the last build,
        or an older edition, had already.
    documents_gone
        doc_ids of the last build that the manifest no longer has.
    """

    documents_made: tuple[str, ...] = ()
    documents_kept: tuple[str, ...] = ()
    coders_made: tuple[str, ...] = ()
    n_units: int = 0
    n_codings: int = 0
    unchanged: bool = False
    changes: tuple[UnitChanges, ...] = ()
    documents_gone: tuple[str, ...] = ()


def build(root: Path, progress: BuildProgress | None = None) -> BuildOutcome:
    """Bring data/processed up to date with everything it is made from.

    Raises
    ------
    InputFaults
        Something that was curated by hand is not as it should be; nothing is written.
    StoreFailure
        Another process is building.
    """
    store, say = Store(root / PROCESSED), progress or _silent
    with store.locked():
        key, last = inputs_key(root), store.manifest if store.is_whole() else None
        if last is not None and last.inputs == key:
            return BuildOutcome(unchanged=True)
        inputs = load_inputs(root)
        old = store.read("units") if last is not None else None
        steps = len(inputs.manifest) + 3
        tables, keys, made = _documents(inputs, store, last, lambda what, done: say(what, done, steps))
        coded, coder_keys, coders_made = _codings(inputs, store, last, keys, tables)
        codings = coded["codings"]
        say("codings", steps - 2, steps)
        tables |= {
            **coded,
            "theme_counts": theme_counts(codings, tables["units"], tables["documents"], inputs),
        }
        say("theme counts", steps - 1, steps)
        version = comparelib.__version__
        store.write(tables, BuildManifest(version, inputs.codebook.version, key, keys, coder_keys))
        say("written", steps, steps)
    changes = document_changes(inputs.manifest, made, old, tables["units"])
    kept = tuple(doc_id for doc_id in keys if doc_id not in made)
    gone = tuple(doc_id for doc_id in (last.documents if last else ()) if doc_id not in keys)
    n_units, n_codings = len(tables["units"]), len(codings)
    return BuildOutcome(made, kept, coders_made, n_units, n_codings, changes=changes, documents_gone=gone)


def _silent(_what: str, _done: int, _total: int) -> None:
    """Report nothing."""


def inputs_key(root: Path) -> str:
    """Return the hash of all that a build depends on: study.yml, what it names, raw files, and the code."""
    study = load_studyfile(root / FILE_NAME)
    parts = [study.root / FILE_NAME, study.manifest.parent, study.codebook, study.dictionary, study.reference]
    code = package_sha256("text", "corpus", "coding", "matrix", "model", "build", "codebook", "store")
    hashes = [*(file_sha256(part) for part in parts), human_key(study.codings)]
    return text_sha256("\n".join([*hashes, code, comparelib.__version__]))


def _documents(
    inputs: StudyInputs, store: Store, last: BuildManifest | None, say: Callable[[str, int], None]
) -> tuple[dict[str, pd.DataFrame], dict[str, str], tuple[str, ...]]:
    keys = {row.doc_id: document_key(row, inputs) for row in inputs.manifest}
    same = [name for name, key in keys.items() if last is not None and last.documents.get(name) == key]
    parts: dict[str, DocumentTables] = kept_tables(store, same) if same else {}
    for done, row in enumerate(inputs.manifest, start=1):
        if row.doc_id not in parts:
            parts[row.doc_id] = made_tables(row, inputs)
        say(row.doc_id, done)
    tables = {
        name: pd.concat([parts[key].frames[name] for key in keys], ignore_index=True)
        for name in DOCUMENT_TABLES
    }
    return tables, keys, tuple(name for name in keys if name not in same)


def _codings(
    inputs: StudyInputs,
    store: Store,
    last: BuildManifest | None,
    document_keys: dict[str, str],
    tables: dict[str, pd.DataFrame],
) -> tuple[dict[str, pd.DataFrame], dict[str, str], tuple[str, ...]]:
    keys = codings_keys(inputs, document_keys)
    same = {kind for kind, key in keys.items() if last is not None and last.coders.get(kind) == key}
    kept = (store.read("codings"), store.read("coders")) if same else None
    parts = {
        kind: kept_codings(kind, *kept)
        if kept is not None and kind in same
        else made_codings(kind, inputs, tables["units"], tables["anchors"])
        for kind in keys
    }
    coded = {
        "codings": pd.concat([part.codings for part in parts.values()], ignore_index=True),
        "coders": pd.concat([part.coders for part in parts.values()], ignore_index=True),
    }
    made = tuple(kind for kind, part in parts.items() if kind not in same and len(part.codings))
    return coded, keys, made
