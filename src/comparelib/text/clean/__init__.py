"""Source to canonical text: small steps that keep the map to the raw offsets."""

from comparelib.text.clean.canonical import CleaningLog, canonical_text, canonical_with_log

__all__ = ["CleaningLog", "canonical_text", "canonical_with_log"]
