"""Every fault of a study that can be known without building it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from comparelib.build.build import PROCESSED
from comparelib.build.inputs import ReadInputs, read_inputs
from comparelib.coding.dictionary import failing_examples
from comparelib.coding.human import unit_faults
from comparelib.errors import Fault, InputFaults
from comparelib.store import Store
from comparelib.strategies.scheme import FILE_NAME as STRATEGIES
from comparelib.strategies.scheme import strategy_faults
from comparelib.studyfile import StudyFile
from comparelib.variants import load_variants

VARIANTS = "variants.csv"  # beside the codebook


def check_inputs(root: Path) -> tuple[Fault, ...]:
    """Return every fault of a study; empty where all is well. Nothing is written.

    On top of what a build would refuse: claims that a run names and the codebook does not have; faults in the
    table of NL-VL equivalents and in the circular strategies, where the study has them; examples beside the
    patterns that do not get their code; and hand codings of units that do not exist, where the last build
    has the units of the texts as they are now.
    """
    try:
        read = read_inputs(root)
    except InputFaults as found:
        return found.faults
    examples = failing_examples(read.dictionary) if read.dictionary else ()
    units = tuple(_unknown_units(read, root / PROCESSED))
    strategies = read.study.codebook.with_name(STRATEGIES)
    rules = strategy_faults(strategies, read.study.shown(strategies))
    return (*read.faults, *_claim_faults(read), *_variant_faults(read.study), *rules, *examples, *units)


def _claim_faults(read: ReadInputs) -> tuple[Fault, ...]:
    """Return the faults of the claims that runs name beforehand, where the codebook can be read."""
    if read.codebook is None:
        return ()
    codes = {facet.name: facet.names for facet in read.codebook.facets}
    return tuple(fault for run in read.study.runs.values() for fault in run.unknown_claims(codes))


def _variant_faults(study: StudyFile) -> tuple[Fault, ...]:
    """Return the faults of the table of equivalents; a study of one jurisdiction needs none."""
    path = study.codebook.parent / VARIANTS
    try:
        if path.exists():
            load_variants(path, study.shown(path))
    except InputFaults as found:
        return found.faults
    return ()


def _unknown_units(read: ReadInputs, processed: Path) -> Iterator[Fault]:
    """Yield the hand codings whose unit is unknown, where the units that were built are still those."""
    if read.faults or read.human is None or not read.human.rows:
        return
    from comparelib.build.documents import document_key  # only here: most studies have no hand codings

    store, inputs = Store(processed), read.whole()
    last = store.manifest
    keys = {row.doc_id: document_key(row, inputs) for row in inputs.manifest}
    if last is not None and last.documents == keys and store.is_whole():
        yield from unit_faults(read.human, store.read("units"))
