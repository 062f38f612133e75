"""Zipped XML (DOCX, ODT) opened so that it can do no harm: bounded, without entities or a network."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from comparelib.errors import Fault, InputFaults

MOST_BYTES = 200_000_000  # unpacked; the text of a thousand pages takes some twenty million
_MOST_PARTS = 20_000
_STEEPEST = 400  # unpacked by packed bytes of a part; XML packs to a tenth or twentieth


class Package:
    """The parts of a zipped document.

    Raises
    ------
    InputFaults
        The archive is broken, locked, or unpacks to more than a document can hold.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
            remedy = "Fetch it again, or open it in its program and save it anew"
            raise InputFaults(
                Fault(f"the file is cut off or broken ({error})", name, remedy=remedy)
            ) from None
        self._parts = {info.filename: info for info in self._zip.infolist()}
        self._refuse_bombs()

    def _refuse_bombs(self) -> None:
        infos = list(self._parts.values())
        size = sum(info.file_size for info in infos)
        steep = [
            info
            for info in infos
            if info.file_size > 10_000_000 and info.file_size > _STEEPEST * info.compress_size
        ]
        if size > MOST_BYTES or len(infos) > _MOST_PARTS or steep:
            message = f"the file unpacks to {size / 1e6:,.0f} MB, which no document of text does (a zip bomb)"
            raise InputFaults(Fault(message, self.name, remedy="Do not use it; fetch it from its publisher"))

    @property
    def parts(self) -> frozenset[str]:
        """Names of the parts."""
        return frozenset(self._parts)

    def read(self, part: str) -> bytes:
        """Return the bytes of a part, read no further than its declared size."""
        try:
            with self._zip.open(self._parts[part]) as stream:
                return stream.read(self._parts[part].file_size + 1)
        except RuntimeError:
            remedy = "Save a copy without the password"
            raise InputFaults(Fault("the file is locked with a password", self.name, remedy=remedy)) from None
        except (BadZipFile, NotImplementedError, OSError, EOFError, ValueError, zlib.error) as error:
            remedy = "Fetch it again, or open it in its program and save it anew"
            message = f"the part '{part}' is broken ({error})"
            raise InputFaults(Fault(message, self.name, remedy=remedy)) from None

    def tree(self, part: str) -> Any:
        """Return the root element of an XML part."""
        return parsed(self.read(part), f"{self.name} ({part})")


def parsed(data: bytes, name: str) -> Any:
    """Return the root element of XML.

    Entities are not opened, document types are not loaded, nothing is fetched.

    Raises
    ------
    InputFaults
        The XML is broken, or declares entities of its own (no word processor does).
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        remedy = "Open it in its program and save it anew"
        raise InputFaults(Fault(f"the XML is broken ({error.msg})", name, remedy=remedy)) from None
    if any(True for _ in root.iter(etree.Entity)):
        message = "the XML holds entities of its own, which could fetch or blow up text; they are not opened"
        remedy = "Open it in its program and save it anew"
        raise InputFaults(Fault(message, name, remedy=remedy))
    return root
