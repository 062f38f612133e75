"""Every defensible way to reckon one difference: the declared grid, its results, and what stands."""

from comparelib.multiverse.baseline import (
    ALL_TEXTS,
    ALONE,
    CORRECTED,
    WITHOUT,
    Denominator,
    Granularity,
    Headings,
    Prior,
    UnitOf,
    Weights,
    baseline_grid,
)
from comparelib.multiverse.curve import multiverse
from comparelib.multiverse.every import Asked, EveryWay, every_way, groups_of
from comparelib.multiverse.grid import CROSSED, Choice, Exclusion, Grid, Kind
from comparelib.multiverse.inference import JOINT, curve_permutation
from comparelib.multiverse.names import choice_names
from comparelib.multiverse.profiles import ProfileMultiverse, profile_multiverse
from comparelib.multiverse.result import Estimand, Multiverse
from comparelib.multiverse.sampling import sample_of_reference
from comparelib.multiverse.summary import ROBUST
from comparelib.multiverse.trees import TreeMultiverse, tree_multiverse

__all__ = [
    "ALL_TEXTS",
    "ALONE",
    "CORRECTED",
    "CROSSED",
    "JOINT",
    "ROBUST",
    "WITHOUT",
    "Asked",
    "Choice",
    "Denominator",
    "Estimand",
    "EveryWay",
    "Exclusion",
    "Granularity",
    "Grid",
    "Headings",
    "Kind",
    "Multiverse",
    "Prior",
    "ProfileMultiverse",
    "TreeMultiverse",
    "UnitOf",
    "Weights",
    "baseline_grid",
    "choice_names",
    "curve_permutation",
    "every_way",
    "groups_of",
    "multiverse",
    "profile_multiverse",
    "sample_of_reference",
    "tree_multiverse",
]
