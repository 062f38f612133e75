"""The apparatus below and beside the text: links, footnotes, captions."""

from __future__ import annotations

import re
from collections.abc import Mapping

from comparelib.model import Furniture
from comparelib.text.layout.rows import Row

_LINK = re.compile(r"(?:\d{1,3}\.?\s+)?(?:https?://|www\.)\S+")
_LINK_PART = re.compile(r"\S*[/%_=&?.-]\S*")
_NOTE = re.compile(r"^(?P<number>\d{1,3})(?P<dot>[.)]?)\s+(?=\S)")
_REFERENCE = re.compile(
    r"(?<=[^\W\d_]|[.,;:!?’”)%\]])(\d{1,3})(?=$|[\s.,;:)])|(?<=[.!?]\s)(\d{1,3})(?=$)|\s(\d{1,2})\.?$"
    r"|\b(?:19|20)\d\d(\d{1,2})(?=$|[\s.,;:)])"
)
# What a note that cites a source looks like: a link, a parliamentary paper, a statute book, a page, a year in
# brackets.
_SOURCE = re.compile(
    r"https?://|www\.|\w\.(?:nl|be|eu|org|com)\b|^Bron\b|^Zie\b|Kamerstuk|Handelingen|Staatsblad|Stb\.|Stcrt|Trb\."
    r"|COM\s?\(|\bPb\b|\bp\.\s?\d|\bblz\.|\bnr\.\s?\d|\((?:19|20)\d\d\)|\bISBN\b|\bibid|\bop\. cit",
    re.I,
)
_CAPTION = re.compile(
    r"^(?:Figuur|Fig\.|Tabel|Grafiek|Kaart|Box|Kader|Bron|Diagram)\s*(?:\d+(?:\.\d+)*\s*[.:–-]|:)", re.I
)
_FIGURE = re.compile(r"^(?:Tabel|Bron)", re.I)


def links(rows: tuple[Row, ...], labels: Mapping[int, Furniture]) -> dict[int, Furniture]:
    """Label lines that are a web address and the lines on which it goes on."""
    found: dict[int, Furniture] = {}
    for at, row in enumerate(rows):
        if at in labels:
            continue
        goes_on = at - 1 in found and row.gap <= 1 and " " not in row.text
        cut = goes_on and rows[at - 1].text[-1] in "/-%_=&?"
        part = goes_on and _LINK_PART.fullmatch(row.text) and _is_open_link(rows[at - 1].text)
        if cut or part or _LINK.fullmatch(row.text):
            found[at] = Furniture.FOOTNOTE
    return found


def _is_open_link(text: str) -> bool:
    return text[-1] in "/-%_=&?.0123456789" or not text.endswith((".pdf", ".html", ".nl", ".be"))


def footnotes(rows: tuple[Row, ...], labels: Mapping[int, Furniture]) -> dict[int, Furniture]:
    """Label notes: numbered lines that the text refers to, low on a page, with the lines on which they go on.

    A numbered line is a note where its number stands as a reference in the text before it (raised digits come
    out
    as 'plank1.') and either it names a source, or it has no full stop behind its number and its page is at
    its end.
    """
    found: dict[int, Furniture] = {}
    open_references: dict[int, int] = {}
    page = 0
    for at, row in enumerate(rows):
        if row.page != page:
            page = row.page
            open_references = {number: seen for number, seen in open_references.items() if page - seen <= 12}
        if at in labels:
            continue
        note = _NOTE.match(row.text)
        if note and _is_note(rows, labels, at, note, open_references):
            found |= dict.fromkeys(_with_rest(rows, labels, at), Furniture.FOOTNOTE)
        elif at not in found:
            for match in _REFERENCE.finditer(row.text):
                open_references[int(next(part for part in match.groups() if part))] = page
    return found


def _is_note(
    rows: tuple[Row, ...],
    labels: Mapping[int, Furniture],
    at: int,
    note: re.Match[str],
    seen: Mapping[int, int],
) -> bool:
    row = rows[at]
    rest = row.text[note.end() :]
    if int(note["number"]) not in seen or rest[:1].islower():
        return False
    if _SOURCE.search(rest):
        return True
    return not note["dot"] and seen[int(note["number"])] == row.page and _is_low(rows, labels, at)


def _is_low(rows: tuple[Row, ...], labels: Mapping[int, Furniture], at: int) -> bool:
    """Whether the rest of the page holds fewer than a dozen rows that are not numbered notes."""
    rest = [
        row for place, row in enumerate(rows[at:], at) if row.page == rows[at].page and place not in labels
    ]
    return sum(not _NOTE.match(row.text) for row in rest[:60]) < 12


def _with_rest(rows: tuple[Row, ...], labels: Mapping[int, Furniture], at: int) -> list[int]:
    places = [at]
    for place in range(at + 1, min(at + 12, len(rows))):
        row, before = rows[place], rows[place - 1]
        is_part = (
            row.page == before.page and place not in labels and not _NOTE.match(row.text) and row.gap == 0
        )
        is_part = is_part and not before.ends_sentence
        if not (is_part and (row.starts_lower or _SOURCE.search(row.text) or len(before.text) > 60)):
            break
        places.append(place)
    return places


def captions(rows: tuple[Row, ...], labels: Mapping[int, Furniture]) -> dict[int, Furniture]:
    """Label captions of figures and tables, and source lines: 'Figuur 1: …', 'Bron: …'."""
    found: dict[int, Furniture] = {}
    for at, row in enumerate(rows):
        if at not in labels and _CAPTION.match(row.text):
            found[at] = Furniture.TABLE if _FIGURE.match(row.text) else Furniture.CHART_LABEL
    return found
