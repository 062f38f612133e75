"""Hand codings -> codings of our units: what was left without a code is said, what was not asked is not."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from comparelib.codebook import Codebook
from comparelib.coding.conditional import ASKED_OF
from comparelib.coding.human.load import HumanCoding, HumanCodings
from comparelib.coding.human.unknown import unit_faults
from comparelib.errors import CodingFault
from comparelib.model import Reserved
from comparelib.model.schemas import CODINGS, checked


def human_codings(human: HumanCodings, units: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return the codings of people, in the order of coders, units and the codebook.

    A coder is taken to have been asked every facet that the file speaks of, for every unit that has a row in
    it: where no code of such a facet was given, the code is `none`. Instruments are asked of measures only,
    where the file speaks of functions. A unit without any row was not put before the coder: no row.

    Parameters
    ----------
    units
        Table of units, furniture among them.

    Returns
    -------
    DataFrame
        Codings; score 1, no span; the column `rule` holds the coder's note.

    Raises
    ------
    CodingFault
        A unit that does not exist or is furniture, or whose text has changed since it was coded (where the
        file has a column `text`); each with its line and column.
    """
    faults = list(unit_faults(human, units))
    if faults:
        raise CodingFault(faults)
    place = {unit_id: number for number, unit_id in enumerate(units["unit_id"])}
    facets = [facet.name for facet in codebook.facets]
    codes = {(facet.name, code): n for facet in codebook.facets for n, code in enumerate(facet.names)}
    rows = []
    for coder in human.coders:
        own = [row for row in human.rows if row.coder == coder]
        filled = dict.fromkeys([*_given(own), *_without(own, facets)])
        notes = {(row.unit_id, row.facet, row.code): row.row.values.get("note", "").strip() for row in own}
        rows += [
            (unit_id, facet, code, coder, notes.get((unit_id, facet, code), ""))
            for unit_id, facet, code in sorted(
                filled, key=lambda key: (place[key[0]], facets.index(key[1]), codes.get(key[1:], -1))
            )
        ]
    return _frame(rows)


def _given(own: list[HumanCoding]) -> Iterator[tuple[str, str, str]]:
    return ((row.unit_id, row.facet, row.code) for row in own if row.facet)


def _without(own: list[HumanCoding], facets: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield `none` for every unit and facet that the coder was asked and gave no code of."""
    spoken = {row.facet for row in own} - {""} or set(facets)
    coded = {(row.unit_id, row.facet) for row in own}
    with_code = {(row.unit_id, row.facet, row.code) for row in own}
    for unit_id in dict.fromkeys(row.unit_id for row in own):
        for facet in facets:
            needed = ASKED_OF.get(facet)
            asked = needed is None or needed[0] not in spoken or (unit_id, *needed) in with_code
            if facet in spoken and asked and (unit_id, facet) not in coded:
                yield unit_id, facet, Reserved.NONE.value


def _frame(rows: list[tuple[str, str, str, str, str]]) -> pd.DataFrame:
    columns = list(zip(*rows, strict=True)) or [()] * 5
    unit_id, facet, code, coder, note = (pd.Series(list(column), dtype="str") for column in columns)
    nowhere = pd.array([pd.NA] * len(rows), dtype="Int64")
    codings = pd.DataFrame(
        {
            "unit_id": unit_id,
            "facet": facet,
            "code": code,
            "coder": coder,
            "score": pd.Series(1.0, index=unit_id.index, dtype="float64"),
            "start": nowhere,
            "end": nowhere,
            "evidence": pd.Series([None] * len(rows), dtype="str"),
            "rule": note,
        }
    )
    return checked(codings, CODINGS)
