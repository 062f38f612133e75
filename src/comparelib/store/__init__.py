"""The only reader and writer of data/processed."""

from comparelib.store.hashing import file_sha256, package_sha256, text_sha256
from comparelib.store.manifest import BuildManifest, DocumentGroup
from comparelib.store.parts import Part, PartFolder
from comparelib.store.store import Store

__all__ = [
    "BuildManifest",
    "DocumentGroup",
    "Part",
    "PartFolder",
    "Store",
    "file_sha256",
    "package_sha256",
    "text_sha256",
]
