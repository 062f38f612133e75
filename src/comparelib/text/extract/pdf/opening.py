"""Open a PDF, or say why it cannot be read."""

from __future__ import annotations

from typing import Any

from comparelib.errors import Fault, InputFaults

MOST_PAGES = 3000
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_SECURITY = 5  # FPDF_ERR_SECURITY


def opened(data: bytes, name: str) -> Any:
    """Return the open document of pypdfium2; whoever opens it closes it.

    Raises
    ------
    InputFaults
        The file is encrypted, broken, cut off or has too many pages.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        raise InputFaults(_fault(data, name, getattr(error, "err_code", None))) from None
    count = len(document)
    if _is_cut(data):
        document.close()
        raise InputFaults(_fault(data, name, None))
    if 0 < count <= MOST_PAGES:
        return document
    document.close()
    if count == 0:
        raise InputFaults(Fault("the PDF has no pages", name, remedy="Export it anew from its source"))
    message = f"the PDF has {count:,} pages, and at most {MOST_PAGES:,} are read"
    raise InputFaults(Fault(message, name, remedy="Split it into its parts and add these as documents"))


def _is_cut(data: bytes) -> bool:
    """Whether the end mark is missing: pdfium would read what is left, and its lost pages would go unsaid."""
    return b"%%EOF" not in data[-4096:] and b"startxref" not in data[-4096:]


def _fault(data: bytes, name: str, code: int | None) -> Fault:
    if code in (_PASSWORD, _SECURITY):
        remedy = "Save a copy without the password, e.g. with 'qpdf --decrypt', and add that"
        return Fault("the PDF is locked with a password", name, remedy=remedy)
    if _is_cut(data):
        remedy = "Fetch it again; if it stays so, repair it, e.g. with 'qpdf' or by printing it to PDF anew"
        return Fault("the PDF is cut off: its end is missing", name, remedy=remedy)
    remedy = "Open it in a viewer and print it to PDF anew"
    return Fault("the PDF is broken and cannot be opened", name, remedy=remedy)
