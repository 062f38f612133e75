"""Agreement on the whole set of codes of a unit."""

from __future__ import annotations

import numpy as np

from comparelib.reliability.estimates import Estimates
from comparelib.reliability.ratings import Ratings
from comparelib.reliability.resampling import Floats, Group
from comparelib.reliability.sets import SetDistance, set_alpha, set_distances, set_votes

_SCALARS = 4  # pairable units, codes given, units all coders left empty, values of such units


class SetAgreement:
    """What the ratings say of agreement on sets of codes; the facet names the rows."""

    def __init__(self, read: Ratings, facet: str) -> None:
        self.facet = facet
        self.sets, self.votes = set_votes(read.marks, read.read)
        self.distances = {distance: set_distances(self.sets, distance) for distance in SetDistance}

    def unit_terms(self) -> Floats:
        """Terms of each unit, to be summed: shape (units, 4 + distances + sets)."""
        m = self.votes.sum(axis=1)
        given = self.votes @ self.sets.sum(axis=1)
        all_empty = (m > 0) & (self.votes[:, 0] == m)
        observed = [
            ((self.votes @ distance) * self.votes).sum(axis=1) / np.maximum(m - 1, 1)
            for distance in self.distances.values()
        ]
        return np.column_stack([m > 0, given, all_empty, all_empty * m, *observed, self.votes])

    def estimates(self, group: Group) -> list[Estimates]:
        """Alpha with each distance, with and without the units that all coders left empty."""
        return [
            self._estimate(group, place, coded_only=coded_only)
            for coded_only in (False, True)
            for place in range(len(self.distances))
        ]

    def _estimate(self, group: Group, place: int, *, coded_only: bool) -> Estimates:
        n_units, given, empty_units, _values = group.observed[:_SCALARS]
        counted = n_units - empty_units * coded_only
        name = list(self.distances)[place]
        return Estimates(
            group=group,
            scope="facet",
            statistic=f"alpha_{name}" + "_coded" * coded_only,
            codes=[self.facet],
            value=self._alpha(group.observed[None], group, place, coded_only=coded_only),
            replicates=self._alpha(group.replicates, group, place, coded_only=coded_only)[:, None],
            reasons=[
                "one value occurs: every coder gave every unit the same codes"
                if counted
                else "no unit was coded by two coders"
                if not n_units
                else "no coder gave any code"
            ],
            fallback=None,
            counts={"n_units": np.array([counted]), "n_positive": np.array([given])},
        )

    def _alpha(self, totals: Floats, group: Group, place: int, *, coded_only: bool) -> Floats:
        start = _SCALARS + len(self.distances)
        # A document has few of the sets; the empty one stays first, as `set_alpha` wants it.
        used = np.union1d(np.flatnonzero(group.observed[start:]), [0])
        distance = list(self.distances.values())[place][np.ix_(used, used)]
        all_empty = totals[:, 3] if coded_only else np.zeros(len(totals))
        return set_alpha(totals[:, start + used], totals[:, _SCALARS + place], distance, all_empty)
