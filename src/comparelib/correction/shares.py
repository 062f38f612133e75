"""Raw, reference and corrected theme shares side by side, per group of documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from comparelib.correction import estimators
from comparelib.correction.estimators import Estimate
from comparelib.correction.flags import Estimator, flags
from comparelib.correction.sampled import Sampled, sampled
from comparelib.errors import Fault, NotEstimable, ParameterFault, one_of
from comparelib.matrix import CodedUnits
from comparelib.matrix.faults import two_of
from comparelib.matrix.intervals import mover


@dataclass(frozen=True)
class CorrectedShares:
    """Theme shares of groups of documents, each estimator beside the others.

    Attributes
    ----------
    frame
        One row a group, code and estimator: group, code, estimator, share, low, high, n_units, n_reference
        (sampled units), n_positive (sampled units with the code by the reference), raw (the coder's share),
        reference (that of the sample alone), flag (why to doubt the row, or "").
    by
        Column of the documents that makes the groups.
    facet, coder, reference_coder
        What was coded, and by whom.
    n_outside
        Units with a reference coding that were not in the sample, and so were not used.
    level
        Of the intervals.
    """

    frame: pd.DataFrame
    by: str
    facet: str
    coder: str
    reference_coder: str
    n_outside: int
    level: float


def corrected_shares(
    predicted: CodedUnits,
    reference: CodedUnits,
    sample: pd.DataFrame,
    *,
    by: str = "jurisdiction",
    level: float = 0.95,
) -> CorrectedShares:
    """Correct a coder's theme shares by a reference sample with known probabilities.

    A share is that of the group's units, all documents of it together; pass `by="doc_id"` for each text. The
    target is the closed corpus at hand. Default and headline is `stratified`; `dsl` holds against any error
    as well and adds how texts could have been written; `ppi` and `rogan_gladen` are for sensitivity. With
    everything in the sample each but Rogan-Gladen gives the census.

    Parameters
    ----------
    predicted
        The coder's answers to all units, counted by presence.
    reference
        The reference coding; units outside the sample are not used.
    sample
        unit_id and pi as `designed_sample` or `census` return them.
    by
        Column of the documents, or `doc_id`.
    level
        In (0, 1).

    Raises
    ------
    ParameterFault, TableFault, CodingFault, MeaninglessOperation
        As `sampled`, and for an unknown column or level.
    NotEstimable
        There are no coded units.
    """
    if not 0 < level < 1:
        raise ParameterFault(Fault(f"level is {level}", expected="a number between 0 and 1, such as 0.95"))
    units = sampled(predicted, reference, sample)
    if not len(units.predicted):
        raise NotEstimable(
            f"coder '{predicted.coder}' has coded no unit", "refusal.coder_coded_none", coder=predicted.coder
        )
    labels = group_labels(predicted, by)
    rates = estimators.error_rates(units, level)
    frames = []
    for group in dict.fromkeys(labels):
        own = units.rows(np.asarray(labels == group))
        guess = estimators.rogan_gladen(estimators.raw(own).share, rates, level)
        frames += [
            _frame(str(group), predicted.codes, own, name, estimate)
            for name, estimate in _estimates(own, guess, level)
        ]
    return CorrectedShares(
        frame=_ordered(pd.concat(frames, ignore_index=True), predicted.codes),
        by=by,
        facet=predicted.facet,
        coder=predicted.coder,
        reference_coder=reference.coder,
        n_outside=len(reference.unit_ids) - len(sample),
        level=level,
    )


def corrected_difference(shares: CorrectedShares, groups: tuple[str, str] = ("NL", "VL")) -> pd.DataFrame:
    """Difference b less a of each code and estimator, its interval combined from both (MOVER).

    Returns
    -------
    DataFrame
        code, estimator, share_a, share_b, difference, low, high, flag (that of either group).

    Raises
    ------
    ParameterFault
        There is no such group, or not two different ones.
    """
    groups = two_of("groups", groups)
    known = [str(name) for name in shares.frame["group"].unique()]
    faults = [
        Fault(
            f"no group '{name}'", expected=one_of(known, name), key="refusal.no_group", values={"group": name}
        )
        for name in groups
        if name not in known
    ]
    if faults:
        raise ParameterFault(faults)
    a, b = (shares.frame[shares.frame["group"] == name].reset_index(drop=True) for name in groups)
    share, down, up = (np.stack([b[column], a[column]]) for column in ("share", "low", "high"))
    low, high = mover(share, down, up, [1.0, -1.0])
    frame = a[["code", "estimator"]].assign(share_a=a["share"], share_b=b["share"])
    flag = [
        " / ".join(dict.fromkeys(part for part in parts if part))
        for parts in zip(a["flag"], b["flag"], strict=True)
    ]
    return frame.assign(difference=b["share"] - a["share"], low=low, high=high, flag=flag)


def group_labels(coded: CodedUnits, by: str) -> pd.Series[str]:
    """Return the group of each unit by a column of the documents or `doc_id`; ParameterFault for others."""
    documents = coded.documents.reset_index()
    if by not in documents.columns:
        message = f"the documents have no column '{by}'"
        raise ParameterFault(Fault(message, expected=one_of(documents.columns, by)))
    return documents[by].astype(str).iloc[coded.document].reset_index(drop=True)


def _estimates(own: Sampled, guess: Estimate, level: float) -> Iterator[tuple[Estimator, Estimate]]:
    yield Estimator.RAW, estimators.raw(own)
    yield Estimator.REFERENCE, estimators.reference_only(own, level)
    yield Estimator.STRATIFIED, estimators.stratified(own, level)
    yield Estimator.DSL, estimators.dsl(own, level)
    yield Estimator.PPI, estimators.ppi(own, level)
    yield Estimator.ROGAN_GLADEN, guess


def _frame(
    group: str, codes: tuple[str, ...], own: Sampled, name: Estimator, estimate: Estimate
) -> pd.DataFrame:
    positives = (own.reference * own.drawn[:, None]).sum(axis=0).astype(np.int64)
    return pd.DataFrame(
        {
            "group": group,
            "code": codes,
            "estimator": name.value,
            "share": np.clip(estimate.share, 0, 1),
            "low": np.clip(estimate.low, 0, 1),
            "high": np.clip(estimate.high, 0, 1),
            "n_units": len(own.predicted),
            "n_reference": int(own.drawn.sum()),
            "n_positive": positives,
            "raw": estimators.raw(own).share,
            "reference": estimators.reference_only(own, 0.95).share,
            "flag": flags(own, name, estimate, positives),
        }
    )


def _ordered(frame: pd.DataFrame, codes: tuple[str, ...]) -> pd.DataFrame:
    """Rows by group (as the corpus names them), code (codebook) and estimator."""
    place = {name: number for number, name in enumerate(dict.fromkeys(frame["group"]))}
    keys = (
        frame["estimator"].map({name.value: number for number, name in enumerate(Estimator)}),
        frame["code"].map({code: number for number, code in enumerate(codes)}),
        frame["group"].map(place),
    )
    return frame.iloc[np.lexsort(keys)].reset_index(drop=True)
