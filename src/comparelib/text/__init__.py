"""Bytes to text to units: extraction, cleaning, layout, segmentation and anchoring."""
