"""One raw file -> Document: its canonical text, frozen, and what the file said of its lines."""

from __future__ import annotations

from comparelib.corpus.manifest import ManifestRow
from comparelib.errors import CorpusFault, InputFaults
from comparelib.model import Document, SourceText
from comparelib.text.clean import canonical_text
from comparelib.text.extract import extract


def read_document(row: ManifestRow) -> tuple[Document, SourceText]:
    """Read the raw file of a row of the manifest.

    Raises
    ------
    CorpusFault
        The file cannot be read as text; names the file and the way out.
    """
    try:
        source = extract(row.file.read_bytes(), row.path)
    except InputFaults as broken:
        raise CorpusFault(broken.faults) from None
    document = Document(
        doc_id=row.doc_id,
        jurisdiction=row.jurisdiction,
        title=row.title,
        issuer=row.issuer,
        issuer_type=row.issuer_type,
        doc_type=row.doc_type,
        date=row.date,
        language=row.language,
        path=row.path,
        sha256=row.sha256,
        n_pages=source.n_pages,
        canonical=canonical_text(source),
    )
    return document, source
