"""The exact permutation of documents, and the p below which it cannot go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from comparelib.errors import Fault, NotEstimable, ParameterFault

_MOST = 20_000  # assignments that are enumerated; beyond, a sample of them is drawn


@dataclass(frozen=True)
class ExactPermutation:
    """How often a random division of the documents gives a statistic as large as the one observed.

    Attributes
    ----------
    p
        In [floor, 1].
    floor
        1 / C(n, k): the smallest p that n documents, k of them on one side, can give.
    n_assignments
        C(n, k).
    enumerated
        Whether all assignments were looked at; else a sample.

    Raises
    ------
    NotEstimable
        A p below its floor: such a number is wrong, and is refused wherever it comes from.
    """

    p: float
    floor: float
    n_assignments: int
    enumerated: bool

    def __post_init__(self) -> None:
        if self.p < self.floor - 1e-12:
            raise NotEstimable(
                f"p = {self.p:.3g} is below {self.floor:.3g}, the smallest these documents can give",
                "refusal.below_floor",
                p=self.p,
                floor=self.floor,
            )


def permutation_floor(first: int, second: int) -> float:
    """Smallest document-level p of `first` against `second` documents, such as .2 for four against one."""
    if first < 1 or second < 1:
        raise NotEstimable(
            "a permutation of documents needs documents on both sides", "refusal.permutation_sides"
        )
    return 1 / comb(first + second, second)


def document_permutation(
    statistic: Callable[[NDArray[np.intp]], float], n: int, k: int, *, draws: int = 2000, seed: int = 1
) -> ExactPermutation:
    """Permute which k of n documents stand on the second side.

    Parameters
    ----------
    statistic
        Takes the row numbers (k,) of the second side, ascending; large values speak against exchangeability.
    n, k
        The documents are 0 .. n - 1; the observed second side is the last k.
    draws, seed
        Of the sample where C(n, k) is above 20,000.

    Raises
    ------
    NotEstimable
        One side has no documents, or the statistic is NaN.
    ParameterFault
        draws is below 1.
    """
    found = document_permutations(lambda side: np.array([statistic(side)]), n, k, draws=draws, seed=seed)
    return found[0]


def document_permutations(
    statistics: Callable[[NDArray[np.intp]], NDArray[np.float64]],
    n: int,
    k: int,
    *,
    draws: int = 2000,
    seed: int = 1,
) -> tuple[ExactPermutation, ...]:
    """Permute the documents once for several statistics; see `document_permutation`.

    Parameters
    ----------
    statistics
        Takes the row numbers (k,) of the second side and gives (P,) statistics. It is asked for the observed
        side first, then for each division in its turn.
    n, k, draws, seed
        As there.

    Raises
    ------
    NotEstimable, ParameterFault
        As there; one statistic that is NaN as the documents stand stops all.
    """
    if not 0 < k < n:
        raise NotEstimable(
            "a permutation of documents needs documents on both sides", "refusal.permutation_sides"
        )
    if draws < 1:
        raise ParameterFault(Fault(f"draws is {draws}", expected="1 or more, such as 2000"))
    observed = statistics(np.arange(n - k, n))
    if np.isnan(observed).any():
        raise NotEstimable(
            "the statistic of the documents as they stand is not a number", "refusal.no_statistic"
        )
    total = comb(n, k)
    enumerated = total <= _MOST
    if enumerated:
        drawn = (np.array(side) for side in combinations(range(n), k))
    else:
        rng = np.random.default_rng(seed)
        drawn = (np.sort(rng.permutation(n)[:k]) for _ in range(draws))
    values = np.array([statistics(side) for side in drawn])
    extreme = (values >= observed - 1e-12).sum(axis=0)
    # The observed division is one of those that are enumerated, and is added to those that are drawn.
    p = extreme / len(values) if enumerated else (1 + extreme) / (1 + draws)
    return tuple(ExactPermutation(float(each), 1 / total, total, enumerated) for each in p)
