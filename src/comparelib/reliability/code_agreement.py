"""Agreement on each code: every code is a variable with the values yes and no."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparelib.reliability import nominal
from comparelib.reliability.estimates import Estimates, effective, overlap_at_an_end
from comparelib.reliability.ratings import Ratings
from comparelib.reliability.resampling import Floats, Group

# Terms of a unit and code: `Sums.stacked` of two values over the units that two coders or more coded, the
# same over the units that all coders coded, Cohen's table of the first and last coder over the latter, and of
# the former whether all gave the code, or some did and others did not.
_TERMS = 9
_WIDTH = 2 * _TERMS + 4 + 2
_STRICT = ("cohen", "fleiss")  # defined for the units that all coders coded


@dataclass(frozen=True)
class CodeAgreement:
    """What `read` says of agreement on each code; `level` is that of the intervals."""

    read: Ratings
    level: float

    def unit_terms(self) -> Floats:
        """Terms of each unit, to be summed: shape (units, codes x 24)."""
        read = self.read
        given = np.count_nonzero(read.marks & read.read[:, :, None], axis=0)
        said = np.count_nonzero(read.read, axis=0)[:, None]
        votes = np.stack([said - given, given], axis=-1).astype(np.float64)
        complete = (said == len(read.coders))[:, :, None]
        first, last = read.marks[0], read.marks[-1]
        table = np.stack([~first & ~last, ~first & last, first & ~last, first & last], axis=-1)
        parts = [nominal.unit_terms(v).stacked() for v in (votes, votes * complete)]
        common = np.stack([given == said, given < said], axis=-1) & ((given > 0) & (said > 1))[:, :, None]
        terms = np.concatenate([*parts, table * complete, common], axis=-1)
        return np.asarray(terms.reshape(len(terms), -1), dtype=np.float64)

    def coefficients(self, totals: Floats) -> dict[str, Floats]:
        """Every statistic of every code: totals of shape (..., codes x 24) -> shape (..., codes)."""
        s, complete, table = self._parts(totals)
        specific = nominal.specific_agreement(s)
        found = {"alpha": nominal.alpha(s), "ac1": nominal.ac1(s)}
        if len(self.read.coders) == 2:
            found["cohen"] = nominal.cohen(table)
        found |= {
            "fleiss": nominal.fleiss(complete),
            "agreement": nominal.agreement_share(s),
            "positive_agreement": specific[..., 1],
            "negative_agreement": specific[..., 0],
        }
        # With one value raw agreement is 1 whatever the coders can do: it says nothing either.
        two_values = (s.marginals > 0).all(axis=-1)
        return {name: np.where(two_values, value, np.nan) for name, value in found.items()}

    def estimates(self, group: Group) -> list[Estimates]:
        """Every statistic of every code for a group of documents."""
        value, replicates = self.coefficients(group.observed), self.coefficients(group.replicates)
        s, complete, _table = self._parts(group.observed)
        common = group.observed.reshape(len(self.read.codes), _WIDTH)[:, -2:].T
        reasons = _reasons(s)
        strict = [
            own or (other and f"{other}, among the units that all coders coded")
            for own, other in zip(reasons, _reasons(complete), strict=True)
        ]
        return [
            Estimates(
                group=group,
                scope="code",
                statistic=name,
                codes=self.read.codes,
                value=value[name],
                replicates=replicates[name],
                reasons=strict if name in _STRICT else reasons,
                fallback=self._fallback(name, s, group),
                counts={
                    "n_units": s.pairable,
                    "n_positive": s.marginals[:, 1],
                    "n_all_gave": common[0],
                    "n_some_gave": common[1],
                },
            )
            for name in value
        ]

    def _parts(self, totals: Floats) -> tuple[nominal.Sums, nominal.Sums, Floats]:
        own = totals.reshape(*totals.shape[:-1], len(self.read.codes), _WIDTH)
        pairable = nominal.Sums.unstacked(own[..., :_TERMS])
        complete = nominal.Sums.unstacked(own[..., _TERMS : 2 * _TERMS])
        return pairable, complete, own[..., 2 * _TERMS : -2].reshape(*own.shape[:-1], 2, 2)

    def _fallback(self, name: str, s: nominal.Sums, group: Group) -> tuple[Floats, Floats] | None:
        side = {"negative_agreement": 0, "positive_agreement": 1}.get(name)
        if side is None:
            return None
        # Where the coders never differ, this is the number of units with the value.
        n_units = s.marginals[:, side] / len(self.read.coders)
        cases = effective(n_units, group)
        return overlap_at_an_end(np.where(s.matches[:, side] > 0, cases, 0.0), cases, self.level)


def _reasons(s: nominal.Sums) -> list[str]:
    return [_reason(pairable, no, yes) for pairable, (no, yes) in zip(s.pairable, s.marginals, strict=True)]


def _reason(pairable: float, no: float, yes: float) -> str:
    if pairable == 0:
        return "no unit was coded by two coders"
    if yes == 0:
        return "one value occurs: no coder gave the code"
    return "one value occurs: every coder gave the code to every unit" if no == 0 else ""
