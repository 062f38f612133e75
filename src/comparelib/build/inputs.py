"""What was curated by hand, read and checked at once: study.yml, manifest, codebook, patterns, codings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from comparelib.codebook import Codebook, load_codebook
from comparelib.coding.dictionary import Dictionary, load_dictionary
from comparelib.coding.human import HumanCodings, load_human_codings
from comparelib.coding.reference_rows import ReferenceRows, reference_rows
from comparelib.corpus import ManifestRow, load_manifest
from comparelib.errors import Fault, InputFaults
from comparelib.studyfile import FILE_NAME, StudyFile, load_studyfile

if TYPE_CHECKING:
    import pandas as pd

    from comparelib.coding.reference import Reference

T = TypeVar("T")


@dataclass(frozen=True)
class StudyInputs:
    """What a build starts from; all of it is whole, or it does not exist."""

    study: StudyFile
    codebook: Codebook
    manifest: tuple[ManifestRow, ...]
    dictionary: Dictionary
    reference: Reference
    human: HumanCodings

    @property
    def varieties(self) -> dict[str, str]:
        """doc_id -> the variety of Dutch that its jurisdiction writes."""
        return {row.doc_id: self.study.variety(row.jurisdiction) for row in self.manifest}

    def reference_units(self, doc_id: str) -> pd.DataFrame:
        """Return the units of a document that a reference coding coded, as `Reference.coded_units` does."""
        covered, without = self._coded_units
        return covered.get(doc_id, without)

    @cached_property
    def _coded_units(self) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
        """By document, cut once: a search of all units for each of ten thousand documents takes long."""
        names = self.reference.units["doc_id"].unique()
        covered = {str(name): self.reference.coded_units(str(name)) for name in names}
        return covered, self.reference.units.loc[[], ["unit_id", "kind", "text"]]


@dataclass(frozen=True)
class ReadInputs:
    """What could be read of a study: a part that has faults is None, and the faults of all parts."""

    study: StudyFile
    codebook: Codebook | None
    manifest: tuple[ManifestRow, ...] | None
    dictionary: Dictionary | None
    reference: ReferenceRows | None
    human: HumanCodings | None
    faults: tuple[Fault, ...]

    def whole(self) -> StudyInputs:
        """Return the inputs of a build.

        Raises
        ------
        InputFaults
            Some part has faults.
        """
        parts = (self.codebook, self.manifest, self.dictionary, self.reference, self.human)
        codebook, manifest, dictionary, reference, human = parts
        if self.faults or not (codebook and dictionary and reference) or manifest is None or human is None:
            raise InputFaults(self.faults)
        from comparelib.coding.reference import reference_of  # only here: who checks needs no table

        return StudyInputs(self.study, codebook, manifest, dictionary, reference_of(reference), human)


def load_inputs(root: Path) -> StudyInputs:
    """Read and check everything that was curated by hand.

    Raises
    ------
    InputFaults
        Every fault in every file, each with its address.
    """
    return read_inputs(root).whole()


def read_inputs(root: Path) -> ReadInputs:
    """Read everything that was curated by hand, and keep the faults.

    Raises
    ------
    StudyFault
        study.yml has faults: where the rest lies is not known.
    """
    study = load_studyfile(root / FILE_NAME)
    faults: list[Fault] = []
    book = _tried(lambda: load_codebook(study.codebook, study.shown(study.codebook)), faults)
    manifest = _tried(
        lambda: load_manifest(study.manifest, study.jurisdictions, study.shown(study.manifest)), faults
    )
    dictionary = reference = human = None
    if book is not None:
        codebook = book
        dictionary = _tried(
            lambda: load_dictionary(study.dictionary, codebook, study.shown(study.dictionary)), faults
        )
        if manifest is not None:
            doc_ids = [row.doc_id for row in manifest]
            shown = study.shown(study.reference)
            reference = _tried(lambda: reference_rows(study.reference, codebook, doc_ids, shown), faults)
        folder = study.codings
        place = study.shown(folder) if folder else None
        human = _tried(lambda: load_human_codings(folder, codebook, place), faults)
    return ReadInputs(study, book, manifest, dictionary, reference, human, tuple(faults))


def _tried(load: Callable[[], T], faults: list[Fault]) -> T | None:
    try:
        return load()
    except InputFaults as found:
        faults += found.faults
        return None
