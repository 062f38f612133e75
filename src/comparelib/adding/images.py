"""Pictures of the pages of a PDF, with contact data painted over."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comparelib.adding.reading import Reading
from comparelib.model import Furniture, Unit

MOST_IMAGES = 120
"""Pages beyond it have no picture: a page of a report would have more megabytes than a browser likes."""
_WIDTH = 760  # pixels
_QUALITY = 55  # of JPEG, 1 to 95: type stays readable at about 60 kB a page
_COVER = (150, 150, 150)

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class PageImage:
    """A page as a JPEG; width and height in pixels."""

    number: int
    width: int
    height: int
    jpeg: bytes


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
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=_QUALITY)
    return PageImage(number, picture.width, picture.height, file.getvalue())


def _covers(reading: Reading) -> Mapping[int, list[Box]]:
    """Page -> boxes of the lines that hold contact data."""
    covers: dict[int, list[Box]] = defaultdict(list)
    for unit in reading.units:
        if unit.furniture is Furniture.CONTACT:
            low, high = _raw_span(unit, reading)
            for line in reading.source.lines:
                if line.box is not None and line.start < high and low < line.end:
                    covers[line.page].append(line.box)
    return covers


def _raw_span(unit: Unit, reading: Reading) -> tuple[int, int]:
    own = reading.canonical.offsets[unit.start : unit.end]
    known = own[own >= 0]
    return int(known.min()), int(known.max()) + 1
