"""The hybrid coder: what the dictionary finds and what the classifier learned, in one calibrated score."""

from comparelib.coding.hybrid.codings import hybrid_codings
from comparelib.coding.hybrid.model import Hybrid, fit_hybrid

__all__ = ["Hybrid", "fit_hybrid", "hybrid_codings"]
