"""One page of a PDF as it is seen: segments of text, thin rules and graphics."""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import byref, c_float
from dataclasses import dataclass
from typing import Any

from comparelib.text.extract.pdf.segments import Segment, segments_of
from comparelib.text.extract.pdf.words import PageFrame, page_words

Box = tuple[float, float, float, float]
_MOST_OBJECTS = 3000  # a map may have a hundred thousand; the first thousands show a table
_THIN = 2.5


@dataclass(slots=True)
class Page:
    """A page.

    Attributes
    ----------
    number
        One-based.
    width, height
        Points, as the page is seen.
    segments
        In the order of the page's content.
    rules
        Thin lines and thin boxes (left, top, right, bottom).
    graphics
        Boxes of pictures and of drawings that are no rules.
    """

    number: int
    width: float
    height: float
    segments: list[Segment]
    rules: list[Box]
    graphics: list[Box]


def read_page(page: Any, number: int) -> Page:
    """Read one page of pypdfium2 and close it."""
    textpage = page.get_textpage()
    try:
        frame = PageFrame(page.get_cropbox(), page.get_rotation())
        segments = segments_of(page_words(textpage, frame))
        rules, graphics = _drawn(page, frame) if segments else ([], [])
        _mark_dotted(segments, (*rules, *graphics))
        _mark_underlined(segments, rules)
        return Page(number, frame.width, frame.height, segments, rules, graphics)
    finally:
        textpage.close()
        page.close()


def _drawn(page: Any, frame: PageFrame) -> tuple[list[Box], list[Box]]:
    from pypdfium2 import raw as pdfium

    sides = [c_float() for _ in range(4)]
    refs = [byref(side) for side in sides]
    rules: list[Box] = []
    graphics: list[Box] = []
    for at in range(min(pdfium.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        thing = pdfium.FPDFPage_GetObject(page.raw, at)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            continue
        if not pdfium.FPDFPageObj_GetBounds(thing, *refs):
            continue
        box = _seen(frame, *(side.value for side in sides))
        thin = min(box[2] - box[0], box[3] - box[1]) <= _THIN
        if kind == pdfium.FPDF_PAGEOBJ_PATH and thin:
            rules.append(box)
        elif (box[2] - box[0]) * (box[3] - box[1]) < 0.7 * frame.width * frame.height:
            graphics.append(box)
    return rules, graphics


def _mark_dotted(segments: Sequence[Segment], boxes: Sequence[Box]) -> None:
    """Mark the segments before which a browser or word processor drew the dot of a list as a shape."""
    for left, top, right, bottom in boxes:
        if not (1.5 <= right - left <= 7 and abs((right - left) - (bottom - top)) <= 1):
            continue
        middle = (top + bottom) / 2
        for each in segments:
            if (
                0 <= each.x0 - right <= 2.5 * each.size
                and -0.1 * each.size <= each.base - middle <= 0.8 * each.size
            ):
                each.dotted = True


def _mark_underlined(segments: Sequence[Segment], rules: Sequence[Box]) -> None:
    """Count text that is underlined from end to end as italic: both set a heading apart; links do not."""
    flat = [box for box in rules if box[2] - box[0] > 8 * (box[3] - box[1])]
    for each in segments:
        under = [
            box
            for box in flat
            if 0 < (box[1] + box[3]) / 2 - each.base < 0.3 * each.size
            and box[0] < each.x1
            and box[2] > each.x0
        ]
        covered = sum(min(box[2], each.x1) - max(box[0], each.x0) for box in under)
        if covered >= 0.93 * each.width and not each.text.startswith(("http", "www.")):
            each.italic = True


def _seen(frame: PageFrame, left: float, bottom: float, right: float, top: float) -> Box:
    (x0, y0), (x1, y1) = frame.seen(left, bottom), frame.seen(right, top)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
