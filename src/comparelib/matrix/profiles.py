"""The theme profile of a group of documents: shares with intervals, and log odds with their variance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comparelib.errors import Fault, NotEstimable, ParameterFault, one_of
from comparelib.matrix.intervals import Array, ShareIntervals, jeffreys, mover, stratified_intervals
from comparelib.matrix.paragraphs import Paragraphs, document_rng, paragraphs_of, share_draws
from comparelib.matrix.tables import CodedUnits
from comparelib.model.kinds import Weighting


@dataclass(frozen=True)
class Profile:
    """Theme shares of a group of documents, arrays (K,).

    The uncertainty is that of text generation within these documents; which documents were chosen is not in
    it.

    Attributes
    ----------
    rows
        Row numbers of the documents with coded units.
    share, share_low, share_high
        In [0, 1]: the share and its interval by itself (Wilson's; of several documents by MOVER).
    low, high
        In [0, 1]: the bounds with which the share enters a difference (Jeffreys's, see `jeffreys`).
    log_odds, log_variance
        log((n + .5) / (N - n + .5)) and its variance: that of independent units times the design effect.
    freedom
        Degrees of freedom of `log_variance` (Satterthwaite over documents).
    count, total
        Units (or tokens) with the code, (K,), and all of them.
    """

    rows: tuple[int, ...]
    share: Array
    share_low: Array
    share_high: Array
    low: Array
    high: Array
    log_odds: Array
    log_variance: Array
    freedom: Array
    count: Array
    total: float


def check_weighting(weighting: str) -> None:
    """Raise ParameterFault unless `weighting` is one of Weighting."""
    if weighting not in list(Weighting):
        expected = one_of(list(Weighting), weighting)
        raise ParameterFault(Fault(f"unknown weighting '{weighting}'", expected=expected))


def jurisdiction_rows(coded: CodedUnits, jurisdiction: str) -> tuple[int, ...]:
    """Row numbers of the documents of a jurisdiction that have coded units.

    Raises
    ------
    ParameterFault
        No document of the corpus has this jurisdiction.
    NotEstimable
        None of its documents has a coded unit.
    """
    labels = coded.documents["jurisdiction"].to_numpy()
    rows = np.flatnonzero(labels == jurisdiction)
    if not len(rows):
        known = [str(label) for label in dict.fromkeys(labels)]
        message = f"no document of jurisdiction '{jurisdiction}'"
        raise ParameterFault(
            Fault(
                message,
                expected=one_of(known, jurisdiction),
                key="refusal.no_document_of",
                values={"jurisdiction": jurisdiction},
            )
        )
    weights = np.bincount(coded.document, coded.weights, minlength=len(labels))
    filled = tuple(int(row) for row in rows if weights[row] > 0)
    if not filled:
        raise NotEstimable(
            f"no document of jurisdiction '{jurisdiction}' has a coded unit",
            "refusal.nothing_coded",
            jurisdiction=jurisdiction,
        )
    return filled


def profile_of(coded: CodedUnits, parts: ShareIntervals, rows: Sequence[int], weighting: str) -> Profile:
    """Profile of the documents in `rows`, each with coded units; `parts` are the `document_intervals` of all.

    With equal weights the shares are the mean of the documents' shares, and the intervals combine the
    documents' intervals (MOVER). Pooled, all units count alike and the documents are strata.
    """
    check_weighting(weighting)
    each = parts.rows(rows)
    totals = np.bincount(coded.document, coded.weights, minlength=len(coded.documents))[list(rows)]
    weights = np.full(len(rows), 1 / len(rows)) if weighting == Weighting.EQUAL else totals / totals.sum()
    share = weights @ each.share
    if weighting == Weighting.EQUAL:
        alone = mover(each.share, each.low, each.high, weights)
        low, high = parts.for_sums
        bounds = mover(each.share, low[list(rows)], high[list(rows)], weights)
    else:
        group = np.full(len(coded.documents), -1)
        group[list(rows)] = 0
        pooled = stratified_intervals(coded, paragraphs_of(coded), group, parts.level)
        share, alone = pooled.share[0], (pooled.low[0], pooled.high[0])
        bounds = tuple(bound[0] for bound in jeffreys(pooled))
    log_odds, variance, freedom = _log_odds(each, weights)
    return Profile(
        rows=tuple(rows),
        share=share,
        share_low=np.clip(alone[0], 0, 1),
        share_high=np.clip(alone[1], 0, 1),
        low=np.clip(bounds[0], 0, 1),
        high=np.clip(bounds[1], 0, 1),
        log_odds=log_odds,
        log_variance=variance,
        freedom=freedom,
        count=(each.share * totals[:, None]).sum(axis=0),
        total=float(totals.sum()),
    )


def profile_shares(shares: Array, totals: Array, weighting: str) -> Array:
    """Shares (..., D, K) and totals (..., D) of documents to the shares (..., K) of their group."""
    if weighting == Weighting.EQUAL:
        return np.asarray(shares.mean(axis=-2))
    weights = totals / totals.sum(axis=-1, keepdims=True)
    return np.asarray((weights[..., None] * shares).sum(axis=-2))


def text_draws(
    paragraphs: Paragraphs, parts: ShareIntervals, row: int, draws: int, rng: np.random.Generator
) -> Array:
    """Shares (draws, K) of one document whose paragraphs were drawn anew.

    One paragraph cannot show how it varies. Then each share is drawn from the beta distribution of its
    effective size (Jeffreys's prior), codes one by one, which lends the corpus-wide intraclass correlation
    as the interval of the share does. NaN for a document without coded units.
    """
    sums, weights = paragraphs.of(row)
    if len(weights) > 1:
        return share_draws(sums, weights, draws, rng)
    hits, size = parts.share[row] * parts.effective[row], parts.effective[row]
    if not len(weights) or np.isnan(size).any():
        return np.full((draws, sums.shape[1]), np.nan)
    return np.asarray(rng.beta(hits + 0.5, size - hits + 0.5, size=(draws, len(size))))


def profile_draws(  # noqa: PLR0913 - a profile, and how it is drawn
    coded: CodedUnits, parts: ShareIntervals, rows: Sequence[int], weighting: str, *, draws: int, seed: int
) -> Array:
    """Shares (draws, K) of a group, each document drawn by itself with `text_draws`."""
    paragraphs = paragraphs_of(coded)
    weights = np.array([paragraphs.of(row)[1].sum() for row in rows])
    weights = np.full(len(rows), 1 / len(rows)) if weighting == Weighting.EQUAL else weights / weights.sum()
    total = np.zeros((draws, len(coded.codes)))
    for row, weight in zip(rows, weights, strict=True):
        rng = document_rng(seed, str(coded.documents.index[row]))
        total += weight * text_draws(paragraphs, parts, row, draws, rng)
    return total


def _log_odds(each: ShareIntervals, weights: Array) -> tuple[Array, Array, Array]:
    """Log odds of the weighted mean share, by the delta method; for one document it is the plain formula."""
    size = each.size[:, None]
    smooth = (each.share * size + 0.5) / (size + 1)  # odds of it: (n + .5) / (N - n + .5)
    # pq / (N + 1) of independent units gives 1 / (n + .5) + 1 / (N - n + .5); clusters cost N / effective.
    variance = smooth * (1 - smooth) / (size + 1) * size / each.effective
    mean = weights @ smooth
    slope = 1 / (mean * (1 - mean))
    terms = np.square(weights[:, None]) * variance
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = np.square(terms.sum(axis=0)) / (np.square(terms) / each.freedom[:, None]).sum(axis=0)
    return np.log(mean / (1 - mean)), np.square(slope) * terms.sum(axis=0), freedom
