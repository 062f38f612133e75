"""The difference of two sides' themes in every specification, with its interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.matrix import CodedUnits
from comparelib.matrix.intervals import ShareIntervals, document_intervals, mover
from comparelib.matrix.profiles import Profile, profile_of
from comparelib.model.kinds import Weighting
from comparelib.multiverse.baseline import ALL_TEXTS, ALONE, CORRECTED, WITHOUT, Denominator, Weights
from comparelib.multiverse.cells import CELL, Reading, Tables
from comparelib.multiverse.corrected import CorrectedCell, CorrectedProfile, corrected_cell
from comparelib.multiverse.log_odds import log_odds_difference

Array = NDArray[np.float64]
Rows = tuple[int, ...]


@dataclass(frozen=True)
class Sides:
    """Which documents stand on either side.

    Attributes
    ----------
    first, second
        Row numbers of the documents of a and b.
    n_units
        (D,): length of each document, in units.
    names
        Ids of all documents of the corpus.
    """

    first: Rows
    second: Rows
    n_units: NDArray[np.int64]
    names: tuple[str, ...]

    def chosen(self, weights: str, texts: str) -> tuple[Rows, Rows]:
        """Rows of either side under a choice of weights and texts."""
        first, second = self.first, self.second
        if weights == Weights.WITHOUT_LONGEST:
            longest = max(first, key=lambda row: self.n_units[row])
            first = tuple(row for row in first if row != longest)
        if texts == ALL_TEXTS:
            return first, second
        kind, _, name = texts.partition(":")
        row = self.names.index(name)
        if f"{kind}:" == ALONE:
            return (row,), second
        assert f"{kind}:" == WITHOUT
        return tuple(each for each in first if each != row), tuple(each for each in second if each != row)


@dataclass(frozen=True)
class Estimates:
    """Results of S specifications and K themes, rows as in the grid.

    Attributes
    ----------
    value, low, high
        (S, K): b less a, with bounds; NaN where a side has no units, and for log odds of a theme that neither
        side has.
    n_first, n_second
        (S,): documents of either side that have units in the specification.
    shares, totals
        (C, D, K) and (C, D): shares and denominators of the documents in each cell.
    cell
        (S,): the cell of each specification.
    measured
        (C, K): what stands for each theme in a cell.
    """

    value: Array
    low: Array
    high: Array
    n_first: NDArray[np.int64]
    n_second: NDArray[np.int64]
    shares: Array
    totals: Array
    cell: NDArray[np.intp]
    measured: list[tuple[str, ...]]


@dataclass
class _Cell:
    """One cell, which reckons each group of documents once."""

    coded: CodedUnits
    at: list[int]  # where the measure of each theme stands among the coded themes
    parts: ShareIntervals
    totals: Array
    known: dict[tuple[Rows, str], Profile] = field(default_factory=dict)

    @property
    def share(self) -> Array:
        """Shares of the documents, (D, K)."""
        return self.parts.share

    def profile(self, rows: Rows, weighting: str) -> Profile | None:
        """Profile of those of the documents that have units; None where none has."""
        filled = tuple(row for row in rows if self.totals[row] > 0)
        if not filled:
            return None
        # One document has one profile, however documents are weighted.
        key = (filled, weighting if len(filled) > 1 else Weighting.EQUAL.value)
        if key not in self.known:
            self.known[key] = profile_of(self.coded, self.parts, *key)
        return self.known[key]


def estimates(tables: Tables, grid: pd.DataFrame, sides: Sides, level: float) -> Estimates:
    """Estimate every specification of a grid, the work shared between those of one cell.

    Differences and intervals are those of `contrast.compare_priorities`: MOVER of both sides' intervals,
    documents as strata, paragraphs as clusters. A grid with the choice `prior` gets differences of
    log odds in their place.
    """
    codes = tables.codebook.facet(tables.facet).names
    n = len(grid)
    bounds = np.full((3, n, len(codes)), np.nan)
    counts = np.zeros((2, n), dtype=np.int64)
    number = np.zeros(n, dtype=np.intp)
    shares, totals, measured = [], [], []
    weights, texts = grid["weights"].tolist(), grid["texts"].tolist()
    priors = grid["prior"].tolist() if "prior" in grid else [None] * n
    for place, (rows, cell, names) in enumerate(_cells(tables, codes, grid, level)):
        for row in rows:
            pair = sides.chosen(weights[row], texts[row])
            bounds[:, row], counts[:, row] = _difference(cell, pair, weights[row], priors[row])
            number[row] = place
        shares.append(cell.share[:, cell.at])
        totals.append(cell.totals)
        measured.append(names)
    value, low, high = bounds
    return Estimates(
        value, low, high, counts[0], counts[1], np.array(shares), np.array(totals), number, measured
    )


def weighting_of(weights: str) -> str:
    """How the documents that are left count: pooled or equal."""
    return Weighting.POOLED.value if weights == Weights.POOLED else Weighting.EQUAL.value


def cell_units(tables: Tables, grid: pd.DataFrame) -> Iterator[tuple[list[int], CodedUnits]]:
    """Yield the rows of a grid that share a cell (labels of its index), and the units of that cell.

    The steps are taken in the order of `CELL` and kept until a step before them changes.
    """
    codes = tables.codebook.facet(tables.facet).names
    steps: dict[tuple[str, ...], Reading] = {}
    for key, rows in _rows_of_cells(grid).items():
        coder, denominator, headings, granularity, unit, counting = key
        names = tables.measured(codes, granularity)
        if key[:5] not in steps:
            if key[:2] not in steps:
                steps[key[:2]] = tables.read(coder, denominator)
            reading = _themes(steps[key[:2]], headings, codes, names)
            steps[key[:5]] = reading.as_units(unit).of_denominator(denominator)
        yield rows, steps[key[:5]].counted(counting)


def _rows_of_cells(grid: pd.DataFrame) -> dict[tuple[str, ...], list[int]]:
    cells: dict[tuple[str, ...], list[int]] = {}
    for row, cell in zip(grid.index, zip(*(grid[name].tolist() for name in CELL), strict=True), strict=True):
        cells.setdefault(cell, []).append(int(row))
    return cells


def _cells(
    tables: Tables,
    codes: tuple[str, ...],
    grid: pd.DataFrame,
    level: float,
) -> Iterator[tuple[list[int], _Cell | CorrectedCell, tuple[str, ...]]]:
    """Yield rows of the grid, the cell behind them, and what is measured for each theme."""
    corrected = grid["coder"].str.startswith(CORRECTED)
    for (coder, _, headings, granularity, *_), rows in _rows_of_cells(grid[corrected]).items():
        names = tables.measured(codes, granularity)
        yield rows, _corrected(tables, coder, headings, (codes, names), level), names
    for rows, coded in cell_units(tables, grid[~corrected]):
        names = tables.measured(codes, str(grid.loc[rows[0], "granularity"]))
        totals = np.bincount(coded.document, coded.weights, minlength=len(coded.documents))
        at = [coded.codes.index(name) for name in names]
        parts = document_intervals(coded, level)
        yield rows, _Cell(coded, at, parts, totals.astype(np.float64)), names


def _themes(reading: Reading, headings: str, codes: tuple[str, ...], names: tuple[str, ...]) -> Reading:
    kept = reading.without_headings(headings)
    return kept if names == codes else kept.merged(names)


def _corrected(
    tables: Tables, coder: str, headings: str, themes: tuple[tuple[str, ...], tuple[str, ...]], level: float
) -> CorrectedCell:
    machine, reference = (
        _themes(tables.read(name, Denominator.ALL), headings, *themes)
        for name in (coder.removeprefix(CORRECTED), tables.sample_of.reference)
    )
    return corrected_cell(machine, reference, tables.sample_of.units, themes[1], level)


def _difference(
    cell: _Cell | CorrectedCell, sides: tuple[Rows, Rows], weights: str, prior: str | None
) -> tuple[Array, Sequence[int]]:
    """Estimate, low and high (3, K), and how many documents either side has."""
    a, b = (cell.profile(rows, weighting_of(weights)) for rows in sides)
    if a is None or b is None:
        return np.full((3, len(cell.at)), np.nan), [len(each.rows) if each else 0 for each in (a, b)]
    found = _of_shares(a, b)
    if prior is not None and isinstance(cell, _Cell):
        found = log_odds_difference(cell.parts, cell.totals, (a.rows, b.rows), (weights, prior))
    return found[:, cell.at], (len(a.rows), len(b.rows))


def _of_shares(a: Profile | CorrectedProfile, b: Profile | CorrectedProfile) -> Array:
    low, high = mover([b.share, a.share], [b.low, a.low], [b.high, a.high], [1, -1])
    return np.stack([b.share - a.share, low, high])
