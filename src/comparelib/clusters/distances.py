"""Distances between profiles: rows of a table of counts or shares, each closed to a sum of one."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import pdist, squareform

from comparelib.errors import Fault, NotEstimable, ParameterFault, one_of

Floats = NDArray[np.float64]
Choice = TypeVar("Choice", bound=StrEnum)


_MOST_GAPS = 2**20
"""Differences between points that are held at once; of more, distances are taken pair by pair."""


class Distance(StrEnum):
    """How far two profiles lie apart."""

    HELLINGER = "hellinger"
    JENSEN_SHANNON = "jensen_shannon"
    CHI_SQUARE = "chi_square"
    AITCHISON = "aitchison"

    @property
    def label(self) -> str:
        """The name of the distance in a sentence."""
        return _LABELS[self]


_LABELS = {
    Distance.HELLINGER: "Hellinger distance",
    Distance.JENSEN_SHANNON: "Jensen-Shannon distance (base 2)",
    Distance.CHI_SQUARE: "chi-square distance",
    Distance.AITCHISON: "Aitchison distance",
}
assert len(_LABELS) == len(Distance)


def named_choice(kind: type[Choice], name: str, parameter: str) -> Choice:
    """Return the member of `kind` that is called `name`.

    Raises
    ------
    ParameterFault
        There is no such member; the message lists the choices and the nearest.
    """
    try:
        return kind(name)
    except ValueError:
        choices = [member.value for member in kind]
        fault = Fault(f"{parameter} {name!r} is unknown", expected=one_of(choices, str(name)))
        raise ParameterFault(fault) from None


def closed(counts: Floats) -> Floats:
    """Return each row divided by its sum; a row of zeros stays a row of zeros.

    Parameters
    ----------
    counts
        Non-negative, shape (..., objects, parts).
    """
    totals = counts.sum(axis=-1, keepdims=True)
    shares: Floats = np.divide(counts, totals, out=np.zeros(counts.shape), where=totals > 0)
    return shares


def zeros_replaced(profiles: Floats, delta: float | None = None) -> Floats:
    """Return closed rows without zeros, by multiplicative replacement.

    A zero becomes `delta`; the other parts are shrunk by the mass that went to the zeros, so that their
    ratios stay as they were (Martín-Fernández, Barceló-Vidal & Pawlowsky-Glahn 2003, Mathematical Geology
    35: 253-278).

    Parameters
    ----------
    profiles
        Non-negative, shape (objects, parts).
    delta
        The share that stands for a zero; 1 / parts² where it is None, as scikit-bio has it.

    Raises
    ------
    NotEstimable
        So many zeros that their replacement would leave no mass for the other parts.
    """
    shares = closed(profiles)
    zero = shares == 0
    fill = 1.0 / shares.shape[-1] ** 2 if delta is None else delta
    kept = 1.0 - fill * zero.sum(axis=-1, keepdims=True)
    if not (kept > 0).all():
        raise NotEstimable(
            f"zeros replaced by {fill} each would fill a whole profile; choose a smaller delta",
            "refusal.delta",
            fill=fill,
        )
    return np.where(zero, fill, shares * kept)


def centred_log_ratio(shares: Floats) -> Floats:
    """Return log shares minus their row mean (Aitchison 1986); shares > 0, shape (objects, parts)."""
    logs = np.log(shares)
    centred: Floats = logs - logs.mean(axis=-1, keepdims=True)
    return centred


def embedding(counts: Floats, distance: str = Distance.HELLINGER) -> Floats:
    """Return points whose Euclidean distances are the `distance` between the rows of `counts`.

    Parameters
    ----------
    counts
        Non-negative, shape (objects, parts). Chi-square takes its column masses from these counts, all other
        distances see the closed rows alone.
    distance
        Hellinger (points on a sphere of radius 1/√2), chi-square (profiles over the root of the column
        masses; a column of zeros adds nothing) or Aitchison (centred log ratios after `zeros_replaced`).

    Raises
    ------
    ParameterFault
        The distance has no such points, as Jensen-Shannon, or is unknown.
    """
    kind = named_choice(Distance, distance, "distance")
    if kind is Distance.HELLINGER:
        return np.sqrt(closed(counts) / 2.0)
    if kind is Distance.CHI_SQUARE:
        masses = counts.sum(axis=0) / counts.sum()
        return np.asarray(closed(counts)[:, masses > 0] / np.sqrt(masses[masses > 0]), dtype=np.float64)
    if kind is Distance.AITCHISON:
        return centred_log_ratio(zeros_replaced(counts))
    raise ParameterFault(Fault("the Jensen-Shannon distance has no coordinates", expected="hellinger"))


def profile_distances(counts: Floats, distance: str = Distance.HELLINGER) -> Floats:
    """Return the distances between the rows of `counts`, each row closed to a sum of one.

    Parameters
    ----------
    counts
        Non-negative, shape (objects, parts), no row of zeros.
    distance
        `hellinger` (default; zero-safe, in [0, 1]), `jensen_shannon` (root of the divergence in bits, in
        [0, 1]), `chi_square` or `aitchison` (both in [0, ∞); Aitchison needs its zeros replaced and is
        unstable for few, short documents: a check of sensitivity, no headline).

    Returns
    -------
    ndarray, shape (objects, objects)
        Symmetric, zero on the diagonal.

    Raises
    ------
    NotEstimable
        A row of zeros has no profile.
    ParameterFault
        The distance is unknown, or a count is negative or no number.
    """
    kind = named_choice(Distance, distance, "distance")
    table = np.asarray(counts, dtype=np.float64)
    if table.ndim != 2:
        raise ParameterFault(Fault(f"counts of shape {table.shape}", expected="objects and parts"))
    if not (np.isfinite(table).all() and (table >= 0).all()):
        raise ParameterFault(Fault("a profile has a negative or missing part", expected="finite counts >= 0"))
    if (table.sum(axis=1) <= 0).any():
        raise NotEstimable(
            "an object without any coding has no profile, so it has no distance to another",
            "refusal.no_distance",
        )
    if kind is Distance.JENSEN_SHANNON:
        return _jensen_shannon(closed(table))
    points = embedding(table, kind)
    if points.shape[0] * points.size > _MOST_GAPS:
        return np.asarray(squareform(pdist(points)), dtype=np.float64)
    gaps = points[:, None, :] - points[None, :, :]
    return np.asarray(np.sqrt((gaps**2).sum(axis=-1)), dtype=np.float64)


def _jensen_shannon(shares: Floats) -> Floats:
    first, second = shares[:, None, :], shares[None, :, :]
    middle = (first + second) / 2.0
    divergence = (_relative_bits(first, middle) + _relative_bits(second, middle)) / 2.0
    # Rounding can leave -1e-17 on the diagonal, whose root is no number.
    return np.asarray(np.sqrt(np.clip(divergence, 0.0, 1.0)), dtype=np.float64)


def _relative_bits(shares: Floats, middle: Floats) -> Floats:
    wide, base = np.broadcast_arrays(shares, middle)
    ratio = np.divide(wide, base, out=np.ones(base.shape), where=wide > 0)
    bits: Floats = (wide * np.log2(ratio)).sum(axis=-1)
    return bits
