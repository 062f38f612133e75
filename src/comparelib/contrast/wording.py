"""Words of two sides made comparable before they are contrasted: one word for what both call differently."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from comparelib.contrast.vocabulary import VocabularyContrast, vocabulary_contrast
from comparelib.model.kinds import UnitKind
from comparelib.text.dutch.function_words import FUNCTION_WORDS
from comparelib.variants import Side, Variant, swapped

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def comparable_vocabulary(  # noqa: PLR0913 - two tables, and keywords with defaults
    units: pd.DataFrame,
    documents: pd.DataFrame,
    variants: Sequence[Variant] = (),
    *,
    jurisdictions: tuple[str, str] = ("NL", "VL"),
    draws: int = 500,
    seed: int = 1,
) -> VocabularyContrast:
    """Contrast the words of both sides, so that neither names nor the variety of Dutch pass for policy.

    Doublets (mkb and kmo) are written in the words of the Netherlands in all texts; names and words of
    grammar are left out.

    Parameters
    ----------
    units, documents
        Tables as in `model/schemas.py`.
    variants
        Pairs of words for the same thing.
    jurisdictions, draws, seed
        As in `vocabulary_contrast`.

    Raises
    ------
    ParameterFault, NotEstimable
        As in `vocabulary_contrast`.
    """
    policy = units[(units["kind"] != UnitKind.FURNITURE.value).to_numpy()]
    if variants:
        policy = policy.assign(text=[one.text for one in swapped(policy["text"], variants, to=Side.NL)])
    drop = names_in(policy["text"]) | FUNCTION_WORDS
    return vocabulary_contrast(
        policy, documents, jurisdictions=jurisdictions, drop=drop, draws=draws, seed=seed
    )


def names_in(texts: Sequence[str] | pd.Series[str]) -> frozenset[str]:
    """Return the words that texts never write in lower case: names, and words made from names (Vlaams).

    The capital must stand within a text: every word has one where it begins a sentence. A word in capitals
    throughout (AI) is no name.

    Parameters
    ----------
    texts
        Units of all documents that are contrasted.

    Returns
    -------
    frozenset of str
        In lower case.
    """
    words = [_WORD.findall(text) for text in texts]
    lower = {word for found in words for word in found if word == word.lower()}
    inside = {word for found in words for word in found[1:]}
    capital = {word.lower() for word in inside if word[0].isupper() and not word.isupper()}
    return frozenset(capital - lower)
