"""Canonical text to units."""

from comparelib.text.segment.units import segment

__all__ = ["segment"]
