"""Words that set the texts of one jurisdiction apart from those of another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.contrast.keyness import chi2, g2, pmi
from comparelib.contrast.log_odds import monroe
from comparelib.errors import Fault, NotEstimable, ParameterFault, TableFault
from comparelib.matrix.faults import check_table, indexed_documents, two_of
from comparelib.matrix.paragraphs import check_draws
from comparelib.model.kinds import UnitKind

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Array = NDArray[np.float64]
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_CELLS = 4_000_000


@dataclass(frozen=True)
class VocabularyContrast:
    """Words of b against those of a.

    Attributes
    ----------
    frame
        word, count_a, count_b, rate_a, rate_b (a thousand words), log_odds (b less a, weighted),
        log_odds_low, log_odds_high (paragraph bootstrap), z, g2, chi2, pmi; the words that b uses most above
        a first.
    jurisdictions
        Names of a and b.
    dropped
        Words that were left out because they were named (names, places), and were found.
    prior
        Pseudo-counts, divided over the words as in both texts together.
    level, draws, seed
        Of the intervals.
    """

    frame: pd.DataFrame
    jurisdictions: tuple[str, str]
    dropped: tuple[str, ...]
    prior: float
    level: float
    draws: int
    seed: int


@dataclass(frozen=True)
class _Words:
    """Paragraphs x words, the side and the text of each paragraph, and the words in alphabetical order."""

    table: csr_array[Any]
    side: NDArray[np.int64]
    text: NDArray[np.int64]
    words: NDArray[np.object_]


def vocabulary_contrast(  # noqa: PLR0913 - two tables, and keywords with defaults
    units: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    jurisdictions: tuple[str, str] = ("NL", "VL"),
    concepts: Mapping[str, str] | None = None,
    drop: Iterable[str] = (),
    min_count: int = 3,
    prior: float = 100.0,
    level: float = 0.95,
    draws: int = 500,
    seed: int = 1,
) -> VocabularyContrast:
    """Contrast the words of two jurisdictions' policy units.

    Words are lower-cased runs of letters (hyphens and apostrophes within). All words are counted; words with
    fewer than `min_count` occurrences are left out of the table alone.

    Parameters
    ----------
    units, documents
        Tables as in `model/schemas.py`.
    jurisdictions
        a and b.
    concepts
        Word -> concept, so that "mkb" and "kmo" count as one and the variety of Dutch does not pass for
        policy.
    drop
        Words to leave out: names, places, words for the jurisdictions themselves.
    min_count
        Occurrences in both together.
    prior
        a0, pseudo-counts over all words; 10, 100 and 500 show how much depends on it.
    level, draws, seed
        Of the percentile intervals; paragraphs are drawn anew within each document.

    Raises
    ------
    ParameterFault
        A parameter out of range; not two different jurisdictions.
    TableFault
        Units of a document that `documents` does not have, a column that is not there, an empty cell, a
        unit or a document that stands there twice.
    NotEstimable
        A jurisdiction without words.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Political Analysis 16:372-403. z and G2 rank words; they are no tests.
    """
    check_draws(level, draws, seed)
    if not prior > 0:
        raise ParameterFault(Fault(f"prior is {prior}", expected="pseudo-counts above 0, such as 100"))
    two_of("jurisdictions", jurisdictions)
    check_table("units", units, ("unit_id", "doc_id", "paragraph", "kind", "text"), "unit_id")
    documents = indexed_documents(documents)
    left_out = {word.lower() for word in drop}
    tokens = _tokens(units, documents, jurisdictions, dict(concepts or {}))
    named = tokens["word"].isin(left_out)
    found = _table(tokens[~named])
    counts = np.stack([np.asarray(found.table[found.side == each].sum(axis=0)).ravel() for each in (0, 1)])
    if not counts.sum(axis=1).all():
        empty = jurisdictions[int(np.argmin(counts.sum(axis=1)))]
        raise NotEstimable(
            f"the texts of jurisdiction '{empty}' have no words", "refusal.no_words", jurisdiction=empty
        )
    priors = prior * counts.sum(axis=0) / counts.sum()
    kept = np.flatnonzero(counts.sum(axis=0) >= min_count)
    low, high = _bounds(_draws(found, kept, priors, draws, seed), level)
    frame = _frame(found.words, counts, priors).iloc[kept].assign(log_odds_low=low, log_odds_high=high)
    frame = frame.sort_values(["z", "word"], ascending=[False, True], ignore_index=True)
    dropped = tuple(sorted(set(tokens["word"][named])))
    return VocabularyContrast(frame, jurisdictions, dropped, prior, level, draws, seed)


def _frame(words: NDArray[np.object_], counts: Array, priors: Array) -> pd.DataFrame:
    a, b = counts
    estimate = monroe(b, a, priors)
    return pd.DataFrame(
        {
            "word": pd.Series(words, dtype="str"),
            "count_a": a.astype(np.int64),
            "count_b": b.astype(np.int64),
            "rate_a": 1000 * a / a.sum(),
            "rate_b": 1000 * b / b.sum(),
            "log_odds": estimate.delta,
            "log_odds_low": np.nan,
            "log_odds_high": np.nan,
            "z": estimate.z,
            "g2": g2(b, a),
            "chi2": chi2(b, a),
            "pmi": pmi(b, a),
        }
    )


def _tokens(
    units: pd.DataFrame, documents: pd.DataFrame, jurisdictions: tuple[str, str], concepts: dict[str, str]
) -> pd.DataFrame:
    """One row a word: side (0, 1), doc_id, paragraph, word."""
    indexed = documents.set_index("doc_id") if "doc_id" in documents.columns else documents
    strays = sorted(set(units["doc_id"].unique()) - set(indexed.index))
    if strays:
        raise TableFault(
            [Fault(f"table 'units': doc_id '{name}' is not in table 'documents'") for name in strays]
        )
    policy = units[(units["kind"] != UnitKind.FURNITURE.value).to_numpy()]
    labels = policy["doc_id"].map(indexed["jurisdiction"]).to_numpy()
    side = np.where(labels == jurisdictions[0], 0, np.where(labels == jurisdictions[1], 1, -1))
    chosen = policy[side >= 0]
    words = chosen["text"].astype(object).str.lower().str.findall(_WORD)
    frame = chosen[["doc_id", "paragraph"]].assign(side=side[side >= 0], word=words).explode("word").dropna()
    lowered = {word.lower(): concept for word, concept in concepts.items()}
    return frame.assign(word=frame["word"].map(lambda word: lowered.get(word, word)))


def _table(tokens: pd.DataFrame) -> _Words:
    from scipy.sparse import coo_array

    words, word = np.unique(tokens["word"].to_numpy(dtype=object), return_inverse=True)
    keys = tokens[["doc_id", "paragraph", "side"]]
    paragraph = keys.groupby(["doc_id", "paragraph"], sort=True).ngroup().to_numpy()
    places = keys.assign(number=paragraph).drop_duplicates("number").sort_values("number")
    shape = (len(places), len(words))
    return _Words(
        table=coo_array((np.ones(len(word)), (paragraph, word)), shape=shape).tocsr(),
        side=places["side"].to_numpy(dtype=np.int64),
        text=places.groupby("doc_id", sort=True).ngroup().to_numpy().astype(np.int64),
        words=words,
    )


def _draws(found: _Words, kept: NDArray[np.intp], prior: Array, draws: int, seed: int) -> Array:
    """Weighted log odds (draws, kept words), every document's paragraphs drawn anew."""
    rng = np.random.default_rng(seed)
    parts = []
    size = max(1, _CELLS // max(found.table.shape))
    for start in range(0, draws, size):
        n = min(size, draws - start)
        times = np.zeros((n, len(found.text)))
        for document in range(int(found.text.max()) + 1):
            own = np.flatnonzero(found.text == document)
            times[:, own] = rng.multinomial(len(own), np.full(len(own), 1 / len(own)), size=n)
        first, second = (times[:, found.side == each] @ found.table[found.side == each] for each in (0, 1))
        parts.append(monroe(second, first, prior).delta[:, kept])
    return np.concatenate(parts)


def _bounds(draws: Array, level: float) -> tuple[Array, Array]:
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high
