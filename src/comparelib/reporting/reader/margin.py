"""What stands beside a text: who gave which code, on what ground, and which words are marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from comparelib.model import CoderKind, Reserved
from comparelib.model.coder_names import bare_name
from comparelib.reporting.evidence.parcel import joined_spans, rows_of
from comparelib.text.privacy import Masked

_RESERVED = {word.value for word in Reserved}
_GROUNDLESS = {CoderKind.REFERENCE.value, CoderKind.HUMAN.value}  # their rule is the number of a source unit


@dataclass(frozen=True)
class Reader:
    """One coder on the page: its name, the short mark beside codes, its kind and version."""

    name: str
    mark: str
    kind: str
    version: str


@dataclass(frozen=True)
class Note:
    """One code of a unit: its place in the list of codes, and the places of the coders who gave it."""

    code: int
    coders: tuple[int, ...]


@dataclass(frozen=True)
class Margin:
    """What stands beside one unit.

    Attributes
    ----------
    notes
        Its codes in the order of the codebook.
    grounds
        Mark of a coder, code and rule, for coders that follow rules.
    marks
        Flat spans in the shown text: the words that a rule matched.
    """

    notes: tuple[Note, ...] = ()
    grounds: tuple[tuple[str, str, str], ...] = ()
    marks: tuple[int, ...] = ()


def readers(coders: pd.DataFrame) -> tuple[Reader, ...]:
    """Return the coders with marks that differ: R for reference, A for annotator_a, D for dictionary."""
    found: list[Reader] = []
    for coder in rows_of(coders):
        word = bare_name(coder.coder).rpartition("_")[2].rpartition(":")[2]
        wanted = (word if len(word) < 3 else word[0]).upper()
        taken = [reader.mark for reader in found]
        number = 2
        mark = wanted
        while mark in taken:
            mark, number = f"{wanted}{number}", number + 1
        found.append(Reader(coder.coder, mark, coder.kind, coder.version))
    return tuple(found)


def margins(
    codings: pd.DataFrame,
    codes: Sequence[tuple[str, str]],
    coders: Sequence[Reader],
    shown: Mapping[str, Masked],
) -> dict[str, Margin]:
    """Return what stands beside each unit.

    Parameters
    ----------
    codings
        Of one document, by every coder.
    codes
        (facet, code) in the order of the codebook.
    coders
        As `readers` returns them.
    shown
        unit_id -> its text as it may be shown.
    """
    places = {pair: place for place, pair in enumerate(codes)}
    seats = {coder.name: place for place, coder in enumerate(coders)}
    rows: dict[str, list[Any]] = {}
    for row in rows_of(codings):
        if row.code not in _RESERVED and row.unit_id in shown and (row.facet, row.code) in places:
            rows.setdefault(row.unit_id, []).append(row)
    return {unit: _margin(found, places, seats, coders, shown[unit]) for unit, found in rows.items()}


def _margin(
    rows: Iterable[Any],
    places: Mapping[tuple[str, str], int],
    seats: Mapping[str, int],
    coders: Sequence[Reader],
    text: Masked,
) -> Margin:
    given: dict[int, set[int]] = {}
    grounds: dict[tuple[str, str, str], None] = {}
    spans: list[int] = []
    for row in rows:
        seat = seats[row.coder]
        given.setdefault(places[row.facet, row.code], set()).add(seat)
        if row.rule and coders[seat].kind not in _GROUNDLESS:
            grounds[coders[seat].mark, row.code, row.rule] = None
        if pd.notna(row.start):
            spans += text.span(int(row.start), int(row.end)) or ()
    notes = tuple(Note(code, tuple(sorted(given[code]))) for code in sorted(given))
    return Margin(notes, tuple(grounds), tuple(joined_spans(spans)))
