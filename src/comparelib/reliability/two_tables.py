"""Two tables of codings, wherever they come from -> what `agreement` compares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from comparelib.errors import Fault, NotEstimable, ParameterFault, one_of
from comparelib.model import UnitKind


@dataclass(frozen=True)
class TwoTables:
    """Codings of two coders on one facet, and the units of both.

    Attributes
    ----------
    codings, units
        As `agreement` takes them; units in the order of the first table.
    coders
        Two names.
    n_both
        Units in both tables.
    only_first, only_second
        Units that one table alone has, in its order: they are in no statistic.
    blocks
        What intervals resample: "paragraph", or "unit" where nothing tells which paragraph a unit is of
        (intervals are then too narrow: sentences of a paragraph are alike).
    """

    codings: pd.DataFrame
    units: pd.DataFrame
    coders: tuple[str, str]
    n_both: int
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    blocks: str


def two_tables(
    first: pd.DataFrame,
    second: pd.DataFrame,
    coders: tuple[str, str],
    *,
    facet: str,
    known_units: pd.DataFrame | None = None,
) -> TwoTables:
    """Join two tables of codings on their units.

    Parameters
    ----------
    first, second
        unit_id, facet, code; doc_id and paragraph where known.
    coders
        Two different names.
    facet
        Of the codings that are compared.
    known_units
        Units of a study, with unit_id, doc_id and paragraph; used where it has every unit of both tables.

    Raises
    ------
    ParameterFault
        A table has no codings of the facet.
    NotEstimable
        No unit is in both tables.
    """
    own = [table[(table["facet"] == facet).to_numpy()] for table in (first, second)]
    for table, part, coder in zip((first, second), own, coders, strict=True):
        if part.empty:
            known = [str(name) for name in table["facet"].unique()]
            message = f"coder '{coder}' has no codings of facet '{facet}'"
            raise ParameterFault(Fault(message, expected=one_of(known, facet)))
    ids = [list(dict.fromkeys(part["unit_id"])) for part in own]
    sets = [set(part) for part in ids]
    both = sets[0] & sets[1]
    if not both:
        shown = f"the first has '{ids[0][0]}' …, the second '{ids[1][0]}' …"
        raise NotEstimable(
            f"no unit is in both tables ({shown}): there is nothing to compare",
            "refusal.no_shared_unit",
            first=str(ids[0][0]),
            second=str(ids[1][0]),
        )
    units, blocks = _units(pd.concat(own), known_units)
    codings = pd.concat([part.assign(coder=coder) for part, coder in zip(own, coders, strict=True)])
    return TwoTables(
        codings=codings[["unit_id", "facet", "code", "coder"]].reset_index(drop=True),
        units=units,
        coders=coders,
        n_both=len(both),
        only_first=tuple(name for name in ids[0] if name not in both),
        only_second=tuple(name for name in ids[1] if name not in both),
        blocks=blocks,
    )


def shared_facets(first: pd.DataFrame, second: pd.DataFrame) -> tuple[str, ...]:
    """Return the facets that both tables have, in the order of the first."""
    other = set(second["facet"])
    return tuple(str(name) for name in dict.fromkeys(first["facet"]) if name in other)


def told_apart(names: Sequence[str]) -> tuple[str, str]:
    """Return two names that differ: `ab`, `ab` => `ab (1)`, `ab (2)`."""
    first, second = names
    return (first, second) if first != second else (f"{first} (1)", f"{second} (2)")


def _units(rows: pd.DataFrame, known: pd.DataFrame | None) -> tuple[pd.DataFrame, str]:
    """Return the units of the rows with document and paragraph, and what a block is."""
    units = rows.drop_duplicates("unit_id").reset_index(drop=True)
    if known is not None and units["unit_id"].isin(known["unit_id"]).all():
        places = known.set_index("unit_id").loc[units["unit_id"], ["doc_id", "paragraph"]].reset_index()
        return places.assign(kind=UnitKind.SENTENCE.value), "paragraph"
    documents = units["unit_id"].str.partition("#")[0].where(units["unit_id"].str.contains("#"), "all")
    if "doc_id" in units:
        documents = units["doc_id"].fillna("").replace("", np.nan).fillna(documents)
    numbers = pd.Series(np.arange(1, len(units) + 1))
    given = "paragraph" in units and bool(units["paragraph"].fillna("").str.fullmatch(r"\d+").all())
    frame = pd.DataFrame(
        {
            "unit_id": units["unit_id"],
            "doc_id": documents.astype("str"),
            "paragraph": units["paragraph"].astype("int64") if given else numbers,
            "kind": UnitKind.SENTENCE.value,
        }
    )
    return frame, "paragraph" if given else "unit"
