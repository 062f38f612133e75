"""How much unequal error between two groups would turn the sign of their difference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from comparelib.correction.estimators import ErrorRates, error_rates, rogan_gladen
from comparelib.correction.sampled import Array, Sampled, sampled
from comparelib.correction.shares import group_labels
from comparelib.errors import Fault, ParameterFault, one_of
from comparelib.matrix import CodedUnits
from comparelib.matrix.faults import two_of


@dataclass(frozen=True)
class SignFlip:
    """What it takes to turn the sign of a difference of shares, b less a.

    Attributes
    ----------
    frame
        One row a code: code, raw_a, raw_b, difference (Rogan-Gladen, equal errors), sensitivity, specificity
        (both groups together), flip_sensitivity and flip_specificity (b less a: with this much difference in
        one rate, the other being equal, both groups have the same share), gap_sensitivity and gap_specificity
        (b less a, as the sample shows them), difference_unequal (Rogan-Gladen, each group with its own
        errors), n_positive_a, n_positive_b, verdict (whether the sign of both differences is the same).
    groups
        Names of a and b.
    level
        Of the rates' variances; no interval is given here.
    """

    frame: pd.DataFrame
    groups: tuple[str, str]
    level: float


def sign_flip(  # noqa: PLR0913 - two codings and the sample, and keywords with defaults
    predicted: CodedUnits,
    reference: CodedUnits,
    sample: pd.DataFrame,
    *,
    groups: tuple[str, str] = ("NL", "VL"),
    by: str = "jurisdiction",
    level: float = 0.95,
) -> SignFlip:
    """Ask of each code how far the errors of both groups must lie apart for its difference to vanish.

    A raw share q stands for (q + specificity - 1) / (sensitivity + specificity - 1) (Rogan & Gladen 1978).
    One group keeps the rates of both together; one rate of the other moves until both shares are the same. Of
    both groups the one that needs to move less is taken. A difference for which a rate would leave [0, 1] is
    infinite: that error alone cannot turn the sign.

    Parameters
    ----------
    predicted, reference, sample, by, level
        As for `corrected_shares`.
    groups
        a and b.

    Raises
    ------
    ParameterFault
        There is no such group, and as `corrected_shares`.
    """
    groups = two_of("groups", groups)
    units = sampled(predicted, reference, sample)
    labels = group_labels(predicted, by)
    known = list(dict.fromkeys(labels))
    faults = [
        Fault(
            f"no group '{name}'", expected=one_of(known, name), key="refusal.no_group", values={"group": name}
        )
        for name in groups
        if name not in known
    ]
    if faults:
        raise ParameterFault(faults)
    a, b = (units.rows(np.asarray(labels == name)) for name in groups)
    both = error_rates(units.rows(np.asarray(labels.isin(groups))), level)
    frame = pd.DataFrame({"code": predicted.codes} | _columns(a, b, both, level))
    return SignFlip(frame.assign(verdict=_verdicts(frame)), groups, level)


def flip_sensitivity(share_a: Array, share_b: Array, rates: ErrorRates) -> Array:
    """Difference in sensitivity (b less a) at which both groups have the same share; infinite where none.

    A group with the raw share q has the share t at the sensitivity
    (q + specificity - 1) / t + 1 - specificity.
    """

    def needed(share: Array, target: Array) -> Array:
        return (share + rates.specificity - 1) / target + 1 - rates.specificity

    return _smallest(share_a, share_b, rates, needed, rates.sensitivity)


def flip_specificity(share_a: Array, share_b: Array, rates: ErrorRates) -> Array:
    """Difference in specificity (b less a) at which both groups have the same share; infinite where none.

    A group with the raw share q has the share t at the specificity (1 - q - t (1 - sensitivity)) / (1 - t).
    """

    def needed(share: Array, target: Array) -> Array:
        return (1 - share - target * (1 - rates.sensitivity)) / (1 - target)

    return _smallest(share_a, share_b, rates, needed, rates.specificity)


def _smallest(
    share_a: Array,
    share_b: Array,
    rates: ErrorRates,
    needed: Callable[[Array, Array], Array],
    rate: Array,
) -> Array:
    """One group keeps the common rate, the other moves: the smaller of both ways that are possible."""
    with np.errstate(invalid="ignore", divide="ignore"):
        theta_a, theta_b = ((share + rates.specificity - 1) / rates.youden for share in (share_a, share_b))
        in_b, in_a = needed(share_b, theta_a), needed(share_a, theta_b)
        ways = np.stack([in_b - rate, rate - in_a])
        possible = [
            _possible(in_b, rates, rate) & np.asarray(theta_a > 0),
            _possible(in_a, rates, rate) & np.asarray(theta_b > 0),
        ]
    ways = np.where(np.stack(possible), ways, np.inf)
    best = np.take_along_axis(ways, np.abs(ways).argmin(axis=0)[None], axis=0)[0]
    return np.where(np.isnan(rates.youden) | (rates.youden <= 0), np.nan, best)


def _possible(moved: Array, rates: ErrorRates, rate: Array) -> Array:
    """Whether a moved rate lies in [0, 1], and the coder is still better than chance with it."""
    return np.asarray((moved <= 1) & (moved >= 0) & (rates.youden + moved - rate > 0))


def _columns(a: Sampled, b: Sampled, both: ErrorRates, level: float) -> dict[str, Array]:
    share_a, share_b = a.predicted.mean(axis=0), b.predicted.mean(axis=0)
    in_a, in_b = error_rates(a, level), error_rates(b, level)
    with np.errstate(invalid="ignore", divide="ignore"):
        difference = (share_b - share_a) / np.where(both.youden > 0, both.youden, np.nan)
    unequal = rogan_gladen(share_b, in_b, level).share - rogan_gladen(share_a, in_a, level).share
    return {
        "raw_a": share_a,
        "raw_b": share_b,
        "difference": difference,
        "sensitivity": both.sensitivity,
        "specificity": both.specificity,
        "flip_sensitivity": flip_sensitivity(share_a, share_b, both),
        "flip_specificity": flip_specificity(share_a, share_b, both),
        "gap_sensitivity": in_b.sensitivity - in_a.sensitivity,
        "gap_specificity": in_b.specificity - in_a.specificity,
        "difference_unequal": unequal,
        "n_positive_a": (a.reference * a.drawn[:, None]).sum(axis=0).astype(np.int64),
        "n_positive_b": (b.reference * b.drawn[:, None]).sum(axis=0).astype(np.int64),
    }


def _verdicts(frame: pd.DataFrame) -> list[str]:
    """Say whether the errors that the sample shows turn the sign."""
    found = []
    for equal, unequal in zip(frame["difference"], frame["difference_unequal"], strict=True):
        if np.isnan(equal):
            found.append("not estimable")
        elif np.isnan(unequal):
            found.append("errors of one group unknown")
        else:
            found.append("sign holds" if equal * unequal > 0 else "sign turns")
    return found
