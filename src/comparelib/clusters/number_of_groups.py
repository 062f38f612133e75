"""How many groups, one among them: gap statistic and prediction strength."""

from __future__ import annotations

import numpy as np

from comparelib.clusters.distances import Floats, embedding
from comparelib.clusters.labelling import Labels, Method, labels

STRONG = 0.8
"""Prediction strength from which groups are taken to be there (Tibshirani & Walther 2005: .8 to .9)."""


def dispersion(points: Floats, found: Labels) -> float:
    """Return W_k: the squared distances of points (objects, axes) from the mean of their group, summed."""
    groups = [points[found == group] for group in np.unique(found)]
    return float(sum(((group - group.mean(axis=0)) ** 2).sum() for group in groups))


def gap(own: Floats, reference: Floats) -> tuple[Floats, Floats]:
    """Return the gap statistic and its error for each k.

    Gap(k) = mean log W*_k - log W_k; error s_k = sd(log W*_k) √(1 + 1/B). Tibshirani, Walther & Hastie
    (2001), Journal of the Royal Statistical Society B 63: 411-423.

    Parameters
    ----------
    own
        log W_k, shape (numbers of groups,).
    reference
        log W*_k of B reference tables, shape (B, numbers of groups).
    """
    error = reference.std(axis=0) * np.sqrt(1.0 + 1.0 / len(reference))
    return reference.mean(axis=0) - own, error


def number_by_gap(gaps: Floats, errors: Floats) -> int:
    """Return the smallest k from 1 with Gap(k) >= Gap(k + 1) - s_(k+1).

    Where there is none, the gap still rises at the end: the last k, and no evidence for just that number.
    """
    fits = gaps[:-1] >= gaps[1:] - errors[1:]
    return int(fits.argmax()) + 1 if fits.any() else len(gaps)


def number_by_strength(strength: Floats) -> int:
    """Return the largest k from 1 whose prediction strength is .8 or more; that of k = 1 is 1."""
    return int(np.flatnonzero(strength >= STRONG).max()) + 1


def prediction_strength(
    counts: Floats, k: int, method: Method, splits: int, rng: np.random.Generator
) -> float:
    """Return how well groups of one half of the objects foretell the groups of the other, in [0, 1].

    Each half is grouped; each object of the second half also gets the nearest mean of the first half's
    groups. For each group of the second half the share of its pairs that stay together so; the smallest of
    these, mean over random splits. 1 for k = 1. Tibshirani & Walther (2005), Journal of Computational and
    Graphical Statistics 14: 511-528, p. 514.
    """
    if k == 1:
        return 1.0
    points = embedding(counts)
    strengths = []
    for _ in range(splits):
        order = rng.permutation(len(counts))
        train, test = order[: len(order) // 2], order[len(order) // 2 :]
        first, second = (labels(counts[half], k, method, rng) for half in (train, test))
        means = np.stack([points[train][first == g].mean(axis=0) for g in np.unique(first)])
        nearest = ((points[test][:, None] - means[None]) ** 2).sum(axis=2).argmin(axis=1)
        strengths.append(min(_pairs_together(nearest[second == g]) for g in np.unique(second)))
    return float(np.mean(strengths))


def _pairs_together(groups: Labels) -> float:
    """Share of the pairs that are in the same group; a group of one object foretells nothing: 0."""
    n = len(groups)
    if n < 2:
        return 0.0
    sizes = np.bincount(groups)
    return float((sizes * (sizes - 1)).sum() / (n * (n - 1)))
