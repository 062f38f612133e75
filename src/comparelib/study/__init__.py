"""The study as a notebook opens it."""

from comparelib.study.study import Study
from comparelib.study.tables import HEADLINE

__all__ = ["HEADLINE", "Study"]
