"""Read a whole PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from comparelib.errors import Fault, InputFaults
from comparelib.model import Furniture, SourceText
from comparelib.text.extract.passages import Passage, assembled
from comparelib.text.extract.pdf.columns import columns_of, in_rows
from comparelib.text.extract.pdf.contents import mark_contents
from comparelib.text.extract.pdf.headings import (
    Style,
    body_size,
    body_style,
    heading_style,
    levels_of,
    paragraphs_of,
)
from comparelib.text.extract.pdf.notes import mark_charts, mark_letterhead, mark_notes
from comparelib.text.extract.pdf.opening import opened
from comparelib.text.extract.pdf.page import Page, read_page
from comparelib.text.extract.pdf.paragraphs import TextLine, lines_of
from comparelib.text.extract.pdf.running import mark_running
from comparelib.text.extract.pdf.segments import Segment
from comparelib.text.extract.pdf.tables import mark_aligned, mark_tables
from comparelib.text.extract.quality import text_layer_warnings

_SCANNED = 24  # characters on a page: a stamp on a scan, not a text layer
_MOST_LETTERS = 30_000_000  # some ten thousand pages of prose
_LAST = (Furniture.FOOTER, Furniture.PAGE_NUMBER)


def pdf_text(data: bytes, name: str) -> SourceText:
    """Read the text of a PDF in reading order, with what geometry shows of each line.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        Its name, for messages.

    Raises
    ------
    InputFaults
        The file is encrypted, broken, too long or has no text layer.
    """
    pages = _pages(data, name)
    warnings = _layer(pages, name)
    segments = [each for page in pages for each in page.segments]
    body = body_size(segments)
    mark_running(pages, body)
    columns = [(page, column) for page in pages for column in _columns(page, body)]
    source = assembled(_passages(columns, body, body_style(segments)), len(pages), "application/pdf")
    warnings += text_layer_warnings(source.text, name)
    return SourceText(source.text, source.lines, source.n_pages, source.media_type, None, warnings)


def _pages(data: bytes, name: str) -> list[Page]:
    from pypdfium2 import PdfiumError

    document = opened(data, name)
    pages: list[Page] = []
    letters = 0
    try:
        for at in range(len(document)):
            pages.append(read_page(document[at], at + 1))
            letters += sum(len(each.text) for each in pages[-1].segments)
            if letters > _MOST_LETTERS:
                message = f"the PDF holds more than {_MOST_LETTERS:,} characters by page {at + 1}"
                raise InputFaults(Fault(message, name, remedy="Split it into its parts"))
    except PdfiumError:
        remedy = "Open it in a viewer and print it to PDF anew"
        message = f"page {len(pages) + 1} of the PDF is broken"
        raise InputFaults(Fault(message, name, remedy=remedy)) from None
    finally:
        document.close()
    return pages


def _layer(pages: Sequence[Page], name: str) -> tuple[str, ...]:
    """Refuse a document without text; warn of single pages without it."""
    bare = [page.number for page in pages if sum(len(each.text) for each in page.segments) < _SCANNED]
    if sum(len(each.text) for page in pages for each in page.segments) < _SCANNED:
        message = "the PDF has no text layer: its pages are images or empty"
        raise InputFaults(Fault(message, name, remedy="OCR it first, e.g. with 'ocrmypdf -l nld'"))
    if len(bare) > max(2, 0.2 * len(pages)):
        listed = ", ".join(map(str, bare[:10])) + (" …" if len(bare) > 10 else "")
        warning = (
            f"{name}: {len(bare)} of {len(pages)} pages have no text (pages {listed}); "
            "OCR it first, e.g. with 'ocrmypdf --skip-text -l nld', if these hold text"
        )
        return (warning,)
    return ()


def _columns(page: Page, body: float) -> list[list[Segment]]:
    """The columns of a page in reading order: what runs above them first, what runs below them last."""
    mark_contents(page)
    mark_tables(page)
    mark_charts(page, body)
    if page.number == 1:
        mark_letterhead(page, body)
    heads = [each for each in page.segments if each.furniture is Furniture.HEADER]
    feet = [each for each in page.segments if each.furniture in _LAST]
    aside = [each for each in page.segments if each.furniture is Furniture.CHART_LABEL]
    tables, text = _tables_as_one([each for each in page.segments if each not in heads + feet + aside])
    columns = columns_of(text, body)
    for column in columns:
        mark_aligned(column)
    mark_notes(columns, page, body)
    unfolded = [[cell for each in column for cell in tables.get(id(each), [each])] for column in columns]
    return [part for part in (in_rows(heads), *unfolded, in_rows(aside), in_rows(feet)) if part]


def _tables_as_one(
    segments: Sequence[Segment],
) -> tuple[dict[int, list[Segment]], list[Segment]]:
    """Let one segment stand for each table, so that its cells part no columns."""
    cells = in_rows([each for each in segments if each.furniture is Furniture.TABLE])
    groups: list[list[Segment]] = []
    for cell in cells:
        near = groups and cell.base - groups[-1][-1].base < 4 * cell.size
        overlaps = near and cell.x0 < max(each.x1 for each in groups[-1]) + 90
        if overlaps:
            groups[-1].append(cell)
        else:
            groups.append([cell])
    text = [each for each in segments if each.furniture is not Furniture.TABLE]
    folded: dict[int, list[Segment]] = {}
    for group in groups:
        whole = Segment(
            "",
            min(each.x0 for each in group),
            group[0].top,
            max(each.x1 for each in group),
            group[-1].bottom,
            group[0].base,
            group[0].size,
            furniture=Furniture.TABLE,
        )
        folded[id(whole)] = group
        text.append(whole)
    return folded, text


def _passages(
    columns: Sequence[tuple[Page, list[Segment]]], body: float, face: tuple[bool, bool]
) -> Iterator[Passage]:
    paragraphs = [
        (page, paragraph) for page, column in columns for paragraph in paragraphs_of(lines_of(column))
    ]
    styles = [heading_style(paragraph, body, face) for _, paragraph in paragraphs]
    levels = levels_of(style for style in styles if style is not None)
    for block, ((page, paragraph), style) in enumerate(zip(paragraphs, styles, strict=True)):
        for line in paragraph:
            yield _passage(page, line, block, levels, style)


def _passage(
    page: Page, line: TextLine, block: int, levels: dict[Style, int], style: Style | None
) -> Passage:
    segment = line.segment
    return Passage(
        segment.text,
        page=page.number,
        box=(segment.x0, segment.top, segment.x1, segment.bottom),
        size=segment.size,
        bold=segment.bold,
        furniture=segment.furniture,
        level=levels[style] if style is not None else None,
        marker=line.marker if segment.furniture is None and style is None else None,
        block=block,
        gap=line.gap,
    )
