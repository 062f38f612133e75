"""Units -> the codings of every coder of the study, and who the coders are."""

from __future__ import annotations

import json

import pandas as pd

from comparelib.build.inputs import StudyInputs
from comparelib.coding.dictionary import dictionary_codings
from comparelib.coding.reference import REFERENCE_CODER, reference_codings
from comparelib.matrix import theme_matrix
from comparelib.model import Coder, CoderKind
from comparelib.model.schemas import CODERS, THEME_COUNTS, checked
from comparelib.store import file_sha256, package_sha256, text_sha256

_CODE = ("coding", "model", "codebook")


def codings_keys(inputs: StudyInputs, document_keys: dict[str, str]) -> dict[str, str]:
    """Return, for each kind of coder, the hash of all that its codings depend on."""
    units = json.dumps(document_keys, sort_keys=True)
    shared = [units, file_sha256(inputs.study.codebook), package_sha256(*_CODE)]
    return {
        "reference": text_sha256("\n".join([*shared, file_sha256(inputs.study.reference)])),
        "dictionary": text_sha256(
            "\n".join(
                [*shared, file_sha256(inputs.study.dictionary), json.dumps(inputs.varieties, sort_keys=True)]
            )
        ),
    }


def made_codings(kind: str, inputs: StudyInputs, units: pd.DataFrame, anchors: pd.DataFrame) -> pd.DataFrame:
    """Code the units by one kind of coder."""
    if kind == "reference":
        found = dict(zip(anchors["reference_unit_id"], anchors["unit_id"], strict=True))
        return reference_codings(inputs.reference, found, inputs.codebook)
    return dictionary_codings(units, inputs.dictionary, inputs.codebook, inputs.varieties)


def coders_frame(inputs: StudyInputs, codings: pd.DataFrame) -> pd.DataFrame:
    """Return the table of coders, in the order in which their codings stand."""
    rows = []
    for name in codings["coder"].unique():
        coder = _coder(str(name), inputs)
        rows.append(
            (
                coder.name,
                coder.kind.value,
                coder.version,
                coder.trained_on,
                coder.codebook_version,
                json.dumps(coder.parameters, sort_keys=True),
            )
        )
    return checked(pd.DataFrame(rows, columns=list(CODERS.columns), dtype="str"), CODERS)


def _coder(name: str, inputs: StudyInputs) -> Coder:
    version = inputs.codebook.version
    stem, _, own_version = name.partition("@")
    if stem == "dictionary":
        return Coder(name, CoderKind.DICTIONARY, own_version, version)
    rows = inputs.reference.codings
    settled = "adjudicated" if stem == REFERENCE_CODER else "one of the coders before adjudication"
    n_units = rows.loc[rows["coder"] == name, "unit_id"].nunique()
    return Coder(
        name, CoderKind.REFERENCE, version, version, parameters={"status": settled, "units": str(n_units)}
    )


def theme_counts(
    codings: pd.DataFrame, units: pd.DataFrame, documents: pd.DataFrame, inputs: StudyInputs
) -> pd.DataFrame:
    """Return the counts of every coder, facet, document and code in one long table."""
    parts = []
    for (coder, facet), own in codings.groupby(["coder", "facet"], sort=False):
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
