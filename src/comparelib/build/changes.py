"""What a build changed in the units of documents that the last build, or an older edition, had already."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from comparelib.corpus import ManifestRow, UnitChanges, unit_changes
from comparelib.corpus.changes import NamedText
from comparelib.model import UnitKind


def document_changes(
    rows: Sequence[ManifestRow], made: Collection[str], old: pd.DataFrame | None, new: pd.DataFrame
) -> tuple[UnitChanges, ...]:
    """Return, for each document that was made anew, which units are new, gone and unchanged.

    Parameters
    ----------
    rows
        The manifest.
    made
        doc_ids that were made anew.
    old, new
        The tables of units of the last build (None where there is none) and of this one. Furniture does not
        count: a unit that became furniture is gone.

    Returns
    -------
    tuple of UnitChanges
        In the order of the manifest. A document is held against its last reading; one that the last build did
        not know, against the document of which it is an edition; one that has neither is left out.
    """
    before, after = ({} if old is None else _units_of(old)), _units_of(new)
    changes = []
    for row in rows:
        if row.doc_id not in made:
            continue
        if row.doc_id in before:
            against, units = row.doc_id, before[row.doc_id]
        elif row.edition_of in after:
            against, units = row.edition_of, after[row.edition_of]
        else:
            continue
        changes.append(unit_changes(row.doc_id, after.get(row.doc_id, []), against, units))
    return tuple(changes)


def _units_of(units: pd.DataFrame) -> Mapping[str, list[NamedText]]:
    coded = units[units["kind"] != UnitKind.FURNITURE.value]
    return {
        str(doc_id): list(zip(own["unit_id"], own["text"], strict=True))
        for doc_id, own in coded.groupby("doc_id", sort=False)
    }
