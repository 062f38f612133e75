"""A folder of hand codings -> HumanCodings, or every fault in it at its file, line and column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from comparelib.codebook import Codebook
from comparelib.csvfile import Row, load_csv
from comparelib.errors import CodingFault, Fault, InputFaults, one_of
from comparelib.model import CoderKind, Reserved

REQUIRED = ("unit_id", "coder", "facet", "code")
_RESERVED = tuple(word.value for word in Reserved)


@dataclass(frozen=True)
class HumanCoding:
    """One row of a file of hand codings.

    Attributes
    ----------
    coder
        As in the table `codings`: `human:ab`.
    facet
        Of the codebook; "" where the row says only that the unit was put before the coder.
    code
        A code of the facet, `none` or `failed`.
    row
        Where it stands, for faults that show later.
    """

    unit_id: str
    coder: str
    facet: str
    code: str
    row: Row


@dataclass(frozen=True)
class HumanCodings:
    """All hand codings of a study, in the order of coders and of their files."""

    rows: tuple[HumanCoding, ...] = ()

    @property
    def coders(self) -> tuple[str, ...]:
        """The names of the coders, sorted."""
        return tuple(sorted({row.coder for row in self.rows}))


def load_human_codings(folder: Path | None, codebook: Codebook, shown: Path | None = None) -> HumanCodings:
    """Read `<coder>.csv`, one file a coder, in `folder` and the folders in it.

    Columns: unit_id, coder, facet, code; note, time and text where wanted. UTF-8, with or without a byte
    order mark; parted by comma, semicolon or tab. The name of the file is the name of the coder, and so must
    be the column `coder`. An empty code says that the coder read the unit and gave it no code of the facet,
    as `none` does; an empty facet and code that the unit was put before the coder. The same coding twice is
    one coding: a row may be appended again.

    Parameters
    ----------
    folder
        None, or a folder that does not exist, holds no codings.
    shown
        How the folder is called in messages, usually relative to the study.

    Raises
    ------
    CodingFault
        An unknown facet or code, a second code in a facet that takes one, a code beside `none` or `failed`,
        a coder with another name than the file, two files of one coder; each with its place.
    """
    if folder is None or not folder.is_dir():
        return HumanCodings()
    shown = shown or folder
    paths = sorted(path for path in folder.rglob("*.csv") if not path.name.startswith("."))
    places = {path: shown / path.relative_to(folder) for path in paths}
    faults = list(_name_faults(list(places.values())))
    rows: list[HumanCoding] = []
    for path, place in places.items():
        try:
            own = load_csv(path, REQUIRED, place, delimiter=None)
        except InputFaults as broken:
            faults += broken.faults
            continue
        faults += _row_faults(own, path.stem, codebook)
        rows += [_coding(row, path.stem) for row in own]
    if faults:
        raise CodingFault(faults)
    return HumanCodings(tuple(sorted(rows, key=lambda coding: coding.coder)))


def coder_name(stem: str) -> str:
    """Return how the coder of a file is called in codings: `human:ab` of `ab`."""
    return f"{CoderKind.HUMAN.value}:{stem}"


def _coding(row: Row, stem: str) -> HumanCoding:
    code = row["code"].strip() or Reserved.NONE.value
    return HumanCoding(row["unit_id"].strip(), coder_name(stem), row["facet"].strip(), code, row)


def _name_faults(places: list[Path]) -> Iterator[Fault]:
    first: dict[str, Path] = {}
    for place in places:
        if not re.fullmatch(r"\w[\w.-]*", place.stem):
            expected = "letters, digits, and . _ - between them"
            yield Fault(f"'{place.stem}' cannot be the name of a coder", place, expected=expected)
        name = unicodedata.normalize("NFC", place.stem).casefold()
        if name in first:
            remedy = f"Give one of the two coders another name, or join the file with {first[name]}"
            yield Fault(f"a second file of coder '{place.stem}'", place, remedy=remedy)
        first.setdefault(name, place)


def _row_faults(rows: list[Row], stem: str, codebook: Codebook) -> Iterator[Fault]:
    facets = {facet.name: facet for facet in codebook.facets}
    for row in rows:
        coder, facet, code = (row[column].strip() for column in ("coder", "facet", "code"))
        if not row["unit_id"].strip():
            yield row.fault("unit_id", "is empty", "the id of a unit")
        if coder not in ("", stem, coder_name(stem)):
            remedy = "A file holds the codings of one coder, whose name it has"
            yield row.fault("coder", f"'{coder}' in the file of '{stem}'", f"'{stem}'", remedy)
        if not facet and not code:
            continue
        if facet not in facets:
            yield row.fault("facet", f"'{facet}' is not a facet", one_of(facets, facet))
        elif code and code not in _RESERVED and code not in facets[facet].names:
            message = f"'{code}' is no {facet} of codebook {codebook.version}"
            yield row.fault("code", message, one_of([*facets[facet].names, Reserved.NONE.value], code))
    yield from _contradictions(rows, {name for name, facet in facets.items() if not facet.multiple})


def _contradictions(rows: list[Row], single: set[str]) -> Iterator[Fault]:
    """Yield the rows that speak against an earlier row of the same unit and facet."""
    said: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        facet, code = row["facet"].strip(), row["code"].strip() or Reserved.NONE.value
        if not facet:
            continue
        before = said.setdefault((row["unit_id"].strip(), facet), {})
        if before and code not in before:
            line = next(iter(before.values()))
            reserved = next((word for word in (code, *before) if word in _RESERVED), None)
            if reserved:
                yield row.fault(
                    "code", f"'{reserved}' and a code for the same unit and {facet}, see line {line}"
                )
            elif facet in single:
                yield row.fault("code", f"a second {facet} for this unit, after line {line}", "one code")
        before.setdefault(code, row.line)
