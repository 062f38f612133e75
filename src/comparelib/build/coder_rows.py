"""Who coded: the rows of the table of coders."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from comparelib.build.inputs import StudyInputs
from comparelib.coding.reference import REFERENCE_CODER
from comparelib.model import Coder, CoderKind
from comparelib.model.schemas import CODERS, checked
from comparelib.store import Part


def coders_of(kind: str, names: Sequence[str], parts: Iterable[Part], inputs: StudyInputs) -> list[Coder]:
    """Return the coders of a kind that coded anything.

    Parameters
    ----------
    names
        As in the codings, in their order.
    parts
        The codings of this kind; they know the machines that made them.
    """
    if kind == CoderKind.REFERENCE:
        return [_annotator(name, inputs) for name in names]
    if kind == CoderKind.HUMAN:
        return [_person(name, inputs) for name in names]
    records = {record["name"]: record for part in parts for record in part.facts["coders"]}
    return [_machine(records[name]) for name in names]


def coders_frame(coders: Sequence[Coder]) -> pd.DataFrame:
    """Return the table of coders."""
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
    return checked(pd.DataFrame(rows, columns=list(CODERS.columns), dtype="str"), CODERS)


def _machine(record: Mapping[str, object]) -> Coder:
    content = {**record, "kind": CoderKind(str(record["kind"]))}
    return Coder(**content)  # type: ignore[arg-type]


def _annotator(name: str, inputs: StudyInputs) -> Coder:
    version, rows = inputs.codebook.version, inputs.reference.codings
    settled = "adjudicated" if name == REFERENCE_CODER else "one of the coders before adjudication"
    n_units = rows.loc[rows["coder"] == name, "unit_id"].nunique()
    given = {"status": settled, "units": str(n_units)}
    return Coder(name, CoderKind.REFERENCE, version, version, parameters=given)


def _person(name: str, inputs: StudyInputs) -> Coder:
    version = inputs.codebook.version
    n_units = len({row.unit_id for row in inputs.human.rows if row.coder == name})
    return Coder(name, CoderKind.HUMAN, version, version, parameters={"units": str(n_units)})
