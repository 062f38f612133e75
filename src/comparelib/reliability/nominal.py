"""Agreement on one nominal variable, from counts of who said what: alpha, AC1, kappas, specific agreement.

Every coefficient is a function of sums over units. The sums are taken once for each paragraph, so that a
bootstrap over paragraphs is one matrix product. Names follow Krippendorff (2011), Computing Krippendorff's
Alpha-Reliability, and Gwet (2008), British Journal of Mathematical and Statistical Psychology 61: 29-48.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sums:
    """Sums over units; any leading axes (draws, codes), the values last.

    Attributes
    ----------
    pairable
        Number of units with two values or more.
    marginals
        n_c, shape (..., values): how often a value occurs in such units.
    matches
        o_cc, shape (..., values): matching pairs within units, each weighted by 1 / (m_u - 1).
    agreement
        Sum over such units of the share of agreeing pairs.
    rated
        Number of units with one value or more.
    prevalence
        Shape (..., values): sum over these of the share of coders that gave the value.
    """

    pairable: Floats
    marginals: Floats
    matches: Floats
    agreement: Floats
    rated: Floats
    prevalence: Floats

    def stacked(self) -> Floats:
        """All sums side by side on the last axis: 3 x values + 3 of them."""
        scalars = np.stack([self.pairable, self.agreement, self.rated], axis=-1)
        return np.concatenate([scalars, self.marginals, self.matches, self.prevalence], axis=-1)

    @classmethod
    def unstacked(cls, sums: Floats) -> Sums:
        """Undo `stacked`."""
        values = (sums.shape[-1] - 3) // 3
        marginals, matches, prevalence = (
            sums[..., 3 + part * values : 3 + (part + 1) * values] for part in range(3)
        )
        return cls(sums[..., 0], marginals, matches, sums[..., 1], sums[..., 2], prevalence)


def unit_terms(votes: Floats) -> Sums:
    """Return the terms of each unit, to be summed.

    Parameters
    ----------
    votes
        Shape (..., values): how many coders gave the unit each value; zeros where a coder gave none.
    """
    m = votes.sum(axis=-1)
    pairable, rated = (m >= 2).astype(np.float64), (m >= 1).astype(np.float64)
    others = np.maximum(m - 1, 1)[..., None]
    matches = votes * (votes - 1) / others * pairable[..., None]
    return Sums(
        pairable=pairable,
        marginals=votes * pairable[..., None],
        matches=matches,
        agreement=matches.sum(axis=-1) / np.maximum(m, 1),
        rated=rated,
        prevalence=votes / np.maximum(m, 1)[..., None],
    )


def sums(votes: Floats) -> Sums:
    """Return the sums over units of votes, shape (units, values)."""
    return Sums.unstacked(unit_terms(np.asarray(votes, dtype=np.float64)).stacked().sum(axis=0))


def votes(labels: NDArray[np.int64], n_values: int) -> Floats:
    """Count values: labels (coders, units), 0 .. n_values - 1 or -1 for missing -> (units, n_values)."""
    return np.asarray((labels[:, :, None] == np.arange(n_values)).sum(axis=0), dtype=np.float64)


def alpha(s: Sums) -> Floats:
    """Return Krippendorff's alpha, nominal: 1 - D_o / D_e, in (-1, 1].

    NaN where one value occurs or no unit has two values: nothing can be expected by chance, so nothing is
    known of agreement.
    """
    n = s.marginals.sum(axis=-1)
    observed = n - s.matches.sum(axis=-1)
    expected = (n**2 - (s.marginals**2).sum(axis=-1)) / np.where(n > 1, n - 1, np.nan)
    return 1 - _ratio(observed, expected)


def ac1(s: Sums) -> Floats:
    """Return Gwet's AC1 = (p_a - p_e) / (1 - p_e), in [-1, 1].

    p_e = sum of pi_q (1 - pi_q) / (Q - 1) over the Q values. NaN where one value occurs (the formula would
    give 1) or no unit has two values.
    """
    observed = _ratio(s.agreement, s.pairable)
    pi = _ratio(s.prevalence, s.rated[..., None])
    expected = (pi * (1 - pi)).sum(axis=-1) / (s.prevalence.shape[-1] - 1)
    return np.where(_has_two_values(s.prevalence), (observed - expected) / (1 - expected), np.nan)


def fleiss(s: Sums) -> Floats:
    """Return Fleiss' kappa, in [-1, 1]; NaN where one value occurs.

    Expected agreement is the sum of the squared mean shares of the values. For units that all coders coded it
    is the kappa of Fleiss (1971), Psychological Bulletin 76: 378-382, the same number as `statsmodels`'
    `fleiss_kappa`; with missing values the generalisation of Gwet (2014), Handbook of Inter-Rater
    Reliability, chapter 2.
    """
    expected = (_ratio(s.prevalence, s.rated[..., None]) ** 2).sum(axis=-1)
    observed = _ratio(s.agreement, s.pairable)
    return np.where(_has_two_values(s.prevalence), _ratio(observed - expected, 1 - expected), np.nan)


def cohen(table: Floats) -> Floats:
    """Return Cohen's kappa of two coders, in [-1, 1]; NaN where both gave one and the same value throughout.

    Cohen (1960), Educational and Psychological Measurement 20: 37-46; the same number as scikit-learn's
    `cohen_kappa_score`.

    Parameters
    ----------
    table
        Shape (..., values, values): units by the value of the first and of the second coder.
    """
    n = table.sum(axis=(-2, -1))
    observed = _ratio(np.trace(table, axis1=-2, axis2=-1), n)
    expected = _ratio((table.sum(axis=-1) * table.sum(axis=-2)).sum(axis=-1), n**2)
    return _ratio(observed - expected, 1 - expected)


def agreement_share(s: Sums) -> Floats:
    """Return the share of agreeing pairs of values, mean over units with two values or more, in [0, 1]."""
    return _ratio(s.agreement, s.pairable)


def specific_agreement(s: Sums) -> Floats:
    """Return, for each value, the share of its pairs that agree, in [0, 1]; NaN for one that does not occur.

    For two coders and yes/no this is positive and negative agreement, 2a / (2a + b + c): Cicchetti &
    Feinstein (1990), Journal of Clinical Epidemiology 43: 551-558. Shape (..., values).
    """
    return _ratio(s.matches, s.marginals)


def _has_two_values(counts: Floats) -> NDArray[np.bool_]:
    return np.asarray((counts > 0).sum(axis=-1) > 1)


def _ratio(above: Floats, below: Floats) -> Floats:
    """Divide; NaN where `below` is 0 or NaN."""
    shape = np.broadcast_shapes(np.shape(above), np.shape(below))
    ratio: Floats = np.divide(above, below, out=np.full(shape, np.nan), where=np.abs(below) > 0)
    return ratio
