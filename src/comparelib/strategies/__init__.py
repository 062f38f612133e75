"""Which circular strategies texts name: rules beside the codebook, counted on the units of a theme."""

from comparelib.strategies.scheme import FACET, FILE_NAME, StrategyScheme, load_strategies, strategy_faults
from comparelib.strategies.use import StrategyUse, strategy_use

__all__ = [
    "FACET",
    "FILE_NAME",
    "StrategyScheme",
    "StrategyUse",
    "load_strategies",
    "strategy_faults",
    "strategy_use",
]
