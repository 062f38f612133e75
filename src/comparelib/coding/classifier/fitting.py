"""Readings and labels -> the linear models of every facet, with the margins of units that were held out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from comparelib.codebook import Codebook, Facet
from comparelib.coding.classifier.decisions import Held
from comparelib.coding.classifier.exemplars import ExemplarReadings
from comparelib.coding.classifier.folds import ALWAYS, Rows, passage_folds
from comparelib.coding.classifier.keeping import Solved
from comparelib.coding.classifier.labels import Labels
from comparelib.coding.classifier.least_squares import best_penalty, held_out_margins, least_squares
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
    fold
        Fold of each training unit, shape (rows,).
    solved
        The models of all rows, and of the exemplars where the facet has some; and for each row the margins
        of models that did not see its fold, and the positives that those models had, both of shape
        (rows, codes).
    labels
        bool, shape (rows, codes).
    coefficients
        Block -> coefficients of its features, shape (features, codes).
    """

    facet: Facet
    columns: Rows
    rows: Rows
    fold: NDArray[np.int64]
    solved: Solved
    labels: NDArray[np.bool_]
    coefficients: dict[str, NDArray[np.float64]]

    @property
    def positives(self) -> NDArray[np.float64]:
        """How many training units have each code, shape (codes,)."""
        return np.asarray(self.labels.sum(axis=0), dtype=np.float64)

    @property
    def estimable(self) -> NDArray[np.bool_]:
        """Which codes have training units with them and without them, at least two of each."""
        return _estimable(self.labels)

    def held(self, readings: Readings) -> Held:
        """Return the training units as decisions are learned from them; `readings` as they were fitted on."""
        return Held(self.labels, self.fold, readings.paragraph[self.rows])

    def margins(self, contributions: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
        """Return the margins that contributions add up to, shape (units, codes)."""
        return np.asarray(sum(contributions.values()) + self.solved.linear.base)

    def contributions(self, blocks: Mapping[str, Matrix]) -> dict[str, NDArray[np.float64]]:
        """Return what each block adds to the margins, each of shape (units, codes)."""
        return {name: np.asarray(blocks[name] @ weights) for name, weights in self.coefficients.items()}


@dataclass(frozen=True)
class Fit:
    """Everything that was learned before calibration: the space of features and the facets' models."""

    space: FeatureSpace
    facets: dict[str, FacetFit]


@dataclass(frozen=True)
class _Taught:
    """Training units of one facet with its exemplars behind them: features, labels, folds."""

    features: dict[str, Matrix]
    labels: NDArray[np.bool_]
    fold: NDArray[np.int64]


def fit_margins(  # noqa: PLR0913 - readings, labels and exemplars, and how they are fitted
    readings: Readings,
    labels: Labels,
    codebook: Codebook,
    seed: int,
    known: Mapping[str, Solved],
    *,
    exemplars: ExemplarReadings | None = None,
) -> Fit:
    """Fit the linear models of every facet on the units that were coded in any facet.

    The ridge penalty of a facet is the one of least squared error on held-out passages of the training units.

    Parameters
    ----------
    known
        Facet -> models that were fitted on the same units before; they are taken as they are.
    exemplars
        Learned from with the units of their facet, in every fold; nothing is judged by them.

    Raises
    ------
    NotEstimable
        In no facet is there a code with two units that have it and two that do not.
    """
    rows = labels.rows
    space = FeatureSpace.of(readings, rows, exemplars.readings if exemplars else None)
    blocks = {name: block[rows] for name, block in space.blocks(readings).items()}
    added = space.blocks(exemplars.readings) if exemplars else {}
    doc_ids = readings.units["doc_id"].to_numpy()
    facets = {}
    for facet in codebook.facets:
        inside = np.flatnonzero(labels.asked[facet.name][rows])
        own = rows[inside]
        fold = passage_folds(doc_ids[own].tolist(), readings.paragraph[own], seed=seed)
        features = {name: _rows(blocks[name], inside) for name in block_weights(facet)}
        values = labels.values[np.ix_(own, labels.columns(facet.name))]
        if _estimable(values).any():
            units = _Taught(features, values, fold)
            taught = _with_exemplars(units, added, exemplars, facet) if exemplars else units
            facets[facet.name] = _facet_fit(facet, labels, own, taught, known.get(facet.name))
    if not facets:
        raise NotEstimable(
            "no code has two training units that have it and two that do not: there is nothing to learn from",
            "refusal.nothing_to_learn",
        )
    return Fit(space, facets)


def _with_exemplars(
    units: _Taught, added: Mapping[str, Matrix], exemplars: ExemplarReadings, facet: Facet
) -> _Taught:
    """Return the units with the facet's exemplars behind them, which no fold holds out."""
    places, labels = exemplars.of_facet(facet)
    features = {name: _stacked(block, _rows(added[name], places)) for name, block in units.features.items()}
    fold = np.concatenate([units.fold, np.full(len(places), ALWAYS)])
    return _Taught(features, np.vstack([units.labels, labels]), fold)


def _facet_fit(facet: Facet, labels: Labels, rows: Rows, taught: _Taught, known: Solved | None) -> FacetFit:
    weights, n = block_weights(facet), len(rows)
    targets = taught.labels.astype(np.float64)
    solved = known or _solved(kernel(taught.features, weights), targets, taught.fold)
    coefficients = {
        name: weight * np.asarray(taught.features[name].T @ solved.linear.dual)
        for name, weight in weights.items()
    }
    columns = labels.columns(facet.name)
    return FacetFit(facet, columns, rows, taught.fold[:n], solved, taught.labels[:n], coefficients)


def _solved(product: NDArray[np.float64], targets: NDArray[np.float64], fold: NDArray[np.int64]) -> Solved:
    penalty = best_penalty(product, targets, fold)
    margins, support = held_out_margins(product, targets, fold, penalty)
    judged = fold != ALWAYS
    return Solved(least_squares(product, targets, penalty), margins[judged], support[judged])


def _estimable(labels: NDArray[np.bool_]) -> NDArray[np.bool_]:
    positives = labels.sum(axis=0)
    return np.asarray((positives >= FEWEST) & (len(labels) - positives >= FEWEST))


def _rows(block: Matrix, rows: Rows) -> Matrix:
    return sparse.csr_array(block[rows]) if sparse.issparse(block) else block[rows]


def _stacked(above: Matrix, below: Matrix) -> Matrix:
    if isinstance(above, np.ndarray):
        return np.vstack([above, np.asarray(below)])
    return sparse.csr_array(sparse.vstack([above, sparse.csr_array(below)]))
