"""Texts -> words and their n-grams, weighted by how rare they are in the training texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_WORD = re.compile(r"\w+(?:[-'’&]\w+)*|[?!:;€%]")
LONGEST_CHARACTERS = 5  # n-grams of two to five characters, within words
LONGEST_WORDS = 3
OPENING = 3  # words by which an imperative or a question is known


def word_spans(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a text in lower case, with their offsets; `?`, `!`, `:` and such count as words."""
    return [(found.group().lower(), found.start(), found.end()) for found in _WORD.finditer(text)]


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def character_grams(word: str) -> list[str]:
    """Return the n-grams of a word with a space on either side, which marks its beginning and end."""
    padded = f" {word} "
    return [
        padded[start : start + size]
        for size in range(2, LONGEST_CHARACTERS + 1)
        for start in range(len(padded) - size + 1)
    ]


def word_grams(words: Sequence[str]) -> list[str]:
    """Return the runs of one to three words."""
    grams = list(words)
    for size in range(2, LONGEST_WORDS + 1):
        grams += [" ".join(words[start : start + size]) for start in range(len(words) - size + 1)]
    return grams


def opening_grams(words: Sequence[str]) -> list[str]:
    """Return the first words with their place, and how the first one ends."""
    first = [f"{place} {word}" for place, word in enumerate(words[:OPENING], start=1)]
    return [*first, f"ends in {words[0][-2:]}"] if words else []


@dataclass(frozen=True)
class TermSpace:
    """The terms of the training texts, and the weight of each: log((1 + n) / (1 + df)) + 1."""

    columns: dict[str, int]
    idf: NDArray[np.float64]

    @classmethod
    def of(cls, terms: Sequence[Sequence[str]], least: int = 2) -> TermSpace:
        """Return the space of the terms that stand in at least `least` texts."""
        vocabulary: dict[str, int] = {}
        counted = counts(terms, vocabulary, grow=True)
        frequency = np.bincount(counted.indices, minlength=len(vocabulary))
        return cls.kept(list(vocabulary), frequency, len(terms), least)

    @classmethod
    def kept(
        cls, names: Sequence[str], frequency: NDArray[np.int64], n_texts: int, least: int = 2
    ) -> TermSpace:
        """Return the space of terms whose text frequencies are known."""
        kept = sorted(names[place] for place in np.flatnonzero(frequency >= least).tolist())
        found = dict(zip(names, frequency.tolist(), strict=True))
        idf = np.log((1 + n_texts) / (1 + np.array([found[name] for name in kept], dtype=float))) + 1
        return cls({name: place for place, name in enumerate(kept)}, idf)

    @property
    def names(self) -> list[str]:
        """The terms in the order of the columns."""
        return list(self.columns)

    def weighted(self, terms: Sequence[Sequence[str]]) -> sparse.csr_array:
        """Return counts times idf, rows of length one; CSR of shape (texts, terms)."""
        return unit_rows(sparse.csr_array(counts(terms, self.columns) * self.idf[None, :]))


def counts(
    terms: Sequence[Sequence[str]], columns: dict[str, int], *, grow: bool = False
) -> sparse.csr_array:
    """Return how often each term stands in each list; terms without a column are left out unless `grow`."""
    if grow:
        for term in chain.from_iterable(terms):
            columns.setdefault(term, len(columns))
    found = [[columns[term] for term in row if term in columns] for row in terms]
    starts = np.cumsum([0, *map(len, found)])
    indices = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=int(starts[-1]))
    counted = sparse.csr_array((np.ones(len(indices)), indices, starts), shape=(len(terms), len(columns)))
    counted.sum_duplicates()
    return counted


def unit_rows(matrix: sparse.csr_array) -> sparse.csr_array:
    """Return a matrix whose rows have length one; empty rows stay empty."""
    matrix = sparse.csr_array(matrix)
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0)
    return sparse.csr_array(sparse.diags_array(scale) @ matrix)


@dataclass(frozen=True)
class WordCounts:
    """How often each distinct word stands in each text: CSR of shape (texts, words)."""

    words: tuple[str, ...]
    counts: sparse.csr_array

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> WordCounts:
        """Return the counts of texts that are lists of words."""
        vocabulary: dict[str, int] = {}
        counted = counts(texts, vocabulary, grow=True)
        return cls(tuple(vocabulary), counted)


@dataclass(frozen=True)
class CharacterSpace:
    """The character n-grams of the training words; a text's counts are the sum of its words' counts.

    The n-grams are cut once per distinct word. As the counts add up over words, so does what they contribute
    to a linear model: every word has its own score.
    """

    terms: TermSpace

    @classmethod
    def of(cls, texts: WordCounts, least: int = 2) -> CharacterSpace:
        """Return the space of n-grams that stand in at least `least` texts."""
        vocabulary: dict[str, int] = {}
        grams = counts([character_grams(word) for word in texts.words], vocabulary, grow=True)
        present = sparse.csr_array(texts.counts @ grams)
        frequency = np.bincount(present.indices, minlength=len(vocabulary))
        return cls(TermSpace.kept(list(vocabulary), frequency, texts.counts.shape[0], least))

    def of_words(self, words: Sequence[str]) -> sparse.csr_array:
        """Return counts times idf of each word, CSR of shape (words, n-grams)."""
        counted = counts([character_grams(word) for word in words], self.terms.columns)
        return sparse.csr_array(counted * self.terms.idf[None, :])

    def weighted(self, texts: WordCounts) -> sparse.csr_array:
        """Return counts times idf of each text, rows of length one; CSR of shape (texts, n-grams)."""
        return unit_rows(sparse.csr_array(texts.counts @ self.of_words(texts.words)))
