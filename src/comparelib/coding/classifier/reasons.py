"""Why a linear model gave a code: the words, patterns and surroundings that added most to its margin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.classifier.fitting import FacetFit, Fit
from comparelib.coding.classifier.reading import Readings
from comparelib.coding.classifier.terms import word_spans
from comparelib.coding.dictionary.pattern import Pattern

MOST_REASONS = 3
_BLOCKS = {
    "meaning": "meaning of the sentence",
    "around": "meaning of the sentences around it",
    "section": "meaning of the section title",
    "words": "runs of words",
    "opening": "its first words",
    "evidence": "weight of the dictionary's patterns",
    "evidence around": "patterns in the sentences around it",
    "layout": "kind and shape of the unit",
    "grammar": "its verbs, its speaker and how it opens",
}


TURNED = "the sentences around it in the paragraph decided"


@dataclass(frozen=True)
class Reason:
    """One thing that spoke for a code: what it was, and what it added to the margin."""

    text: str
    weight: float

    def __str__(self) -> str:
        return f"{self.text} {self.weight:+.2f}"


@dataclass(frozen=True)
class Explainer:
    """Explains the codings of one facet.

    Attributes
    ----------
    word_scores
        What each distinct word adds before its unit's length is divided out, shape (words, codes).
    norms
        Length of each unit's row of character n-grams, shape (units,).
    pattern_scores
        The same for each pattern of the dictionary, shape (patterns, codes).
    """

    readings: Readings
    patterns: tuple[Pattern, ...]
    contributions: Mapping[str, NDArray[np.float64]]
    word_scores: NDArray[np.float64]
    norms: NDArray[np.float64]
    pattern_scores: NDArray[np.float64]
    pattern_idf: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        fit: Fit,
        facet: FacetFit,
        readings: Readings,
        contributions: Mapping[str, NDArray[np.float64]],
        patterns: tuple[Pattern, ...],
    ) -> Explainer:
        """Return the explainer of units whose contributions are known."""
        by_word = fit.space.characters.of_words(readings.word_counts.words)
        raw = readings.word_counts.counts @ by_word
        norms = np.sqrt(np.asarray(raw.multiply(raw).sum(axis=1)).ravel())
        scale = fit.space.scale["characters"]
        return cls(
            readings,
            patterns,
            contributions,
            np.asarray(by_word @ facet.coefficients["characters"]) * scale,
            np.where(norms > 0, norms, 1.0),
            facet.coefficients["patterns"] * (fit.space.pattern_idf * fit.space.scale["patterns"])[:, None],
            fit.space.pattern_idf,
        )

    def reasons(self, unit: int, code: int) -> list[Reason]:
        """Return the strongest reasons for a code (by its place in the facet), at most three."""
        found = [
            Reason(name, float(self.contributions[block][unit, code]))
            for block, name in _BLOCKS.items()
            if block in self.contributions
        ]
        word = self._best_word(unit, code)
        if word is not None:
            found.append(Reason(f"word '{word[0]}'", word[1]))
        pattern = self._best_pattern(unit, code)
        if pattern is not None:
            found.append(pattern)
        found = [reason for reason in found if reason.weight >= 0.005]
        return sorted(found, key=lambda reason: (-reason.weight, reason.text))[:MOST_REASONS]

    def word_span(self, unit: int, code: int) -> tuple[int, int] | None:
        """Return the offsets of the word that adds most; None where no word speaks for the code."""
        best = self._best_word(unit, code)
        if best is None:
            return None
        spans = word_spans(str(self.readings.units["text"].iat[unit]))
        return next((start, end) for word, start, end in spans if word == best[0])

    def _best_word(self, unit: int, code: int) -> tuple[str, float] | None:
        counts = self.readings.word_counts.counts
        row = slice(counts.indptr[unit], counts.indptr[unit + 1])
        words = counts.indices[row]
        if not len(words):
            return None
        scores = self.word_scores[words, code] * counts.data[row]
        best = int(scores.argmax())
        if scores[best] <= 0:
            return None
        return self.readings.word_counts.words[words[best]], float(scores[best] / self.norms[unit])

    def _best_pattern(self, unit: int, code: int) -> Reason | None:
        matched = self.readings.evidence.patterns
        found = matched.indices[matched.indptr[unit] : matched.indptr[unit + 1]]
        if not len(found):
            return None
        scores = self.pattern_scores[found, code]
        best = int(scores.argmax())
        name = self.patterns[found[best]].rule
        length = float(np.sqrt(np.square(self.pattern_idf[found]).sum()))
        return Reason(f"pattern {name}", float(scores[best] / length))
