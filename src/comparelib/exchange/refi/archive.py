"""The zip around a project: written with the same bytes each time, read without trust."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from comparelib.errors import Fault, InputFaults
from comparelib.text.extract.package import Package

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
PROJECT_FILE = "project.qde"


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip of the parts in their order; its bytes depend on their names and contents alone."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = ZipInfo(name, _EPOCH)
            info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()


class ProjectArchive:
    """The parts of a .qdpx file.

    Raises
    ------
    InputFaults
        No zip, a broken or locked one, a zip bomb, a path that leaves the archive, or no project in it.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._package = Package(data, name)
        unsafe = sorted(part for part in self._package.parts if _leaves(part))
        if unsafe:
            message = f"the archive holds a path that leads out of it, '{unsafe[0]}'; nothing was unpacked"
            raise InputFaults(Fault(message, name, remedy="Do not use it; export it anew from its tool"))
        # Tools differ in case, and some write the path separators of Windows.
        self._parts = {part.replace("\\", "/").lower(): part for part in sorted(self._package.parts)}

    def project(self) -> bytes:
        """Return the project's XML."""
        if PROJECT_FILE in self._parts:
            return self._package.read(self._parts[PROJECT_FILE])
        found = [part for key, part in self._parts.items() if key.endswith(".qde")]
        if len(found) != 1:
            message = f"no {PROJECT_FILE} in the archive" if not found else f"{len(found)} projects in it"
            raise InputFaults(Fault(message, self.name, expected="a REFI-QDA project (.qdpx)"))
        return self._package.read(found[0])

    def source(self, path: str) -> bytes | None:
        """Return an internal source by its `internal://` address; None where the archive has none."""
        part = self._parts.get("sources/" + path.lower().removeprefix("internal://").lstrip("/"))
        return None if part is None else self._package.read(part)


def _leaves(part: str) -> bool:
    """Whether a path is absolute, names a drive, or climbs."""
    steps = part.replace("\\", "/").split("/")
    return steps[0] == "" or ".." in steps or bool(re.match(r"[A-Za-z]:", part)) or "\x00" in part
