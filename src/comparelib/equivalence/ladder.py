"""The ladder of equivalence: each step must hold before raw shares of two jurisdictions may be compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.equivalence.calibration import calibration_frame, scores
from comparelib.equivalence.decisions import POOLED, Decisions
from comparelib.equivalence.dif import dif
from comparelib.equivalence.error_rates import WITHIN, error_frames
from comparelib.equivalence.rates import Status
from comparelib.equivalence.triggers import trigger_frame
from comparelib.errors import Fault, MeaninglessOperation, NotEstimable, ParameterFault, one_of
from comparelib.matrix import CodedUnits
from comparelib.matrix.intervals import Array
from comparelib.model import Counting


@dataclass(frozen=True)
class Equivalence:
    """Whether a coder treats the texts of two jurisdictions alike; every frame tidy.

    Attributes
    ----------
    configural
        L0. code, n_positive_a, n_positive_b, present (at least `fewest` reference positives in both).
    triggers
        L1. Columns of `trigger_frame`; None for a coder that shows no passages.
    errors
        L2. code (last "pooled": decisions on all codes together, so that frequent codes and another mixture
        of codes tell; and "within codes": the differences averaged over the codes that both have), statistic
        (recall, precision, false_positive_rate), n_a, n_b (cases: reference positives, coded, reference
        negatives), rate_a, rate_b, difference (b less a), low, high, needed (cases a side), status (equal,
        unequal, open, not testable).
    odds
        Equalised odds difference of each code and pooled: code, value (greater of the differences of recall
        and false positive rate, without sign), low, high, of (which of both it is). Bonferroni over both.
    scalar
        L3. Columns of `calibration_frame`.
    dif
        Columns of `dif`.
    sides
        Names of a and b.
    n_units
        Units of a and b that both coder and reference coded.
    margin, level, fewest
        Margin of equality, level of the intervals, and the least number of positives of L0.
    """

    configural: pd.DataFrame
    triggers: pd.DataFrame | None
    errors: pd.DataFrame
    odds: pd.DataFrame
    scalar: pd.DataFrame
    dif: pd.DataFrame
    sides: tuple[str, str]
    n_units: tuple[int, int]
    margin: float
    level: float
    fewest: int

    @property
    def summary(self) -> pd.DataFrame:
        """One row a step: step, status, because."""
        return pd.DataFrame(_summary(self), columns=["step", "status", "because"])


def equivalence(  # noqa: PLR0913 - two codings, their rows, and keywords with defaults
    predicted: CodedUnits,
    reference: CodedUnits,
    codings: pd.DataFrame,
    *,
    jurisdictions: tuple[str, str] = ("NL", "VL"),
    margin: float = 0.10,
    level: float = 0.95,
    fewest: int = 5,
) -> Equivalence:
    """Climb the ladder for one coder, over the units that it and the reference coded.

    Parameters
    ----------
    predicted, reference
        Counted by presence, of the same facet.
    codings
        The coder's rows, for its passages and scores.
    jurisdictions
        a and b.
    margin
        Difference of rates that still counts as equal.
    level
        Of the intervals shown; equality is judged at .90 (two one-sided tests at .05).
    fewest
        Reference positives that a code needs in both for L0 and for DIF.

    Raises
    ------
    ParameterFault
        Unknown jurisdiction, two facets, or a margin or level outside (0, 1).
    MeaninglessOperation
        Counting is not by presence.
    NotEstimable
        A jurisdiction has no unit that both coded.

    References
    ----------
    Steps after measurement invariance (Davidov et al. 2014, Annual Review of Sociology 40:55-75); equalised
    odds: Hardt, Price & Srebro (2016), NeurIPS 29.
    """
    _check(predicted, reference, jurisdictions, margin, level)
    both = predicted.unit_ids.intersection(reference.unit_ids, sort=False)
    here, there = (each.unit_ids.get_indexer(both) for each in (predicted, reference))
    labels = predicted.documents["jurisdiction"].to_numpy()[predicted.document]
    whole = np.select([labels == name for name in jurisdictions], [0, 1], -1)
    side, paragraph = whole[here], predicted.paragraph[here]
    n_units = (int((side == 0).sum()), int((side == 1).sum()))
    if not all(n_units):
        name = jurisdictions[n_units.index(0)]
        raise NotEstimable(
            f"no unit of jurisdiction '{name}' was coded by coder and reference",
            "refusal.side_not_coded",
            jurisdiction=name,
        )
    found = (predicted.values[here] > 0).astype(float)
    truth = (reference.values[there] > 0).astype(float)
    score = scores(codings, predicted)[here]
    shown = codings["evidence"].notna() & (codings["facet"] == predicted.facet)
    configural = _configural(truth, side, predicted.codes, fewest)
    decisions = Decisions(found, truth, side, paragraph, predicted.codes)
    errors, odds = error_frames(decisions, margin, level)
    return Equivalence(
        configural=configural,
        triggers=trigger_frame(codings, predicted, whole, jurisdictions) if shown.any() else None,
        errors=errors,
        odds=odds,
        scalar=calibration_frame(score, decisions, margin=margin, level=level),
        dif=dif(decisions, level=level, fewest=fewest),
        sides=jurisdictions,
        n_units=n_units,
        margin=margin,
        level=level,
        fewest=fewest,
    )


def _configural(truth: Array, side: NDArray[np.int64], codes: tuple[str, ...], fewest: int) -> pd.DataFrame:
    a, b = (truth[side == number].sum(axis=0).astype(np.int64) for number in (0, 1))
    return pd.DataFrame(
        {"code": codes, "n_positive_a": a, "n_positive_b": b, "present": np.minimum(a, b) >= fewest}
    )


def _check(
    predicted: CodedUnits, reference: CodedUnits, sides: tuple[str, str], margin: float, level: float
) -> None:
    if len(sides) != 2:
        named = ", ".join(sides) or "none"
        message = f"equivalence of {len(sides)} jurisdictions: {named}"
        raise ParameterFault(
            Fault(
                message,
                expected="two different jurisdictions",
                key="refusal.equivalence_sides",
                values={"n": len(sides), "sides": named},
            )
        )
    if {predicted.counting, reference.counting} != {Counting.PRESENCE}:
        raise MeaninglessOperation("errors are of a code being there or not: count by presence")
    known = [str(name) for name in dict.fromkeys(predicted.documents["jurisdiction"])]
    faults = [
        Fault(
            f"no document of jurisdiction '{name}'",
            expected=one_of(known, name),
            key="refusal.no_document_of",
            values={"jurisdiction": name},
        )
        for name in sides
        if name not in known
    ]
    if predicted.facet != reference.facet or predicted.codes != reference.codes:
        faults.append(
            Fault(f"facet '{predicted.facet}' beside '{reference.facet}'", expected="the same facet")
        )
    for name, value in (("margin", margin), ("level", level)):
        if not 0 < value < 1:
            faults.append(Fault(f"{name} is {value}", expected="a number between 0 and 1"))
    if faults:
        raise ParameterFault(faults)


def _summary(of: Equivalence) -> list[tuple[str, str, str]]:
    present = int(of.configural["present"].sum())
    l0 = f"{present} of {len(of.configural)} codes have {of.fewest} reference positives in both"
    every = Status.EQUAL if present == len(of.configural) else Status.NOT_TESTABLE
    rows = [("L0 configural", every.value, l0)]
    if of.triggers is None:
        rows.append(("L1 trigger", Status.NOT_TESTABLE.value, "the coder shows no passages"))
    else:
        all_codes = of.triggers.iloc[-1]
        l1 = f"{all_codes['new_in_b']:.0%} of the passages of {of.sides[1]} are by terms new to {of.sides[0]}"
        rows.append(
            ("L1 trigger", Status.OPEN.value, f"{l1}; {all_codes['expected_new']:.0%} if they were alike")
        )
    for name in (POOLED, WITHIN):
        whole = of.errors[of.errors["code"] == name]
        words = [f"{row.statistic} {row.difference:+.2f} ({row.status})" for row in whole.itertuples()]
        rows.append((f"L2 error, {name}", _together(list(whole["status"])), ", ".join(words)))
    shift = of.scalar.iloc[-1]
    l3 = f"shift {shift['difference']:+.3f} ({shift['low']:+.3f} to {shift['high']:+.3f})"
    return [*rows, ("L3 scalar, pooled", str(shift["status"]), l3)]


def _together(found: list[str]) -> str:
    """The worst of several: unequal, then not testable, then open, then equal."""
    order = (Status.UNEQUAL, Status.NOT_TESTABLE, Status.OPEN, Status.EQUAL)
    return next(status.value for status in order if status.value in found)
