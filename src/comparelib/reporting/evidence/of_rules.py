"""The passages that rules found for one page: strategies, words; no coder of the study coded them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import pandas as pd

from comparelib.labels import LANGUAGES, language_of, say
from comparelib.reporting.evidence.passages import Passages
from comparelib.reporting.evidence.selections import ALL, Behind

if TYPE_CHECKING:
    from comparelib.charts import Look
    from comparelib.codebook import Codebook
    from comparelib.contrast import VocabularyContrast
    from comparelib.equivalence import SwapTest
    from comparelib.matrix import ThemeMatrix
    from comparelib.study import Study


class Found(Protocol):
    """What rules found: `strategies.StrategyUse` and `contrast.WordUnits` have it."""

    @property
    def matrix(self) -> ThemeMatrix:
        """Documents x what was looked for."""

    @property
    def codings(self) -> pd.DataFrame:
        """Every passage with the rule that found it."""

    @property
    def codebook(self) -> Codebook:
        """What was looked for, as one facet."""


def found_passages(
    study: Study, found: Found, look: Look, *, behind: Sequence[str] = (Behind.CODES,)
) -> Passages:
    """Return the passages behind what rules found, to be shown beside a section that holds the texts.

    Parameters
    ----------
    study
        Whose units were searched.
    found
        What was found, such as `study.strategies(matrix)`.
    look
        Names and language.
    behind
        As for `passages`.
    """
    facet, language = found.codebook.facets[0], language_of(look.language)
    named = {code.name: code.label[language] for code in facet.codes}
    tables = (found.matrix, study.documents, study.units(furniture=True), found.codings, found.codebook)
    own = replace(look, codes={**look.codes, **named})
    return Passages(*tables, own, tuple(Behind(name) for name in behind), texts=False, carries=True)


class WordPassages:
    """The passages behind the words of a figure, in the page as a section of their own."""

    def __init__(self, passages: Passages) -> None:
        self.passages = passages

    def leaf(self, word: str) -> str | None:
        """Return the link to the units that have a word; None where the page has no list of them."""
        return self.passages.href(ALL, f"{self.passages.matrix.facet}-{word}")

    def _repr_html_(self) -> str:
        return self.passages.html()


def swap_passages(study: Study, test: SwapTest, units: pd.DataFrame, look: Look) -> Passages:
    """Return the units in which a swap test swapped words, and those that it then coded otherwise.

    Parameters
    ----------
    study
        Whose units they are.
    test
        Result of `swap_test`.
    units
        The units that were tested.
    look
        Names and language.
    """
    from comparelib.equivalence import swap_code, swapped_units

    kinds = test.units[["kind", "to"]].drop_duplicates().itertuples(index=False)
    names = {"facet": {each: say("evidence.swap", each) for each in LANGUAGES}}
    for kind, to in kinds:
        for changed in (False, True):
            key = f"evidence.swap.{'changed' if changed else 'all'}"
            names[swap_code(kind, to, changed=changed)] = {
                each: say(key, each, kind=say(f"swap.{kind}.{to}", each)) for each in LANGUAGES
            }
    found = swapped_units(test, units, study.documents, names)
    return found_passages(study, found, look, behind=(Behind.EVERYWHERE,))


def word_passages(  # noqa: PLR0913 - a study, the words and their units, and keywords with defaults
    study: Study,
    words: VocabularyContrast,
    units: pd.DataFrame,
    look: Look,
    *,
    theme: str = "",
    top: int = 15,
) -> WordPassages:
    """Return the units that have the words which set each side apart most.

    Parameters
    ----------
    study
        Whose units they are.
    words
        Result of `comparable_vocabulary` with the study's equivalents.
    units
        The units that were contrasted.
    look
        Names and language.
    theme
        The code whose units they are; all policy text where empty.
    top
        Words of each side, as `charts.word_contrast` draws them.
    """
    from comparelib.contrast import word_units

    name = f"word-of-{theme}" if theme else "word"
    key = "words.facet_of" if theme else "words.facet"
    title = {each: say(key, each, theme=look.name(theme)) for each in ("en", "nl")}
    found = word_units(words, units, study.documents, study.variants, facet=(name, title), top=top)
    return WordPassages(found_passages(study, found, look, behind=(Behind.EVERYWHERE,)))
