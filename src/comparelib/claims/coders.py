"""Cards on coders: do they agree, do they err alike on both sides, do they read both varieties alike?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from comparelib.claims.card import Card, FindingKind, Grade, Support
from comparelib.claims.evidence import Draft
from comparelib.claims.facts import RELIABLE, USABLE, Facts
from comparelib.claims.grades import grade_of
from comparelib.claims.voice import Names, Voice, named_texts
from comparelib.equivalence import Equivalence, Status, SwapTest
from comparelib.errors import Fault, ParameterFault
from comparelib.labels import LANGUAGES, coder_name, say
from comparelib.matrix.intervals import t_quantile, wilson
from comparelib.reliability import Agreement
from comparelib.variants import VariantKind

_POOLED, _WITHIN = "pooled", "within codes"
_RATES = ("recall", "precision")
_WORST = (Status.UNEQUAL, Status.NOT_TESTABLE, Status.OPEN, Status.EQUAL)


def agreement_card(agreed: Agreement, faces: Mapping[str, Names]) -> Card:
    """Return the card on how far the coders of a reference agree, over all codes and texts.

    Raises
    ------
    ParameterFault
        The agreement has no code.
    """
    rows = agreed.frame
    own = (rows["group_kind"] == "all") & (rows["scope"] == "code") & (rows["statistic"] == "alpha")
    alpha = rows[own.to_numpy()]
    known = alpha.dropna(subset=["value"])
    if alpha.empty:
        raise ParameterFault(Fault("an agreement without codes", expected="the result of `agreement`"))
    value, low = known["value"], known["low"].dropna()
    numbers = {
        "codes": len(alpha),
        "estimable": len(known),
        "firm": int((value >= RELIABLE).sum()),
        "weak": int((value < USABLE).sum()),
        "bound": RELIABLE,
        "tentative": USABLE,
    }
    facts = Facts(
        reliable=float((value >= RELIABLE).mean()) if len(known) else float("nan"),
        weakest=float(value.min()) if len(known) else float("nan"),
        weakest_low=float(low.min()) if len(low) else float("nan"),
    )
    said = "open"
    if len(known):
        worst = known.iloc[int(value.to_numpy(dtype=float).argmin())]
        numbers |= {"smallest": float(worst["value"])}
        said = "some"
    names = {
        language: faces[language].name(str(worst["code"])) if len(known) else "" for language in LANGUAGES
    }
    grade = grade_of(FindingKind.AGREEMENT, facts)
    coders = " / ".join(agreed.coders)
    texts = tuple(str(name) for name in dict.fromkeys(rows.loc[rows["group_kind"] == "document", "group"]))
    return Draft(
        key="agreement",
        kind=FindingKind.AGREEMENT,
        numbers=numbers,
        support=Support(texts, float(alpha["n_units"].max()), coders),
        grade=grade,
        said=f"claim.agreement.{said}",
        because=f"claim.agreement.reason.{grade.value}",
        fields={"weakest": names},
    ).card(Voice(faces))


def equivalence_card(
    alike: Equivalence, faces: Mapping[str, Names], texts: tuple[Sequence[str], Sequence[str]], coder: str
) -> Card:
    """Return the card on whether raw shares of a coder may be compared between both sides at all.

    Parameters
    ----------
    alike
        Result of `equivalence`.
    faces
        Language -> names.
    texts
        Documents of a and of b that both coder and reference coded.
    coder
        Its name in words.
    """
    rows = {
        (str(row["code"]), str(row["statistic"])): row
        for _, row in alike.errors.iterrows()
        if row["code"] in (_POOLED, _WITHIN)
    }
    numbers: dict[str, float] = {"codes": len(alike.configural), "margin": alike.margin}
    numbers |= {"texts_a": len(texts[0]), "texts_b": len(texts[1])}
    numbers |= {"present": int(alike.configural["present"].sum()), "fewest": alike.fewest}
    for name in _RATES:
        row = rows[_POOLED, name]
        numbers |= {f"{name}_{side}": float(row[f"rate_{side}"]) for side in "ab"}
        numbers |= {f"{name}_gap": float(row["difference"])}
        numbers |= {f"{name}_{bound}": float(row[bound]) for bound in ("low", "high")}
    recall = rows[_POOLED, "recall"]
    numbers |= {"positives_a": int(recall["n_a"]), "positives_b": int(recall["n_b"])}
    numbers |= {"needed": int(recall["needed"])}
    found = {str(rows[code, name]["status"]) for code in (_POOLED, _WITHIN) for name in _RATES}
    worst = next(status for status in _WORST if status in found)
    scale = str(alike.scalar.iloc[-1]["status"])
    facts = Facts(errors=worst, scale=scale, on_both_sides=bool(alike.configural["present"].all()))
    grade = grade_of(FindingKind.EQUIVALENCE, facts)
    said = {Grade.REFUSED: "untestable", Grade.NOT_SUPPORTED: "unshown"}.get(grade, "alike")
    if pd.isna(recall["difference"]):
        said, numbers = (
            "empty",
            {name: numbers[name] for name in ("texts_a", "texts_b", "positives_a", "positives_b")},
        )
    sides = dict(zip("ab", zip(texts, alike.sides, strict=True), strict=True))
    return Draft(
        key="equivalence",
        kind=FindingKind.EQUIVALENCE,
        numbers=numbers,
        support=Support((*texts[0], *texts[1]), float(sum(alike.n_units)), coder),
        grade=grade,
        said=f"claim.equivalence.{said}",
        because=f"claim.equivalence.reason.{grade.value}",
        fields={
            **{side: named_texts(faces, own, name, "claim.texts.of") for side, (own, name) in sides.items()},
            "coder": _by_name(coder),
        },
    ).card(Voice(faces))


def swap_card(test: SwapTest, faces: Mapping[str, Names], texts: Sequence[str], coder: str) -> Card:
    """Return the card on whether a coder's codes stay when the words of one variety take the other's place.

    The worse of both directions counts, with a Wilson interval over the codes of the swapped units.

    Raises
    ------
    ParameterFault
        No lexical doublet was swapped.
    """
    own = test.overall[(test.overall["kind"] == VariantKind.LEXICAL_DOUBLET.value).to_numpy()]
    own = own[own["n_codes"] > 0]
    if own.empty:
        raise ParameterFault(Fault("a swap test without doublets that carry a code"))
    row = own.iloc[int(own["unchanged"].to_numpy(dtype=float).argmin())]
    unchanged, size = float(row["unchanged"]), int(row["n_codes"])
    low, high = (float(bound) for bound in wilson(unchanged, size, t_quantile(0.95, float("inf"))))
    grade = grade_of(FindingKind.SWAP, Facts(unchanged=unchanged, unchanged_low=low))
    return Draft(
        key="swap",
        kind=FindingKind.SWAP,
        numbers={
            "unchanged": unchanged,
            "low": low,
            "high": high,
            "codes": size,
            "swapped": int(row["n_units"]),
            "changed": int(row["n_lost"] + row["n_gained"]),
            "required": test.required,
        },
        support=Support(tuple(texts), float(row["n_units"]), coder),
        grade=grade,
        said="claim.swap.stays" if grade.rank < Grade.NOT_SUPPORTED.rank else "claim.swap.changes",
        because=f"claim.swap.reason.{grade.value}",
        fields={
            "coder": _by_name(coder),
            "to": {language: say(f"claim.swap.to.{row['to']}", language) for language in LANGUAGES},
        },
    ).card(Voice(faces))


def _by_name(coder: str) -> dict[str, str]:
    return {language: f"“{coder_name(coder, language, version=False)}”" for language in LANGUAGES}
