"""Paired yes-no answers: is the change rather one way than the other?"""

from __future__ import annotations

from collections.abc import Sequence


def mcnemar(table: Sequence[Sequence[int]], *, exact: bool = True) -> tuple[float, float]:
    """McNemar's test of paired yes-no answers, ((both, first only), (second only, neither)).

    Returns
    -------
    statistic, p
        The smaller of both changes where exact, else chi-squared with Edwards's correction.

    References
    ----------
    McNemar (1947), Psychometrika 12:153-157.

    Examples
    --------
    >>> statistic, p = mcnemar([[794, 86], [150, 570]], exact=False)  # Agresti (1990), p. 350
    >>> round(statistic, 4)
    16.8178
    """
    from statsmodels.stats.contingency_tables import mcnemar as test

    got = test([list(row) for row in table], exact=exact, correction=True)
    return float(got.statistic), float(got.pvalue)
