"""Results as figures: one function a figure, each returns a `Chart`; nothing is estimated or saved here."""

from comparelib.charts.calibration import calibration
from comparelib.charts.chart import Chart
from comparelib.charts.co_clustering import co_clustering
from comparelib.charts.composition import composition
from comparelib.charts.dumbbell import dumbbell
from comparelib.charts.forest import quality_forest, reliability_forest
from comparelib.charts.heatmap import heatmap
from comparelib.charts.log_odds import log_odds
from comparelib.charts.ordination import ordination_map
from comparelib.charts.placebos import placebos
from comparelib.charts.ranks import ranks
from comparelib.charts.specification import profile_curve, specification_curve, theme_curve
from comparelib.charts.style import JurisdictionStyle, Look
from comparelib.charts.tree import tree
from comparelib.charts.words import word_contrast

__all__ = [
    "Chart",
    "JurisdictionStyle",
    "Look",
    "calibration",
    "co_clustering",
    "composition",
    "dumbbell",
    "heatmap",
    "log_odds",
    "ordination_map",
    "placebos",
    "profile_curve",
    "quality_forest",
    "ranks",
    "reliability_forest",
    "specification_curve",
    "theme_curve",
    "tree",
    "word_contrast",
]
