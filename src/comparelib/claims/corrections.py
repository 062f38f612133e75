"""Cards on what a coder's errors make of a difference: raw beside corrected, and what would flip it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import pandas as pd

from comparelib.claims.card import Card, FindingKind, Grade, at_least
from comparelib.claims.differences import difference_cards
from comparelib.claims.evidence import Draft, Evidence
from comparelib.claims.facts import Facts
from comparelib.claims.grades import grade_of
from comparelib.correction import CorrectedShares, Estimator, SignFlip, corrected_difference
from comparelib.errors import Fault, ParameterFault
from comparelib.labels import LANGUAGES, coder_name, say

_HOLDS = "sign holds"


@dataclass(frozen=True)
class Corrected:
    """A machine coder's shares of both sides, corrected by the same sample.

    Attributes
    ----------
    shares
        Result of `corrected_shares` by jurisdiction.
    flip
        Result of `sign_flip` for the same two sides.

    Raises
    ------
    ParameterFault
        The codes of both are not the same, or the shares are of other groups.
    """

    shares: CorrectedShares
    flip: SignFlip

    def __post_init__(self) -> None:
        faults = []
        if set(self.shares.frame["code"]) != set(self.flip.frame["code"]):
            faults.append(Fault("corrected shares and flips of other codes", expected="the same facet"))
        if not set(self.flip.groups) <= set(self.shares.frame["group"]):
            faults.append(
                Fault("corrected shares of other groups than the flips", expected="by jurisdiction")
            )
        if faults:
            raise ParameterFault(faults)

    @property
    def frame(self) -> pd.DataFrame:
        """One row a code: code, raw, corrected, low, high (differences b less a), same_sign, flag.

        All columns of `SignFlip.frame` stand behind them, its difference as `equal_errors`.
        """
        rows = corrected_difference(self.shares, self.flip.groups)
        raw = rows[(rows["estimator"] == Estimator.RAW).to_numpy()].set_index("code")["difference"]
        own = rows[(rows["estimator"] == Estimator.STRATIFIED).to_numpy()].set_index("code")
        flips = self.flip.frame.set_index("code").rename(columns={"difference": "equal_errors"})
        columns = {"raw": raw, "corrected": own["difference"], "low": own["low"], "high": own["high"]}
        frame = pd.DataFrame(columns | {"flag": own["flag"]}).join(flips).reindex(flips.index)
        return frame.assign(same_sign=frame["raw"] * frame["corrected"] > 0).reset_index()

    @property
    def n_reference(self) -> dict[str, int]:
        """Sampled units of each group."""
        first = self.shares.frame.groupby("group", sort=False)["n_reference"].first()
        return {str(group): int(n) for group, n in first.items()}


def correction_cards(evidence: Evidence, corrected: Corrected) -> tuple[Card, ...]:
    """Return a summary card, and one for each theme whose sign turns or whose difference is a finding.

    Themes whose difference is no finding, and keeps its sign, stand in the table alone.
    """
    frame = corrected.frame
    found = {card.code for card in at_least(difference_cards(evidence), Grade.TENTATIVE)}
    rows = frame.loc[frame["corrected"].abs().sort_values(ascending=False, kind="stable").index]
    rows = rows[(rows["code"].isin(found) | ~rows["same_sign"]).to_numpy()]
    cards = [
        _theme(evidence, corrected, row) for _, row in rows.iterrows() if row["corrected"] == row["corrected"]
    ]
    return (_summary(evidence, corrected, frame), *cards)


def _summary(evidence: Evidence, corrected: Corrected, frame: pd.DataFrame) -> Card:
    first, second = corrected.flip.groups
    texts = evidence.documents(first), evidence.documents(second)
    known = frame.dropna(subset=["corrected"])
    numbers = {
        "codes": len(known),
        "n_a": len(texts[0]),
        "n_b": len(texts[1]),
        "same": int(known["same_sign"].sum()),
        "turned": int((~known["same_sign"]).sum()),
        "unknown": int((frame["verdict"] == "errors of one group unknown").sum()),
        **{
            f"sampled_{side}": corrected.n_reference[name]
            for side, name in zip("ab", (first, second), strict=True)
        },
    }
    every = len(known) > 0 and numbers["turned"] == 0
    holds = bool((known["verdict"] == _HOLDS).all()) if len(known) else False
    grade = grade_of(FindingKind.CORRECTION, Facts(same_sign=every, sign_holds=holds))
    return Draft(
        key="correction",
        kind=FindingKind.CORRECTION,
        numbers=numbers,
        support=evidence.support([*texts[0], *texts[1]]),
        grade=grade,
        said="claim.correction.all",
        because=f"claim.correction.reason.{'all' if grade is Grade.TENTATIVE else 'some'}",
        fields=_names(evidence, corrected),
    ).card(evidence)


def _theme(evidence: Evidence, corrected: Corrected, row: pd.Series) -> Card:
    first, second = corrected.flip.groups
    texts = evidence.documents(first), evidence.documents(second)
    numbers = {name: float(row[name]) for name in ("raw", "corrected", "low", "high")}
    numbers |= {"n": corrected.n_reference[first] + corrected.n_reference[second]}
    numbers |= {"n_a": len(texts[0]), "n_b": len(texts[1])}
    facts = Facts(
        same_sign=bool(row["same_sign"]),
        excludes_zero=numbers["low"] > 0 or numbers["high"] < 0,
        sign_holds=row["verdict"] == _HOLDS,
    )
    grade = grade_of(FindingKind.CORRECTION, facts)
    flip = _flip(row)
    return Draft(
        key=f"correction-{row['code']}",
        kind=FindingKind.CORRECTION,
        numbers=numbers | flip[1],
        support=evidence.support([*texts[0], *texts[1]], str(row["code"])),
        grade=grade,
        said=f"claim.correction.{'keeps' if facts.same_sign else 'turns'}",
        because=f"claim.correction.reason.{'turned' if not facts.same_sign else grade.value}",
        fields={**_names(evidence, corrected), "flip": flip[0]},
        code=str(row["code"]),
    ).card(evidence)


def _flip(row: pd.Series) -> tuple[dict[str, str], dict[str, float]]:
    """What unequal recall would have to be for the difference to vanish, in words, and its numbers."""
    needed, gap = float(row["flip_sensitivity"]), float(row["gap_sensitivity"])
    numbers: dict[str, float] = {}
    key = "none"
    if isfinite(needed):
        key = "seen" if isfinite(gap) else "unseen"
        numbers = {"flip": needed} | ({"gap": gap} if isfinite(gap) else {})
    said = {language: say(f"claim.correction.flip.{key}", language, **numbers) for language in LANGUAGES}
    return said, numbers


def _names(evidence: Evidence, corrected: Corrected) -> dict[str, dict[str, str]]:
    first, second = corrected.flip.groups
    coder = corrected.shares.coder
    return {
        "a": evidence.named(evidence.documents(first), first, "claim.texts.of"),
        "b": evidence.named(evidence.documents(second), second, "claim.texts.of"),
        "coder": {each: f"“{coder_name(coder, each, version=False)}”" for each in LANGUAGES},
    }
