"""A machine coder's shares, corrected by a designed reference sample, as one option of the choice `coder`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.correction import Estimator, corrected_shares
from comparelib.matrix.intervals import mover
from comparelib.model.kinds import Weighting
from comparelib.multiverse.cells import Reading

Array = NDArray[np.float64]
Rows = tuple[int, ...]


@dataclass(frozen=True)
class CorrectedProfile:
    """Corrected shares of a group of documents, (K,), with bounds; `rows` are its documents."""

    rows: Rows
    share: Array
    low: Array
    high: Array


@dataclass(frozen=True)
class CorrectedCell:
    """Corrected shares of D documents and K codes, post-stratified on the prediction.

    Attributes
    ----------
    at
        Where the measure of each theme stands among the K codes.
    share, low, high
        (D, K). The interval holds the sampling of the reference; with everything sampled it has no width.
    totals
        (D,): units.
    """

    at: list[int]
    share: Array
    low: Array
    high: Array
    totals: Array

    def profile(self, rows: Rows, weighting: str) -> CorrectedProfile | None:
        """Profile of those of the documents that have units; None where none has."""
        filled = tuple(row for row in rows if self.totals[row] > 0)
        if not filled:
            return None
        own = list(filled)
        equal, sizes = np.full(len(own), 1 / len(own)), self.totals[own] / self.totals[own].sum()
        weights = sizes if weighting == Weighting.POOLED else equal
        low, high = mover(self.share[own], self.low[own], self.high[own], weights)
        return CorrectedProfile(filled, weights @ self.share[own], np.clip(low, 0, 1), np.clip(high, 0, 1))


def corrected_cell(
    machine: Reading, reference: Reading, sample: pd.DataFrame, names: tuple[str, ...], level: float
) -> CorrectedCell:
    """Correct each document's shares by the sampled units among those of a cell.

    Parameters
    ----------
    machine, reference
        The same units by both coders, sentences.
    sample
        unit_id and pi, as `correction.designed_sample` returns them.
    names
        What is measured for each theme.
    level
        Of the bounds.

    Raises
    ------
    CodingFault
        A sampled unit lacks a coding.
    """
    coded = machine.coded
    inside = sample["unit_id"].isin(coded.unit_ids).to_numpy()
    found = corrected_shares(coded, reference.coded, sample[inside], by="doc_id", level=level).frame
    found = found[(found["estimator"] == Estimator.STRATIFIED).to_numpy()]
    ids = [str(name) for name in coded.documents.index]
    share, low, high = (
        found.pivot(index="group", columns="code", values=column)
        .reindex(index=ids, columns=list(coded.codes))
        .to_numpy(dtype=np.float64)
        for column in ("share", "low", "high")
    )
    totals = np.bincount(coded.document, minlength=len(ids)).astype(np.float64)
    return CorrectedCell([coded.codes.index(name) for name in names], share, low, high, totals)
