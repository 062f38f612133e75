"""How far two theme profiles are apart, beyond what chance alone puts between texts of their length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import rel_entr

from comparelib.contrast.permutation import ExactPermutation, document_permutation
from comparelib.errors import Fault, NotEstimable, ParameterFault
from comparelib.matrix.paragraphs import Paragraphs, batches
from comparelib.matrix.profiles import profile_shares
from comparelib.model.kinds import Weighting

Array = NDArray[np.float64]
Rows = Sequence[int]


@dataclass(frozen=True)
class ProfileDistance:
    """Jensen-Shannon divergence of two jurisdictions' profiles, and its reference.

    The plug-in divergence of short texts is far above 0 even where both say the same, so read `excess` and
    `percentile`, not `divergence`.

    Attributes
    ----------
    divergence
        In bits, [0, 1].
    expected
        Its mean when paragraphs are dealt out to the texts at random.
    excess
        divergence - expected; around 0 or below where the texts could be one.
    percentile
        Part of the random deals with a smaller divergence, [0, 1]. It compares these texts: paragraphs of one
        author are alike, so one text of another genre or author is often far out without any jurisdiction.
    documents
        The exact permutation of documents, with its floor.
    draws, seed
        Of the random deals.
    """

    divergence: float
    expected: float
    excess: float
    percentile: float
    documents: ExactPermutation
    draws: int
    seed: int


def jensen_shannon(first: ArrayLike, second: ArrayLike) -> Array:
    """Jensen-Shannon divergence in bits of profiles (..., K), >= 0; each is divided by its sum.

    Returns
    -------
    (...): in [0, 1]; NaN where a profile sums to zero. This is the divergence; its square root is the
    distance.

    Raises
    ------
    ParameterFault
        A negative share, or profiles of unlike length.

    References
    ----------
    Lin (1991), IEEE Transactions on Information Theory 37:145-151.

    Examples
    --------
    >>> float(jensen_shannon([1, 0, 0], [0, 1, 0]))
    1.0
    """
    p, q = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if p.shape[-1:] != q.shape[-1:] or not p.ndim:
        message = f"profiles of shapes {p.shape} and {q.shape}"
        raise ParameterFault(Fault(message, expected="shares of the same themes"))
    if (p < 0).any() or (q < 0).any():
        raise ParameterFault(Fault("a share below 0", expected="shares of at least 0"))
    with np.errstate(invalid="ignore", divide="ignore"):
        p, q = p / p.sum(axis=-1, keepdims=True), q / q.sum(axis=-1, keepdims=True)
        middle = (p + q) / 2
        bits = (rel_entr(p, middle) + rel_entr(q, middle)).sum(axis=-1) / (2 * np.log(2))
    return np.asarray(np.clip(bits, 0.0, 1.0))


def profile_distance(
    paragraphs: Paragraphs, sides: tuple[Rows, Rows], weighting: str, draws: int, seed: int
) -> ProfileDistance:
    """Distance of two groups of documents, `sides` their row numbers, each with coded units.

    Each random deal keeps the number of paragraphs of every document; documents are then weighted as asked.
    The cost is linear in paragraphs x draws.

    Raises
    ------
    NotEstimable
        A side on which no unit has a code.
    """
    rows, n_second = [*sides[0], *sides[1]], len(sides[1])
    parts = [paragraphs.of(row) for row in rows]
    sums, weights = np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
    starts = np.cumsum([0] + [len(part[1]) for part in parts[:-1]])
    last = np.arange(len(rows) - n_second, len(rows))

    totals, sizes = np.add.reduceat(sums, starts, axis=0), np.add.reduceat(weights, starts)
    divergence = _divergence(totals, sizes, last, weighting)
    if np.isnan(divergence):
        raise NotEstimable(
            "no unit of one side has a code, so there is no profile to compare", "refusal.no_profile"
        )
    owner = np.repeat(np.arange(len(rows)), [len(part[1]) for part in parts])
    null = _dealt(sums, weights, _Deal(owner, len(sides[0]), len(rows), weighting), draws, seed)
    # A division that leaves one side without a code counts as far apart: this can only raise p.
    exact = document_permutation(
        lambda side: float(np.nan_to_num(_divergence(totals, sizes, side, weighting), nan=1.0)),
        len(rows),
        n_second,
        draws=draws,
        seed=seed,
    )
    expected = float(np.nanmean(null))
    below = float(np.mean(null < divergence - 1e-12))
    return ProfileDistance(divergence, expected, divergence - expected, below, exact, draws, seed)


@dataclass(frozen=True)
class _Deal:
    """Documents 0 .. n - 1, the first ones on side a, and which of them owns each paragraph, (P,)."""

    owner: NDArray[np.int64]
    n_first: int
    n: int
    weighting: str

    def per_unit(self, sizes: Array) -> tuple[Array, Array]:
        """What a unit of each document adds to the shares of side a and of side b, (n,) each."""
        first = np.arange(self.n) < self.n_first
        return tuple(
            side / (sizes * side.sum() if self.weighting == Weighting.EQUAL else sizes @ side)
            for side in (first.astype(np.float64), (~first).astype(np.float64))
        )  # type: ignore[return-value]


def _dealt(sums: Array, weights: Array, deal: _Deal, draws: int, seed: int) -> Array:
    """Divergence (draws,) when the paragraphs are dealt out to the documents at random.

    The profile of a side is a weighted sum of paragraphs, so that many deals are one matrix product.
    """
    rng, null = np.random.default_rng(seed), []
    owner = np.empty(len(weights), dtype=np.int64)
    for size in batches(draws, 2 * len(weights)):
        added = np.empty((2, size, len(weights)))
        for row in range(size):
            owner[rng.permutation(len(weights))] = deal.owner
            sizes = np.bincount(owner, weights, minlength=deal.n).astype(np.float64)
            for side, each in enumerate(deal.per_unit(sizes)):
                added[side, row] = each[owner]
        profiles = (added.reshape(2 * size, -1) @ sums).reshape(2, size, -1)
        null.append(jensen_shannon(profiles[0], profiles[1]))
    return np.concatenate(null)


def _divergence(totals: Array, sizes: Array, side: NDArray[np.intp], weighting: str) -> float:
    """Divergence of the documents in `side` from the others, by their sums (D, K) and sizes (D,)."""
    on = np.zeros(len(sizes), dtype=bool)
    on[side] = True
    shares = totals / sizes[:, None]
    first, second = (profile_shares(shares[each], sizes[each], weighting) for each in (~on, on))
    return float(jensen_shannon(first, second))
