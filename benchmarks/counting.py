"""One task, three ways: a file of texts, a line each -> a matrix of counts, texts x codes.

comparelib finds the patterns as they are: with globs, gaps, weights, varieties, conditions, exclusions, case
and passages. The peers know no globs; they get the words of the corpus that the globs stand for, made before
the clock starts, and leave out what they cannot express (gaps, conditions, exclusions, nesting). So they do
less, and their counts are higher or lower by what that lets through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
from corpora import CODES, dictionary, patterns
from numpy.typing import NDArray

from comparelib.coding.dictionary.comparable import comparable_characters
from comparelib.coding.dictionary.engine import Matcher
from comparelib.coding.dictionary.glob_index import GlobIndex
from comparelib.coding.dictionary.lookup import code_counts

Counts = NDArray[np.int64]
_PIECE = 4_000_000  # bytes
WORD = r"(?u)\b\w[\w'’-]*\b"


def read(path: Path) -> list[str]:
    """Return the texts of a file, one a line."""
    return list(chain.from_iterable(pieces(path)))


def pieces(path: Path) -> Iterator[list[str]]:
    """Yield the texts of a file, one a line, some megabytes at a time: less memory, and for all less time."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            whole = piece + file.readline()
            yield whole.decode("utf-8").removesuffix("\n").split("\n")


def comparelib_counter(path: Path, number: int) -> Callable[[], Counts]:
    """Return what counts a file by the dictionary coder."""
    program = dictionary(number).program
    _ = program.globs.pairs(comparable_characters("\nx\n"))  # the globs' tables are made with the dictionary

    def count() -> Counts:
        matcher, rows = Matcher(program), []
        for texts in pieces(path):
            matches = matcher.matches(texts, ["nl-NL"] * len(texts))
            rows.append(code_counts(matches, len(texts), program))
        return np.concatenate(rows)

    return count


def vectorizer_counter(path: Path, number: int) -> Callable[[], Counts]:
    """Return what counts a file by scikit-learn's CountVectorizer."""
    from scipy.sparse import csr_array
    from sklearn.feature_extraction.text import CountVectorizer

    words, phrases = _expanded(path, number)
    vocabulary = sorted({*words, *phrases})
    place = {term: row for row, term in enumerate(vocabulary)}
    pairs = sorted(
        {(place[term], code) for terms in (words, phrases) for term in terms for code in terms[term]}
    )
    rows, columns = (np.array(side) for side in zip(*pairs, strict=True))
    codes = csr_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), (len(vocabulary), len(CODES)))
    longest = max(len(phrase.split()) for phrase in phrases)
    counter = CountVectorizer(vocabulary=vocabulary, ngram_range=(1, longest), token_pattern=WORD)

    def count() -> Counts:
        texts = chain.from_iterable(pieces(path))
        return np.asarray((counter.transform(texts) @ codes).toarray())

    return count


def matcher_counter(path: Path, number: int) -> Callable[[], Counts]:
    """Return what counts a file by spaCy's PhraseMatcher on a blank Dutch pipeline."""
    import spacy
    from spacy.matcher import PhraseMatcher

    words, phrases = _expanded(path, number)
    model = spacy.blank("nl")
    matcher = PhraseMatcher(model.vocab, attr="LOWER")
    for code in range(len(CODES)):
        terms = sorted(term for known in (words, phrases) for term in known if code in known[term])
        matcher.add(str(code), list(model.tokenizer.pipe(terms)))
    number_of = {model.vocab.strings[str(code)]: code for code in range(len(CODES))}

    def count() -> Counts:
        rows = []
        for document in model.tokenizer.pipe(chain.from_iterable(pieces(path))):
            found = [number_of[key] for key, _, _ in matcher(document)]
            rows.append(np.bincount(found, minlength=len(CODES)))
        return np.array(rows)

    return count


@lru_cache(maxsize=1)
def _expanded(path: Path, number: int) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """Return the words, and the phrases, that the patterns stand for in a corpus, each with its codes."""
    types = sorted({token for text in read(path) for token in re.findall(WORD, text.lower())})
    singles: dict[str, set[int]] = {}
    phrases: dict[str, set[int]] = {}
    place = {code: column for column, code in enumerate(CODES)}
    for pattern in patterns(number):
        if "…" not in pattern.text:
            known = phrases if " " in pattern.text else singles
            known.setdefault(pattern.text.lower(), set()).add(place[pattern.facet, pattern.code])
    index = GlobIndex(tuple(singles))
    globs, found = index.pairs(comparable_characters("\n" + "\n".join(types) + "\n"))
    words: dict[str, set[int]] = {}
    for glob, word in zip(globs.tolist(), found.tolist(), strict=True):
        words.setdefault(types[word], set()).update(singles[index.globs[glob]])
    return words, phrases
