"""The plain baseline that every coder has to beat: n-grams of characters, logistic regression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.classifier.folds import Rows
from comparelib.coding.classifier.labels import Labels
from comparelib.coding.classifier.reading import Readings

NAME = "baseline"
_SMALLEST = 2


@dataclass(frozen=True)
class Said:
    """What a coder says of units in one facet; both of shape (units, codes)."""

    probabilities: NDArray[np.float64]
    chosen: NDArray[np.bool_]


def baseline_predictions(
    readings: Readings, labels: Labels, split: tuple[Rows, Rows], facets: dict[str, bool], seed: int
) -> dict[str, Said]:
    """Return what the baseline says of the units `held` after learning from `train` (together: `split`).

    TF-IDF of character n-grams (2 to 5, within words) of the unit and, apart, of its two neighbours; one
    logistic regression a code with balanced classes; a code is given from .5, of an exclusive facet the
    likeliest.

    Parameters
    ----------
    facets
        Facet -> whether its codes may join.
    """
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer

    train, held = split
    texts = readings.units["text"].tolist()
    around = [
        " ".join(texts[place] for place in (before, after) if place >= 0)
        for before, after in zip(readings.previous.tolist(), readings.following.tolist(), strict=True)
    ]
    seen, unseen = [], []
    for source in (texts, around):
        grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
        seen.append(grams.fit_transform([source[row] for row in train.tolist()]))
        unseen.append(grams.transform([source[row] for row in held.tolist()]))
    features = sparse.hstack(seen).tocsr(), sparse.hstack(unseen).tocsr()
    found = {}
    for facet, several in facets.items():
        probabilities = _probabilities(features, labels, train, facet, seed)
        found[facet] = Said(probabilities, probabilities >= 0.5 if several else _likeliest(probabilities))
    return found


def _probabilities(
    features: tuple[Any, Any], labels: Labels, train: Rows, facet: str, seed: int
) -> NDArray[np.float64]:
    """Return probabilities of the held-out units; 0 for a code that the training units do not show."""
    from sklearn.linear_model import LogisticRegression

    seen, unseen = features
    asked = np.flatnonzero(labels.asked[facet][train])
    columns = labels.columns(facet)
    probabilities = np.zeros((unseen.shape[0], len(columns)))
    for place, column in enumerate(columns.tolist()):
        target = labels.values[train[asked], column]
        if _SMALLEST <= int(target.sum()) <= len(target) - _SMALLEST:
            model = LogisticRegression(
                C=10.0, solver="liblinear", dual=True, class_weight="balanced", random_state=seed, tol=1e-3
            )
            model.fit(seen[asked], target)
            probabilities[:, place] = model.predict_proba(unseen)[:, 1]
    return probabilities


def _likeliest(probabilities: NDArray[np.float64]) -> NDArray[np.bool_]:
    best = probabilities.argmax(axis=1)
    return np.asarray(np.arange(probabilities.shape[1])[None, :] == best[:, None])
