"""Questions to a study in one call: passages of a theme, concordance, changed pattern, nearest passages."""

from comparelib.explore.concordance import Concordance, concordance
from comparelib.explore.nearest import NearestPassages, nearest
from comparelib.explore.pattern_change import PatternChange, pattern_change
from comparelib.explore.theme_passages import ThemePassages, passages_of

__all__ = [
    "Concordance",
    "NearestPassages",
    "PatternChange",
    "ThemePassages",
    "concordance",
    "nearest",
    "passages_of",
    "pattern_change",
]
