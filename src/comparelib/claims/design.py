"""Cards on what the design carries: its scope, the weight of single texts, and groups."""

from __future__ import annotations

import pandas as pd

from comparelib.claims.card import Card, FindingKind, Grade
from comparelib.claims.evidence import Draft, Evidence
from comparelib.claims.facts import Facts
from comparelib.claims.grades import grade_of
from comparelib.clusters import ParagraphGroups
from comparelib.clusters.trees import MIN_OBJECTS_FOR_GROUPS
from comparelib.contrast import Caution

_MUCH = 0.5  # of a side's units in one text: then pooled shares are, more than half, that text's


def scope_cards(evidence: Evidence) -> tuple[Card, ...]:
    """Return, for each side that is too small for it, the refusal of a statement beyond its texts.

    Where both sides have enough documents but of other kinds there is one refusal for both; where nothing
    speaks against a statement on jurisdictions there is none.
    """
    caution = evidence.comparison.caution
    if caution is Caution.NONE:
        return ()
    texts = {side: evidence.documents(side) for side in evidence.comparison.jurisdictions}
    if caution is Caution.UNMATCHED_GENRES:
        return (_scope(evidence, "genres", tuple(texts.items())),)
    small = [(side, own) for side, own in texts.items() if len(own) < 4]
    return tuple(_scope(evidence, "one" if len(own) == 1 else "few", ((side, own),)) for side, own in small)


def _scope(evidence: Evidence, why: str, sides: tuple[tuple[str, tuple[str, ...]], ...]) -> Card:
    texts = [name for _, own in sides for name in own]
    named = [evidence.named(own, side, "claim.texts.of") for side, own in sides]
    fields = dict(zip("ab", named, strict=False))
    return Draft(
        key="scope-" + "-".join(side for side, _ in sides),
        kind=FindingKind.SCOPE,
        numbers={"n": len(texts), "enough": 4, "genres": 2},
        support=evidence.support(texts),
        grade=grade_of(FindingKind.SCOPE, Facts()),
        said=f"claim.scope.{why}",
        because=f"claim.scope.reason.{why}",
        fields=fields,
    ).card(evidence)


def balance_cards(evidence: Evidence) -> tuple[Card, ...]:
    """Return a card for each side of several texts of which one holds more than half of the units."""
    cards = []
    for side in evidence.comparison.jurisdictions:
        texts = evidence.documents(side)
        sizes = evidence.matrix.totals.loc[list(texts)]
        part = float(sizes.max() / sizes.sum())
        if len(texts) > 1 and part > _MUCH:
            cards.append(_balance(evidence, side, (str(sizes.idxmax()), part)))
    return tuple(cards)


def _balance(evidence: Evidence, side: str, longest: tuple[str, float]) -> Card:
    texts, (name, part) = evidence.documents(side), longest
    return Draft(
        key=f"balance-{side}",
        kind=FindingKind.BALANCE,
        numbers={"part": part, "n": len(texts)},
        support=evidence.support(texts),
        grade=grade_of(FindingKind.BALANCE, Facts()),
        said="claim.balance",
        because="claim.balance.reason",
        fields={
            "text": evidence.named([name], side, "claim.texts.of"),
            "all": evidence.named(texts, side, "claim.texts.of"),
        },
    ).card(evidence)


def document_groups_card(evidence: Evidence) -> Card:
    """Return the card on groups of documents: refused for fewer than 20.

    With more documents it says only that groups may be looked for, and is not supported until someone did.
    """
    texts = [str(name) for name in evidence.matrix.totals.index[evidence.matrix.totals > 0]]
    grade = grade_of(FindingKind.GROUPS, Facts(objects=len(texts)))
    refused = grade is Grade.REFUSED
    return Draft(
        key="groups-documents",
        kind=FindingKind.GROUPS,
        numbers={"n": len(texts), "enough": MIN_OBJECTS_FOR_GROUPS},
        support=evidence.support(texts),
        grade=grade,
        said="claim.groups.few" if refused else "claim.groups.open",
        because="claim.groups.reason.refused" if refused else "claim.groups.reason.open",
        fields={},
    ).card(evidence)


def paragraph_groups_card(evidence: Evidence, groups: ParagraphGroups) -> Card:
    """Return the card on groups of paragraphs or units."""
    row = groups.numbers[(groups.numbers["k"] == groups.k).to_numpy()].iloc[0]
    several = groups.k > 1
    numbers = {
        "objects": len(groups.members),
        "k": groups.k,
        "strength": float(row["prediction_strength"]),
        "jaccard": float(groups.groups["jaccard"].min()) if several else float("nan"),
        "chance": float(row["jaccard_null"]),
    }
    facts = Facts(
        objects=len(groups.members),
        groups=groups.k,
        strength=numbers["strength"],
        jaccard=numbers["jaccard"],
        jaccard_null=numbers["chance"],
    )
    grade = grade_of(FindingKind.GROUPS, facts)
    said = ("found" if grade.rank < Grade.NOT_SUPPORTED.rank else "weak") if several else "none"
    texts = list(pd.unique(groups.members["doc_id"]))
    return Draft(
        key=f"groups-{groups.level}",
        kind=FindingKind.GROUPS,
        numbers={name: value for name, value in numbers.items() if not pd.isna(value)},
        support=evidence.support(texts),
        grade=grade,
        said=f"claim.groups.{said}",
        because=f"claim.groups.reason.{grade.value}",
        fields={},
    ).card(evidence)
