"""Results as figures: one function a figure, each returns a `Chart`; nothing is computed or saved here."""

from comparelib.charts.chart import Chart
from comparelib.charts.dumbbell import dumbbell
from comparelib.charts.heatmap import heatmap
from comparelib.charts.style import JurisdictionStyle, Look

__all__ = ["Chart", "JurisdictionStyle", "Look", "dumbbell", "heatmap"]
