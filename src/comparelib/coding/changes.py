"""Two codings of the same units -> which units code otherwise, and how often each code was given."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from comparelib.model import Reserved

_SHOWN = " + "


@dataclass(frozen=True)
class CodingChanges:
    """What a change of codebook or patterns does to codings.

    Attributes
    ----------
    units
        unit_id, facet, before, after: the units whose codes differ, with their codes ("a + b", or `none`);
        "" where the unit was not asked the facet.
    counts
        facet, code, before, after, gained, lost: units with the code, in the order of first appearance.
    n_units
        Units that were coded both times.
    """

    units: pd.DataFrame
    counts: pd.DataFrame
    n_units: int


def coding_changes(before: pd.DataFrame, after: pd.DataFrame) -> CodingChanges:
    """Compare two codings of the same units by their codes; scores, passages and rules do not count."""
    old, new = _given(before), _given(after)
    joined = old.merge(new, how="outer", on=["unit_id", "facet", "code"], indicator="side")
    sides = joined["side"].astype("str")
    changed = joined.loc[sides != "both", ["unit_id", "facet"]].drop_duplicates()
    place = {unit_id: at for at, unit_id in enumerate(dict.fromkeys([*before["unit_id"], *after["unit_id"]]))}
    facets = {name: at for at, name in enumerate(dict.fromkeys([*before["facet"], *after["facet"]]))}
    units = changed.merge(_sets(old, "before"), how="left").merge(_sets(new, "after"), how="left")
    order = pd.DataFrame({"unit": units["unit_id"].map(place), "facet": units["facet"].map(facets)})
    units = units.loc[order.sort_values(["facet", "unit"], kind="stable").index].reset_index(drop=True)
    both = set(before["unit_id"]) & set(after["unit_id"])
    return CodingChanges(units.fillna(""), _counts(joined, facets), len(both))


def _given(codings: pd.DataFrame) -> pd.DataFrame:
    return codings[["unit_id", "facet", "code"]].drop_duplicates()


def _sets(given: pd.DataFrame, name: str) -> pd.DataFrame:
    return given.groupby(["unit_id", "facet"], sort=False)["code"].agg(_SHOWN.join).rename(name).reset_index()


def _counts(joined: pd.DataFrame, facets: dict[str, int]) -> pd.DataFrame:
    codes = joined[~joined["code"].isin([word.value for word in Reserved])]
    sides = codes["side"].astype("str")
    counts = (
        codes[["facet", "code"]]
        .assign(
            before=(sides != "right_only").astype("int64"),
            after=(sides != "left_only").astype("int64"),
            gained=(sides == "right_only").astype("int64"),
            lost=(sides == "left_only").astype("int64"),
        )
        .groupby(["facet", "code"], sort=True)
        .sum()
        .reset_index()
    )
    return counts.sort_values("facet", key=lambda names: names.map(facets), kind="stable").reset_index(
        drop=True
    )
