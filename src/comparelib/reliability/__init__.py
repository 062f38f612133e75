"""Can the codings be trusted: agreement of coders, and a coder against the reference."""

from comparelib.reliability.agreement import Agreement, agreement
from comparelib.reliability.quality import CoderQuality, coder_quality

__all__ = ["Agreement", "CoderQuality", "agreement", "coder_quality"]
