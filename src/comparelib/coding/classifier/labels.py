"""Codings of a coder -> a matrix of yes and no, and which units were put before the coder at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.codebook import Codebook
from comparelib.errors import CodingFault, Fault, one_of
from comparelib.model import Reserved


@dataclass(frozen=True)
class Labels:
    """What a coder said of units, in their order.

    Attributes
    ----------
    codes
        (facet, code) in the order of the codebook.
    values
        Whether the unit has the code, bool, shape (units, codes).
    asked
        Facet -> whether the coder coded the unit in that facet, bool, shape (units,). A unit without a row,
        or with `failed`, was not.
    """

    codes: tuple[tuple[str, str], ...]
    values: NDArray[np.bool_]
    asked: dict[str, NDArray[np.bool_]]

    @property
    def rows(self) -> NDArray[np.int64]:
        """Rows of the units that were coded in any facet."""
        return np.flatnonzero(np.any([*self.asked.values()], axis=0))

    def columns(self, facet: str) -> NDArray[np.int64]:
        """Return the columns of a facet's codes."""
        return np.flatnonzero([owner == facet for owner, _ in self.codes])


def coder_labels(codings: pd.DataFrame, coder: str, unit_ids: pd.Series, codebook: Codebook) -> Labels:
    """Return the labels of one coder.

    Raises
    ------
    CodingFault
        There is no such coder, or codings name a unit that does not exist or a code that is not in the
        codebook.
    """
    own = codings[codings["coder"] == coder]
    if own.empty:
        raise CodingFault(
            Fault(
                f"no codings of coder '{coder}'", expected=one_of(list(codings["coder"].unique()), str(coder))
            )
        )
    codes = tuple((facet.name, code) for facet in codebook.facets for code in facet.names)
    column = {code: number for number, code in enumerate(codes)}
    row = {unit_id: number for number, unit_id in enumerate(unit_ids)}
    _check(own, set(row), column)
    values = np.zeros((len(row), len(codes)), dtype=bool)
    asked = {facet.name: np.zeros(len(row), dtype=bool) for facet in codebook.facets}
    for unit_id, facet, code in zip(own["unit_id"], own["facet"], own["code"], strict=True):
        if code == Reserved.FAILED.value:
            continue
        asked[facet][row[unit_id]] = True
        if code != Reserved.NONE.value:
            values[row[unit_id], column[facet, code]] = True
    return Labels(codes, values, asked)


def _check(own: pd.DataFrame, known: set[str], column: dict[tuple[str, str], int]) -> None:
    faults = [
        Fault(f"there is no unit '{unit_id}'", expected="a unit of policy text", remedy="Take its coding out")
        for unit_id in own["unit_id"].unique()
        if unit_id not in known
    ]
    reserved = {word.value for word in Reserved}
    for facet, code in own[["facet", "code"]].drop_duplicates().itertuples(index=False):
        names = [name for owner, name in column if owner == facet]
        if not names:
            facets = list(dict.fromkeys(owner for owner, _ in column))
            faults.append(Fault(f"the codebook has no facet '{facet}'", expected=one_of(facets, facet)))
        elif code not in names and code not in reserved:
            faults.append(Fault(f"unknown code '{code}' of facet '{facet}'", expected=one_of(names, code)))
    if faults:
        raise CodingFault(faults)
