"""From a number in a figure or table to the passages behind it, in the same page."""

from comparelib.reporting.evidence.of_study import passages
from comparelib.reporting.evidence.passages import Passages

__all__ = ["Passages", "passages"]
