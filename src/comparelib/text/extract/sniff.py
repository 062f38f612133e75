"""What a file is, by its content; its name may be wrong."""

from __future__ import annotations

import re
import zlib
from enum import StrEnum
from io import BytesIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from comparelib.errors import Fault, InputFaults, one_of


class Format(StrEnum):
    """A format that is read; its value is the ending of its files."""

    PDF = ".pdf"
    DOCX = ".docx"
    ODT = ".odt"
    HTML = ".html"
    MARKDOWN = ".md"
    TEXT = ".txt"


_ENDINGS = {each.value: each for each in Format} | {
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".markdown": Format.MARKDOWN,
    ".docm": Format.DOCX,
    ".dotx": Format.DOCX,
    ".ott": Format.ODT,
}
_WORDS = (Format.MARKDOWN, Format.TEXT, Format.HTML)
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>])",
    re.I | re.S,
)
_MOST_NULS = 0.2
_SAVE = "Save it as DOCX, ODT or PDF and add that"
# First bytes of what is not read, what it is, and the way out.
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old or locked Office file (DOC)",
        f"{_SAVE}, without a password",
    ),
    (b"{\\rtf", "RTF", _SAVE),
    (b"%!PS", "PostScript", "Convert it to PDF, e.g. with 'ps2pdf'"),
    (b"\x89PNG", "an image", "OCR it first, e.g. with 'ocrmypdf --image-dpi 300 -l nld'"),
    (b"\xff\xd8\xff", "an image", "OCR it first, e.g. with 'ocrmypdf --image-dpi 300 -l nld'"),
    (b"II*\x00", "an image", "OCR it first, e.g. with 'ocrmypdf -l nld'"),
    (b"MM\x00*", "an image", "OCR it first, e.g. with 'ocrmypdf -l nld'"),
    (b"GIF8", "an image", "OCR it first, e.g. with 'ocrmypdf --image-dpi 300 -l nld'"),
    (b"\x1f\x8b", "a packed file (gzip)", "Unpack it and add the documents in it"),
    (b"Rar!", "a packed file (RAR)", "Unpack it and add the documents in it"),
    (b"7z\xbc\xaf", "a packed file (7z)", "Unpack it and add the documents in it"),
)


def format_of(data: bytes, name: str) -> tuple[Format, tuple[str, ...]]:
    """Return the format of a file by its content, and a warning where its name says another.

    Raises
    ------
    InputFaults
        The file is empty or of a kind that is not read; names the way out.
    """
    if not data.strip(b"\x00 \t\r\n\f"):
        raise InputFaults(Fault("the file is empty", name, remedy="Fetch it again, or remove it"))
    ending = PurePath(name).suffix.lower()
    named = _ENDINGS.get(ending)
    found = _by_content(data, name) or _text_format(data, name, named, ending)
    if named is None or named is found:
        return found, () if named is found else (
            f"{name}: read as {found.value[1:].upper()}, by its content",
        )
    return found, (f"{name}: is no {ending} file by its content; read as {found.value[1:].upper()}",)


def _by_content(data: bytes, name: str) -> Format | None:
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name)
    for start, what, remedy in _REFUSED:
        if data.startswith(start):
            raise InputFaults(Fault(f"the file is {what}, which is not read", name, remedy=remedy))
    return Format.HTML if _HTML.match(data[:4096].removeprefix(b"\xef\xbb\xbf")) else None


def _zipped(data: bytes, name: str) -> Format:
    try:
        with ZipFile(BytesIO(data)) as package:
            parts = set(package.namelist())
            declared = _start(package, "mimetype") if "mimetype" in parts else b""
    except (
        BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        zlib.error,
    ) as error:
        remedy = "Fetch it again, or open it in its program and save it anew"
        raise InputFaults(Fault(f"the file is cut off or broken ({error})", name, remedy=remedy)) from None
    if "word/document.xml" in parts:
        return Format.DOCX
    if declared.startswith(b"application/vnd.oasis.opendocument.text"):
        return Format.ODT
    what = next((kind for part, kind in _OFFICE if part in parts), "a packed file (zip)")
    if declared.startswith(b"application/"):
        what = declared.decode("ascii", "replace")
    remedy = "Save its text as DOCX, ODT or PDF; unpack a packed file and add the documents in it"
    raise InputFaults(Fault(f"the file is {what}, which is not read", name, remedy=remedy))


def _start(package: ZipFile, part: str) -> bytes:
    with package.open(part) as stream:
        return stream.read(80)


_OFFICE = (("xl/workbook.xml", "a workbook (XLSX)"), ("ppt/presentation.xml", "slides (PPTX)"))


def _text_format(data: bytes, name: str, named: Format | None, ending: str) -> Format:
    """The format of a file that is no known container: text, where its name says so and it is not binary."""
    if named in _WORDS:
        marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        if not marked and data.count(0) > _MOST_NULS * len(data):
            remedy = "Save it as UTF-8, if it is text"
            raise InputFaults(Fault("the file is no text, or UTF-16 without its mark", name, remedy=remedy))
        return named
    if named is Format.PDF:
        remedy = "Fetch it again: it may be an error page, or cut off at its start"
        raise InputFaults(Fault("the file is no PDF: it does not begin as one", name, remedy=remedy))
    if named is not None:
        remedy = "Fetch it again, or open it in its program and save it anew"
        raise InputFaults(
            Fault(f"the file is no {named.value[1:].upper()}, or is broken", name, remedy=remedy)
        )
    message = f"files that end in '{ending}' are not read"
    raise InputFaults(Fault(message, name, expected=one_of(_ENDINGS), remedy="Save the text as one of these"))
