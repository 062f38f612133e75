"""PDF to a SourceText: reading order and furniture by geometry."""

from comparelib.text.extract.pdf.document import pdf_text

__all__ = ["pdf_text"]
