"""Readings and labels -> the linear models of every facet, with the margins of units that were held out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from comparelib.codebook import Codebook, Facet
from comparelib.coding.classifier.folds import Rows, passage_folds
from comparelib.coding.classifier.labels import Labels
from comparelib.coding.classifier.least_squares import (
    LeastSquares,
    best_penalty,
    held_out_margins,
    least_squares,
)
from comparelib.coding.classifier.reading import Readings
from comparelib.coding.classifier.spaces import FeatureSpace, Matrix, block_weights, kernel
from comparelib.errors import NotEstimable

FEWEST = 2  # positives, and negatives, below which a code's model is not estimable


@dataclass(frozen=True)
class FacetFit:
    """The linear models of one facet, and what they say of training units that were held out.

    Attributes
    ----------
    columns
        Columns of the facet's codes among all codes.
    rows
        Training units: those that the coder coded in this facet.
    linear
        The models of all rows.
    fold, margins, support
        Of the training rows: the fold, the margins of models that did not see the fold, and the positives
        that those models had. Shapes (rows,), (rows, codes), (rows, codes).
    labels
        bool, shape (rows, codes).
    coefficients
        Block -> coefficients of its features, shape (features, codes).
    """

    facet: Facet
    columns: Rows
    rows: Rows
    linear: LeastSquares
    fold: NDArray[np.int64]
    margins: NDArray[np.float64]
    support: NDArray[np.float64]
    labels: NDArray[np.bool_]
    coefficients: dict[str, NDArray[np.float64]]

    @property
    def positives(self) -> NDArray[np.float64]:
        """How many training units have each code, shape (codes,)."""
        return np.asarray(self.labels.sum(axis=0), dtype=np.float64)

    @property
    def estimable(self) -> NDArray[np.bool_]:
        """Which codes have training units with them and without them, at least two of each."""
        return np.asarray((self.positives >= FEWEST) & (len(self.rows) - self.positives >= FEWEST))

    def contributions(self, blocks: Mapping[str, Matrix]) -> dict[str, NDArray[np.float64]]:
        """Return what each block adds to the margins, each of shape (units, codes)."""
        return {name: np.asarray(blocks[name] @ weights) for name, weights in self.coefficients.items()}


@dataclass(frozen=True)
class Fit:
    """Everything that was learned before calibration: the space of features and the facets' models."""

    space: FeatureSpace
    facets: dict[str, FacetFit]


def fit_margins(readings: Readings, labels: Labels, rows: Rows, codebook: Codebook, seed: int) -> Fit:
    """Fit the linear models of every facet on the training units `rows`.

    The ridge penalty of a facet is the one of least squared error on held-out passages of the training units.

    Raises
    ------
    NotEstimable
        In no facet is there a code with two units that have it and two that do not.
    """
    space = FeatureSpace.of(readings, rows)
    blocks = {name: block[rows] for name, block in space.blocks(readings).items()}
    facets = {}
    for facet in codebook.facets:
        inside = np.flatnonzero(labels.asked[facet.name][rows])
        own = rows[inside]
        doc_ids = readings.units["doc_id"].to_numpy()[own].tolist()
        fold = passage_folds(doc_ids, readings.paragraph[own], seed=seed)
        seen = {name: _rows(blocks[name], inside) for name in block_weights(facet)}
        fit = _facet_fit(facet, labels, own, fold, seen)
        if fit is not None and fit.estimable.any():
            facets[facet.name] = fit
    if not facets:
        raise NotEstimable(
            "no code has two training units that have it and two that do not: there is nothing to learn from"
        )
    return Fit(space, facets)


def _facet_fit(
    facet: Facet, labels: Labels, rows: Rows, fold: NDArray[np.int64], seen: Mapping[str, Matrix]
) -> FacetFit | None:
    """Return the models of a facet; None where fewer units were coded than two codes need."""
    if len(rows) < 2 * FEWEST:
        return None
    weights = block_weights(facet)
    columns = labels.columns(facet.name)
    values = labels.values[np.ix_(rows, columns)]
    product = kernel(seen, weights)
    targets = values.astype(np.float64)
    penalty = best_penalty(product, targets, fold)
    margins, support = held_out_margins(product, targets, fold, penalty)
    linear = least_squares(product, targets, penalty)
    coefficients = {name: weight * np.asarray(seen[name].T @ linear.dual) for name, weight in weights.items()}
    return FacetFit(facet, columns, rows, linear, fold, margins, support, values, coefficients)


def _rows(block: Matrix, rows: Rows) -> Matrix:
    return sparse.csr_array(block[rows]) if sparse.issparse(block) else block[rows]
