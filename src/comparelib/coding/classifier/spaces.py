"""Readings -> blocks of features, with what is learned from the training texts (never from their labels)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from comparelib.codebook import Facet
from comparelib.coding.classifier.folds import Rows
from comparelib.coding.classifier.reading import Readings, of_neighbour
from comparelib.coding.classifier.terms import (
    CharacterSpace,
    TermSpace,
    WordCounts,
    opening_grams,
    unit_rows,
    word_grams,
)

Matrix = NDArray[np.float64] | sparse.csr_array
_RAREST = 0.1  # spread of a mark in one unit of a hundred: rarer ones get no greater scale
_HEAVIEST = 2.0  # twice the weight that gives a code; more says no more

# What a block may say in a kernel of blocks that are each scaled to a mean squared length of one. A topic is
# in the words; what a sentence does is in its opening, its function words and its kind.
TOPIC: Mapping[str, float] = {
    "meaning": 1.0,
    "around": 0.3,
    "section": 0.2,
    "characters": 1.0,
    "words": 0.5,
    "patterns": 1.0,
    "evidence": 1.0,
    "evidence around": 0.2,
}
STATEMENT: Mapping[str, float] = {
    "meaning": 1.0,
    "around": 0.3,
    "characters": 1.0,
    "words": 1.0,
    "opening": 0.5,
    "patterns": 1.0,
    "evidence": 1.0,
    "evidence around": 0.2,
    "layout": 0.3,
    "grammar": 1.0,
}


def block_weights(facet: Facet) -> Mapping[str, float]:
    """Return the weights of the blocks: a topic's where codes may join, a statement's where one is chosen."""
    return TOPIC if facet.multiple else STATEMENT


@dataclass(frozen=True)
class FeatureSpace:
    """What the features of a unit are measured against: means, vocabularies and scales of training units."""

    mean: NDArray[np.float64]
    section_mean: NDArray[np.float64]
    layout_mean: NDArray[np.float64]
    layout_scale: NDArray[np.float64]
    grammar_mean: NDArray[np.float64]
    grammar_scale: NDArray[np.float64]
    pattern_idf: NDArray[np.float64]
    characters: CharacterSpace
    words: TermSpace
    opening: TermSpace
    scale: dict[str, float]

    @classmethod
    def of(cls, readings: Readings, rows: Rows, exemplars: Readings | None = None) -> FeatureSpace:
        """Return the space of the training units `rows`; the other units' texts are not looked at.

        Exemplars add their words to the vocabularies; means and scales are those of the training units.
        """
        n = len(rows)
        patterns = sparse.csr_array(readings.evidence.patterns[rows])
        frequency = np.bincount(patterns.indices, minlength=patterns.shape[1])
        layout, grammar = readings.layout[rows], readings.grammar[rows]
        spread = layout.std(axis=0)
        words = [readings.words[row] for row in rows.tolist()] + (exemplars.words if exemplars else [])
        space = cls(
            mean=readings.embeddings.text[rows].mean(axis=0),
            section_mean=readings.embeddings.section[rows].mean(axis=0),
            layout_mean=layout.mean(axis=0),
            layout_scale=np.where(spread > 0, spread, 1.0),
            grammar_mean=grammar.mean(axis=0),
            grammar_scale=np.maximum(grammar.std(axis=0), _RAREST),
            pattern_idf=np.log((1 + n) / (1 + frequency)) + 1,
            characters=CharacterSpace.of(WordCounts.of(words)),
            words=TermSpace.of([word_grams(row) for row in words]),
            opening=TermSpace.of([opening_grams(row) for row in words]),
            scale={},
        )
        for name, block in space.blocks(readings).items():
            space.scale[name] = 1 / max(float(np.sqrt(_squared(block[rows]) / n)), 1e-9)
        return space

    def blocks(self, readings: Readings) -> dict[str, Matrix]:
        """Return the blocks of features, each of shape (units, features of the block)."""
        meaning = readings.embeddings.text - self.mean
        weight = np.minimum(readings.evidence.weight, _HEAVIEST) / _HEAVIEST
        raw: dict[str, Matrix] = {
            "meaning": meaning,
            "around": of_neighbour(meaning, readings.previous) + of_neighbour(meaning, readings.following),
            "section": readings.embeddings.section - self.section_mean,
            "characters": self.characters.weighted(readings.word_counts),
            "words": self.words.weighted([word_grams(words) for words in readings.words]),
            "opening": self.opening.weighted([opening_grams(words) for words in readings.words]),
            "patterns": unit_rows(sparse.csr_array(readings.evidence.patterns * self.pattern_idf[None, :])),
            "evidence": weight,
            "evidence around": of_neighbour(weight, readings.previous)
            + of_neighbour(weight, readings.following),
            "layout": (readings.layout - self.layout_mean) / self.layout_scale,
            "grammar": (readings.grammar - self.grammar_mean) / self.grammar_scale,
        }
        return {name: block * self.scale.get(name, 1.0) for name, block in raw.items()}


def kernel(blocks: Mapping[str, Matrix], weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Return the weighted sum of the blocks' inner products, shape (units, units)."""
    n = next(iter(blocks.values())).shape[0]
    total = np.zeros((n, n))
    for name, weight in weights.items():
        block = blocks[name]
        product = block @ block.T
        total += weight * (product.toarray() if sparse.issparse(product) else product)
    return total


def _squared(block: Matrix) -> float:
    values = block.data if sparse.issparse(block) else block
    return float(np.square(values).sum())
