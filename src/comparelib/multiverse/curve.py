"""All specifications of a comparison in one tidy table, and what they say together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from comparelib.errors import Fault, NotEstimable, ParameterFault, one_of
from comparelib.matrix.paragraphs import check_draws
from comparelib.multiverse.baseline import CORRECTED, Prior
from comparelib.multiverse.cells import CELL, Sampling, Tables
from comparelib.multiverse.estimates import Estimates, Sides, estimates
from comparelib.multiverse.grid import Grid, Kind
from comparelib.multiverse.inference import curve_permutation
from comparelib.multiverse.result import Estimand, Multiverse
from comparelib.multiverse.sides import check_size, grid_of, sampled_of, sides_of
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
    estimand: str = Estimand.DIFFERENCE,
    sample: pd.DataFrame | None = None,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 1,
) -> Multiverse:
    """Estimate the difference of two sides' themes in every specification of a grid.

    Parameters
    ----------
    codings, units, documents, codebook
        As for `matrix.theme_matrix`.
    jurisdictions
        a and b: differences are b less a.
    coders
        Who coded all documents, the headline first. A coder that lacks documents shows in n_a and n_b.
        "corrected:" before a coder's name asks for its shares as `sample` corrects them.
    groups
        Code -> group that it is merged into; codes that are not named stay by themselves.
    facet
        Whose codes are compared.
    grid
        The grid; `baseline_grid` of these documents and coders where None. It needs the choices of that one.
    headline
        Choice -> option where the main comparison departs from the grid's own headline, such as
        `{"denominator": "measures"}`.
    estimand
        A member of `Estimand`: differences of shares, or of log odds, for which the prior is one more choice.
        These are two multiverses; their numbers are never put together.
    sample
        unit_id and pi of the units whose reference coding corrects machine coders, as
        `correction.designed_sample` returns them.
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
        The headline has no units on one side, or there are more than `MOST_WAYS` documents.

    References
    ----------
    Steegen, Tuerlinckx, Gelman & Vanpaemel (2016), Perspectives on Psychological Science 11:702-712;
    Simonsohn, Simmons & Nelson (2020), Nature Human Behaviour 4:1208-1214.
    """
    check_draws(level, draws, seed)
    sampling = () if sample is None else (Sampling(sample),)
    tables = Tables(codings, units, documents, codebook, facet, groups, *sampling)
    kind = _estimand(estimand)
    declared = _declared(tables, jurisdictions, coders, grid, (kind, seed)).led_by(headline)
    _check_correction(declared, kind, sampled=sample is not None)
    sides = sides_of(tables, jurisdictions, declared.headline["coder"])
    check_size(sides)
    sampled = None if grid else sampled_of(declared, sides)
    specified = declared.one_kind_at_a_time() if sampled else declared.specifications()
    found = estimates(tables, specified, sides, level)
    if not np.isfinite(found.value[0]).any():
        raise NotEstimable("a side has no units in the headline specification", "refusal.headline_units")
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
        estimand=kind,
        level=level,
        draws=draws,
        seed=seed,
        sampled=sampled,
    )


def _estimand(name: str) -> Estimand:
    if name not in list(Estimand):
        raise ParameterFault(Fault(f"unknown estimand '{name}'", expected=one_of(list(Estimand), name)))
    return Estimand(name)


def _check_correction(grid: Grid, estimand: Estimand, *, sampled: bool) -> None:
    corrected = [name for name in grid.options("coder") if name.startswith(CORRECTED)]
    faults = []
    if corrected and not sampled:
        remedy = "Give the sample that correction.designed_sample draws"
        faults.append(Fault(f"coder '{corrected[0]}' without a sample that corrects it", remedy=remedy))
    if corrected and estimand is Estimand.LOG_ODDS:
        expected = "coders without 'corrected:'"
        faults.append(Fault("log odds of corrected shares are not estimated", expected=expected))
    if faults:
        raise ParameterFault(faults)


def _declared(
    tables: Tables,
    jurisdictions: tuple[str, str],
    coders: Sequence[str],
    grid: Grid | None,
    asked: tuple[Estimand, int],
) -> Grid:
    """The grid as given, or the baseline grid of both sides' documents."""
    estimand, seed = asked
    priors = tuple(Prior) if estimand is Estimand.LOG_ODDS else ()
    own = grid_of(tables, jurisdictions, coders, priors, seed)
    if grid is None:
        return own
    needed = (*CELL, "weights", "texts", *(["prior"] if estimand is Estimand.LOG_ODDS else []))
    lacking = [name for name in needed if name not in grid.names]
    if lacking:
        raise ParameterFault(Fault(f"the grid lacks the choice '{name}'") for name in lacking)
    return grid


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
    if "prior" in specified:  # shares know no prior
        principled = principled & (specified["prior"] == specified["prior"].iloc[0]).to_numpy()
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
