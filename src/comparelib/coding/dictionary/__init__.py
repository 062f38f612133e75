"""The dictionary coder: patterns that a person can read, matched as quanteda does, with every passage shown.

Each distinct token is held against all globs once, and the answers are gathered by integer ids; so the time
depends on the length of the text and hardly on the number of patterns.
"""

from typing import TYPE_CHECKING

from comparelib.coding.dictionary.examples import failing_examples
from comparelib.coding.dictionary.load import Dictionary, load_dictionary
from comparelib.coding.dictionary.lookup import lookup
from comparelib.coding.dictionary.scope import NestedScope
from comparelib.first_use import on_first_use

__all__ = [
    "Dictionary",
    "NestedScope",
    "dictionary_codings",
    "failing_examples",
    "load_dictionary",
    "lookup",
]

if TYPE_CHECKING:
    from comparelib.coding.dictionary.codings import dictionary_codings

__getattr__ = on_first_use(__name__, {"dictionary_codings": "comparelib.coding.dictionary.codings"})
