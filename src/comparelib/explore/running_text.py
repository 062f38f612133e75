"""The units of a document as one running text, in which a match has words to its left and right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.coding.dictionary.tokens import Tokens, token_texts, tokenise

PARAGRAPH = "¶"
_SENTENCE_END, _PARAGRAPH_END = "\n", "\r"  # no token holds either, so units never run into each other


@dataclass(frozen=True)
class RunningText:
    """A document's policy units, in order.

    Attributes
    ----------
    text
        The units' texts as they may be shown, of their own length; a line feed or, at the end of a
        paragraph, a carriage return between them.
    starts
        int64, shape (units,): where each unit begins.
    tokens
        Of the whole text.
    """

    text: str
    starts: NDArray[np.int64]
    tokens: Tokens

    @classmethod
    def of(cls, units: pd.DataFrame) -> RunningText:
        """Return the running text of the units of one document.

        Parameters
        ----------
        units
            Columns text, paragraph and shown: the text as it may be shown, of the same length.
        """
        paragraphs = units["paragraph"].tolist()
        ends = [_SENTENCE_END if one == other else _PARAGRAPH_END for one, other in pairwise(paragraphs)]
        starts = np.cumsum([0, *(len(text) + 1 for text in units["text"].iloc[:-1])])
        return cls(_joined(units["shown"], ends), starts, tokenise(_joined(units["text"], ends)))

    @property
    def n_words(self) -> int:
        """Number of tokens, as the dictionary cuts them."""
        return len(self.tokens.starts)

    def around(self, unit: int, start: int, end: int, window: int) -> tuple[str, str]:
        """Return up to `window` words before and behind a span of a unit, with their punctuation."""
        begin, stop = int(self.starts[unit]) + start, int(self.starts[unit]) + end
        first = int(np.searchsorted(self.tokens.starts, begin))
        behind = int(np.searchsorted(self.tokens.starts, stop))
        left = int(self.tokens.starts[max(first - window, 0)])
        last = min(behind + window, self.n_words) - 1
        right = max(int(self.tokens.ends[last]), stop)
        return _shown(self.text[left:begin]), _shown(self.text[stop:right])


def _joined(texts: Iterable[str], ends: Sequence[str]) -> str:
    lines = (text.replace(_SENTENCE_END, " ").replace(_PARAGRAPH_END, " ") for text in texts)
    return "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))


def reading_order(text: str) -> str:
    """Return the words of a context as it is sorted: lower case, without punctuation and symbols."""
    return " ".join(_words(text))


def backwards(text: str) -> str:
    """Return the words of a left context as it is sorted: the nearest word first."""
    return " ".join(reversed(_words(text)))


def _words(text: str) -> list[str]:
    return [token for token in token_texts(text.lower()) if any(map(str.isalnum, token))]


def _shown(text: str) -> str:
    return " ".join(text.replace(_PARAGRAPH_END, f" {PARAGRAPH} ").split())
