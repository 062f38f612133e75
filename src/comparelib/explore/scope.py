"""Which documents and units a question is put to, and what is told of each unit with the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from comparelib.errors import Fault, ParameterFault, one_of
from comparelib.model import Reserved

if TYPE_CHECKING:
    from comparelib.study import Study

PLACE = ("unit_id", "doc_id", "jurisdiction", "section", "page", "text")
"""What every passage carries: which unit it is, where it stands, and its words."""


def chosen_documents(
    study: Study, jurisdiction: str | None = None, documents: Sequence[str] = ()
) -> pd.DataFrame:
    """Return the documents that are asked about, in the order of the corpus; all where nothing is chosen.

    Raises
    ------
    ParameterFault
        There is no such document or jurisdiction, or none is left.
    """
    if isinstance(documents, str):
        raise ParameterFault(Fault(f"documents cannot be '{documents}'", expected="a list of doc_ids"))
    return study.selection(documents, (jurisdiction,) if jurisdiction else ())


def placed(units: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return the columns `PLACE` of some units; a unit under no heading has the section ""."""
    sides = documents.set_index("doc_id")["jurisdiction"]
    frame = units.assign(
        jurisdiction=units["doc_id"].map(sides).astype("str"),
        section=units["section"].fillna("").astype("str"),
    )
    return frame[list(PLACE)].reset_index(drop=True)


def facet_of(study: Study, code: str, facet: str | None = None) -> str:
    """Return the facet of the codebook that has a code.

    Parameters
    ----------
    facet
        Says which, where several facets have a code of this name.

    Raises
    ------
    ParameterFault
        There is no such facet or code, or several facets have it and none was named.
    """
    facets = {each.name: each.names for each in study.codebook.facets}
    if facet is not None and facet not in facets:
        raise ParameterFault(Fault(f"there is no facet '{facet}'", expected=one_of(facets, facet)))
    searched = facets if facet is None else {facet: facets[facet]}
    found = [name for name, codes in searched.items() if code in codes]
    if len(found) == 1:
        return found[0]
    if found:
        fault = Fault(f"several facets have a code '{code}'", expected="facet=" + " or facet=".join(found))
        raise ParameterFault(fault)
    known = [name for codes in searched.values() for name in codes]
    raise ParameterFault(Fault(f"there is no code '{code}'", expected=one_of(known, code)))


def codes_of(codings: pd.DataFrame, unit_ids: Sequence[str], facet: str) -> dict[str, tuple[str, ...]]:
    """Return unit_id -> its codes of a facet, in the order of the codings; without those that have none."""
    rows = codings[(codings["facet"] == facet) & codings["unit_id"].isin(list(unit_ids))]
    rows = rows[~rows["code"].isin([word.value for word in Reserved])]
    found: dict[str, dict[str, None]] = {}
    for unit_id, code in zip(rows["unit_id"].tolist(), rows["code"].tolist(), strict=True):
        found.setdefault(unit_id, {})[code] = None
    return {unit_id: tuple(codes) for unit_id, codes in found.items()}
