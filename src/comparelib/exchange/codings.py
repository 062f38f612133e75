"""Codings as they are exchanged: one row for each unit, coder, facet and code, with its note."""

from __future__ import annotations

import pandas as pd

from comparelib.model import CoderKind

COLUMNS = ("unit_id", "coder", "facet", "code", "note", "time")


def exchanged_codings(codings: pd.DataFrame, coders: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return one row a coding, in the order of units, coders, facets and codes.

    Evidence and rule of a machine, and the note of a person, become the note. Rows that differ only in their
    evidence are one coding with a line for each piece. The rule of a reference coding is the name of its unit
    elsewhere: no note.

    Parameters
    ----------
    codings
        Table of codings; a column `time` is kept where there is one.
    coders
        Table of coders.
    units
        Table of units; they give the order. Codings of other units are left out.

    Returns
    -------
    DataFrame
        unit_id, coder, facet, code, note, time; all str.
    """
    rows = codings[codings["unit_id"].isin(units["unit_id"])].copy()
    silent = set(coders.loc[coders["kind"] == CoderKind.REFERENCE.value, "coder"])
    rule, evidence = rows["rule"].fillna("").astype(str), rows["evidence"].fillna("").astype(str)
    pieces = rule.where(evidence == "", "“" + evidence + "” " + rule).str.strip()
    rows["note"] = pieces.where(~rows["coder"].isin(silent), "")
    rows["time"] = rows["time"].fillna("").astype(str) if "time" in rows else ""
    key = ["unit_id", "coder", "facet", "code"]
    joined = rows.groupby(key, sort=False, as_index=False).agg({"note": _lines, "time": "first"})
    order = {unit_id: place for place, unit_id in enumerate(units["unit_id"])}
    joined["place"] = joined["unit_id"].map(order)
    joined = joined.sort_values(["place", "coder", "facet", "code"], kind="stable", ignore_index=True)
    return joined[list(COLUMNS)].astype("str")


def _lines(notes: pd.Series) -> str:
    return "\n".join(dict.fromkeys(note for note in notes if note))
