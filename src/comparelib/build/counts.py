"""Codings -> the counts of one kind of coder in one group: the third stage of a build."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from comparelib.build.documents import Done
from comparelib.build.inputs import StudyInputs
from comparelib.build.keys import materials_key
from comparelib.codebook import Codebook
from comparelib.matrix import ThemeMatrix
from comparelib.matrix.grouped import CODING_COLUMNS, UNIT_COLUMNS, grouped_theme_matrix
from comparelib.model.schemas import THEME_COUNTS, typed
from comparelib.store import PartFolder, package_sha256, text_sha256
from comparelib.store.manifest import COUNTS as STAGE
from comparelib.store.reading import typed_frame


@dataclass(frozen=True)
class CountsJob:
    """The counting of one kind of coder in one group.

    Attributes
    ----------
    texts, codings
        Keys of the parts that hold units and codings; "" where nobody coded this group.
    pairs
        (coder, facet) that are counted: those of the whole corpus, so that a document without a coding has
        its zeros.
    """

    processed: Path
    kind: str
    key: str
    texts: str
    codings: str
    pairs: tuple[tuple[str, str], ...]
    codebook: Codebook
    weight: int


def counts_key(
    kind: str, inputs: StudyInputs, pairs: Sequence[tuple[str, str]], keys: tuple[str, str]
) -> str:
    """Return the key of counts; `keys` are those of the parts that hold units and codings."""
    code = package_sha256("matrix", "model", "build", "codebook")
    return text_sha256("\n".join([STAGE, kind, *keys, materials_key(inputs), code, json.dumps(pairs)]))


def counts_part(job: CountsJob) -> Done:
    """Count the codes of every coder, facet and document of a group, and write the counts."""
    folder = PartFolder(job.processed)
    units = folder.frame("units", job.texts, UNIT_COLUMNS)
    documents = folder.frame("documents", job.texts, ["doc_id", "jurisdiction"])
    codings = (
        folder.frame("codings", job.codings, CODING_COLUMNS)
        if job.codings
        else typed_frame([], "codings")[[*CODING_COLUMNS]]
    )
    parts = []
    for coder, facet in job.pairs:
        own = codings[(codings["coder"] == coder) & (codings["facet"] == facet)]
        matrix = grouped_theme_matrix(
            [(own, units)], documents, job.codebook, coder=coder, facet=facet, may_be_empty=True
        )
        parts.append(_long(matrix, coder, facet))
    counts = pd.concat(parts, ignore_index=True)
    return Done(folder.write(f"{STAGE}/{job.kind}", job.key, {"theme_counts": typed(counts, THEME_COUNTS)}))


def _long(matrix: ThemeMatrix, coder: str, facet: str) -> pd.DataFrame:
    counts = matrix.counts.rename_axis("doc_id").reset_index()
    long = counts.melt("doc_id", var_name="code", value_name="count")
    total = long["doc_id"].map(matrix.totals)
    return long.assign(coder=coder, facet=facet, total=total)[list(THEME_COUNTS.columns)]
