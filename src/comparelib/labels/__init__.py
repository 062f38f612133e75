"""Every word and number that a reader sees, in Dutch and English, from one catalogue."""

from comparelib.labels.catalogue import LANGUAGES, language_of, say
from comparelib.labels.markup import Column, table_markup
from comparelib.labels.numbers import bracketed, formatted, listed
from comparelib.labels.refusals import told

__all__ = [
    "LANGUAGES",
    "Column",
    "bracketed",
    "formatted",
    "language_of",
    "listed",
    "say",
    "table_markup",
    "told",
]
