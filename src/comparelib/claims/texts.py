"""Cards on what texts put first: one by one, and on both sides."""

from __future__ import annotations

import pandas as pd

from comparelib.claims.card import Card, FindingKind
from comparelib.claims.evidence import Draft, Evidence, probability
from comparelib.claims.facts import Facts
from comparelib.claims.grades import grade_of
from comparelib.matrix.groups import MOST_DOCUMENTS

TOP = 3
"""`Priorities` gives the probability of a place among the first three."""


def priority_cards(evidence: Evidence) -> tuple[Card, ...]:
    """Return a card for each theme among the first three of each text.

    Themes that share the third place each have a card; a theme that a text never has, has none. Of more than
    `MOST_DOCUMENTS` texts there is one card, which refuses to speak of each of them.
    """
    frame = evidence.texts.frame
    texts = [str(name) for name in evidence.matrix.totals.index[evidence.matrix.totals > 0]]
    if len(texts) > MOST_DOCUMENTS:
        return (_many(evidence, texts),)
    first = frame[((frame["rank"] <= TOP).fillna(value=False) & (frame["share"] > 0)).to_numpy(dtype=bool)]
    ranked = [
        row
        for _, own in first.groupby("group", sort=False)
        for _, row in own.sort_values("rank", kind="stable").iterrows()
    ]
    return tuple(_priority(evidence, row) for row in ranked)


def _priority(evidence: Evidence, row: pd.Series) -> Card:
    name, code = str(row["group"]), str(row["code"])
    bare = bool(pd.isna(row["rank_low"]))
    numbers = {
        "top": TOP,
        "rank": int(row["rank"]),
        "share": float(row["share"]),
        "units": float(row["total"]),
    }
    if not bare:
        numbers |= {each: int(row[each]) for each in ("rank_low", "rank_high")}
        p_top = float(row["p_top3"])
        numbers |= {
            "p_top": p_top,
            "p_top_said": probability(p_top)[0],
            "low": float(row["low"]),
            "high": float(row["high"]),
        }
    grade = grade_of(
        FindingKind.PRIORITY, Facts(probability=numbers.get("p_top", float("nan")), has_interval=not bare)
    )
    jurisdiction = str(evidence.matrix.documents.loc[name, "jurisdiction"])
    return Draft(
        key=f"priority-{name}-{code}",
        kind=FindingKind.PRIORITY,
        numbers=numbers,
        support=evidence.support([name], code),
        grade=grade,
        said="claim.priority.bare" if bare else f"claim.priority.{grade.value}",
        because=f"claim.priority.reason.{grade.value}",
        fields={
            "text": evidence.named([name], jurisdiction, "claim.texts.in"),
            "p_top_said": probability(numbers.get("p_top", 0.0))[1],
        },
        code=code,
    ).card(evidence)


def _many(evidence: Evidence, texts: list[str]) -> Card:
    return Draft(
        key="priority-texts",
        kind=FindingKind.PRIORITY,
        numbers={"n": len(texts), "top": TOP, "most": MOST_DOCUMENTS, "said": TOP * len(texts)},
        support=evidence.support(texts),
        grade=grade_of(FindingKind.PRIORITY, Facts(objects=len(texts))),
        said="claim.priority.many",
        because="claim.priority.reason.many",
        fields={},
    ).card(evidence)


def shared_cards(evidence: Evidence) -> tuple[Card, ...]:
    """Return a card for each theme that is among the first three of both sides' texts."""
    frame = evidence.sides.frame
    first = frame[((frame["rank"] <= TOP).fillna(value=False) & (frame["share"] > 0)).to_numpy(dtype=bool)]
    a, b = (
        {str(row["code"]): row for _, row in first[(first["group"] == side).to_numpy()].iterrows()}
        for side in evidence.comparison.jurisdictions
    )
    both = [code for code in evidence.matrix.codes if code in a and code in b]
    return tuple(_shared(evidence, code, (a[code], b[code])) for code in both)


def _shared(evidence: Evidence, code: str, rows: tuple[pd.Series, pd.Series]) -> Card:
    first, second = evidence.comparison.jurisdictions
    texts = evidence.documents(first), evidence.documents(second)
    numbers: dict[str, float] = {"top": TOP, "n_a": len(texts[0]), "n_b": len(texts[1])}
    for side, row in zip("ab", rows, strict=True):
        p_top = float(row["p_top3"])
        numbers |= {f"p_{side}": p_top, f"p_{side}_said": probability(p_top)[0]}
        numbers[f"share_{side}"] = float(row["share"])
    grade = grade_of(FindingKind.SHARED, Facts(probability=min(numbers["p_a"], numbers["p_b"])))
    return Draft(
        key=f"shared-{code}",
        kind=FindingKind.SHARED,
        numbers=numbers,
        support=evidence.support([*texts[0], *texts[1]], code),
        grade=grade,
        said=f"claim.shared.{grade.value}",
        because=f"claim.shared.reason.{grade.value}",
        fields={
            "a": evidence.named(texts[0], first, "claim.texts.of"),
            "b": evidence.named(texts[1], second, "claim.texts.of"),
            "p_a_said": probability(numbers["p_a"])[1],
            "p_b_said": probability(numbers["p_b"])[1],
        },
        code=code,
    ).card(evidence)
