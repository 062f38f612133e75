"""Every word and number that a reader sees, in Dutch and English, from one catalogue."""

from typing import TYPE_CHECKING

from comparelib.first_use import on_first_use
from comparelib.labels.catalogue import LANGUAGES, language_of, say
from comparelib.labels.numbers import bracketed, formatted, listed
from comparelib.labels.refusals import told
from comparelib.labels.terms import coder_name, kind_name

__all__ = [
    "LANGUAGES",
    "Column",
    "bracketed",
    "coder_name",
    "formatted",
    "kind_name",
    "language_of",
    "listed",
    "say",
    "table_markup",
    "told",
]

if TYPE_CHECKING:
    from comparelib.labels.markup import Column, table_markup

__getattr__ = on_first_use(__name__, dict.fromkeys(("Column", "table_markup"), "comparelib.labels.markup"))
