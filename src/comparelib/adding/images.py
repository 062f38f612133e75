"""Pictures of the pages of a PDF, with contact data painted over."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comparelib.adding.reading import Reading
from comparelib.model import Furniture, Unit
from comparelib.text.layout.people import has_personal_data

MOST_IMAGES = 120
"""Pages beyond it have no picture: the file would have more megabytes than a browser likes."""
_WIDTH = 760  # pixels
_QUALITY = 50  # of JPEG, 1 to 95
_GREYS = 8  # of PNG: a page of type has half the bytes of a JPEG, and sharp letters
_COVER = (150, 150, 150)

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class PageImage:
    """A page as a PNG in greys or a JPEG, whichever is smaller; width and height in pixels."""

    number: int
    width: int
    height: int
    media_type: str
    data: bytes


def page_images(data: bytes, reading: Reading, most: int = MOST_IMAGES) -> tuple[PageImage, ...]:
    """Return pictures of the first pages of a PDF; of other formats there are none.

    Parameters
    ----------
    data
        The bytes of the file.
    reading
        What was read from it: its contact data is painted over.
    most
        The number of pages with a picture.
    """
    if reading.source.media_type != "application/pdf":
        return ()
    from pypdfium2 import PdfDocument

    covers = _covers(reading)
    document = PdfDocument(data)
    try:
        count = min(most, len(document))
        return tuple(_image(document[at], at + 1, covers.get(at + 1, ())) for at in range(count))
    finally:
        document.close()


def _image(page: Any, number: int, covers: Sequence[Box]) -> PageImage:
    from PIL import ImageDraw

    scale = _WIDTH / max(1.0, page.get_width())
    picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    draw = ImageDraw.Draw(picture)
    for left, top, right, bottom in covers:
        draw.rectangle(
            (left * scale - 2, top * scale - 2, right * scale + 2, bottom * scale + 2), fill=_COVER
        )
    photo, type_ = io.BytesIO(), io.BytesIO()
    picture.save(photo, "JPEG", quality=_QUALITY)
    steps = _GREYS - 1
    greys = picture.convert("L").point(lambda grey: round(grey * steps / 255) * 255 // steps)
    greys.quantize(_GREYS).save(type_, "PNG")
    kinds = (("image/png", type_.getvalue()), ("image/jpeg", photo.getvalue()))
    media_type, data = min(kinds, key=lambda kind: len(kind[1]))
    return PageImage(number, picture.width, picture.height, media_type, data)


def _covers(reading: Reading) -> Mapping[int, list[Box]]:
    """Page -> boxes of the lines that hold contact data, in side bars and tables too."""
    contacts = [_raw_span(unit, reading) for unit in reading.units if unit.furniture is Furniture.CONTACT]
    covers: dict[int, list[Box]] = defaultdict(list)
    for line in reading.source.lines:
        text = reading.source.text[line.start : line.end]
        holds = any(line.start < high and low < line.end for low, high in contacts)
        if line.box is not None and (holds or has_personal_data(text)):
            covers[line.page].append(line.box)
    return covers


def _raw_span(unit: Unit, reading: Reading) -> tuple[int, int]:
    own = reading.canonical.offsets[unit.start : unit.end]
    known = own[own >= 0]
    return int(known.min()), int(known.max()) + 1
