"""The manifest and the texts -> documents and units; their tables are imported when they are first used."""

from typing import TYPE_CHECKING

from comparelib.corpus.changes import UnitChanges, unit_changes
from comparelib.corpus.manifest import ManifestRow, load_manifest
from comparelib.first_use import on_first_use

__all__ = [
    "ManifestRow",
    "UnitChanges",
    "document_units",
    "documents_frame",
    "load_manifest",
    "owners",
    "read_document",
    "unit_changes",
    "unit_id",
    "units_frame",
]

if TYPE_CHECKING:
    from comparelib.corpus.documents import read_document
    from comparelib.corpus.frames import documents_frame, units_frame
    from comparelib.corpus.units import document_units, owners, unit_id

__getattr__ = on_first_use(
    __name__,
    {
        "document_units": "comparelib.corpus.units",
        "documents_frame": "comparelib.corpus.frames",
        "owners": "comparelib.corpus.units",
        "read_document": "comparelib.corpus.documents",
        "unit_id": "comparelib.corpus.units",
        "units_frame": "comparelib.corpus.frames",
    },
)
