"""Is this a new edition of a document that the study has already?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from comparelib.adding.details import Details
from comparelib.corpus import ManifestRow, UnitChanges, unit_changes
from comparelib.corpus.changes import NamedText

ALIKE = 0.6
"""Share of identical units (Dice) from which two texts are taken for editions of one document."""
_FEWEST = 5  # identical units; two short news items share a newsletter box, and are no editions


@dataclass(frozen=True)
class Likeness:
    """A document that a new one may be an edition of.

    Attributes
    ----------
    doc_id
        The older document.
    why
        "text", "title" (and issuer) or "name" (of the file): the strongest of these.
    changes
        Which units are new, gone and unchanged against it.
    """

    doc_id: str
    why: str
    changes: UnitChanges


def likeness(
    name: str,
    details: Details,
    texts: Sequence[NamedText],
    rows: Sequence[ManifestRow],
    known: Mapping[str, Sequence[NamedText]],
) -> Likeness | None:
    """Return the document of the manifest that a new one is most like, None where it is like none.

    Parameters
    ----------
    name
        Name of the new file.
    details
        What was said of it.
    texts
        Units of the new document.
    rows
        The manifest.
    known
        doc_id -> the units of documents of the manifest.
    """
    found = []
    for row in rows:
        changes = unit_changes(details.doc_id, texts, row.doc_id, known.get(row.doc_id, ()))
        same_title = bool(details.title) and _same(row.title, details.title)
        if changes.likeness >= ALIKE and changes.unchanged >= _FEWEST:
            found.append(Likeness(row.doc_id, "text", changes))
        elif same_title and _same(row.issuer, details.issuer):
            found.append(Likeness(row.doc_id, "title", changes))
        elif Path(row.path).name.casefold() == Path(name).name.casefold():
            found.append(Likeness(row.doc_id, "name", changes))
    return max(found, key=lambda like: (like.changes.likeness, like.why), default=None)


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
