"""The card on how far both sides put their themes in one order."""

from __future__ import annotations

import numpy as np

from comparelib.claims.card import Card, FindingKind, Grade
from comparelib.claims.evidence import Draft, Evidence
from comparelib.claims.facts import Facts
from comparelib.claims.grades import grade_of
from comparelib.contrast import rank_agreement
from comparelib.matrix.intervals import document_intervals
from comparelib.matrix.profiles import jurisdiction_rows, profile_draws

_DRAWS = 400


def ranks_card(evidence: Evidence) -> Card:
    """Return the card on the agreement of both orders: rank-biased overlap and Kendall's tau-b.

    The interval is that of texts whose paragraphs were drawn anew. Redrawing adds noise to both orders, so
    it lies rather too low than too high; without it nothing is said.
    """
    comparison = evidence.comparison
    first, second = comparison.jurisdictions
    texts = evidence.documents(first), evidence.documents(second)
    agreed = comparison.agreement
    numbers: dict[str, float] = {"codes": len(evidence.matrix.codes)}
    numbers |= {"n_a": len(texts[0]), "n_b": len(texts[1])}
    bounds = _bounds(evidence)
    has_interval = bool(np.isfinite([*bounds.values(), agreed.tau_b]).all())
    if has_interval:
        numbers |= {"rbo": agreed.rbo, "tau": agreed.tau_b, "persistence": agreed.persistence, **bounds}
    facts = Facts(has_interval=has_interval, agrees_low=bounds["tau_low"])
    grade = grade_of(FindingKind.RANKS, facts)
    said = {Grade.REFUSED: "bare", Grade.NOT_SUPPORTED: "open"}.get(grade, "agree")
    return Draft(
        key="ranks",
        kind=FindingKind.RANKS,
        numbers=numbers,
        support=evidence.support([*texts[0], *texts[1]]),
        grade=grade,
        said=f"claim.ranks.{said}",
        because=f"claim.ranks.reason.{grade.value}",
        fields={
            "a": evidence.named(texts[0], first, "claim.texts.of"),
            "b": evidence.named(texts[1], second, "claim.texts.of"),
        },
    ).card(evidence)


def _bounds(evidence: Evidence) -> dict[str, float]:
    """Percentile bounds of both statistics over draws of paragraphs; NaN where a side has none."""
    coded, comparison = evidence.matrix.coded, evidence.comparison
    parts = document_intervals(coded, comparison.level)
    draws = min(comparison.draws, _DRAWS)
    a, b = (
        profile_draws(
            coded,
            parts,
            jurisdiction_rows(coded, side),
            comparison.weighting,
            draws=draws,
            seed=comparison.seed + place,
        )
        for place, side in enumerate(comparison.jurisdictions)
    )
    known = np.isfinite(a).all(axis=1) & np.isfinite(b).all(axis=1)
    found = [rank_agreement(x, y) for x, y in zip(a[known], b[known], strict=True)]
    names = ("rbo_low", "rbo_high", "tau_low", "tau_high")
    if not found:
        return dict.fromkeys(names, float("nan"))
    tails = [(1 - comparison.level) / 2, (1 + comparison.level) / 2]
    overlap, tau = (np.array([getattr(each, name) for each in found]) for name in ("rbo", "tau_b"))
    if np.isnan(tau).all():
        return dict.fromkeys(names, float("nan"))
    values = [*np.quantile(overlap, tails), *np.nanquantile(tau, tails)]
    return dict(zip(names, map(float, values), strict=True))
