"""Cells that say where a passage stands."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from comparelib.explore.markup import TEXT_LANGUAGE, Cell
from comparelib.labels import say

if TYPE_CHECKING:
    from comparelib.charts import Look


def document_cell(doc_id: str, jurisdiction: str, look: Look) -> Cell:
    """Return the document and its side."""
    return Cell(f"{escape(look.name(doc_id))}<br><small>{escape(look.name(jurisdiction))}</small>")


def place_cell(section: str, page: int, language: str) -> Cell:
    """Return the page and the nearest heading above; sorted by page."""
    near = section.rsplit(" > ", 1)[-1]
    title = f'<br><small lang="{TEXT_LANGUAGE}">{escape(near)}</small>' if near else ""
    return Cell(escape(say("explore.page", language, page=int(page))) + title)
