"""Exemplars that teach nothing sound: of a facet whose codes may join, or of two codes at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from comparelib.codebook import Codebook
from comparelib.coding.dictionary.pattern_file import Exemplar
from comparelib.errors import Fault
from comparelib.yamlfile import Node


def misplaced_exemplars(codebook: Codebook, exemplars: Sequence[tuple[Exemplar, Node]]) -> Iterator[Fault]:
    """Return a fault for each exemplar that has no single code of its facet to teach.

    An exemplar says that a sentence has its code and no other of the facet: where codes may join it would
    deny the others, of which nobody spoke. A text that stands twice would count twice, or contradict itself.
    """
    seen: dict[tuple[str, str], str] = {}
    for exemplar, node in exemplars:
        if codebook.facet(exemplar.facet).multiple:
            message = f"facet '{exemplar.facet}' lets codes join: an exemplar cannot speak for one alone"
            yield node.fault(message, remedy="Put the sentence under 'examples'")
        key = (exemplar.facet, exemplar.text.casefold())
        if key in seen:
            yield node.fault(f"exemplar stands already under '{seen[key]}'", remedy="Take one of the two out")
        seen.setdefault(key, exemplar.code)
