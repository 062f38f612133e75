"""How well a coder finds what the reference coding has: precision, recall and F1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from comparelib.reliability.estimates import (
    Estimates,
    effective,
    names_in_order,
    ordered,
    overlap_at_an_end,
    wilson_at_an_end,
)
from comparelib.reliability.ratings import Ratings, ratings
from comparelib.reliability.resampling import Floats, Group, Resampling, groups

_REASONS = {
    "precision": "the coder gave the code to no unit",
    "recall": "the reference has the code in no unit",
    "f1": "neither the coder nor the reference has the code",
}


@dataclass(frozen=True)
class CoderQuality:
    """A coder against the reference coding.

    Attributes
    ----------
    frame
        One row a statistic: facet, group_kind (all, jurisdiction, document), group, scope (facet, code),
        code ("micro", "macro", or a code), statistic (precision, recall, f1), value, low, high, undefined
        (share of draws in which it is not defined), n_paragraphs, n_units (coded by both), n_reference,
        n_predicted, n_hits (units with the code by the reference, by the coder, by both), reason.
    coverage
        One row a coder and document: n_units, n_coded, n_none, n_failed, n_missing. A coder that fails on
        hard units looks better than it is: read the frame beside n_failed.
    coder, reference, facet
        What was compared.
    level, draws, seed
        Of the intervals.
    """

    frame: pd.DataFrame
    coverage: pd.DataFrame
    coder: str
    reference: str
    facet: str
    level: float
    draws: int
    seed: int


def coder_quality(  # noqa: PLR0913 - two tables, and keywords with defaults
    codings: pd.DataFrame,
    units: pd.DataFrame,
    *,
    coder: str,
    reference: str = "reference",
    facet: str = "theme",
    documents: pd.DataFrame | None = None,
    codes: Sequence[str] | None = None,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 1,
) -> CoderQuality:
    """Compare a coder with the reference over the units that both coded.

    Micro adds hits and misses of all codes; macro is the plain mean over the codes that the reference has in
    the group (as scikit-learn's averages over these labels), a code that the coder never gave being left out
    of macro precision only. Intervals are BCa over paragraphs drawn anew within documents (see
    `tails`); where a precision, recall or F1 is 0 or 1 and all draws are the same, a Wilson interval over no
    more cases than there are paragraphs.

    Parameters
    ----------
    codings, units, facet, documents, codes, level, draws, seed
        As for `agreement`.
    coder, reference
        As in the column `coder`, with or without the version.

    Raises
    ------
    ParameterFault, CodingFault, TableFault
        As for `agreement`.
    """
    resampling = Resampling(level, draws, seed)
    read = ratings(codings, units, (reference, coder), facet, codes)
    frames = [
        each.frame(resampling)
        for group in groups(_unit_terms(read), read, documents, resampling)
        for each in _estimates(group, read.codes, level)
    ]
    order = read.doc_ids if documents is None else names_in_order(documents)
    frame = ordered(frames, order, facet)
    return CoderQuality(frame, read.coverage, read.coders[1], read.coders[0], facet, level, draws, seed)


def quality(hits: Floats, n_reference: Floats, n_predicted: Floats) -> dict[str, Floats]:
    """Return precision, recall and F1 = 2 hits / (n_reference + n_predicted), in [0, 1]; NaN for 0 / 0."""
    return {
        "precision": _share(hits, n_predicted),
        "recall": _share(hits, n_reference),
        "f1": _share(2 * hits, n_reference + n_predicted),
    }


def _unit_terms(read: Ratings) -> Floats:
    """Terms of each unit: 1 where both coded it, then hits, reference and predicted of each code."""
    both = np.asarray(read.read.all(axis=0))[:, None]
    reference, predicted = read.marks[0] & both, read.marks[1] & both
    return np.hstack([both, reference & predicted, reference, predicted]).astype(np.float64)


def _counts(totals: Floats, n_codes: int) -> tuple[Floats, Floats, Floats]:
    hits, reference, predicted = (totals[..., 1 + n * n_codes : 1 + (n + 1) * n_codes] for n in range(3))
    return hits, reference, predicted


@dataclass(frozen=True)
class _Row:
    """Names, counts (hits, reference, predicted), values and replicates of the codes or of one average."""

    scope: str
    names: Sequence[str]
    counts: tuple[Floats, Floats, Floats]
    values: dict[str, Floats]
    drawn: dict[str, Floats]
    exact: bool  # whether a Wilson interval of the counts fits: not for a mean of shares


def _estimates(group: Group, codes: tuple[str, ...], level: float) -> list[Estimates]:
    observed, drawn = _counts(group.observed, len(codes)), _counts(group.replicates, len(codes))
    hits, reference, predicted = (count.sum(keepdims=True) for count in observed)
    whole = (hits, reference, predicted)
    drawn_whole = quality(*(count.sum(axis=1, keepdims=True) for count in drawn))
    values, draws = quality(*observed), quality(*drawn)
    has = observed[1] > 0
    macro = {name: _known_mean(value[None, has]) for name, value in values.items()}
    drawn_macro = {name: _known_mean(value[:, has])[:, None] for name, value in draws.items()}
    rows = [
        _Row("facet", ["micro"], whole, quality(*whole), drawn_whole, exact=True),
        _Row("facet", ["macro"], whole, macro, drawn_macro, exact=False),
        _Row("code", codes, observed, values, draws, exact=True),
    ]
    return [_estimate(group, row, name, level) for row in rows for name in row.values]


def _estimate(group: Group, row: _Row, statistic: str, level: float) -> Estimates:
    hits, reference, predicted = row.counts
    n_units = np.full(len(row.names), group.observed[0])
    return Estimates(
        group=group,
        scope=row.scope,
        statistic=statistic,
        codes=row.names,
        value=row.values[statistic],
        replicates=row.drawn[statistic],
        reasons=["no unit was coded by both" if not group.observed[0] else _REASONS[statistic]]
        * len(row.names),
        fallback=_fallback(group, row, statistic, level) if row.exact else None,
        counts={"n_units": n_units, "n_reference": reference, "n_predicted": predicted, "n_hits": hits},
    )


def _fallback(group: Group, row: _Row, statistic: str, level: float) -> tuple[Floats, Floats]:
    """Wilson interval of a share that is 0 or 1 in every draw; it is taken then only."""
    hits, reference, predicted = row.counts
    total = {"precision": predicted, "recall": reference, "f1": reference + predicted - hits}[statistic]
    cases = effective(total, group)
    found = np.divide(hits * cases, total, out=np.zeros_like(cases), where=total > 0)
    interval = overlap_at_an_end if statistic == "f1" else wilson_at_an_end
    return interval(found, cases, level)


def _share(part: Floats, whole: Floats) -> Floats:
    share: Floats = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)
    return share


def _known_mean(values: Floats) -> Floats:
    """Mean over the last axis of what is not NaN; NaN where nothing is."""
    known = ~np.isnan(values)
    return _share(np.where(known, values, 0.0).sum(axis=-1), known.sum(axis=-1).astype(np.float64))
