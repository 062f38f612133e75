"""What people coded, by hand or for the reference, on the units of the texts as they are now.

Both are small, and what one row of theirs means may hang on any other one (whom a unit was put before, which
facets a coder speaks of). So they are worked out for the whole corpus at once, and then cut into groups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from comparelib.build.inputs import StudyInputs
from comparelib.coding.human import human_codings
from comparelib.coding.reference import reference_codings
from comparelib.corpus import owners
from comparelib.store import Part, PartFolder
from comparelib.store.manifest import TEXTS
from comparelib.store.reading import typed_frame

Groups = Sequence[Mapping[str, Part]]
"""The parts of every group, texts among them."""


def reference_rows(inputs: StudyInputs, folder: PartFolder, groups: Groups) -> pd.DataFrame:
    """Return the codings of the reference."""
    covered = [parts[TEXTS].key for parts in groups if parts[TEXTS].facts["covered"]]
    anchors = typed_frame([folder.arrow("anchors", key) for key in covered], "anchors")
    found = dict(zip(anchors["reference_unit_id"], anchors["unit_id"], strict=True))
    return reference_codings(inputs.reference, found, inputs.codebook)


def human_rows(inputs: StudyInputs, folder: PartFolder, groups: Groups) -> pd.DataFrame:
    """Return the hand codings.

    Raises
    ------
    CodingFault
        A unit that does not exist, is furniture, or had another text when it was coded: all of them.
    """
    named = coded_by_hand(inputs)
    keys = [parts[TEXTS].key for parts in groups]
    coded = [folder.arrow("units", key, ("unit_id", "kind", "text"), named) for key in keys]
    # A document that nobody coded has its name alone, by which a mistyped one is recognised.
    others = [f"{row.doc_id}#" for row in inputs.manifest if row.doc_id not in named]
    names = pd.DataFrame({"unit_id": others, "kind": "", "text": ""}, dtype="str")
    units = pd.concat([typed_frame(coded, "units"), names], ignore_index=True)
    return human_codings(inputs.human, units, inputs.codebook)


def coded_by_hand(inputs: StudyInputs) -> frozenset[str]:
    """Return the doc_ids that the units of hand codings name."""
    return frozenset(row.unit_id.rpartition("#")[0] for row in inputs.human.rows)


def rows_of(codings: pd.DataFrame, documents: Sequence[str]) -> pd.DataFrame:
    """Return the codings of some documents, in their order."""
    owner = owners(codings["unit_id"])
    return codings[owner.isin(list(documents))].reset_index(drop=True)
