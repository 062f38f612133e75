"""Which units have the words that set two sides apart, and where in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from comparelib.codebook import Code, Codebook, Facet
from comparelib.contrast.vocabulary import VocabularyContrast
from comparelib.errors import NotEstimable
from comparelib.matrix import ThemeMatrix, theme_matrix
from comparelib.model.kinds import UnitKind
from comparelib.variants import Side, Variant, swapped

SEARCH = "word-search"
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_COLUMNS = ("unit_id", "facet", "code", "coder", "score", "start", "end", "evidence", "rule")


@dataclass(frozen=True)
class WordUnits:
    """The units behind the words of a contrast.

    Attributes
    ----------
    matrix
        Documents x words; a code is "<facet>-<word>".
    codings
        One row for each time that a unit has a word, with its place; without place where the text has the
        other side's word for it, which the rule names.
    codebook
        The words as one facet.
    """

    matrix: ThemeMatrix
    codings: pd.DataFrame
    codebook: Codebook


def most_contrasted(frame: pd.DataFrame, top: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the `top` words with the largest z, and those with the smallest: of b, and of a.

    Parameters
    ----------
    frame
        Of a `VocabularyContrast`.
    top
        Words of each side.
    """
    ordered = frame.sort_values(["z", "word"], ascending=[False, True], kind="stable")
    return ordered[ordered["z"] > 0].head(top), ordered[ordered["z"] < 0].tail(top)


def word_units(  # noqa: PLR0913 - the words, two tables, and keywords
    words: VocabularyContrast,
    units: pd.DataFrame,
    documents: pd.DataFrame,
    variants: Sequence[Variant] = (),
    *,
    facet: tuple[str, Mapping[str, str]],
    top: int = 15,
) -> WordUnits:
    """Find the units that have the words which set each side apart most, as the contrast counted them.

    Parameters
    ----------
    words
        Result of `comparable_vocabulary` or `vocabulary_contrast`.
    units, documents
        The tables that were contrasted.
    variants
        The pairs that were written in the words of the Netherlands before words were counted.
    facet
        Name and title of the facet that the words become.
    top
        Words of each side.

    Raises
    ------
    NotEstimable
        No word is used more on one side than on the other.
    """
    wanted = [str(word) for part in most_contrasted(words.frame, top) for word in part["word"]]
    if not wanted:
        raise NotEstimable("no word is used more on one side than on the other", "refusal.words_apart")
    sides = documents.set_index("doc_id")["jurisdiction"].isin(words.jurisdictions)
    inside = (units["kind"] != UnitKind.FURNITURE.value) & units["doc_id"].map(sides).astype(bool)
    policy = units[inside.to_numpy()]
    rows = _rows(policy, frozenset(wanted), variants, facet[0])
    codings = pd.DataFrame(rows, columns=list(_COLUMNS)).astype({"start": "Int64", "end": "Int64"})
    codes = tuple(Code(f"{facet[0]}-{word}", {"en": word, "nl": word}, word) for word in wanted)
    title = dict(facet[1])
    codebook = Codebook(facet[0], "1.0.0", title, (Facet(facet[0], title, title["en"], True, codes),))
    own = documents[documents["doc_id"].isin(policy["doc_id"])]
    matrix = theme_matrix(codings, policy, own, codebook, facet=facet[0], coder=SEARCH)
    return WordUnits(matrix, codings, codebook)


def _rows(
    policy: pd.DataFrame, wanted: frozenset[str], variants: Sequence[Variant], facet: str
) -> list[tuple[object, ...]]:
    texts = policy["text"].astype(object).tolist()
    read = [(one.text, one.swapped) for one in swapped(texts, variants, to=Side.NL)] if variants else None
    rows: list[tuple[object, ...]] = []
    for place, (unit_id, text) in enumerate(zip(policy["unit_id"], texts, strict=True)):
        counted, pairs = read[place] if read else (text, ())
        has = dict.fromkeys(word for word in map(str.lower, _WORD.findall(counted)) if word in wanted)
        for word in has:
            common = (unit_id, facet, f"{facet}-{word}", SEARCH, 1.0)
            found = [each for each in _WORD.finditer(text) if each[0].lower() == word]
            rows += [(*common, each.start(), each.end(), each[0], word) for each in found]
            if not found:
                rows.append((*common, None, None, None, " + ".join(pairs)))
    return rows
