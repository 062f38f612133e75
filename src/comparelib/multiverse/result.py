"""What a multiverse gives back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from comparelib.errors import Fault, ParameterFault, one_of
from comparelib.multiverse.grid import Grid, Kind


class Estimand(StrEnum):
    """What is estimated of each theme, b less a."""

    DIFFERENCE = "difference"
    """Of shares, in [-1, 1]."""
    LOG_ODDS = "log_odds"
    """Of log odds: a small share that doubles is as far away as a large one whose odds double."""


@dataclass(frozen=True)
class Multiverse:
    """Every defensible way to reckon the difference of two sides' texts.

    Attributes
    ----------
    frame
        One row a specification and theme: specification, family, one column a choice, theme, measured (the
        group that stands for the theme where themes are merged), estimate (b less a, see `estimand`), low,
        high, n_a, n_b (documents of either side that have units). estimate is NaN where a side has none, and
        for the log odds of a theme that neither side has.
    summary
        One row a theme and family: see `summary.family_summary`.
    effects
        One row a theme and choice: eta_squared.
    robustness
        One row a theme: see `summary.robustness`.
    inference
        One row a theme, and one for all together: see `inference.curve_permutation`; of shares, over the
        principled family.
    grid
        As declared.
    jurisdictions
        Names of a and b.
    estimand
        What `estimate` is.
    level, draws, seed
        As asked for.
    sampled
        Where a side has too many documents to leave out each: how many were left out in turn (a random sample
        by `seed`), and of how many of both sides; the frame then has no specification that departs from the
        headline in more than one kind of choice. None where each was.
    """

    frame: pd.DataFrame
    summary: pd.DataFrame
    effects: pd.DataFrame
    robustness: pd.DataFrame
    inference: pd.DataFrame
    grid: Grid
    jurisdictions: tuple[str, str]
    estimand: Estimand
    level: float
    draws: int
    seed: int
    sampled: tuple[int, int] | None = None

    @property
    def n_specifications(self) -> int:
        """Number of specifications, each of which has an estimate for every theme."""
        return int(self.frame["specification"].iloc[-1])

    def curve(self, theme: str, family: str | None = Kind.PRINCIPLED) -> pd.DataFrame:
        """Return what `charts.specification_curve` draws: a theme's estimable specifications.

        Parameters
        ----------
        theme
            A code of the codebook.
        family
            Which specifications; all of them where None. The headline is in every family.

        Raises
        ------
        ParameterFault
            Unknown theme or family.
        """
        frame = self.frame
        own = frame[(frame["theme"] == theme).to_numpy()]
        families = list(dict.fromkeys(frame["family"]))
        if own.empty:
            raise ParameterFault(
                Fault(f"unknown theme '{theme}'", expected=one_of(frame["theme"].unique(), theme))
            )
        if family is not None:
            if family not in families:
                raise ParameterFault(Fault(f"unknown family '{family}'", expected=one_of(families, family)))
            own = own[((own["family"] == family) | (own["specification"] == 1)).to_numpy()]
        return own.dropna(subset=["estimate"]).reset_index(drop=True)

    def varied(self, family: str | None = Kind.PRINCIPLED) -> tuple[str, ...]:
        """Names of the choices that a family varies: the rows below its curve."""
        return self.grid.varied(family)
