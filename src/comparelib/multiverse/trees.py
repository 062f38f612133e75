"""Whether the tree of documents parts both sides, under every way to count, distance and linkage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.clusters import merges
from comparelib.clusters.crowd import MOST_GROWN
from comparelib.clusters.distances import Distance, profile_distances
from comparelib.clusters.merges import Linkage
from comparelib.clusters.paragraph_draws import paragraph_counts, within_documents
from comparelib.errors import NotEstimable
from comparelib.matrix import CodedUnits, group_sums
from comparelib.matrix.intervals import t_quantile, wilson
from comparelib.matrix.paragraphs import check_draws
from comparelib.multiverse.baseline import Granularity, Headings
from comparelib.multiverse.cells import Tables
from comparelib.multiverse.estimates import cell_units
from comparelib.multiverse.grid import Choice, Grid, Kind
from comparelib.multiverse.sides import grid_of, sides_of

if TYPE_CHECKING:
    from comparelib.codebook import Codebook

Array = NDArray[np.float64]
FEWEST = 3
_FIXED = ("headings", "granularity")


@dataclass(frozen=True)
class TreeMultiverse:
    """Every defensible tree of the same documents.

    Attributes
    ----------
    frame
        One row a specification: specification, family, one column a choice, apart (whether the last merge of
        the tree joins all documents of a with all of b), estimate (part of the draws of paragraphs in which
        it does, [0, 1]), low, high (Wilson, of the number of draws), first, second (documents that merge
        first). Missing where a document has no code.
    grid, jurisdictions, level, draws, seed
        As of `Multiverse`.
    """

    frame: pd.DataFrame
    grid: Grid
    jurisdictions: tuple[str, str]
    level: float
    draws: int
    seed: int

    @property
    def n_estimable(self) -> int:
        """Number of specifications that have a tree."""
        return int(self.frame["estimate"].notna().sum())

    @property
    def apart(self) -> float:
        """Part of the trees that part both sides, [0, 1]."""
        return float(self.frame["apart"].dropna().astype(float).mean())


def tree_multiverse(  # noqa: PLR0913 - the four tables, and keywords with defaults
    codings: pd.DataFrame,
    units: pd.DataFrame,
    documents: pd.DataFrame,
    codebook: Codebook,
    *,
    jurisdictions: tuple[str, str] = ("NL", "VL"),
    coders: Sequence[str] = ("reference",),
    facet: str = "theme",
    headline: Mapping[str, str] = MappingProxyType({}),
    level: float = 0.95,
    draws: int = 50,
    seed: int = 1,
) -> TreeMultiverse:
    """Build the tree of documents in every specification, and see whether it parts the sides.

    A tree of a handful of documents always has two branches, so this is no test of groups: it says how much
    of what a tree shows goes with the way it was made.

    Parameters
    ----------
    codings, units, documents, codebook, jurisdictions, coders, facet, headline, level, seed
        As for `multiverse`; the choices of distance and linkage stand in the place of those of weights and
        texts.
    draws
        Of paragraphs within documents, for each specification.

    Raises
    ------
    ParameterFault, CodingFault
        As `multiverse`.
    NotEstimable
        Fewer than three documents, more than `MOST_GROWN`, or one of them without a code in the headline
        specification.
    """
    check_draws(level, draws, seed)
    tables = Tables(codings, units, documents, codebook, facet, {})
    grid = _grid(grid_of(tables, jurisdictions, coders)).led_by(headline)
    sides = sides_of(tables, jurisdictions, grid.headline["coder"])
    rows = [*sides.first, *sides.second]
    if len(rows) < FEWEST:
        raise NotEstimable(
            f"a tree needs three documents, there are {len(rows)}", "refusal.tree_documents", n=len(rows)
        )
    if len(rows) > MOST_GROWN:
        raise NotEstimable(
            f"{len(rows)} documents are too many for a tree in every way of working; "
            f"it is made of at most {MOST_GROWN}",
            "refusal.trees_of_many",
            n=len(rows),
            most=MOST_GROWN,
        )
    specified = grid.specifications()
    fixed = specified.assign(headings=Headings.KEEP.value, granularity=Granularity.CODEBOOK.value)
    found: dict[int, tuple[object, ...]] = {}
    for cell, coded in cell_units(tables, fixed):
        trees = _Trees(_counts(coded, rows, (draws, seed)), len(sides.first), level)
        for row in cell:
            distance, linkage = (str(specified.loc[row, name]) for name in ("distance", "linkage"))
            found[row] = trees.row(distance, linkage, [sides.names[number] for number in rows])
    columns = ["apart", "estimate", "low", "high", "first", "second"]
    made = pd.DataFrame([found[row] for row in specified.index], columns=columns)
    if pd.isna(made["estimate"].iloc[0]):
        raise NotEstimable(
            "a document has no code in the headline specification", "refusal.headline_document"
        )
    names = ["specification", "family", *grid.names]
    return TreeMultiverse(
        pd.concat([specified[names], made], axis=1), grid, jurisdictions, level, draws, seed
    )


def _grid(baseline: Grid) -> Grid:
    kept = tuple(each for each in baseline.choices if each.name not in ("weights", "texts", *_FIXED))
    distance = Choice("distance", tuple(each.value for each in Distance), Kind.PRINCIPLED)
    linkage = Choice("linkage", tuple(each.value for each in Linkage), Kind.PRINCIPLED)
    return Grid((*kept, distance, linkage))


def _counts(coded: CodedUnits, rows: Sequence[int], chance: tuple[int, int]) -> Array:
    """Counts (1 + draws, D, K) of the documents in `rows`: as observed first, then drawn anew."""
    counts, document = paragraph_counts(coded)
    n = len(coded.documents)
    observed = group_sums(counts, document, n)[None]
    drawn = within_documents(counts, document, n, chance[0], np.random.default_rng(chance[1]))
    return np.asarray(np.concatenate([observed, drawn])[:, list(rows)])


@dataclass(frozen=True)
class _Trees:
    counts: Array
    n_first: int
    level: float

    def row(self, distance: str, linkage: str, names: Sequence[str]) -> tuple[object, ...]:
        if (self.counts[0].sum(axis=1) == 0).any():
            return (None, np.nan, np.nan, np.nan, None, None)
        observed = merges.tree(profile_distances(self.counts[0], distance), linkage)
        has_codes = (self.counts[1:].sum(axis=2) > 0).all(axis=1)
        drawn = [
            self._parts(merges.tree(profile_distances(each, distance), linkage))
            for each in self.counts[1:][has_codes]
        ]
        share = float(np.mean(drawn)) if drawn else np.nan
        size = len(drawn) if drawn else np.nan
        low, high = wilson(share, size, t_quantile(self.level, np.inf))
        first, second = (names[int(number)] for number in observed[0, :2])
        return (self._parts(observed), share, float(low), float(high), first, second)

    def _parts(self, built: Array) -> bool:
        """Whether the last merge joins all documents of a (the first ones) with all others."""
        n = len(built) + 1
        groups = [frozenset([number]) for number in range(n)]
        for left, right in built[:, :2].astype(int):
            groups.append(groups[left] | groups[right])
        last = groups[int(built[-1, 0])]
        return last in (frozenset(range(self.n_first)), frozenset(range(self.n_first, n)))
