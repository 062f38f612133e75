"""Every defensible way to reckon one difference: the declared grid, its results, and what stands."""

from comparelib.multiverse.baseline import (
    ALL_TEXTS,
    ALONE,
    WITHOUT,
    Denominator,
    Granularity,
    Headings,
    UnitOf,
    Weights,
    baseline_grid,
)
from comparelib.multiverse.curve import multiverse
from comparelib.multiverse.grid import CROSSED, Choice, Exclusion, Grid, Kind
from comparelib.multiverse.inference import JOINT, curve_permutation
from comparelib.multiverse.names import choice_names
from comparelib.multiverse.result import Multiverse
from comparelib.multiverse.summary import ROBUST

__all__ = [
    "ALL_TEXTS",
    "ALONE",
    "CROSSED",
    "JOINT",
    "ROBUST",
    "WITHOUT",
    "Choice",
    "Denominator",
    "Exclusion",
    "Granularity",
    "Grid",
    "Headings",
    "Kind",
    "Multiverse",
    "UnitOf",
    "Weights",
    "baseline_grid",
    "choice_names",
    "curve_permutation",
    "multiverse",
]
