"""The verdict on a reading in words, with what raises a doubt."""

from __future__ import annotations

from comparelib.adding.quality import Quality
from comparelib.labels import say


def verdict_words(figures: Quality, language: str) -> str:
    """Return the verdict and, where there is a doubt, what raises it."""
    reasons = [doubt_words(figures, doubt, language) for doubt in figures.doubts]
    verdict = say(f"adding.verdict.{figures.verdict}", language)
    return f"{verdict}: {'; '.join(reasons)}" if reasons else verdict


def doubt_words(figures: Quality, doubt: str, language: str) -> str:
    """Say a doubt with its figure."""
    per_page = figures.n_characters / max(1, figures.n_pages)
    values = {
        "unknown": figures.unknown_share,
        "share": figures.furniture_share,
        "characters": round(per_page),
        "longest": figures.longest_unit,
        "n": len(figures.warnings),
    }
    return say(f"adding.doubt.{doubt}", language, **values)
