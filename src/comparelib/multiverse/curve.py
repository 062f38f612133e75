"""All specifications of a comparison in one tidy table, and what they say together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from comparelib.errors import Fault, NotEstimable, ParameterFault, one_of
from comparelib.matrix.paragraphs import check_draws
from comparelib.multiverse.baseline import Denominator, baseline_grid
from comparelib.multiverse.cells import CELL, Tables
from comparelib.multiverse.estimates import Estimates, Sides, estimates
from comparelib.multiverse.grid import Grid, Kind
from comparelib.multiverse.inference import curve_permutation
from comparelib.multiverse.result import Multiverse
from comparelib.multiverse.summary import effects, family_summary, robustness

if TYPE_CHECKING:
    from comparelib.codebook import Codebook


def multiverse(  # noqa: PLR0913 - the four tables, and keywords with defaults
    codings: pd.DataFrame,
    units: pd.DataFrame,
    documents: pd.DataFrame,
    codebook: Codebook,
    *,
    jurisdictions: tuple[str, str] = ("NL", "VL"),
    coders: Sequence[str] = ("reference",),
    groups: Mapping[str, str] = MappingProxyType({}),
    facet: str = "theme",
    grid: Grid | None = None,
    headline: Mapping[str, str] = MappingProxyType({}),
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 1,
) -> Multiverse:
    """Estimate the difference of two sides' theme shares in every specification of a grid.

    Parameters
    ----------
    codings, units, documents, codebook
        As for `matrix.theme_matrix`.
    jurisdictions
        a and b: differences are b less a.
    coders
        Who coded all documents, the headline first. A coder that lacks documents shows in n_a and n_b.
    groups
        Code -> group that it is merged into; codes that are not named stay by themselves.
    facet
        Whose codes are compared.
    grid
        The grid; `baseline_grid` of these documents and coders where None. It needs the choices of that one.
    headline
        Choice -> option where the main comparison departs from the grid's own headline, such as
        `{"denominator": "measures"}`.
    level
        Confidence level of the intervals.
    draws, seed
        Of the sample of divisions of the documents, where they are too many to enumerate.

    Raises
    ------
    ParameterFault
        An unknown jurisdiction, group or facet; a grid that lacks a choice; a parameter out of range.
    CodingFault
        A coder without codings.
    NotEstimable
        The headline has no units on one side.

    References
    ----------
    Steegen, Tuerlinckx, Gelman & Vanpaemel (2016), Perspectives on Psychological Science 11:702-712;
    Simonsohn, Simmons & Nelson (2020), Nature Human Behaviour 4:1208-1214.
    """
    check_draws(level, draws, seed)
    tables = Tables(codings, units, documents, codebook, facet, groups)
    declared = _declared(tables, jurisdictions, coders, grid).led_by(headline)
    sides = _sides(tables, jurisdictions, declared.headline["coder"])
    specified = declared.specifications()
    found = estimates(tables, specified, sides, level)
    if not np.isfinite(found.value[0]).all():
        raise NotEstimable("a side has no units in the headline specification")
    themes = codebook.facet(facet).names
    bounds = np.stack([found.low, found.high])
    moved = effects(themes, specified, declared, found.value)
    return Multiverse(
        frame=_frame(themes, specified, declared, found),
        summary=family_summary(themes, specified, found.value, bounds),
        effects=moved,
        robustness=robustness(themes, specified, found.value, bounds, moved),
        inference=_inference(themes, specified, found, sides, (draws, seed)),
        grid=declared,
        jurisdictions=jurisdictions,
        level=level,
        draws=draws,
        seed=seed,
    )


def _declared(
    tables: Tables, jurisdictions: tuple[str, str], coders: Sequence[str], grid: Grid | None
) -> Grid:
    """The grid as given, or the baseline grid of both sides' documents."""
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
    if grid is None:
        first, second = (
            [str(name) for name in names[(documents["jurisdiction"] == side).to_numpy()]]
            for side in jurisdictions
        )
        return baseline_grid(first, second, coders, merged=bool(tables.groups))
    lacking = [name for name in (*CELL, "weights", "texts") if name not in grid.names]
    if lacking:
        raise ParameterFault(Fault(f"the grid lacks the choice '{name}'") for name in lacking)
    return grid


def _sides(tables: Tables, jurisdictions: tuple[str, str], coder: str) -> Sides:
    coded = tables.read(coder, Denominator.ALL).coded
    labels = coded.documents["jurisdiction"].to_numpy()
    first, second = (tuple(int(row) for row in np.flatnonzero(labels == side)) for side in jurisdictions)
    n_units = np.bincount(coded.document, minlength=len(labels))
    return Sides(first, second, n_units, tuple(str(name) for name in coded.documents.index))


def _frame(themes: tuple[str, ...], specified: pd.DataFrame, grid: Grid, found: Estimates) -> pd.DataFrame:
    n, k = found.value.shape
    at = np.repeat(np.arange(n), k)
    measured = np.array(found.measured, dtype=object)[found.cell]
    columns = ["specification", "family", *grid.names]
    frame = specified[columns].iloc[at].reset_index(drop=True)
    return frame.assign(
        theme=pd.Series(list(themes) * n, dtype="str"),
        measured=pd.Series(measured.ravel(), dtype="str"),
        estimate=found.value.ravel(),
        low=found.low.ravel(),
        high=found.high.ravel(),
        n_a=found.n_first[at],
        n_b=found.n_second[at],
    )


def _inference(
    themes: tuple[str, ...],
    specified: pd.DataFrame,
    found: Estimates,
    sides: Sides,
    chance: tuple[int, int],
) -> pd.DataFrame:
    principled = (specified["family"] == Kind.PRINCIPLED).to_numpy()
    cells, order = found.cell[principled], [*sides.first, *sides.second]
    return curve_permutation(
        found.shares[cells][:, order],
        found.totals[cells][:, order],
        specified["weights"][principled].tolist(),
        themes,
        (sides.n_units[order], len(sides.second)),
        draws=chance[0],
        seed=chance[1],
    )
