"""Which files were given, and what each of them holds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from comparelib.adding.reading import Reading, read_file
from comparelib.errors import CorpusFault, Fault
from comparelib.model import UnitKind
from comparelib.text.extract import MOST_BYTES

_LONGEST_TITLE = 150


@dataclass(frozen=True)
class Candidate:
    """A file that may become a document; read where its reading is first asked for."""

    name: str
    file: Path
    data: bytes
    sha256: str

    @cached_property
    def reading(self) -> Reading:
        """What was read from it."""
        return read_file(self.data, self.name)

    @property
    def title(self) -> str:
        """Its first heading on the first two pages, or the name of the file in words."""
        for unit in self.reading.units:
            if self.reading.canonical.pages[unit.start] > 2:
                break
            if unit.kind is UnitKind.HEADING and len(unit.text) <= _LONGEST_TITLE:
                return unit.text
        return " ".join(self.file.stem.replace("_", " ").replace("-", " ").split())


def candidate(name: str) -> Candidate:
    """Take up a file.

    Raises
    ------
    CorpusFault
        It does not exist, is no file, is too large or may not be read.
    """
    file = Path(name)
    try:
        if file.stat().st_size > MOST_BYTES:
            message = f"the file is larger than {MOST_BYTES / 1e6:,.0f} MB"
            raise CorpusFault(Fault(message, name, remedy="Split it into its parts"))
        data = file.read_bytes()
    except FileNotFoundError:
        raise CorpusFault(Fault("the file does not exist", name)) from None
    except OSError as problem:
        message = f"the file cannot be read: {problem.strerror or 'input error'}"
        raise CorpusFault(Fault(message, name)) from None
    return Candidate(name, file, data, hashlib.sha256(data).hexdigest())


def files_of(given: Sequence[str]) -> tuple[str, ...]:
    """Return the files of what was given: a folder stands for its files by name, but for hidden ones.

    Raises
    ------
    CorpusFault
        A folder holds no file.
    """
    names: list[str] = []
    for name in given:
        if not Path(name).is_dir():
            names.append(name)
            continue
        inside = sorted(
            str(path)
            for path in Path(name).rglob("*")
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(name).parts)
        )
        if not inside:
            raise CorpusFault(Fault("the folder holds no file", name))
        names += inside
    return tuple(dict.fromkeys(names))
