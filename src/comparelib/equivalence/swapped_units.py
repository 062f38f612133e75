"""Which units a swap test swapped words in, and which of them it coded otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from comparelib.codebook import Code, Codebook, Facet
from comparelib.equivalence.swap import SwapTest
from comparelib.matrix import ThemeMatrix, theme_matrix

FACET = "swap"
SWAPPED = "word-swap"
_COLUMNS = ("unit_id", "facet", "code", "coder", "score", "start", "end", "evidence", "rule")


@dataclass(frozen=True)
class SwappedUnits:
    """The units behind the counts of a swap test.

    Attributes
    ----------
    matrix
        Documents x kinds of swap; a code is `swap_code(kind, to)`, with `changed` where codes changed.
    codings
        One row for each unit and kind of swap; the rule names the words.
    codebook
        The kinds of swap as one facet.
    """

    matrix: ThemeMatrix
    codings: pd.DataFrame
    codebook: Codebook


def swap_code(kind: str, to: str, *, changed: bool = False) -> str:
    """Return the name of a kind of swap to one side, or of what it changed."""
    return f"{FACET}-{kind}-{to}{'-changed' if changed else ''}"


def swapped_units(
    test: SwapTest, units: pd.DataFrame, documents: pd.DataFrame, names: Mapping[str, Mapping[str, str]]
) -> SwappedUnits:
    """Return the units in which words were swapped, and those in which a code was lost or gained.

    Parameters
    ----------
    test
        Result of `swap_test`.
    units, documents
        The tables that were tested.
    names
        Code (`swap_code`) -> language -> what it is called; `facet` is the name of them all.
    """
    changed = test.changes.drop_duplicates(["kind", "to", "unit_id"])
    rows = [
        (
            row.unit_id,
            FACET,
            swap_code(str(row.kind), str(row.to), changed=of_change),
            SWAPPED,
            1.0,
            row.variants,
        )
        for of_change, frame in ((False, test.units), (True, changed))
        for row in frame.itertuples()
    ]
    codings = pd.DataFrame(
        [(*row[:5], None, None, None, row[5]) for row in rows], columns=list(_COLUMNS)
    ).astype({"start": "Int64", "end": "Int64"})
    found = dict.fromkeys(row[2] for row in rows)
    codes = tuple(Code(code, dict(names[code]), names[code]["en"]) for code in found)
    title = dict(names["facet"])
    codebook = Codebook(FACET, "1.0.0", title, (Facet(FACET, title, title["en"], True, codes),))
    own = documents[documents["doc_id"].isin(units["doc_id"])]
    return SwappedUnits(
        theme_matrix(codings, units, own, codebook, facet=FACET, coder=SWAPPED), codings, codebook
    )
