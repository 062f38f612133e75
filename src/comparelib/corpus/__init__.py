"""The manifest and the texts -> documents and units."""

from comparelib.corpus.changes import UnitChanges, unit_changes
from comparelib.corpus.documents import read_document
from comparelib.corpus.manifest import ManifestRow, load_manifest
from comparelib.corpus.units import document_units, documents_frame, owners, unit_id, units_frame

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
