"""Which documents stand on either side, and the baseline grid of these."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from comparelib.errors import Fault, NotEstimable, ParameterFault, one_of
from comparelib.matrix.document_sample import MOST_ONE_BY_ONE
from comparelib.multiverse.baseline import CORRECTED, WITHOUT, Denominator, baseline_grid
from comparelib.multiverse.cells import Tables
from comparelib.multiverse.estimates import Sides
from comparelib.multiverse.grid import Grid

MOST_WAYS = 20_000
"""Documents of both sides that are reckoned in every way; each way goes through all units anew."""


def check_size(sides: Sides) -> None:
    """Raise NotEstimable where both sides have more than `MOST_WAYS` documents together."""
    n = len(sides.first) + len(sides.second)
    if n > MOST_WAYS:
        raise NotEstimable(
            f"{n} documents are too many to reckon in every way; it is done for at most {MOST_WAYS}",
            "refusal.ways_of_many",
            n=n,
            most=MOST_WAYS,
        )


def sampled_of(grid: Grid, sides: Sides) -> tuple[int, int] | None:
    """Return how many documents the grid leaves out in turn, and of how many; None where a side is small."""
    sizes = len(sides.first), len(sides.second)
    if max(sizes) <= MOST_ONE_BY_ONE:
        return None
    return sum(option.startswith(WITHOUT) for option in grid.options("texts")), sum(sizes)


def grid_of(
    tables: Tables,
    jurisdictions: tuple[str, str],
    coders: Sequence[str],
    priors: Sequence[str] = (),
    seed: int = 1,
) -> Grid:
    """Return the baseline grid of both sides' documents.

    Raises
    ------
    ParameterFault
        A jurisdiction that the corpus does not have, or twice the same.
    """
    documents = tables.documents
    names = documents["doc_id"] if "doc_id" in documents.columns else documents.index
    known = [str(label) for label in dict.fromkeys(documents["jurisdiction"])]
    faults = [
        Fault(f"no document of jurisdiction '{name}' in the corpus", expected=one_of(known, name))
        for name in jurisdictions
        if name not in known
    ]
    if jurisdictions[0] == jurisdictions[1]:
        message = f"jurisdiction '{jurisdictions[0]}' twice"
        faults.append(Fault(message, expected="two different jurisdictions"))
    if faults:
        raise ParameterFault(faults)
    first, second = (
        [str(name) for name in names[(documents["jurisdiction"] == side).to_numpy()]]
        for side in jurisdictions
    )
    return baseline_grid(first, second, coders, merged=bool(tables.groups), priors=priors, seed=seed)


def sides_of(tables: Tables, jurisdictions: tuple[str, str], coder: str) -> Sides:
    """Return the rows of both sides' documents, and how long each document is by this coder's units."""
    coded = tables.read(coder.removeprefix(CORRECTED), Denominator.ALL).coded
    labels = coded.documents["jurisdiction"].to_numpy()
    first, second = (tuple(int(row) for row in np.flatnonzero(labels == side)) for side in jurisdictions)
    n_units = np.bincount(coded.document, minlength=len(labels))
    return Sides(first, second, n_units, tuple(str(name) for name in coded.documents.index))
