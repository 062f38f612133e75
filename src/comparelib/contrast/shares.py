"""Two jurisdictions beside each other, theme by theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtr

from comparelib.contrast.multiplicity import benjamini_hochberg
from comparelib.contrast.profile_distance import ProfileDistance, profile_distance
from comparelib.contrast.rank_agreement import RankAgreement, rank_agreement
from comparelib.matrix import ThemeMatrix
from comparelib.matrix.document_sample import MOST_ONE_BY_ONE
from comparelib.matrix.faults import two_of
from comparelib.matrix.intervals import ShareIntervals, document_intervals, mover, t_quantile
from comparelib.matrix.paragraphs import check_draws, paragraphs_of
from comparelib.matrix.profiles import Profile, check_weighting, jurisdiction_rows, profile_of, profile_shares
from comparelib.model.kinds import Weighting

Array = NDArray[np.float64]
_ENOUGH = 4  # documents a side: with 4 against 4 the smallest document-level p is 1/70
_GENRES = 2


class Caution(StrEnum):
    """What keeps a difference between texts from being one between jurisdictions; the first that holds."""

    ONE_DOCUMENT = "one_document"
    FEW_DOCUMENTS = "few_documents"
    UNMATCHED_GENRES = "unmatched_genres"
    NONE = ""


@dataclass(frozen=True)
class PriorityComparison:
    """Theme shares of jurisdiction a beside jurisdiction b.

    Attributes
    ----------
    frame
        One row a code, in the order of the codebook: code; share_a, low_a, high_a, share_b, low_b, high_b
        (in [0, 1], Wilson-t); difference = share_b - share_a with difference_low and difference_high (MOVER
        of Jeffreys's intervals, see `jeffreys`); log_odds = log odds of b less those of a, with log_odds_low
        and log_odds_high; p of log_odds = 0 (t with Satterthwaite's degrees of freedom) and q (Benjamini &
        Hochberg over the codes); outside_placebo, whether the difference is larger than that of every text
        from the rest of its own jurisdiction. log_odds, p and q are missing for a code that neither side has.
    jurisdictions
        Names of a and b.
    n_documents
        Documents with coded units of each.
    placebos
        document, code, difference: share of the document less that of the other documents of its
        jurisdiction.
    distance
        Of the whole profiles.
    agreement
        Of the rankings of the themes.
    caution
        A member of `Caution`.
    weighting, level, draws, seed
        As asked for.

    Notes
    -----
    Intervals, p and q hold the uncertainty of text generation in these documents, not that of which
    documents are at hand. So p < .05 says that these texts differ; it says nothing of the jurisdictions
    beyond them.
    """

    frame: pd.DataFrame
    jurisdictions: tuple[str, str]
    n_documents: dict[str, int]
    placebos: pd.DataFrame
    distance: ProfileDistance
    agreement: RankAgreement
    caution: Caution
    weighting: str
    level: float
    draws: int
    seed: int


def compare_priorities(  # noqa: PLR0913 - the matrix, and keywords with defaults
    matrix: ThemeMatrix,
    *,
    jurisdictions: tuple[str, str] = ("NL", "VL"),
    weighting: str = Weighting.EQUAL,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 1,
) -> PriorityComparison:
    """Compare the theme shares of two jurisdictions' texts.

    Parameters
    ----------
    matrix
        Counts or shares; the units behind it are used.
    jurisdictions
        a and b: differences are b less a.
    weighting
        equal: every document counts alike; pooled: every unit.
    level
        Confidence level.
    draws, seed
        Of the permutations behind `distance`.

    Raises
    ------
    ParameterFault
        A jurisdiction that the corpus does not have, not two of them, or twice the same; a parameter out of
        range.
    NotEstimable
        A jurisdiction without coded units, or without any code.
    """
    check_draws(level, draws, seed)
    check_weighting(weighting)
    first, second = two_of("jurisdictions", jurisdictions)
    coded = matrix.coded
    sides = (jurisdiction_rows(coded, first), jurisdiction_rows(coded, second))
    parts = document_intervals(coded, level)
    a, b = (profile_of(coded, parts, rows, weighting) for rows in sides)
    placebos = _placebos(matrix, parts, sides, weighting)
    return PriorityComparison(
        frame=_frame(matrix.codes, a, b, placebos, level),
        jurisdictions=(first, second),
        n_documents={first: len(sides[0]), second: len(sides[1])},
        placebos=placebos,
        distance=profile_distance(paragraphs_of(coded), sides, weighting, draws, seed),
        agreement=rank_agreement(a.share, b.share),
        caution=_caution(matrix.documents, sides),
        weighting=str(weighting),
        level=level,
        draws=draws,
        seed=seed,
    )


def _frame(
    codes: tuple[str, ...], a: Profile, b: Profile, placebos: pd.DataFrame, level: float
) -> pd.DataFrame:
    low, high = mover([b.share, a.share], [b.low, a.low], [b.high, a.high], [1, -1])
    difference = b.share - a.share
    contrast, low_odds, high_odds, p = _contrast(a, b, level)
    largest = placebos["difference"].abs().groupby(placebos["code"]).max()
    spread = largest.reindex(list(codes)).to_numpy(dtype=float)
    return pd.DataFrame(
        {
            "code": list(codes),
            "share_a": a.share,
            "low_a": a.share_low,
            "high_a": a.share_high,
            "share_b": b.share,
            "low_b": b.share_low,
            "high_b": b.share_high,
            "difference": difference,
            "difference_low": low,
            "difference_high": high,
            "log_odds": contrast,
            "log_odds_low": low_odds,
            "log_odds_high": high_odds,
            "p": p,
            "q": benjamini_hochberg(p),
            # Without any placebo (one document on each side) nothing is outside: NaN compares as false.
            "outside_placebo": np.abs(difference) > spread + 1e-12,
        }
    )


def _contrast(a: Profile, b: Profile, level: float) -> tuple[Array, Array, Array, Array]:
    """Difference of log odds with its bounds and two-sided p; NaN where neither side has the code."""
    absent = (a.count == 0) & (b.count == 0)
    contrast = np.where(absent, np.nan, b.log_odds - a.log_odds)
    variance = a.log_variance + b.log_variance
    freedom = variance**2 / (a.log_variance**2 / a.freedom + b.log_variance**2 / b.freedom)
    error = np.sqrt(variance)
    half = t_quantile(level, freedom) * error
    p = 2 * stdtr(np.minimum(freedom, 1e9), -np.abs(contrast) / error)
    return contrast, contrast - half, contrast + half, p


def _placebos(
    matrix: ThemeMatrix, parts: ShareIntervals, sides: Sequence[tuple[int, ...]], weighting: str
) -> pd.DataFrame:
    totals = matrix.totals.to_numpy().astype(np.float64)
    found = [
        pair
        for rows in sides
        if len(rows) > 1
        for pair in zip(rows, _beside_the_rest(parts.share, totals, rows, weighting), strict=True)
    ]
    n_codes = len(matrix.codes)
    names = matrix.documents.index.to_numpy()
    return pd.DataFrame(
        {
            "document": pd.Series([str(names[row]) for row, _ in found for _ in range(n_codes)], dtype="str"),
            "code": pd.Series(list(matrix.codes) * len(found), dtype="str"),
            "difference": np.concatenate([gap for _, gap in found]) if found else np.empty(0),
        }
    )


def _beside_the_rest(share: Array, totals: Array, rows: tuple[int, ...], weighting: str) -> Array:
    """Shares of each of the documents in `rows` less the profile of the others, (R, K)."""
    own = share[list(rows)]
    if len(rows) <= MOST_ONE_BY_ONE:
        rest = [[other for other in rows if other != row] for row in rows]
        return np.asarray(own - [profile_shares(share[each], totals[each], weighting) for each in rest])
    # The rest is the side less the document: one sum for all, where each by itself would go by the square.
    each = totals[list(rows)] if weighting == Weighting.POOLED else np.ones(len(rows))
    others = (each @ own - each[:, None] * own) / (each.sum() - each)[:, None]
    return np.asarray(own - others)


def _caution(documents: pd.DataFrame, sides: Sequence[tuple[int, ...]]) -> Caution:
    smallest = min(len(rows) for rows in sides)
    if smallest == 1:
        return Caution.ONE_DOCUMENT
    if smallest < _ENOUGH:
        return Caution.FEW_DOCUMENTS
    if "doc_type" in documents.columns:
        genres = [set(documents["doc_type"].iloc[list(rows)]) for rows in sides]
        return Caution.NONE if len(genres[0] & genres[1]) >= _GENRES else Caution.UNMATCHED_GENRES
    return Caution.UNMATCHED_GENRES
