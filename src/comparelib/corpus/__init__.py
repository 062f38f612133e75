"""The manifest and the texts -> documents and units."""

from comparelib.corpus.documents import read_document
from comparelib.corpus.manifest import ManifestRow, load_manifest
from comparelib.corpus.units import document_units, documents_frame, units_frame

__all__ = [
    "ManifestRow",
    "document_units",
    "documents_frame",
    "load_manifest",
    "read_document",
    "units_frame",
]
