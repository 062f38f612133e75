"""How far both sides' whole profiles are apart, under every way to count them and every distance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.clusters.distances import Distance
from comparelib.errors import NotEstimable
from comparelib.matrix import CodedUnits
from comparelib.matrix.paragraphs import Paragraphs, check_draws, paragraphs_of
from comparelib.matrix.profiles import profile_shares
from comparelib.model.kinds import Weighting
from comparelib.multiverse.cells import Tables
from comparelib.multiverse.distances import paired_distances
from comparelib.multiverse.document_sums import MOST_BY_ROWS
from comparelib.multiverse.estimates import Rows, cell_units, weighting_of
from comparelib.multiverse.grid import Choice, Grid, Kind
from comparelib.multiverse.sides import check_size, grid_of, sides_of
from comparelib.multiverse.summary import effects, family_summary

if TYPE_CHECKING:
    from comparelib.codebook import Codebook

Array = NDArray[np.float64]
WHOLE = "(profile)"
"""Stands for the whole profile where other multiverses name a theme."""


@dataclass(frozen=True)
class ProfileMultiverse:
    """Every defensible way to reckon how far two profiles are apart.

    Specifications that depart from the headline in more than one kind of choice are left out: no family has
    them.

    Attributes
    ----------
    frame
        One row a specification: specification, family, one column a choice, distance_observed, expected (its
        mean where paragraphs are dealt out at random to texts of the same numbers of paragraphs), spread (the
        standard deviation of that), estimate (observed less expected, over spread: comparable between
        distances), low, high, percentile (part of the deals that are nearer, [0, 1]).
    summary, effects
        As of `Multiverse`, with `WHOLE` for the theme; effects of the principled choices, over their family.
    grid, jurisdictions, level, draws, seed
        As of `Multiverse`; draws of paragraphs behind interval and expectation.
    """

    frame: pd.DataFrame
    summary: pd.DataFrame
    effects: pd.DataFrame
    grid: Grid
    jurisdictions: tuple[str, str]
    level: float
    draws: int
    seed: int

    @property
    def beyond_chance(self) -> float:
        """Part of the principled specifications whose interval lies above what chance gives, [0, 1]."""
        own = self.frame[(self.frame["family"] == Kind.PRINCIPLED).to_numpy()]
        return float((own["low"] > 0).mean())

    def curve(self, family: str = Kind.PRINCIPLED) -> pd.DataFrame:
        """Return the estimable specifications of a family, and the headline: what a curve draws."""
        own = (self.frame["family"] == family) | (self.frame["specification"] == 1)
        return self.frame[own.to_numpy()].dropna(subset=["estimate"]).reset_index(drop=True)

    def varied(self, family: str = Kind.PRINCIPLED) -> tuple[str, ...]:
        """Names of the choices that a family varies."""
        return self.grid.varied(family)


def profile_multiverse(  # noqa: PLR0913 - the four tables, and keywords with defaults
    codings: pd.DataFrame,
    units: pd.DataFrame,
    documents: pd.DataFrame,
    codebook: Codebook,
    *,
    jurisdictions: tuple[str, str] = ("NL", "VL"),
    coders: Sequence[str] = ("reference",),
    groups: Mapping[str, str] = MappingProxyType({}),
    facet: str = "theme",
    headline: Mapping[str, str] = MappingProxyType({}),
    level: float = 0.95,
    draws: int = 200,
    seed: int = 1,
) -> ProfileMultiverse:
    """Estimate the distance of both sides' profiles in every specification, beyond that of chance.

    The distance of two short texts is well above 0 even where they say the same. So each is held against
    paragraphs dealt out at random, and its interval is the basic bootstrap's, which takes back the upward
    bias: (2 d - q_high, 2 d - q_low) over draws of paragraphs within documents (Davison & Hinkley 1997,
    Bootstrap Methods, section 5.2).

    Parameters
    ----------
    codings, units, documents, codebook, jurisdictions, coders, groups, facet, headline, level, seed
        As for `multiverse`. Single texts are not left to stand alone.
    draws
        Of paragraphs, within documents and dealt at random.

    Raises
    ------
    ParameterFault, CodingFault
        As `multiverse`.
    NotEstimable
        A side has no code in the headline specification, or there are more than `MOST_WAYS` documents.
    """
    check_draws(level, draws, seed)
    tables = Tables(codings, units, documents, codebook, facet, groups)
    grid = _with_distance(grid_of(tables, jurisdictions, coders, seed=seed)).led_by(headline)
    sides = sides_of(tables, jurisdictions, grid.headline["coder"])
    check_size(sides)
    specified = grid.one_kind_at_a_time()
    found = np.full((len(specified), 6), np.nan)
    choices = [specified[name].tolist() for name in ("weights", "texts", "distance")]
    for rows, coded in cell_units(tables, specified):
        drawn = _drawn(coded, draws, seed)
        for row in rows:
            weights, texts, distance = (options[row] for options in choices)
            found[row] = _estimate(drawn, sides.chosen(weights, texts), (weights, distance), level)
    if not np.isfinite(found[0, 0]):
        raise NotEstimable("a side has no codes in the headline specification", "refusal.headline_codes")
    return _result(specified, found, grid, (jurisdictions, level, draws, seed))


def _with_distance(grid: Grid) -> Grid:
    choices = tuple(
        Choice(each.name, tuple(name for name in each.options if not name.startswith("alone:")), each.kind)
        for each in grid.choices
    )
    kept = tuple(
        each for each in grid.exclusions if "texts" not in each.where or _left_out(each.where["texts"])
    )
    distance = Choice("distance", tuple(each.value for each in Distance), Kind.PRINCIPLED)
    return Grid((*choices, distance), kept)


def _left_out(options: Sequence[str]) -> bool:
    return not any(name.startswith("alone:") for name in options)


@dataclass(frozen=True)
class _Drawn:
    """Observed, resampled and randomly dealt sums, (D, K) and (B, D, K), with their sizes."""

    sums: tuple[Array, Array, Array]
    sizes: tuple[Array, Array, Array]
    known: dict[tuple[int, tuple[int, ...], str], Array] = field(default_factory=dict)
    shares: dict[int, Array] = field(default_factory=dict)

    def profile(self, which: int, rows: tuple[int, ...], weights: str) -> Array:
        """Shares (..., K) of documents: observed (0), resampled (1) or dealt (2); reckoned once."""
        key = (which, rows, weighting_of(weights))
        if key not in self.known:
            make = self._of_many if self.sizes[0].shape[-1] > MOST_BY_ROWS else self._of_rows
            self.known[key] = make(which, rows, weights)
        return self.known[key]

    def _of_rows(self, which: int, rows: tuple[int, ...], weights: str) -> Array:
        return _profile(self.sums[which], self.sizes[which], rows, weights)

    def _of_many(self, which: int, rows: tuple[int, ...], weights: str) -> Array:
        """The same as one sum over all documents, instead of a copy of those of a side for each profile."""
        inside = np.zeros(self.sizes[0].shape[-1])
        inside[list(rows)] = 1.0
        if weighting_of(weights) == Weighting.POOLED:
            total = np.maximum(self.sizes[which] @ inside, 1e-300)
            return np.asarray(np.einsum("d,...dk->...k", inside, self.sums[which]) / total[..., None])
        if which not in self.shares:
            sums, sizes = self.sums[which], self.sizes[which][..., None]
            self.shares[which] = np.divide(sums, sizes, out=np.zeros(sums.shape), where=sizes > 0)
        return np.asarray(np.einsum("d,...dk->...k", inside, self.shares[which]) / len(rows))


def _drawn(coded: CodedUnits, draws: int, seed: int) -> _Drawn:
    """Draw the paragraphs anew within each document, and deal all of them out to the documents."""
    blocks = paragraphs_of(coded)
    rng = np.random.default_rng(seed)
    table = np.column_stack([blocks.sums, blocks.weights])
    own = np.zeros((draws, blocks.n_documents, table.shape[1]))
    starts = np.searchsorted(blocks.document, np.arange(blocks.n_documents + 1))
    for number in np.flatnonzero(blocks.counts):
        part, size = table[starts[number] : starts[number + 1]], blocks.counts[number]
        own[:, number] = rng.multinomial(size, np.full(size, 1 / size), draws) @ part
    dealt = _dealt(blocks, table, draws, rng)
    observed = np.zeros((blocks.n_documents, table.shape[1]))
    np.add.at(observed, blocks.document, table)
    every = (observed, own, dealt)
    return _Drawn(
        (every[0][..., :-1], every[1][..., :-1], every[2][..., :-1]),
        (every[0][..., -1], every[1][..., -1], every[2][..., -1]),
    )


def _dealt(blocks: Paragraphs, table: Array, draws: int, rng: np.random.Generator) -> Array:
    """Sums (draws, D, K + 1) of documents that get as many paragraphs as they have, at random."""
    dealt = np.zeros((draws, blocks.n_documents, table.shape[1]))
    filled = np.flatnonzero(blocks.counts)
    starts = np.searchsorted(blocks.document, filled)
    for draw in range(draws if len(starts) else 0):
        dealt[draw, filled] = np.add.reduceat(table[rng.permutation(len(table))], starts, axis=0)
    return dealt


def _estimate(drawn: _Drawn, sides: tuple[Rows, Rows], choice: tuple[str, str], level: float) -> Array:
    """Observed, expected, spread, low, high and percentile, (6,)."""
    weights, distance = choice
    filled = drawn.sizes[0] > 0
    pair = tuple(tuple(row for row in rows if filled[row]) for rows in sides)
    if not all(pair):
        return np.full(6, np.nan)
    observed, own, dealt = (
        paired_distances(
            drawn.profile(which, pair[0], weights), drawn.profile(which, pair[1], weights), distance
        )
        for which in range(3)
    )
    expected, spread = np.nanmean(dealt), np.nanstd(dealt, ddof=1) if len(dealt) > 1 else np.nan
    if np.isnan(observed) or not spread > 0:
        return np.full(6, np.nan)
    low, high = np.nanquantile(own, [(1 - level) / 2, (1 + level) / 2])
    bounds = [(value - expected) / spread for value in (2 * observed - high, 2 * observed - low)]
    nearer = float(np.mean(dealt < observed - 1e-12))
    return np.array([observed, expected, spread, *bounds, nearer])


def _profile(sums: Array, sizes: Array, rows: Sequence[int], weights: str) -> Array:
    """Shares (..., K) of a group of documents; one that no unit fell to counts for nothing."""
    own, total = sums[..., list(rows), :], sizes[..., list(rows)]
    shares = np.divide(own, total[..., None], out=np.zeros(own.shape), where=total[..., None] > 0)
    return profile_shares(shares, np.maximum(total, 1e-300), weighting_of(weights))


def _result(
    specified: pd.DataFrame, found: Array, grid: Grid, asked: tuple[tuple[str, str], float, int, int]
) -> ProfileMultiverse:
    observed, expected, spread, low, high, percentile = found.T
    value = (observed - expected) / spread
    frame = specified[["specification", "family", *grid.names]].assign(
        distance_observed=observed,
        expected=expected,
        spread=spread,
        estimate=value,
        low=low,
        high=high,
        percentile=percentile,
    )
    bounds = np.stack([low, high])[:, :, None]
    principled = (specified["family"] == Kind.PRINCIPLED).to_numpy()
    moved = effects((WHOLE,), specified[principled], grid, value[principled, None])
    kinds = {choice.name: choice.kind for choice in grid.choices}
    moved = moved[(moved["choice"].map(kinds) == Kind.PRINCIPLED).to_numpy()].reset_index(drop=True)
    return ProfileMultiverse(
        frame=frame,
        summary=family_summary((WHOLE,), specified, value[:, None], bounds),
        effects=moved,
        grid=grid,
        jurisdictions=asked[0],
        level=asked[1],
        draws=asked[2],
        seed=asked[3],
    )
