"""Codings of another tool -> hand codings of our units, and what became of each, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from comparelib.codebook import Codebook
from comparelib.errors import CodingFault
from comparelib.exchange.code_names import Code, CodeNames, CodePath
from comparelib.exchange.codings import COLUMNS
from comparelib.exchange.placing import Placement, Status
from comparelib.model import Reserved

ROW_COLUMNS = (
    *("row", "source", "quote", "code", "coder", "status", "how", "unit_id", "start", "end"),
    *("facet", "our_code", "note", "time"),
)
_RESERVED = {word.value for word in Reserved}


@dataclass(frozen=True)
class ForeignCoding:
    """A coding of another tool with the place that was found for it.

    Attributes
    ----------
    source
        The document as that tool calls it.
    quote
        The words that were selected.
    path
        The code as that tool calls it, from the top down.
    """

    source: str
    quote: str
    path: CodePath
    coder: str
    placement: Placement
    note: str = ""
    time: str = ""


@dataclass(frozen=True)
class Imported:
    """What an import found; nothing has been written.

    Attributes
    ----------
    rows
        One row for each coding and unit, in the order of the file: `row` numbers its codings from 1; status
        (matched, moved, unplaced), `how` in words, and where it came to lie.
    codings
        unit_id, coder, facet, code, note, time: what may be written as hand codings, in the order of units.
    left_out
        What the file holds besides that a study has no place for, and how often.
    reading
        How the file counts characters, in words; "" for tables.
    """

    rows: pd.DataFrame
    codings: pd.DataFrame
    left_out: dict[str, int]
    reading: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """How many codings of the file have each status."""
        first = self.rows.drop_duplicates("row")["status"].value_counts()
        return {status.value: int(first.get(status.value, 0)) for status in Status}


def imported(
    found: Iterable[ForeignCoding],
    codebook: Codebook,
    units: pd.DataFrame,
    chosen: Mapping[str, str] | None = None,
) -> Imported:
    """Bring codings of another tool onto our units and codes.

    Parameters
    ----------
    found
        The codings with their places.
    units
        Table of units; they give the order.
    chosen
        Code of that tool -> ours, as `CodeNames` takes it.

    Raises
    ------
    CodingFault
        Codes that are not in the codebook, each with the nearest one that is.
    """
    listed, names = list(found), CodeNames(codebook, chosen)
    faults = names.faults(coding.path for coding in listed if coding.placement.unit_ids)
    if faults:
        raise CodingFault(faults)
    single = {facet.name for facet in codebook.facets if not facet.multiple}
    rows = [row for number, coding in enumerate(listed, start=1) for row in _rows(number, coding, names)]
    rows = list(_settled(rows, single))
    frame = pd.DataFrame(rows, columns=list(ROW_COLUMNS)).astype({"start": "Int64", "end": "Int64"})
    return Imported(frame, _codings(frame, units), {})


def with_units_read(codings: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Add a row without facet and code for each uncoded unit of the documents that a coder coded.

    For coders who read these documents from first to last: a unit that they left alone has no code, which is
    a fact, and stands in the denominators.
    """
    parts = [codings]
    text = units[units["kind"] != "furniture"]
    of_unit = dict(zip(text["unit_id"], text["doc_id"], strict=True))
    for coder, own in codings.groupby("coder", sort=True):
        read = text[text["doc_id"].isin(set(own["unit_id"].map(of_unit)))]
        bare = read.loc[~read["unit_id"].isin(own["unit_id"]), ["unit_id"]]
        parts.append(bare.assign(coder=coder, facet="", code="", note="", time=""))
    order = {unit_id: place for place, unit_id in enumerate(units["unit_id"])}
    joined = pd.concat(parts, ignore_index=True)
    return joined.sort_values(by="unit_id", key=lambda ids: ids.map(order), kind="stable", ignore_index=True)


def _rows(number: int, coding: ForeignCoding, names: CodeNames) -> Iterator[dict[str, object]]:
    placement, code = coding.placement, None
    if placement.unit_ids:
        code = names.find(coding.path)
        if code is None:
            placement = replace(
                placement, status=Status.UNPLACED, how="the code is left out, as asked", unit_ids=()
            )
    for unit_id in placement.unit_ids or ("",):
        yield _row(number, coding, placement, unit_id, code)


def _row(
    number: int, coding: ForeignCoding, placement: Placement, unit_id: str, code: Code | None
) -> dict[str, object]:
    placed = bool(unit_id)
    return {
        "row": number,
        "source": coding.source,
        "quote": coding.quote,
        "code": " > ".join(coding.path),
        "coder": coding.coder,
        "status": placement.status.value,
        "how": placement.how,
        "unit_id": unit_id,
        "start": placement.start if placed and placement.start is not None else pd.NA,
        "end": placement.end if placed and placement.end is not None else pd.NA,
        "facet": code[0] if code and placed else "",
        "our_code": code[1] if code and placed else "",
        "note": coding.note,
        "time": coding.time,
    }


def _settled(rows: list[dict[str, object]], single: set[str]) -> Iterator[dict[str, object]]:
    """Yield the rows; those that contradict an earlier one of the same coder are unplaced, and say so."""
    said: dict[tuple[object, ...], dict[object, object]] = {}
    for row in rows:
        if not row["unit_id"]:
            yield row
            continue
        before = said.setdefault((row["coder"], row["unit_id"], row["facet"]), {})
        code = row["our_code"]
        other = next((earlier for earlier in before if earlier != code), None)
        clash = code in _RESERVED or other in _RESERVED or row["facet"] in single
        if other is not None and clash:
            reason = f"the unit has {row['facet']} '{other}' of this coder already (row {before[other]})"
            yield row | {
                "status": Status.UNPLACED.value,
                "how": reason,
                "unit_id": "",
                "start": pd.NA,
                "end": pd.NA,
            }
            continue
        before.setdefault(code, row["row"])
        yield row


def _codings(rows: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    kept = rows[rows["unit_id"] != ""]
    key = ["unit_id", "coder", "facet", "our_code"]
    joined = kept.groupby(key, sort=False, as_index=False).agg({"note": _lines, "time": "min"})
    order = {unit_id: place for place, unit_id in enumerate(units["unit_id"])}
    joined["place"] = joined["unit_id"].map(order)
    joined = joined.sort_values(["place", "coder", "facet", "our_code"], kind="stable", ignore_index=True)
    return joined.rename(columns={"our_code": "code"})[list(COLUMNS)].astype("str")


def _lines(notes: pd.Series) -> str:
    return "\n".join(dict.fromkeys(note for note in notes if note))
