"""Any table of units -> codings by a machine coder of a study, document by document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from comparelib.build.coders import CodedTexts, CoderMaterials, ReadyCoder
from comparelib.build.codings import CACHE
from comparelib.build.state import PROCESSED, inputs_key
from comparelib.codebook import load_codebook
from comparelib.coding.dictionary import load_dictionary
from comparelib.coding.reference import REFERENCE_CODER
from comparelib.corpus import owners
from comparelib.errors import Fault, ParameterFault, StoreFailure, one_of
from comparelib.model.schemas import CODINGS, checked
from comparelib.store import Store
from comparelib.studyfile import FILE_NAME, StudyFile, load_studyfile

_CHUNK = 2000
Progress = Callable[[str, int, int], None]


def study_materials(root: Path, facets: Sequence[str] = ()) -> CoderMaterials:
    """Return what coders are made from in a study. Coders that learn need its processed data.

    Parameters
    ----------
    facets
        Names that the codebook must have.

    Raises
    ------
    InputFaults
        study.yml, the codebook or the dictionary has faults, or a facet is unknown.
    """
    study = load_studyfile(root / FILE_NAME)
    codebook = load_codebook(study.codebook, study.shown(study.codebook))
    for name in facets:
        codebook.facet(name)
    dictionary = load_dictionary(study.dictionary, codebook, study.shown(study.dictionary))
    return CoderMaterials(codebook, dictionary, lambda: _training(study), root / CACHE, study.encoder)


def declared_varieties(
    units: pd.DataFrame, study: StudyFile | None = None, variety: str | None = None
) -> dict[str, str]:
    """Return doc_id -> variety of Dutch: that of all units, or of the jurisdiction that each names.

    Raises
    ------
    ParameterFault
        A jurisdiction that the study does not declare.
    """
    if variety:
        return dict.fromkeys(units["doc_id"], variety)
    if study is None or "jurisdiction" not in units:
        return {}
    known = study.jurisdictions
    named = dict(zip(units["doc_id"], units["jurisdiction"], strict=True))
    unknown = dict.fromkeys(name for name in named.values() if name not in known)
    if unknown:
        raise ParameterFault(
            Fault(f"jurisdiction '{name}' is not in study.yml", expected=one_of(known, name))
            for name in unknown
        )
    return {doc_id: study.variety(name) for doc_id, name in named.items()}


def table_codings(
    units: pd.DataFrame,
    coder: ReadyCoder,
    varieties: Mapping[str, str],
    *,
    facets: Sequence[str] = (),
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return the codings of the units, in their order and that of the codebook.

    Parameters
    ----------
    facets
        Names of facets to keep; all where none is given.
    progress
        Called with what is being done, how many units are coded, and how many there are.
    """
    parts, done = [], 0
    for chunk in _chunks(units):
        parts.append(coder.code(chunk, varieties))
        done += len(chunk)
        if progress:
            progress("units", done, len(units))
    codings = pd.concat(parts, ignore_index=True)
    kept = codings[codings["facet"].isin(list(facets))] if facets else codings
    place = {unit_id: number for number, unit_id in enumerate(units["unit_id"])}
    kept = kept.sort_values("unit_id", key=lambda names: names.map(place), kind="stable")
    return checked(kept.reset_index(drop=True), CODINGS)


def _chunks(units: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield runs of whole documents: a coder may read the sentences around a unit."""
    documents = [own for _, own in units.groupby("doc_id", sort=False)]
    waiting: list[pd.DataFrame] = []
    for document in documents:
        waiting.append(document)
        if sum(map(len, waiting)) >= _CHUNK:
            yield pd.concat(waiting)
            waiting = []
    if waiting:
        yield pd.concat(waiting)


def _training(study: StudyFile) -> CodedTexts:
    store = Store(study.root / PROCESSED)
    manifest = store.manifest
    if manifest is None or manifest.inputs != inputs_key(study.root):
        raise StoreFailure(
            "this coder learns from the processed data, which is missing or old. Run `comparelib build`"
        )
    covered = set(owners(store.read("anchors", ["unit_id"])["unit_id"]))
    documents = store.read("documents", ["doc_id", "jurisdiction"], covered)
    named = zip(documents["doc_id"], documents["jurisdiction"], strict=True)
    varieties = {doc_id: study.variety(jurisdiction) for doc_id, jurisdiction in named}
    codings = store.read("codings", documents=covered)
    reference = codings[codings["coder"] == REFERENCE_CODER]
    return CodedTexts(store.read("units", documents=covered), reference, varieties)
