"""Differences of a division of many documents, from sums that one matrix product makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparelib.multiverse.baseline import Weights

Array = NDArray[np.float64]
MOST_BY_ROWS = 60
"""Documents whose rows are taken out of the shares for every division; of more, sums are made."""
_BLOCK = 100  # divisions in one matrix product


@dataclass(frozen=True)
class ManyDocuments:
    """What the documents add to the profiles of a curve of S specifications, K themes.

    Attributes
    ----------
    weighted
        (D, S * K): weight of a document in a specification, times its shares; 0 where it has no units.
    weight
        (D, S): that weight.
    without_longest
        (S,): whether the longest document of side a is left out.
    lengths
        (D,).
    """

    weighted: Array
    weight: Array
    without_longest: NDArray[np.bool_]
    lengths: NDArray[np.int64]


def many_documents(
    shares: Array, totals: Array, lengths: NDArray[np.int64], weights: Sequence[str]
) -> ManyDocuments:
    """Return the sums of S specifications; parameters as of `inference.curve_permutation`."""
    pooled = np.array([each == Weights.POOLED for each in weights])
    weight = np.where(pooled[:, None], totals, (totals > 0).astype(np.float64))
    weighted = np.where(totals[..., None] > 0, shares, 0.0) * weight[..., None]
    flat = np.ascontiguousarray(weighted.transpose(1, 0, 2).reshape(len(lengths), -1))
    left_out = np.array([each == Weights.WITHOUT_LONGEST for each in weights])
    return ManyDocuments(flat, np.ascontiguousarray(weight.T), left_out, lengths)


def divisions(n: int, k: int, draws: int, seed: int) -> list[NDArray[np.intp]]:
    """Return the observed division (the last k of n) and those that `document_permutations` draws."""
    rng = np.random.default_rng(seed)
    return [np.arange(n - k, n), *(np.sort(rng.permutation(n)[:k]) for _ in range(draws))]


def differences_of_many(many: ManyDocuments, sides: Sequence[NDArray[np.intp]]) -> Iterator[Array]:
    """Yield for each of the divisions the differences (S, K) of b, the documents named, less a, the others.

    NaN where a side has no units.
    """
    for start in range(0, len(sides), _BLOCK):
        block = sides[start : start + _BLOCK]
        on = np.zeros((len(block), len(many.lengths)))
        for place, side in enumerate(block):
            on[place, side] = 1.0
        longest = np.argmax(np.where(on == 0, many.lengths, -1), axis=1)
        yield from _differences(many, on, longest)


def _differences(many: ManyDocuments, on: Array, longest: NDArray[np.intp]) -> Array:
    """Differences (B, S, K) of B divisions, given who is on side b (B, D) and the longest of side a (B,)."""
    n_ways, left_out = many.weight.shape[1], many.without_longest
    sums, weight = [], []
    for side in (1 - on, on):
        sums.append((side @ many.weighted).reshape(len(on), n_ways, -1))
        weight.append(side @ many.weight)
    sums[0][:, left_out] -= many.weighted[longest].reshape(sums[0].shape)[:, left_out]
    weight[0][:, left_out] -= many.weight[longest][:, left_out]
    with np.errstate(invalid="ignore", divide="ignore"):
        a, b = (
            np.where(each[..., None] > 0, total / each[..., None], np.nan)
            for total, each in zip(sums, weight, strict=True)
        )
    return np.asarray(b - a)
