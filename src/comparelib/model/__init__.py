"""The nouns of the house: Document, Unit, Coding, their kinds, and the schema of every table."""

from comparelib.model.kinds import CoderKind, Counting, Furniture, Reserved, UnitKind, Weighting
from comparelib.model.records import CanonicalText, Coder, Document, Line, SourceText, Unit

__all__ = [
    "CanonicalText",
    "Coder",
    "CoderKind",
    "Counting",
    "Document",
    "Furniture",
    "Line",
    "Reserved",
    "SourceText",
    "Unit",
    "UnitKind",
    "Weighting",
]
