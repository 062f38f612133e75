"""What charts read of two jurisdictions beside each other, and the cautions that must stand in the figure."""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from comparelib.charts.style import Look
from comparelib.labels import say


class Comparison(Protocol):
    """What the charts read of a `contrast.PriorityComparison`."""

    @property
    def frame(self) -> pd.DataFrame:
        """One row a code: code, share_a, low_a, high_a, share_b, …; difference and log_odds are b less a."""

    @property
    def jurisdictions(self) -> tuple[str, str]:
        """Names of side a and side b."""

    @property
    def n_documents(self) -> dict[str, int]:
        """Documents of each side."""

    @property
    def caution(self) -> str:
        """Member of `contrast.Caution`: one_document, few_documents, unmatched_genres, or empty."""


def single_sides(comparison: Comparison) -> list[str]:
    """Return the jurisdictions of which there is one document."""
    return [name for name in comparison.jurisdictions if comparison.n_documents.get(name) == 1]


def cautions(comparison: Comparison, look: Look) -> list[str]:
    """Return, in words, what keeps the differences from being ones between jurisdictions."""
    single = single_sides(comparison)
    if single:
        return [
            say("chart.caution.one_document", look.language, jurisdiction=look.style(name).label)
            for name in single
        ]
    return [say(f"chart.caution.{comparison.caution}", look.language)] if comparison.caution else []
