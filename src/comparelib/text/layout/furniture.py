"""Which lines are furniture: detectors of position, repetition and shape, never of known strings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from comparelib.model import Furniture
from comparelib.text.layout.apparatus import captions, footnotes, links
from comparelib.text.layout.figures import charts, panels, pull_quotes, tables
from comparelib.text.layout.people import boilerplate, contacts, signatures
from comparelib.text.layout.rows import Row
from comparelib.text.layout.running import page_numbers, running_lines

Labels = dict[int, Furniture]
Detector = Callable[[tuple[Row, ...], Mapping[int, Furniture]], Labels]


def hinted(rows: tuple[Row, ...], _labels: Mapping[int, Furniture]) -> Labels:
    """Take what geometry or mark-up showed."""
    return {at: row.line.furniture for at, row in enumerate(rows) if row.line.furniture is not None}


# The order matters: what repeats over pages is known before what stands at a page's foot is looked for, and
# footnotes
# before tables, for a list of sources is full of numbers. A row keeps the first label that it is given.
DETECTORS: tuple[Detector, ...] = (
    hinted,
    running_lines,
    page_numbers,
    links,
    footnotes,
    captions,
    tables,
    panels,
    charts,
    pull_quotes,
    boilerplate,
    contacts,
    signatures,
)


# Where geometry or mark-up told what runs from page to page, repetition alone is no evidence: each
# 'Artikel 3' of a statute is a heading of its text.
BY_TEXT_ALONE = (running_lines, page_numbers)


def furniture_of(rows: tuple[Row, ...]) -> Labels:
    """Return the kind of furniture of each row that is furniture, by its place in `rows`."""
    labels: Labels = {}
    is_marked = any(row.line.block is not None for row in rows)
    for detector in DETECTORS:
        if is_marked and detector in BY_TEXT_ALONE:
            continue
        for at, kind in detector(rows, labels).items():
            labels.setdefault(at, kind)
    return labels
