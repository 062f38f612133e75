"""The coder's answers beside the sampled reference, unit by unit: what every estimator starts from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.errors import CodingFault, Fault, MeaninglessOperation, ParameterFault, TableFault
from comparelib.matrix import CodedUnits
from comparelib.model import Counting

Array = NDArray[np.float64]
_SHOWN = 5


@dataclass(frozen=True)
class Sampled:
    """N units of a closed corpus, or of a group of its documents.

    Attributes
    ----------
    predicted
        (N, K), 1 where the coder gave the code.
    reference
        (N, K), 1 where the reference has the code; 0 in units that were not sampled.
    weight
        (N,), 1 / pi of sampled units, 0 of the others.
    paragraph
        (N,), number of the paragraph.
    """

    predicted: Array
    reference: Array
    weight: Array
    paragraph: NDArray[np.int64]

    @property
    def drawn(self) -> NDArray[np.bool_]:
        """Which units were sampled, (N,)."""
        return np.asarray(self.weight > 0)

    def rows(self, chosen: NDArray[np.bool_]) -> Sampled:
        """Return some of the units."""
        return Sampled(
            self.predicted[chosen], self.reference[chosen], self.weight[chosen], self.paragraph[chosen]
        )


def sampled(predicted: CodedUnits, reference: CodedUnits, sample: pd.DataFrame) -> Sampled:
    """Put the reference of the sampled units beside the coder's answers to all units.

    Reference codings of units that were not drawn are not used: nobody knows how they came to be coded.

    Raises
    ------
    MeaninglessOperation
        Counting is not by presence.
    ParameterFault
        Two facets.
    TableFault
        The sample lacks a column, names a unit twice, or has a probability outside (0, 1].
    CodingFault
        A sampled unit was not coded by the coder or has no reference coding (yet).
    """
    if {predicted.counting, reference.counting} != {Counting.PRESENCE}:
        raise MeaninglessOperation("errors are of a code being there or not: count by presence")
    if predicted.facet != reference.facet or predicted.codes != reference.codes:
        message = f"facet '{predicted.facet}' beside facet '{reference.facet}'"
        raise ParameterFault(Fault(message, expected="the same facet, with the same codes"))
    _check_sample(sample)
    ids = pd.Index(sample["unit_id"])
    here, there = predicted.unit_ids.get_indexer(ids), reference.unit_ids.get_indexer(ids)
    faults = _lacking(ids[here < 0], f"was not coded by {predicted.coder}")
    faults += _lacking(ids[there < 0], f"was not coded by {reference.coder}")
    if faults:
        raise CodingFault(faults)
    truth, weight = np.zeros_like(predicted.values), np.zeros(len(predicted.unit_ids))
    truth[here] = reference.values[there] > 0
    weight[here] = 1 / sample["pi"].to_numpy(dtype=float)
    return Sampled((predicted.values > 0).astype(float), truth, weight, predicted.paragraph)


def _check_sample(sample: pd.DataFrame) -> None:
    lacking = [column for column in ("unit_id", "pi") if column not in sample.columns]
    if lacking:
        raise TableFault(Fault(f"the sample lacks column '{lacking[0]}'", expected="unit_id and pi"))
    faults = []
    pi = pd.to_numeric(sample["pi"], errors="coerce").to_numpy(dtype=float)
    wrong = ~((pi > 0) & (pi <= 1))
    if wrong.any():
        first = sample.iloc[int(np.argmax(wrong))]
        shown = f"pi of unit '{first['unit_id']}' is {first['pi']}"
        faults.append(Fault(f"the sample: {shown}", expected="a probability above 0 and at most 1"))
    twice = sample["unit_id"][sample["unit_id"].duplicated()].unique()
    faults += [Fault(f"the sample: unit '{unit}' stands there more than once") for unit in twice[:_SHOWN]]
    if faults:
        raise TableFault(faults)


def _lacking(ids: pd.Index[str], what: str) -> list[Fault]:
    remedy = "Code it, or draw a new sample: a sample with holes has lost its probabilities"
    faults = [Fault(f"sampled unit '{unit}' {what}", remedy=remedy) for unit in ids[:_SHOWN]]
    more = len(ids) - _SHOWN
    return [*faults, Fault(f"and {more} more sampled units of which each {what}")] if more > 0 else faults
