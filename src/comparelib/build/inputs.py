"""What was curated by hand, read and checked at once: study.yml, manifest, codebook, patterns, reference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from comparelib.codebook import Codebook, load_codebook
from comparelib.coding.dictionary import Dictionary, load_dictionary
from comparelib.coding.reference import Reference, load_reference
from comparelib.corpus import ManifestRow, load_manifest
from comparelib.errors import Fault, InputFaults
from comparelib.studyfile import FILE_NAME, StudyFile, load_studyfile

T = TypeVar("T")


@dataclass(frozen=True)
class StudyInputs:
    """What a build starts from; all of it is whole, or it does not exist."""

    study: StudyFile
    codebook: Codebook
    manifest: tuple[ManifestRow, ...]
    dictionary: Dictionary
    reference: Reference

    @property
    def varieties(self) -> dict[str, str]:
        """doc_id -> the variety of Dutch that its jurisdiction writes."""
        return {row.doc_id: self.study.variety(row.jurisdiction) for row in self.manifest}


def load_inputs(root: Path) -> StudyInputs:
    """Read and check everything that was curated by hand.

    Raises
    ------
    InputFaults
        Every fault in every file, each with its address.
    """
    study = load_studyfile(root / FILE_NAME)
    faults: list[Fault] = []
    codebook = _tried(lambda: load_codebook(study.codebook, study.shown(study.codebook)), faults)
    manifest = _tried(
        lambda: load_manifest(study.manifest, study.jurisdictions, study.shown(study.manifest)), faults
    )
    if codebook is None:
        raise InputFaults(faults)
    book = codebook
    dictionary = _tried(
        lambda: load_dictionary(study.dictionary, book, study.shown(study.dictionary)), faults
    )
    doc_ids = [row.doc_id for row in manifest or ()]
    reference = None
    if manifest is not None:
        shown = study.shown(study.reference)
        reference = _tried(lambda: load_reference(study.reference, book, doc_ids, shown), faults)
    if faults or manifest is None or dictionary is None or reference is None:
        raise InputFaults(faults)
    return StudyInputs(study, book, manifest, dictionary, reference)


def check_inputs(root: Path) -> tuple[Fault, ...]:
    """Return every fault of a study; empty where all is well. Nothing is written."""
    try:
        load_inputs(root)
    except InputFaults as found:
        return found.faults
    return ()


def _tried(load: Callable[[], T], faults: list[Fault]) -> T | None:
    try:
        return load()
    except InputFaults as found:
        faults += found.faults
        return None
