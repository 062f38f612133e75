"""The passages without scripts: one plain list of all units, and links into it from every cell."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from comparelib.labels import say

if TYPE_CHECKING:
    from comparelib.reporting.evidence.parcel import Parcel
    from comparelib.reporting.evidence.passages import Passages

MOST_LISTED = 2000
"""Units in the plain list; a larger corpus is read on the pages of its documents."""


def unit_list(passages: Passages) -> str:
    """Return the list of all units of the documents of the matrix, with the codes of the matrix' coder."""
    language = passages.look.language
    if not _listed(passages):
        return f"<p>{escape(say('evidence.unscripted', language))}</p>"
    parts = [
        f'<details class="passages"><summary>{escape(passages.look.name(doc_id))}: '
        f"{escape(say('evidence.all_units', language))}</summary><ul>\n"
        f"{_items(passages, place, content)}</ul></details>\n"
        for place, (doc_id, content) in enumerate(passages.parcels.items())
    ]
    return "".join(parts)


def cell_links(passages: Passages, group: str, code: str) -> str:
    """Return the links from a cell to its units in the list, for a reader without scripts."""
    if group in passages.groups or not passages.embedded or not _listed(passages):
        return ""
    place = list(passages.parcels).index(group)
    numbers = [unit.rpartition("#")[2] for unit in passages.of(group, code)]
    links = " ".join(f'<a href="#unit-{place}-{int(number)}">{number}</a>' for number in numbers)
    return f"<noscript><p>{links}</p></noscript>"


def _listed(passages: Passages) -> bool:
    return sum(len(content["units"]) for content in passages.parcels.values()) <= MOST_LISTED


def _items(passages: Passages, place: int, content: Parcel) -> str:
    items = []
    coders = content["coders"]
    own = coders.index(passages.matrix.coder) if passages.matrix.coder in coders else None
    for position, _, _, page, text, codes in content["units"]:
        names = ", ".join(
            passages.look.name(content["codes"][code[0]][1]) for code in codes if code[1] == own
        )
        codes_of = f" <small>{escape(names)}</small>" if names else ""
        where = escape(say("evidence.place", passages.look.language, page=page, unit=f"{position:04d}"))
        items.append(
            f'<li id="unit-{place}-{position}"><small>{where}</small> {escape(text)}{codes_of}</li>\n'
        )
    return "".join(items)
