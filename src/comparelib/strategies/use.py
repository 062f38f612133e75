"""How often texts name each circular strategy, in the units that a matrix counts under a theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from comparelib.codebook import Codebook
from comparelib.coding.dictionary import dictionary_codings
from comparelib.errors import NotEstimable
from comparelib.matrix import ThemeMatrix, theme_matrix
from comparelib.matrix.intervals import document_intervals
from comparelib.matrix.profiles import jurisdiction_rows, profile_of
from comparelib.model.kinds import Weighting
from comparelib.strategies.scheme import FACET, StrategyScheme

THEME = "circular_economy"


@dataclass(frozen=True)
class StrategyUse:
    """What rules found of each strategy.

    Attributes
    ----------
    frame
        One row a group and strategy, sides first, then documents, strategies in the order of the scheme:
        group (jurisdiction or doc_id), by ("jurisdiction" or "document"), code, count (units that name it),
        total (units that were searched), share, low, high (in [0, 1]; missing for a group without units).
    unnamed
        group -> units that were searched and name none of the strategies.
    matrix
        Documents x strategies, with the units behind every number.
    codings
        What the rules said of each unit, with the passages.
    codebook
        The strategies as a facet, with their labels and definitions.
    within
        The code whose units were searched; None: all units of the matrix.
    level
        Of the intervals.
    """

    frame: pd.DataFrame
    unnamed: dict[str, int]
    matrix: ThemeMatrix
    codings: pd.DataFrame
    codebook: Codebook
    within: str | None
    level: float


def strategy_use(  # noqa: PLR0913 - a matrix, its units, the rules, and keywords with defaults
    matrix: ThemeMatrix,
    units: pd.DataFrame,
    scheme: StrategyScheme,
    varieties: Mapping[str, str],
    *,
    within: str | None = THEME,
    level: float = 0.95,
) -> StrategyUse:
    """Search the units of a theme for circular strategies, and count them with cluster-robust intervals.

    A unit counts for every strategy that it names. Shares of a document have the intervals of
    `document_intervals`; those of a side are pooled, all its units alike, since one of its texts may have a
    single unit on the theme. They say how the texts could have been written, not what other texts would say.

    Parameters
    ----------
    matrix
        Counts or shares; its coder decides which units are under the theme.
    units
        Table as in `model/schemas.py`, with the units of the matrix or more.
    scheme
        As `load_strategies` reads it.
    varieties
        doc_id -> language variety ("nl-NL" or "nl-BE").
    within
        A code of the matrix; None: every unit that it counts.
    level
        Confidence level.

    Raises
    ------
    NotEstimable
        The matrix has no such code, or counts no unit under it.
    """
    chosen = units[units["unit_id"].isin(_searched(matrix, within))]
    found = dictionary_codings(chosen, scheme.dictionary, scheme.codebook, varieties)
    codings = found.assign(coder=scheme.coder)
    documents = matrix.documents
    counted = theme_matrix(codings, chosen, documents, scheme.codebook, facet=FACET, coder=scheme.coder)
    frame = pd.concat([_sides(counted, level), _texts(counted, level)], ignore_index=True)
    return StrategyUse(frame, _unnamed(counted), counted, codings, scheme.codebook, within, level)


def _searched(matrix: ThemeMatrix, within: str | None) -> pd.Index[str]:
    coded = matrix.coded
    if within is None:
        ids = coded.unit_ids
    elif within not in matrix.codes:
        raise NotEstimable(
            f"facet '{matrix.facet}' has no code '{within}' whose units could be searched",
            "refusal.strategies.code",
            facet=matrix.facet,
            code=within,
        )
    else:
        ids = coded.unit_ids[coded.values[:, matrix.codes.index(within)] > 0]
    if not len(ids):
        raise NotEstimable(
            f"{matrix.coder} gives no unit the code '{within}'",
            "refusal.strategies.units",
            coder=matrix.coder,
            code=within,
        )
    return ids


def _sides(counted: ThemeMatrix, level: float) -> pd.DataFrame:
    coded, parts = counted.coded, document_intervals(counted.coded, level)
    blocks = []
    for name in dict.fromkeys(counted.documents["jurisdiction"].astype(str)):
        inside = (counted.documents["jurisdiction"] == name).to_numpy()
        count, total = counted.counts[inside].sum().to_numpy(), float(counted.totals[inside].sum())
        share = low = high = np.full(len(count), np.nan)
        if total:
            pooled = profile_of(coded, parts, jurisdiction_rows(coded, name), Weighting.POOLED)
            share, low, high = pooled.share, pooled.share_low, pooled.share_high
        blocks.append(_block((name, "jurisdiction"), counted.codes, (count, total, share, low, high)))
    return pd.concat(blocks, ignore_index=True)


def _texts(counted: ThemeMatrix, level: float) -> pd.DataFrame:
    parts, totals = document_intervals(counted.coded, level), counted.totals.to_numpy()
    n_codes = len(counted.codes)
    names = np.array([str(name) for name in counted.documents.index], dtype=object)
    shares = {"share": parts.share, "low": parts.low, "high": parts.high}
    frame = pd.DataFrame(
        {
            "group": np.repeat(names, n_codes),
            "by": "document",
            "code": list(counted.codes) * len(names),
            "count": counted.counts.to_numpy().ravel(),
            "total": np.repeat(totals, n_codes),
            **{name: values.ravel() for name, values in shares.items()},
        }
    )
    return frame.astype({"count": "int64", "total": "int64"})


def _block(
    group: tuple[str, str], codes: tuple[str, ...], numbers: tuple[np.ndarray | float, ...]
) -> pd.DataFrame:
    columns = dict(zip(("count", "total", "share", "low", "high"), numbers, strict=True))
    frame = pd.DataFrame({"group": group[0], "by": group[1], "code": list(codes)} | columns)
    return frame.astype({"count": "int64", "total": "int64"})


def _unnamed(counted: ThemeMatrix) -> dict[str, int]:
    """Units that name no strategy, of each side and then of each document."""
    by_document = counted.uncoded
    by_side = by_document.groupby(counted.documents["jurisdiction"].to_numpy(), sort=False).sum()
    return {str(name): int(n) for part in (by_side, by_document) for name, n in part.items()}
