"""From a number in a figure or table to the passages behind it, in the same page."""

from comparelib.reporting.evidence.passages import Passages, passages

__all__ = ["Passages", "passages"]
