"""The body of the preview page: the figures, what was done, and the canonical text beside its page."""

from __future__ import annotations

from base64 import b64encode
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from comparelib.adding.images import MOST_IMAGES, PageImage, page_images
from comparelib.adding.masking import masked, masked_unit
from comparelib.adding.reading import Reading, Span, joined_spans, moved_units
from comparelib.adding.summary import Apart, example, figure_rows, furniture_rows, joined_words
from comparelib.adding.verdict import verdict_words
from comparelib.labels import say
from comparelib.model import Unit, UnitKind

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class Piece:
    """A stretch of a unit's text; `joined` is a word that a line end had broken."""

    text: str
    joined: bool = False


@dataclass(frozen=True)
class ShownUnit:
    """A unit as the page shows it."""

    position: int
    kind: str
    label: str
    marker: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class ShownPage:
    """The units that begin on a page, and its picture (a data URI, "" where there is none)."""

    number: int
    units: tuple[ShownUnit, ...]
    picture: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Sheetful:
    """Everything that the template of the preview shows, in words."""

    title: str
    text_language: str
    verdict: str
    figures: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    furniture: tuple[Apart, ...]
    joined: tuple[str, ...]
    moved: tuple[str, ...]
    dropped: tuple[str, ...]
    pages: tuple[ShownPage, ...]
    most_images: int


def preview_body(data: bytes, reading: Reading, title: str, text_language: str, language: str) -> str:
    """Return the HTML of the main part of a preview page, with its h1.

    Parameters
    ----------
    data, reading
        The bytes of the file and what was read from them.
    title
        What the document is called.
    text_language
        BCP 47 tag of the document.
    language
        Language of the page: "en" or "nl".
    """
    drops = reading.log.dropped.items()
    pages = tuple(_pages(reading, page_images(data, reading), language))
    sheet = Sheetful(
        title=masked(title, language),
        text_language=text_language,
        verdict=verdict_words(reading.quality, language),
        figures=figure_rows(reading, language),
        warnings=tuple(masked(warning, language) for warning in reading.quality.warnings),
        furniture=furniture_rows(reading, language),
        joined=joined_words(reading, language, None),
        moved=tuple(example(unit, language) for unit in moved_units(reading)),
        dropped=tuple(say("adding.page.occurs", language, name=name, count=count) for name, count in drops),
        pages=pages,
        most_images=MOST_IMAGES if any(page.picture for page in pages) and len(pages) > MOST_IMAGES else 0,
    )
    template = _environment().get_template("preview.html.j2")
    return template.render(sheet=sheet, say=lambda key, **values: say(key, language, **values))


def preview_style() -> str:
    """Return the style sheet of the main part, which adds to that of the reports."""
    return (_TEMPLATES / "preview.css").read_text("utf-8").strip()


def _pages(reading: Reading, images: Sequence[PageImage], language: str) -> Iterator[ShownPage]:
    joins = joined_spans(reading.source, reading.canonical)
    units: dict[int, list[ShownUnit]] = defaultdict(list)
    for position, unit in enumerate(reading.units, start=1):
        page = int(reading.canonical.pages[unit.start])
        units[page].append(_shown(position, unit, joins, language))
    pictures = {image.number: image for image in images}
    for number in range(1, reading.source.n_pages + 1):
        own, image = tuple(units[number]), pictures.get(number)
        if image is None:
            yield ShownPage(number, own)
        else:
            picture = f"data:{image.media_type};base64,{b64encode(image.data).decode('ascii')}"
            yield ShownPage(number, own, picture, image.width, image.height)


def _shown(position: int, unit: Unit, joins: Sequence[Span], language: str) -> ShownUnit:
    if unit.furniture is not None:
        label = say(f"adding.furniture.{unit.furniture}", language)
    else:
        label = say(f"adding.unit.{unit.kind}", language)
    if unit.kind is UnitKind.HEADING and unit.level:
        label = say("adding.page.level", language, kind=label, level=unit.level)
    pieces = tuple(_pieces(unit, joins, language))
    return ShownUnit(position, unit.kind.value, label, unit.marker or "", pieces)


def _pieces(unit: Unit, joins: Sequence[Span], language: str) -> Iterator[Piece]:
    if unit.furniture is not None:  # masked as a whole: a name may run over a joined word
        yield Piece(masked_unit(unit, language))
        return
    at = unit.start
    for start, end in joins[bisect_left(joins, (unit.start, 0)) :]:
        if start >= unit.end:
            break
        if start > at:
            yield Piece(masked(unit.text[at - unit.start : start - unit.start], language))
        last = min(end, unit.end)
        yield Piece(masked(unit.text[start - unit.start : last - unit.start], language), joined=True)
        at = last
    if at < unit.end:
        yield Piece(masked(unit.text[at - unit.start :], language))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
