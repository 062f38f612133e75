"""Do the same words fire in both jurisdictions: coverage, overlap, and words that only one side uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.errors import CodingFault, Fault
from comparelib.matrix import CodedUnits

_NESTED = " + "


def trigger_frame(
    codings: pd.DataFrame, predicted: CodedUnits, side: NDArray[np.int64], sides: tuple[str, str]
) -> pd.DataFrame:
    """Compare the patterns that fire in a and b, code by code and over all codes.

    A term is the pattern of a passage (its rule, without the patterns nested in it); the same pattern of two
    codes is two terms.

    Parameters
    ----------
    codings
        Of a coder that gives its passages: columns unit_id, facet, code, evidence, rule.
    predicted
        The same codings as units x codes.
    side
        (N,), 0 for units of a, 1 for those of b, -1 for others.
    sides
        Names of a and b, for messages.

    Returns
    -------
    DataFrame
        code ("all" last), coverage_a, coverage_b (share of units with a passage), n_terms_a, n_terms_b,
        n_common, jaccard (of the sets of terms), n_hits_a, n_hits_b, new_in_b (share of b's passages by terms
        that never fire in a), expected_new (the same share if b were more of a: Good-Turing, the terms that
        fire once in a over its passages). NaN without passages.

    Raises
    ------
    CodingFault
        The coder gives no passages.

    References
    ----------
    Good (1953), Biometrika 40:237-264, for the share of unseen terms.
    """
    own = codings[(codings["facet"] == predicted.facet) & codings["evidence"].notna()]
    at = predicted.unit_ids.get_indexer(pd.Index(own["unit_id"]))
    if not len(own):
        message = f"coder '{predicted.coder}' gives no passages, in {' / '.join(sides)}"
        raise CodingFault(
            Fault(
                message,
                expected="a coder that shows its evidence",
                key="refusal.no_evidence",
                values={"coder": predicted.coder},
            )
        )
    own = own.assign(
        term=own["rule"].str.split(_NESTED, regex=False).str[0], side=np.where(at >= 0, side[at], -1)
    )
    own = own[own["side"] >= 0]
    sizes = (int((side == 0).sum()), int((side == 1).sum()))
    groups = dict(list(own.groupby("code", sort=False)))
    rows = [_row(code, groups.get(code, own.iloc[:0]), sizes) for code in predicted.codes]
    return pd.DataFrame([*rows, _row("all", own, sizes)])


def _row(code: str, own: pd.DataFrame, sizes: Sequence[int]) -> dict[str, object]:
    hits = [Counter(own.loc[(own["side"] == number).to_numpy(), "term"]) for number in (0, 1)]
    units = [own.loc[(own["side"] == number).to_numpy(), "unit_id"].nunique() for number in (0, 1)]
    a, b = (set(each) for each in hits)
    n_a, n_b = (sum(each.values()) for each in hits)
    return {
        "code": code,
        "coverage_a": _share(units[0], sizes[0]),
        "coverage_b": _share(units[1], sizes[1]),
        "n_terms_a": len(a),
        "n_terms_b": len(b),
        "n_common": len(a & b),
        "jaccard": _share(len(a & b), len(a | b)),
        "n_hits_a": n_a,
        "n_hits_b": n_b,
        "new_in_b": _share(sum(n for term, n in hits[1].items() if term not in a), n_b),
        "expected_new": _share(sum(n == 1 for n in hits[0].values()), n_a),
    }


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
