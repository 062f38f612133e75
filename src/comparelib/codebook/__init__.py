"""YAML -> Codebook; what changed between two of them; the codebook as a page and as a table."""

from typing import TYPE_CHECKING

from comparelib.codebook.diff import CodebookChange, CodebookDiff, codebook_diff
from comparelib.codebook.load import Code, Codebook, Facet, load_codebook
from comparelib.first_use import on_first_use

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

if TYPE_CHECKING:
    from comparelib.codebook.table import codebook_table

__getattr__ = on_first_use(__name__, {"codebook_table": "comparelib.codebook.table"})
