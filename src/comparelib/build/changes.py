"""What a build changed in the units of documents that the last build, or an older edition, had already."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from comparelib.corpus import ManifestRow, UnitChanges, unit_changes
from comparelib.corpus.changes import NamedText
from comparelib.model import UnitKind
from comparelib.store.manifest import TEXTS

if TYPE_CHECKING:
    from comparelib.build.plan import BuildPlan


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


def group_changes(plan: BuildPlan, read: Collection[str]) -> tuple[UnitChanges, ...]:
    """Return the same for a whole build, one group in memory at a time.

    Parameters
    ----------
    plan
        With all its texts; the files of the last build are still there.
    read
        doc_ids that were read anew.
    """
    rows = {row.doc_id: row for row in plan.inputs.manifest}
    part_of = {doc_id: own[TEXTS] for ids, own in zip(plan.groups, plan.parts, strict=True) for doc_id in ids}
    changes: list[UnitChanges] = []
    for documents in plan.groups:
        own = [rows[name] for name in documents if name in read]
        own = [row for row in own if plan.older.has(row.doc_id) or row.edition_of]
        if own:
            names = dict.fromkeys([*(row.doc_id for row in own), *(row.edition_of for row in own)])
            new = plan.older.rows({name: part_of[name] for name in names if name in part_of})
            old = plan.older.units([row.doc_id for row in own])
            changes += document_changes(own, read, old, new)
    return tuple(changes)
