"""Plain text in any encoding to a SourceText."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from statistics import median

from comparelib.errors import CorpusFault, Fault
from comparelib.model import Line, SourceText

_LINE = re.compile(r"[^\n\r\f]*(?:\r\n|[\n\r\f]|$)")
_ESCAPED = re.compile("[\udc80-\udcff]")  # what "surrogateescape" makes of a byte that does not fit
_SEVERAL_BYTES = re.compile("[^\x00-\x7f\udc80-\udcff]")
_MOST_TOLD = 20
_MEND = "Put the right character there and save the file as UTF-8"
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
        The file is empty; it is UTF-8 but for damaged bytes, each named at its line and column (twenty at
        most); or it holds bytes that no encoding explains.
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
            return _declared(data, encoding, name), encoding, ()
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        _refuse_damaged(data, name)
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


def _declared(data: bytes, encoding: str, name: str) -> str:
    """Decode a file that says its encoding in its first bytes; what does not fit it is damage."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8-sig":
            _refuse_damaged(data, name, declared=True)
        message = f"byte {error.start + 1} of {len(data)} is no {encoding.upper()}, which the file says it is"
        raise CorpusFault(
            Fault(message, name, expected=f"{encoding.upper()} throughout", remedy=_MEND)
        ) from None


def _refuse_damaged(data: bytes, name: str, *, declared: bool = False) -> None:
    """Raise if a file is UTF-8 but for a few bytes: read as anything else, every accent in it would change.

    Letters of several bytes hardly ever arise by chance, so a file with at least as many of these as of
    bytes that do not fit is UTF-8 that was damaged. To put a sign for "unknown" there would be to write in
    the source; so what stood there is for a person to say.
    """
    text = data.decode("utf-8", "surrogateescape")
    damaged = [match.start() for match in _ESCAPED.finditer(text)]
    whole = len(_SEVERAL_BYTES.findall(text))
    if not damaged or not (declared or whole >= len(damaged)):
        return
    faults = [_damage(text, at, name) for at in damaged[:_MOST_TOLD]]
    if len(damaged) > len(faults):
        faults.append(Fault(f"{len(damaged) - len(faults)} more bytes are damaged", name, remedy=_MEND))
    raise CorpusFault(faults)


def _damage(text: str, at: int, name: str) -> Fault:
    begin = text.rfind("\n", 0, at) + 1
    around = text[max(begin, at - 12) : at] + "▯" + text[at + 1 : at + 13].split("\n", maxsplit=1)[0]
    seen = _ESCAPED.sub("▯", around).strip()
    message = f"byte 0x{ord(text[at]) - 0xDC00:02X} is damaged ('{seen}'); the rest of the file is UTF-8"
    line = text.count("\n", 0, at) + 1
    return Fault(message, name, line, at - begin + 1, "UTF-8 throughout", _MEND)


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
