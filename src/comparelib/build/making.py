"""The stages of a build one after the other, and the manifest that makes their parts a build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import comparelib
from comparelib.build.changes import group_changes
from comparelib.build.coder_rows import coders_frame, coders_of
from comparelib.build.codings import codings_part
from comparelib.build.counts import counts_part
from comparelib.build.documents import document_key, texts_part
from comparelib.build.groups import document_groups
from comparelib.build.inputs import StudyInputs
from comparelib.build.keys import codings_keys
from comparelib.build.older import OlderBuild
from comparelib.build.outcome import BuildOutcome, BuildProgress
from comparelib.build.plan import BuildPlan
from comparelib.build.stage import Steps, run_stage
from comparelib.engine import Engine
from comparelib.errors import CorpusFault
from comparelib.store import BuildManifest, DocumentGroup, Part, Store, text_sha256
from comparelib.store.manifest import CODERS, CODINGS, TEXTS


@dataclass(frozen=True)
class Making:
    """A build on its way."""

    plan: BuildPlan
    kinds: dict[str, str]
    engine: Engine
    steps: Steps


def made_build(
    inputs: StudyInputs, store: Store, engine: Engine, key: str, say: BuildProgress
) -> BuildOutcome:
    """Bring processed data up to date with its inputs.

    Parameters
    ----------
    key
        Hash of all inputs together.

    Raises
    ------
    CorpusFault, CodingFault
        Raw files that cannot be read, or hand codings of units that do not exist: all of them. The last build
        stays as it is.
    """
    making = _begun(inputs, store, engine, say)
    read = _read(making)
    made = tuple(kind for kind in making.kinds if _code(making, kind))
    for kind in making.kinds:
        _count(making, kind)
    manifest = _manifest(making, key)
    outcome = _outcome(making, read, made)
    store.write(manifest)
    making.steps.take("written", 1)
    return outcome


def _begun(inputs: StudyInputs, store: Store, engine: Engine, say: BuildProgress) -> Making:
    keys = {row.doc_id: document_key(row, inputs) for row in inputs.manifest}
    groups = document_groups([(row.doc_id, row.file.stat().st_size) for row in inputs.manifest])
    kinds = codings_keys(inputs, keys)
    older = OlderBuild(store.folder, store.manifest)
    plan = BuildPlan(inputs, older, keys, groups, tuple({} for _ in groups))
    return Making(plan, kinds, engine, Steps(say, len(keys) + 2 * len(kinds) * len(groups) + 1))


def _read(making: Making) -> frozenset[str]:
    """Read every document, and return which were read anew."""
    run = run_stage([*making.plan.texts()], texts_part, making.engine, making.plan, making.steps)
    if run.faults:
        raise CorpusFault(run.faults)
    return frozenset(row.doc_id for job in run.made for row, _ in job.rows)


def _code(making: Making, kind: str) -> bool:
    """Code every document by one kind of coder, and return whether that made any codings."""
    plan = making.plan
    wanted = [*plan.codings(kind)]
    run = run_stage(wanted, codings_part, making.engine, plan, making.steps)
    making.steps.take(f"{CODINGS}/{kind}", len(plan.groups) - len(wanted))
    made = {job.key for job in run.made}
    return any(part.facts["codings"] for part in _codings(plan, kind) if part.key in made)


def _count(making: Making, kind: str) -> None:
    wanted = [*making.plan.counts(kind)]
    run_stage(wanted, counts_part, making.engine, making.plan, making.steps)
    making.steps.take(f"theme counts/{kind}", len(making.plan.groups) - len(wanted))


def _manifest(making: Making, key: str) -> BuildManifest:
    """Write what is of the whole corpus, and return the manifest."""
    plan = making.plan
    coders = coders_frame(
        [
            coder
            for kind in making.kinds
            for coder in coders_of(kind, _names(plan, kind), _codings(plan, kind), plan.inputs)
        ]
    )
    folder = plan.older.shelf
    coders_key = text_sha256(CODERS + coders.to_csv(index=False))
    shared = folder.found(CODERS, coders_key) or folder.write(CODERS, coders_key, {"coders": coders})
    parts = [*(part for group in plan.parts for part in group.values()), shared]
    files = {name: digest for part in parts for name, digest in part.files.items()}
    records = {part.record: text_sha256(part.text()) for part in parts}
    groups = tuple(
        DocumentGroup(documents, {name: part.key for name, part in own.items()})
        for documents, own in zip(plan.groups, plan.parts, strict=True)
    )
    return BuildManifest(
        comparelib.__version__,
        plan.inputs.codebook.version,
        key,
        dict(plan.keys),
        making.kinds,
        groups,
        {CODERS: coders_key},
        files | records,
    )


def _names(plan: BuildPlan, kind: str) -> Sequence[str]:
    return [*dict.fromkeys(coder for coder, _ in plan.pairs(kind))]


def _codings(plan: BuildPlan, kind: str) -> list[Part]:
    return [parts[f"{CODINGS}/{kind}"] for parts in plan.parts if f"{CODINGS}/{kind}" in parts]


def _outcome(making: Making, read: frozenset[str], coders_made: tuple[str, ...]) -> BuildOutcome:
    plan = making.plan
    codings = [part for kind in making.kinds for part in _codings(plan, kind)]
    before = plan.older.manifest.documents if plan.older.manifest else {}
    return BuildOutcome(
        documents_made=tuple(doc_id for doc_id in plan.keys if doc_id in read),
        documents_kept=tuple(doc_id for doc_id in plan.keys if doc_id not in read),
        coders_made=coders_made,
        n_units=sum(parts[TEXTS].facts["units"] for parts in plan.parts),
        n_codings=sum(part.facts["codings"] for part in codings),
        changes=group_changes(plan, read),
        documents_gone=tuple(doc_id for doc_id in before if doc_id not in plan.keys),
    )
