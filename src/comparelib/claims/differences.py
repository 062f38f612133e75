"""Cards on the difference of both sides' texts: theme by theme, and of whole profiles."""

from __future__ import annotations

import numpy as np
import pandas as pd

from comparelib.claims.card import Card, FindingKind, Grade
from comparelib.claims.evidence import Draft, Evidence
from comparelib.claims.facts import LEVEL, Facts
from comparelib.claims.grades import grade_of
from comparelib.contrast import permutation_floor
from comparelib.labels import LANGUAGES, say
from comparelib.matrix.intervals import mover


def difference_cards(evidence: Evidence) -> tuple[Card, ...]:
    """Return a card for each theme, the largest difference first.

    A difference that is not supported is said as such, with its interval; it is not left out.
    """
    frame = evidence.comparison.frame
    order = frame["difference"].abs().sort_values(ascending=False, kind="stable").index
    return tuple(_difference(evidence, row) for _, row in frame.loc[order].iterrows())


def _difference(evidence: Evidence, row: pd.Series) -> Card:
    code, (first, second) = str(row["code"]), evidence.comparison.jurisdictions
    texts = evidence.documents(first), evidence.documents(second)
    others = evidence.shares(code, first)
    share, gap = float(row["share_b"]), float(row["difference"])
    smallest, largest = float(others["share"].min()), float(others["share"].max())
    above, below = share > largest + 1e-12, share < smallest - 1e-12
    numbers = {name: float(row[name]) for name in ("share_a", "share_b", "low_b", "high_b", "difference")}
    numbers |= {"low": float(row["difference_low"]), "high": float(row["difference_high"])}
    numbers |= {"smallest": smallest, "largest": largest}
    numbers |= {"n_a": len(texts[0]), "n_b": len(texts[1])}
    stands = evidence.specifications(code)
    facts = Facts(
        excludes_zero=numbers["low"] > 0 or numbers["high"] < 0,
        q=float(row["q"]),
        outside_spread=above or below,
        beyond_each=_beyond_each(row, others),
        outside_placebo=bool(row["outside_placebo"]),
        robust=stands.get("robust"),
    )
    grade = grade_of(FindingKind.DIFFERENCE, facts)
    shown = grade.rank < Grade.NOT_SUPPORTED.rank
    size = {each: say(f"claim.size.{'more' if above else 'less'}", each) for each in LANGUAGES}
    more = {"size": size, "counted": evidence.counted}
    return Draft(
        key=f"difference-{code}",
        kind=FindingKind.DIFFERENCE,
        numbers=numbers,
        support=evidence.support([*texts[0], *texts[1]], code, **stands, **_placebos(evidence, code, gap)),
        grade=grade,
        said=f"claim.difference.{'shown' if shown else 'open'}",
        because=f"claim.difference.reason.{_why(grade, facts)}",
        fields={
            "subject": evidence.named(texts[1], second, "claim.texts.subject", more),
            "object": evidence.named(texts[0], first, "claim.texts.object"),
            "a": evidence.named(texts[0], first, "claim.texts.of"),
            "b": evidence.named(texts[1], second, "claim.texts.of"),
            "range": _range(numbers),
        },
        code=code,
    ).card(evidence)


def _beyond_each(row: pd.Series, others: pd.DataFrame) -> bool:
    """Whether the share of b differs from that of each text of a, all in one direction, beyond its interval.

    Each comparison is made at the full level: to hold against each of them all must be passed, which needs no
    correction (intersection-union test; Berger 1982, Technometrics 24:295-300).
    """
    share, low, high = (
        np.stack([np.full(len(others), row[mine]), others[theirs].to_numpy(dtype=float)])
        for mine, theirs in (("share_b", "share"), ("low_b", "low"), ("high_b", "high"))
    )
    low, high = mover(share, low, high, [1, -1])
    return bool((low > 0).all() or (high < 0).all())


def _why(grade: Grade, facts: Facts) -> str:
    if grade is not Grade.NOT_SUPPORTED:
        return grade.value
    return "chance" if facts.outside_spread else "inside"


def _range(numbers: dict[str, float]) -> dict[str, str]:
    return {
        language: say(
            "claim.range", language, n=int(numbers["n_a"]), low=numbers["smallest"], high=numbers["largest"]
        )
        for language in LANGUAGES
    }


def _placebos(evidence: Evidence, code: str, gap: float) -> dict[str, int]:
    own = evidence.comparison.placebos
    sizes = own.loc[(own["code"] == code).to_numpy(), "difference"].abs()
    return {"placebos": len(sizes), "placebos_exceeded": int((abs(gap) > sizes + 1e-12).sum())}


def distance_card(evidence: Evidence) -> Card:
    """Return the card on the distance of both sides' whole profiles."""
    first, second = evidence.comparison.jurisdictions
    texts = evidence.documents(first), evidence.documents(second)
    distance = evidence.comparison.distance
    exact = distance.documents
    numbers = {
        "divergence": distance.divergence,
        "expected": distance.expected,
        "excess": distance.excess,
        "percentile": distance.percentile,
        "draws": distance.draws,
        "p": exact.p,
        "floor": exact.floor,
        "n_a": len(texts[0]),
        "n_b": len(texts[1]),
    }
    grade = grade_of(
        FindingKind.DISTANCE, Facts(percentile=distance.percentile, p_document=exact.p, floor=exact.floor)
    )
    shown = "apart" if grade.rank < Grade.NOT_SUPPORTED.rank else "open"
    support = evidence.support([*texts[0], *texts[1]], p_document=exact.p, floor=exact.floor)
    return Draft(
        key="distance",
        kind=FindingKind.DISTANCE,
        numbers=numbers,
        support=support,
        grade=grade,
        said=f"claim.distance.{shown}",
        because=f"claim.distance.reason.{grade.value}",
        fields={
            "a": evidence.named(texts[0], first, "claim.texts.of"),
            "b": evidence.named(texts[1], second, "claim.texts.of"),
            "deals": _deals(distance.percentile, distance.draws),
        },
    ).card(evidence)


def _deals(percentile: float, draws: int) -> dict[str, str]:
    key = "all" if percentile == 1 else "part"
    return {
        language: say(f"claim.deals.{key}", language, percentile=percentile, draws=draws)
        for language in LANGUAGES
    }


def document_test_cards(evidence: Evidence) -> tuple[Card, ...]:
    """Return the refusal of a test over documents where their number cannot give p <= .05, else nothing."""
    texts = [evidence.documents(side) for side in evidence.comparison.jurisdictions]
    floor = permutation_floor(len(texts[0]), len(texts[1]))
    if floor <= LEVEL:
        return ()
    draft = Draft(
        key="document-test",
        kind=FindingKind.DOCUMENT_TEST,
        numbers={"n_a": len(texts[0]), "n_b": len(texts[1]), "floor": floor, "level": LEVEL},
        support=evidence.support([*texts[0], *texts[1]], floor=floor),
        grade=grade_of(FindingKind.DOCUMENT_TEST, Facts(floor=floor)),
        said="claim.document_test",
        because="claim.document_test.reason",
        fields={},
    )
    return (draft.card(evidence),)
