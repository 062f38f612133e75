"""Differential item functioning: does a jurisdiction change how a coder answers to the same reference?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2

from comparelib.equivalence.decisions import Decisions
from comparelib.equivalence.firth import Logistic, firth_logistic
from comparelib.errors import Fault, NotEstimable, ParameterFault
from comparelib.matrix.intervals import Array, t_quantile

# Intercept, reference, jurisdiction b and their product, of the cells (0, a), (0, b), (1, a), (1, b).
_CELLS = np.array([[1, 0, 0, 0], [1, 0, 1, 0], [1, 1, 0, 0], [1, 1, 1, 1]], dtype=float)


def dif(decisions: Decisions, *, level: float = 0.95, fewest: int = 5) -> pd.DataFrame:
    """Regress the coder's answer on the reference, the jurisdiction and their product, code by code.

    Uniform DIF: in one jurisdiction the coder gives the code more readily whatever the reference says
    (log odds ratio of the jurisdiction, without the product). Non-uniform DIF: it tells the code apart better
    in one of them (the product). p are of penalised likelihood ratio tests; q controls false discoveries over
    the codes of each column. Units of a paragraph count as independent, so p are rather too small.

    Parameters
    ----------
    decisions
        Of coder and reference.
    level
        Of the Wald interval.
    fewest
        Reference positives in each jurisdiction below which a code is "not testable".

    Returns
    -------
    DataFrame
        code, n_positive_a, n_positive_b, uniform, uniform_low, uniform_high (Wald), uniform_p, uniform_q,
        nonuniform, nonuniform_p, nonuniform_q, reason ("" where testable).

    References
    ----------
    Swaminathan & Rogers (1990), Journal of Educational Measurement 27:361-370.
    """
    own, focal = decisions.side >= 0, decisions.side == 1
    rows = [
        _dif_row(decisions.found[own, k], decisions.truth[own, k], focal[own], level, fewest)
        for k in range(len(decisions.codes))
    ]
    frame = pd.DataFrame(rows)
    frame.insert(0, "code", list(decisions.codes))
    for name in ("uniform", "nonuniform"):
        frame.insert(
            list(frame.columns).index(f"{name}_p") + 1, f"{name}_q", _q(frame[f"{name}_p"].to_numpy())
        )
    return frame


def mantel_haenszel(tables: Iterable[ArrayLike]) -> dict[str, float]:
    """Common odds ratio of 2 x 2 tables, one a stratum, and the test that it is 1.

    Give tables of (jurisdiction x answer) within strata of the reference and of genre or length.

    Returns
    -------
    dict
        odds_ratio, low, high (95 %), statistic (with continuity correction), p, n_strata.

    Raises
    ------
    ParameterFault
        A table is not 2 x 2 or has negative counts.
    NotEstimable
        No stratum has both jurisdictions and both answers.

    References
    ----------
    Mantel & Haenszel (1959), Journal of the National Cancer Institute 22:719-748; Holland & Thayer (1988).
    """
    from statsmodels.stats.contingency_tables import StratifiedTable

    arrays = [np.asarray(table, dtype=float) for table in tables]
    if any(table.shape != (2, 2) or (table < 0).any() for table in arrays):
        raise ParameterFault(
            Fault("a stratum is no 2 x 2 table of counts", expected="[[a, b], [c, d]], >= 0")
        )
    useful = [table for table in arrays if table.sum(axis=0).all() and table.sum(axis=1).all()]
    if not useful:
        raise NotEstimable("no stratum has both jurisdictions and both answers", "refusal.no_stratum")
    together = StratifiedTable(np.dstack(useful))
    low, high = together.oddsratio_pooled_confint()
    test = together.test_null_odds(correction=True)
    return {
        "odds_ratio": float(together.oddsratio_pooled),
        "low": float(low),
        "high": float(high),
        "statistic": float(test.statistic),
        "p": float(test.pvalue),
        "n_strata": float(len(useful)),
    }


def _dif_row(
    found: Array, truth: Array, focal: NDArray[np.bool_], level: float, fewest: int
) -> dict[str, float | int | str]:
    counts = {
        "n_positive_a": int((truth * ~focal).sum()),
        "n_positive_b": int((truth * focal).sum()),
    }
    names = ("uniform", "uniform_low", "uniform_high", "uniform_p", "nonuniform", "nonuniform_p")
    if min(counts.values()) < fewest:
        reason = f"fewer than {fewest} reference positives in a jurisdiction"
        return counts | dict.fromkeys(names, float("nan")) | {"reason": reason}
    # Units with the same reference in the same jurisdiction are one row of the design: four in all.
    cell = (2 * truth + focal).astype(np.int64)
    n = np.bincount(cell, minlength=4).astype(float)
    share = np.bincount(cell, found, minlength=4) / np.maximum(n, 1)
    plain, whole = _CELLS[:, :3], _CELLS
    try:
        uniform = firth_logistic(plain, share, counts=n)
        product = firth_logistic(whole, share, counts=n)
        without = (
            firth_logistic(plain, share, counts=n, free=(0, 1)),
            firth_logistic(whole, share, counts=n, free=(0, 1, 2)),
        )
    except NotEstimable as refused:
        return counts | dict.fromkeys(names, float("nan")) | {"reason": str(refused)}
    half = float(t_quantile(level, np.inf)) * uniform.errors[2]
    values = (
        uniform.coefficients[2],
        uniform.coefficients[2] - half,
        uniform.coefficients[2] + half,
        _ratio_p(uniform, without[0]),
        product.coefficients[3],
        _ratio_p(product, without[1]),
    )
    return counts | dict(zip(names, map(float, values), strict=True)) | {"reason": ""}


def _ratio_p(whole: Logistic, without: Logistic) -> float:
    return float(chi2.sf(max(2 * (whole.log_likelihood - without.log_likelihood), 0), 1))


def _q(p: Array) -> Array:
    """Benjamini-Hochberg over the tests that were made."""
    from scipy.stats import false_discovery_control

    q = np.full_like(p, np.nan)
    made = ~np.isnan(p)
    if made.any():
        q[made] = false_discovery_control(p[made])
    return q
