"""Plain text in any encoding to a SourceText."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from statistics import median

from comparelib.errors import CorpusFault, Fault
from comparelib.model import Line, SourceText

_LINE = re.compile(r"[^\n\r\f]*(?:\r\n|[\n\r\f]|$)")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def plain_text(data: bytes, name: str) -> SourceText:
    """Decode a text file and find its lines and pages.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        Its name, for messages.

    Returns
    -------
    SourceText
        `text` is the decoded file as it is. Pages are parted by form feeds; where there are none and lines
        that begin with a single space stand where text layers of PDFs start a page, these start one.

    Raises
    ------
    CorpusFault
        The file is empty, or holds bytes that no encoding explains.
    """
    text, encoding, warnings = _decoded(data, name)
    if not text.strip("\ufeff \t\r\n\f"):
        raise CorpusFault(Fault("the file is empty", path=name, remedy="Remove it, or put the text in it"))
    spans = [
        (match.start(), _text_end(text, match))
        for match in _LINE.finditer(text)
        if match.end() > match.start()
    ]
    starts = _page_starts(text, spans)
    lines = tuple(Line(start, end, page=max(1, bisect_right(starts, start))) for start, end in spans)
    return SourceText(text, lines, max(1, len(starts)), "text/plain", encoding, warnings)


def _text_end(text: str, match: re.Match[str]) -> int:
    end = match.end()
    while end > match.start() and text[end - 1] in "\r\n\f":
        end -= 1
    return end


def _decoded(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding, ()
            except UnicodeDecodeError:
                break
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes

    best = from_bytes(
        data, cp_isolation=["cp1252", "latin_1", "utf_16_le", "utf_16_be", "cp850", "mac_roman"]
    ).best()
    if best is None:
        raise CorpusFault(
            Fault(
                "the encoding of the text cannot be told",
                path=name,
                expected="text",
                remedy="Save it as UTF-8",
            )
        )
    warning = f"{name}: read as {best.encoding}, which was guessed; save it as UTF-8 to be sure"
    return str(best), best.encoding, (warning,)


def _page_starts(text: str, spans: list[tuple[int, int]]) -> list[int]:
    if "\f" in text:
        last = len(text.rstrip())
        return [0, *(at + 1 for at, char in enumerate(text[:last]) if char == "\f")]
    filled = [(start, end) for start, end in spans if text[start:end].strip()]
    places = [at for at, (start, end) in enumerate(filled) if _is_indented_once(text[start:end])]
    gaps = [after - before for before, after in pairwise(places)]
    regular = len(places) >= 3 and places[0] == 0 and median(gaps) >= 15 and len(places) < 0.08 * len(filled)
    return [filled[at][0] for at in places] if regular else [0]


def _is_indented_once(line: str) -> bool:
    return len(line) > 2 and line[0] == " " and not line[1].isspace()
