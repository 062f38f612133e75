"""What all cards are made from, and how they are put into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from comparelib.claims.card import Card, FindingKind, Grade, Support
from comparelib.claims.grades import capped, coding_class
from comparelib.claims.voice import Names, Spoken, named_texts
from comparelib.contrast import PriorityComparison
from comparelib.errors import Fault, ParameterFault
from comparelib.labels import LANGUAGES, say
from comparelib.matrix import ThemeMatrix
from comparelib.model.kinds import Counting
from comparelib.multiverse import Kind, Multiverse
from comparelib.priorities import Priorities
from comparelib.reliability import Agreement

SURE = 0.99
"""A probability from draws above this is said as "more than", below its complement as "less than"."""


@dataclass(frozen=True)
class Evidence:
    """Results on the same matrix.

    Attributes
    ----------
    matrix
        What was counted.
    faces
        Language -> names, for Dutch and English; sides are called by their texts ("Dutch texts").
    texts, sides
        Priorities of documents, and of jurisdictions.
    comparison
        Of both sides.
    multiverse
        Of the same comparison, which is its headline; None where it was not made.
    agreement
        Of the coders behind the codings; None where it was not measured.

    Raises
    ------
    ParameterFault
        A language without names, or results that are not of the same thing.
    """

    matrix: ThemeMatrix
    faces: Mapping[str, Names]
    texts: Priorities
    sides: Priorities
    comparison: PriorityComparison
    multiverse: Multiverse | None = None
    agreement: Agreement | None = None

    def __post_init__(self) -> None:
        checks = [(f"names in '{each}'", each in self.faces) for each in LANGUAGES]
        checks += [
            ("priorities of documents as `texts`", self.texts.by == "document"),
            ("priorities of jurisdictions as `sides`", self.sides.by == "jurisdiction"),
            ("themes of the matrix in the comparison", self._same_themes(self.comparison.frame["code"])),
        ]
        if self.multiverse is not None:
            same = self.multiverse.jurisdictions == self.comparison.jurisdictions
            checks.append(("a multiverse of the same jurisdictions as the comparison", same))
            same = self._same_themes(self.multiverse.robustness["theme"])
            checks.append(("themes of the matrix in the multiverse", same))
            checks.append(("a multiverse whose headline is the comparison", same and self._same_headline()))
        faults = [
            Fault("findings lack what they are made from", expected=what) for what, held in checks if not held
        ]
        if faults:
            raise ParameterFault(faults)

    def documents(self, jurisdiction: str) -> tuple[str, ...]:
        """Return the ids of the texts of a side that have coded units."""
        own = (self.matrix.documents["jurisdiction"] == jurisdiction) & (self.matrix.totals > 0)
        return tuple(str(name) for name in self.matrix.documents.index[own.to_numpy()])

    def shares(self, code: str, jurisdiction: str) -> pd.DataFrame:
        """Return share, low and high of a theme in each text of a side."""
        own = self.texts.frame[(self.texts.frame["code"] == code).to_numpy()].set_index("group")
        return own.loc[list(self.documents(jurisdiction)), ["share", "low", "high"]]

    @cached_property
    def reliability(self) -> pd.DataFrame:
        """Krippendorff's alpha of each theme over all documents: value and low, indexed by code."""
        if self.agreement is None:
            return pd.DataFrame(columns=["value", "low"])
        rows = self.agreement.frame
        own = (rows["group_kind"] == "all") & (rows["scope"] == "code") & (rows["statistic"] == "alpha")
        return rows[own.to_numpy()].set_index("code")[["value", "low"]]

    def support(self, documents: Sequence[str], code: str | None = None, **more: Any) -> Support:
        """Return the support of a card on these texts, and on one theme of theirs."""
        known: dict[str, Any] = {}
        if code is not None and code in self.reliability.index:
            value, low = (float(each) for each in self.reliability.loc[[code]].to_numpy(dtype=float)[0])
            known = {"reliability": _known(value), "reliability_low": _known(low)}
        units = float(self.matrix.totals.loc[list(documents)].sum())
        return Support(tuple(documents), units, self.matrix.coder, counted=self._counted, **known, **more)

    def specifications(self, code: str) -> dict[str, Any]:
        """Return what the multiverse says of a theme, as fields of `Support`."""
        if self.multiverse is None:
            return {}
        robustness, summary = self.multiverse.robustness, self.multiverse.summary
        stands = robustness[(robustness["theme"] == code).to_numpy()].iloc[0]
        own = (summary["theme"] == code) & (summary["family"] == Kind.PRINCIPLED)
        return {
            "specifications": int(summary[own.to_numpy()]["n_estimable"].iloc[0]),
            "same_sign": _known(float(stands["same_sign"])),
            "robust": bool(stands["robust"]),
        }

    @property
    def counted(self) -> Mapping[str, str]:
        """What the denominators count, in each language."""
        return {language: say(f"claim.counted.{self._counted}", language) for language in LANGUAGES}

    @property
    def _counted(self) -> str:
        return "tokens" if self.matrix.counting is Counting.TOKENS else "units"

    def named(
        self,
        documents: Sequence[str],
        jurisdiction: str,
        key: str,
        more: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    ) -> dict[str, str]:
        """Return how texts are called in each language; see `voice.named_texts`."""
        return named_texts(self.faces, documents, jurisdiction, key, more)

    def _same_headline(self) -> bool:
        if self.multiverse is None:
            return True
        ours, theirs = self.comparison.frame["difference"], self.multiverse.robustness["estimate"]
        return bool(np.allclose(ours.to_numpy(dtype=float), theirs.to_numpy(dtype=float), atol=1e-9))

    def _same_themes(self, codes: pd.Series[str]) -> bool:
        return tuple(codes) == self.matrix.codes


@dataclass(frozen=True)
class Draft:
    """A card before its grade is lowered to what the coding carries, and before it is put into words.

    Attributes
    ----------
    key, kind, numbers, support
        As in `Card`.
    grade
        By the rules.
    said, because
        Keys in the catalogue of the words and of the reason.
    fields
        What is not a number in the words: name -> language -> text.
    code
        The theme, None for a card on no single theme.
    """

    key: str
    kind: FindingKind
    numbers: Mapping[str, float]
    support: Support
    grade: Grade
    said: str
    because: str
    fields: Mapping[str, Mapping[str, str]]
    code: str | None = None

    def card(self, evidence: Spoken) -> Card:
        """Return the card in both languages."""
        coding = coding_class(
            self.support.reliability, self.support.reliability_low, known=evidence.agreement is not None
        )
        grade = self.grade if self.code is None else capped(self.grade, coding)
        reasons = [self.because] if grade is self.grade else [self.because, f"claim.coding.{coding}"]
        return Card(
            key=self.key,
            kind=self.kind,
            words={language: self._say(self.said, language, evidence) for language in LANGUAGES},
            numbers=self.numbers,
            support=self.support,
            grade=grade,
            reason={
                language: " ".join(self._say(key, language, evidence) for key in reasons)
                for language in LANGUAGES
            },
            code=self.code,
        )

    def _say(self, key: str, language: str, evidence: Spoken) -> str:
        theme = {} if self.code is None else {"theme": evidence.faces[language].name(self.code)}
        fields = {name: words[language] for name, words in self.fields.items()}
        fields["counted"] = evidence.counted[language]
        return say(key, language, **{**self.numbers, **fields, **theme})


def probability(value: float) -> tuple[float, dict[str, str]]:
    """Return a probability as it is said, and the number in the words: draws never give certainty."""
    if value > SURE:
        key, said = "sure", SURE
    elif value < 1 - SURE:
        key, said = "hardly", 1 - SURE
    else:
        key, said = "part", value
    return said, {language: say(f"claim.probability.{key}", language, p=said) for language in LANGUAGES}


def _known(value: float) -> float | None:
    return None if pd.isna(value) else value
