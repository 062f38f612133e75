"""Units -> the codings of every coder of the study, and who the coders are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from comparelib.build.coders import CODERS, LEARNING, CodedTexts, CoderMaterials, ready_coder
from comparelib.build.inputs import StudyInputs
from comparelib.coding.human import human_codings
from comparelib.coding.reference import REFERENCE_CODER, reference_codings
from comparelib.matrix import theme_matrix
from comparelib.model import Coder, CoderKind
from comparelib.model.schemas import CODERS as CODERS_TABLE
from comparelib.model.schemas import CODINGS, THEME_COUNTS, checked, typed
from comparelib.store import file_sha256, package_sha256, text_sha256

CACHE = Path("data") / "processed" / "cache"
_CODE = ("coding", "model", "codebook", "csvfile", "yamlfile")


@dataclass(frozen=True)
class CodedBy:
    """The rows of one kind of coder in the tables of codings and coders."""

    codings: pd.DataFrame
    coders: pd.DataFrame


def codings_keys(inputs: StudyInputs, document_keys: dict[str, str]) -> dict[str, str]:
    """Return, for each kind of coder of the study in order, the hash of all that its codings depend on."""
    study = inputs.study
    reference, patterns = file_sha256(study.reference), file_sha256(study.dictionary)
    varieties = json.dumps(inputs.varieties, sort_keys=True)
    parts = {CoderKind.REFERENCE: [reference], CoderKind.DICTIONARY: [patterns, varieties]}
    if study.coder in CODERS:
        parts.setdefault(CoderKind(study.coder), [patterns, varieties, reference])
    if inputs.human.rows:
        parts[CoderKind.HUMAN] = [human_key(study.codings)]
    units = json.dumps(document_keys, sort_keys=True)
    shared = [units, file_sha256(study.codebook), package_sha256(*_CODE)]
    return {kind.value: text_sha256("\n".join([*shared, *own])) for kind, own in parts.items()}


def human_key(folder: Path | None) -> str:
    """Return the hash of all files of hand codings; of nothing where there are none."""
    paths = sorted(folder.rglob("*.csv")) if folder else []
    return text_sha256("\n".join(f"{path.name} {file_sha256(path)}" for path in paths))


def made_codings(kind: str, inputs: StudyInputs, units: pd.DataFrame, anchors: pd.DataFrame) -> CodedBy:
    """Code the units by one kind of coder.

    A coder that learns from the reference coding codes only documents that the reference does not cover: on
    sentences that it has learned from it would look far better than it is (theme F1 .96 instead of .78).

    Raises
    ------
    CodingFault
        A hand coding is of a unit that does not exist.
    """
    if kind == CoderKind.REFERENCE:
        codings = _reference(inputs, anchors)
        return CodedBy(codings, _coders_frame([_annotator(name, inputs) for name in _names(codings)]))
    if kind == CoderKind.HUMAN:
        codings = human_codings(inputs.human, units, inputs.codebook)
        return CodedBy(codings, _coders_frame([_person(name, codings, inputs) for name in _names(codings)]))
    if kind in LEARNING:
        covered = units.loc[units["unit_id"].isin(anchors["unit_id"]), "doc_id"].unique()
        wanted = units[~units["doc_id"].isin(covered)]
        if wanted.empty:
            return CodedBy(_no_codings(), _coders_frame([]))
    else:
        wanted = units
    materials = CoderMaterials(
        inputs.codebook,
        inputs.dictionary,
        training=lambda: CodedTexts(units, _reference(inputs, anchors), inputs.varieties),
        cache=inputs.study.root / CACHE,
    )
    coder = ready_coder(kind, materials)
    return CodedBy(coder.code(wanted, inputs.varieties), _coders_frame([coder.record]))


def _no_codings() -> pd.DataFrame:
    return checked(typed(pd.DataFrame(columns=list(CODINGS.columns)), CODINGS), CODINGS)


def kept_codings(kind: str, codings: pd.DataFrame, coders: pd.DataFrame) -> CodedBy:
    """Return the rows of one kind of coder as the last build wrote them."""
    own = coders[coders["kind"] == kind]
    return CodedBy(codings[codings["coder"].isin(own["coder"])], own)


def _reference(inputs: StudyInputs, anchors: pd.DataFrame) -> pd.DataFrame:
    found = dict(zip(anchors["reference_unit_id"], anchors["unit_id"], strict=True))
    return reference_codings(inputs.reference, found, inputs.codebook)


def _names(codings: pd.DataFrame) -> list[str]:
    return [str(name) for name in codings["coder"].unique()]


def _annotator(name: str, inputs: StudyInputs) -> Coder:
    version, rows = inputs.codebook.version, inputs.reference.codings
    settled = "adjudicated" if name == REFERENCE_CODER else "one of the coders before adjudication"
    n_units = rows.loc[rows["coder"] == name, "unit_id"].nunique()
    given = {"status": settled, "units": str(n_units)}
    return Coder(name, CoderKind.REFERENCE, version, version, parameters=given)


def _person(name: str, codings: pd.DataFrame, inputs: StudyInputs) -> Coder:
    version = inputs.codebook.version
    n_units = codings.loc[codings["coder"] == name, "unit_id"].nunique()
    return Coder(name, CoderKind.HUMAN, version, version, parameters={"units": str(n_units)})


def _coders_frame(coders: Sequence[Coder]) -> pd.DataFrame:
    rows = [
        (
            coder.name,
            coder.kind.value,
            coder.version,
            coder.trained_on,
            coder.codebook_version,
            json.dumps(coder.parameters, sort_keys=True),
        )
        for coder in coders
    ]
    return checked(pd.DataFrame(rows, columns=list(CODERS_TABLE.columns), dtype="str"), CODERS_TABLE)


def theme_counts(
    codings: pd.DataFrame, units: pd.DataFrame, documents: pd.DataFrame, inputs: StudyInputs
) -> pd.DataFrame:
    """Return the counts of every coder, facet, document and code in one long table."""
    parts = []
    for names, own in codings.groupby(["coder", "facet"], sort=False):
        coder, facet = map(str, names)
        matrix = theme_matrix(own, units, documents, inputs.codebook, facet=facet, coder=coder)
        long = (
            matrix.counts.rename_axis("doc_id")
            .reset_index()
            .melt("doc_id", var_name="code", value_name="count")
        )
        total = long["doc_id"].map(matrix.totals)
        parts.append(long.assign(coder=coder, facet=facet, total=total)[list(THEME_COUNTS.columns)])
    frame = pd.concat(parts, ignore_index=True).astype({"count": "float64", "total": "float64"})
    return checked(frame, THEME_COUNTS)
