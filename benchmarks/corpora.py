"""The texts and dictionaries that the dictionary coder is timed on: made with a seed from the five texts.

`small` repeats the sentences of the five texts in random order (some 4,500 types); in `large` 12 % of the
words are replaced by made-up compounds (over 100,000 types in 10 MB). The patterns are drawn from the words
of the texts, frequent and rare ones alike: a fifth of two to four words, a seventh with a leading `*`, one in
ten with a weight or a condition, some with a gap; and an exclusion for each code.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import pandas as pd
from record import ROOT

from comparelib.codebook import Code, Codebook, Facet
from comparelib.coding.dictionary import Dictionary
from comparelib.coding.dictionary.compiling import compile_program
from comparelib.coding.dictionary.facet_rules import FacetRule
from comparelib.coding.dictionary.pattern import Exclusion, Pattern
from comparelib.coding.dictionary.tokens import token_texts

CODES = tuple(("theme", f"code_{number:02}") for number in range(16))
FEATURES = (  # one pattern in ten has one of these
    {"weight": 0.5},
    {"variety": "nl-BE"},
    {"together": ("industrie*", "*beleid")},
    {"unless": ("geen *ing",)},
    {"case": True},
)


@lru_cache(maxsize=1)
def sentences() -> tuple[str, ...]:
    """Return the sentences of the five texts."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "data" / "raw").glob("*/*.txt"))]
    joined = " ".join(re.sub(r"\s+", " ", text) for text in texts)
    return tuple(part for part in re.split(r"(?<=[.!?]) ", joined) if len(part) > 20)


def small_corpus(size: int, seed: int = 1) -> list[str]:
    """Paragraphs of three sentences drawn at random."""
    draw, source = np.random.default_rng(seed), sentences()
    paragraphs, length = [], 0
    while length < size:
        paragraphs.append(" ".join(source[place] for place in draw.integers(0, len(source), 3)))
        length += len(paragraphs[-1]) + 1
    return paragraphs


def large_corpus(size: int, seed: int = 2) -> list[str]:
    """The same with 12 % of the words replaced by compounds of two or three of the texts' words."""
    draw = np.random.default_rng(seed)
    parts = np.array(
        sorted({word.lower() for text in sentences() for word in re.findall(r"[^\W\d_]{4,9}", text)})
    )
    corpus = []
    for paragraph in small_corpus(size, seed):
        words = paragraph.split(" ")
        for place in np.flatnonzero(draw.random(len(words)) < 0.12).tolist():
            words[place] = "".join(parts[draw.integers(0, len(parts), draw.integers(2, 4))])
        corpus.append(" ".join(words))
    return corpus


def patterns(number: int, seed: int = 3) -> list[Pattern]:
    """Return patterns of every kind, code after code."""
    draw = np.random.default_rng(seed)
    tokens = [token.lower() for text in sentences() for token in token_texts(text)]
    places = {word: place for place, word in enumerate(tokens[:-4]) if len(word) >= 6 and word.isalpha()}
    distinct: dict[str, Pattern] = {}
    while len(distinct) < number:
        place = list(places.values())[int(draw.integers(len(places)))]
        text = _pattern_text(tokens[place : place + 4], draw)
        if text not in distinct:
            facet, code = CODES[len(distinct) % len(CODES)]
            extra = FEATURES[int(draw.integers(len(FEATURES)))] if draw.random() < 0.1 else {}
            distinct[text] = Pattern(text, facet, code, **extra)  # type: ignore[arg-type]
    return list(distinct.values())


def _pattern_text(words: list[str], draw: np.random.Generator) -> str:
    word, kind = words[0], draw.random()
    if kind < 0.2:
        joint = " … " if draw.random() < 0.1 else " "
        return f"{word}{joint}{' '.join(words[1 : int(draw.integers(2, 5))])}"
    cut = max(4, int(len(word) * 0.75))
    if kind < 0.34:
        return "*" + word[-cut:] + "*"
    return word[:cut] + "*" if kind < 0.75 else word


def dictionary(number: int) -> Dictionary:
    """Return a dictionary of so many patterns, with an exclusion for each code."""
    chosen = patterns(number)
    exclusions = [Exclusion(f"on{chosen[place].text.split()[0]}", *code) for place, code in enumerate(CODES)]
    program = compile_program(chosen, exclusions, CODES)
    return Dictionary("0", CODES, tuple(chosen), tuple(exclusions), {"theme": FacetRule(3)}, program=program)


def book() -> Codebook:
    """Return the codebook that the dictionaries speak for."""
    codes = tuple(Code(code, {}, "") for _, code in CODES)
    return Codebook("benchmark", "1.0.0", {}, (Facet("theme", {}, "", True, codes),))


def units(texts: list[str]) -> pd.DataFrame:
    """Return texts as units of one document."""
    ids = [f"d#{place:06}" for place in range(len(texts))]
    return pd.DataFrame({"unit_id": ids, "doc_id": "d", "kind": "sentence", "text": texts})
