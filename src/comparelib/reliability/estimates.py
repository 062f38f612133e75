"""An estimate, its interval, and the reason where there is none: rows of the tidy frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from comparelib.reliability.resampling import Floats, Group, Resampling

ONE_PARAGRAPH = "no interval: all units are of one paragraph"
NO_SPREAD = "no interval: the coders never differ here, so drawing paragraphs anew shows no uncertainty"


@dataclass(frozen=True)
class Estimates:
    """One statistic of one group, for one or several codes.

    Attributes
    ----------
    group
        The documents.
    scope
        "facet" or "code".
    statistic
        Its name.
    codes
        K names; for the scope "facet" one name, that of the facet or of an average.
    value
        Shape (K,); NaN where not estimable.
    replicates
        Shape (draws + J, K): from `Group.replicates`.
    reasons
        K texts: why a value is not estimable, "" where it is.
    fallback
        Interval (low, high), each shape (K,), to take where all draws are the same; None where there is none.
    counts
        Columns to put beside the value, each of length K.
    """

    group: Group
    scope: str
    statistic: str
    codes: Sequence[str]
    value: Floats
    replicates: Floats
    reasons: Sequence[str]
    fallback: tuple[Floats, Floats] | None
    counts: dict[str, Floats]

    def frame(self, resampling: Resampling) -> pd.DataFrame:
        """One row a code."""
        known = ~np.isnan(self.value)
        low, high = resampling.interval(self.replicates, self.value, self.group.n_paragraphs)
        spread = high > low
        if self.fallback is not None:
            low = np.where(spread, low, self.fallback[0])
            high = np.where(spread, high, self.fallback[1])
            spread = high > low
        if self.group.n_paragraphs < 2:
            spread = np.zeros_like(spread)
        without = ONE_PARAGRAPH if self.group.n_paragraphs < 2 else NO_SPREAD
        reasons = [
            reason if not is_known else ("" if has_spread else without)
            for reason, is_known, has_spread in zip(self.reasons, known, spread, strict=True)
        ]
        return pd.DataFrame(
            {
                "group_kind": self.group.kind,
                "group": self.group.name,
                "scope": self.scope,
                "code": list(self.codes),
                "statistic": self.statistic,
                "value": self.value,
                "low": np.where(known & spread, low, np.nan),
                "high": np.where(known & spread, high, np.nan),
                "undefined": np.isnan(self.replicates[: resampling.draws]).mean(axis=0),
                "n_paragraphs": self.group.n_paragraphs,
            }
            | {name: np.rint(column).astype(np.int64) for name, column in self.counts.items()}
            | {"reason": reasons}
        )


def wilson_at_an_end(hits: Floats, n: Floats, level: float) -> tuple[Floats, Floats]:
    """Wilson interval of a share hits / n, for shares of which drawing paragraphs shows no spread (0 or 1).

    Wilson (1927), Journal of the American Statistical Association 22: 209-212. NaN where n is 0.
    """
    z2 = ndtri(0.5 + level / 2.0) ** 2
    size = np.where(n > 0, n, np.nan)
    share = hits / size
    middle = (share + z2 / (2 * size)) / (1 + z2 / size)
    half = np.sqrt(z2 * (share * (1 - share) / size + z2 / (4 * size**2))) / (1 + z2 / size)
    return np.clip(middle - half, 0.0, 1.0), np.clip(middle + half, 0.0, 1.0)


def overlap_at_an_end(common: Floats, either: Floats, level: float) -> tuple[Floats, Floats]:
    """Interval of 2J / (1 + J), J = common / either: F1 and positive agreement are this of the Jaccard share.

    The function rises with J, so the ends of J's Wilson interval go over into those of F1.
    """
    low, high = wilson_at_an_end(common, either, level)
    return 2 * low / (1 + low), 2 * high / (1 + high)


def effective(cases: Floats, group: Group) -> Floats:
    """Number of cases that counts for a Wilson interval: no more than there are paragraphs.

    Units of a paragraph are alike; where no error occurs nothing tells how much, so each counts once.
    """
    return np.minimum(cases, group.n_paragraphs)


_KINDS = ("all", "jurisdiction", "document")


def ordered(frames: Sequence[pd.DataFrame], groups: Sequence[str], facet: str) -> pd.DataFrame:
    """Join frames: all, jurisdictions, documents (in the order of `groups`), the facet before its codes."""
    frame = pd.concat(frames, ignore_index=True)
    kind = frame["group_kind"].map({name: number for number, name in enumerate(_KINDS)})
    place = frame["group"].map({name: number for number, name in enumerate(groups)}).fillna(-1)
    scope = (frame["scope"] == "code").astype(int)
    order = np.lexsort((np.arange(len(frame)), scope, place, kind))
    result = frame.iloc[order].reset_index(drop=True)
    result.insert(0, "facet", facet)
    return result


def names_in_order(documents: pd.DataFrame) -> tuple[str, ...]:
    """Jurisdictions and documents in the order in which the corpus names them."""
    indexed = documents.set_index("doc_id") if "doc_id" in documents.columns else documents
    return tuple(str(name) for name in [*indexed["jurisdiction"].unique(), *indexed.index])
