"""YAML -> Codebook; what changed between two of them; the codebook as a page and as a table."""

from comparelib.codebook.diff import CodebookChange, CodebookDiff, codebook_diff
from comparelib.codebook.load import Code, Codebook, Facet, load_codebook
from comparelib.codebook.table import codebook_table

__all__ = [
    "Code",
    "Codebook",
    "CodebookChange",
    "CodebookDiff",
    "Facet",
    "codebook_diff",
    "codebook_table",
    "load_codebook",
]
