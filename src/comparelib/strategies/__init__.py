"""Which circular strategies texts name: rules beside the codebook, counted on the units of a theme.

What counts is imported when it is first used: to check the rules nothing is counted.
"""

from typing import TYPE_CHECKING

from comparelib.first_use import on_first_use
from comparelib.strategies.scheme import FACET, FILE_NAME, StrategyScheme, load_strategies, strategy_faults

__all__ = [
    "FACET",
    "FILE_NAME",
    "StrategyScheme",
    "StrategyUse",
    "load_strategies",
    "strategy_faults",
    "strategy_use",
]

if TYPE_CHECKING:
    from comparelib.strategies.use import StrategyUse, strategy_use

__getattr__ = on_first_use(
    __name__,
    dict.fromkeys(("StrategyUse", "strategy_use"), "comparelib.strategies.use"),
)
