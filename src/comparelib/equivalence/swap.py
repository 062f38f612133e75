"""The swap test: the words of one variety put in the place of the other's must not change the codes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from comparelib.equivalence.paired import mcnemar
from comparelib.errors import CodingFault, Fault, NotEstimable
from comparelib.model import Reserved
from comparelib.variants import Side, Variant, VariantKind, swapped

Coder = Callable[[pd.DataFrame], pd.DataFrame]
# Share of codes that must stay when lexical doublets are swapped.
REQUIRED = 0.98
_COUNTS = ["n_units", "n_codes", "n_lost", "n_gained", "n_decisions"]
_ALL = "all"


@dataclass(frozen=True)
class SwapTest:
    """What a coder does when words are swapped for their equivalents.

    Attributes
    ----------
    frame
        One row a kind, pair and direction that occurs: kind, variant ("mkb/kmo"), to (the side whose words
        were put in), n_units (in which it was swapped), n_codes (codes of these units before or after),
        n_lost, n_gained, n_decisions (units x codes), unchanged (share of `n_codes` that stayed; NaN for 0),
        decisions_unchanged (share of `n_decisions`), passed. A unit with two pairs counts for both.
    overall
        The same for each kind and direction, each unit once, with p (McNemar, exact): whether codes are
        rather lost or gained.
    changes
        One row a code that changed: kind, to, unit_id, variants, code, change (lost or gained), text,
        swapped_text.
    units
        One row a unit in which a word was swapped: kind, to, unit_id, variants.
    facet
        Which codes were compared.
    required
        What `unchanged` of lexical doublets must reach to pass. Analogues are not the same thing, so they
        are reported and neither pass nor fail (None).
    """

    frame: pd.DataFrame
    overall: pd.DataFrame
    changes: pd.DataFrame
    units: pd.DataFrame
    facet: str
    required: float


@dataclass(frozen=True)
class _Start:
    """Units as they are, with their codes of a facet as pairs (unit, code)."""

    units: pd.DataFrame
    variants: Sequence[Variant]
    facet: str
    codes: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class _Swap:
    """All pairs of a kind swapped to one side: units that changed, their variants, codes before and after."""

    kind: VariantKind
    to: Side
    units: pd.DataFrame  # index unit_id; text, swapped_text, variants
    before: frozenset[tuple[str, str]]
    after: frozenset[tuple[str, str]]


def swap_test(  # noqa: PLR0913 - three inputs, and keywords with defaults
    units: pd.DataFrame,
    coder: Coder,
    variants: Sequence[Variant],
    *,
    facet: str = "theme",
    coder_as: Mapping[str, Coder] | None = None,
    required: float = REQUIRED,
) -> SwapTest:
    """Code texts before and after their words were swapped, and count which codes stay.

    The coder always sees all units, so that one that reads neighbours does so as ever; counted are the units
    in which a word was swapped. Shares are of codes given before or after: the many codes that a unit never
    has would make every coder look steady. They are in `decisions_unchanged`.

    Parameters
    ----------
    units
        Whatever the coder needs, with unit_id and text.
    coder
        Units -> codings.
    variants
        The table of equivalents.
    facet
        Facet whose codes are compared.
    coder_as
        "NL" and "VL" -> a coder that takes every text for one of that side; used after swapping. Where None
        only words change and the declared variety stays, which is harder for a coder that uses it.
    required
        In [0, 1].

    Raises
    ------
    CodingFault
        The units lack a column.
    NotEstimable
        No unit holds any of the words.

    References
    ----------
    Metamorphic testing of language models: Ribeiro, Wu, Guestrin & Singh (2020), Beyond Accuracy, ACL.
    """
    missing = [name for name in ("unit_id", "text") if name not in units]
    if missing:
        raise CodingFault(Fault(f"the units have no column '{missing[0]}'", expected="unit_id, text"))
    start = _Start(units, variants, facet, _codes(coder(units), facet))
    others = coder_as or {}
    swaps = [
        swap
        for kind in VariantKind
        for to in Side
        if (swap := _swap(start, kind, to, others.get(to, coder))) is not None
    ]
    if not swaps:
        raise NotEstimable("no unit holds a word of the table of equivalents", "refusal.no_swap")
    seen = {code for _, code in start.codes} | {code for swap in swaps for _, code in swap.after}
    n_codes = len(seen)
    rows = [_row(swap, name, n_codes) for swap in swaps for name in _names(swap)]
    whole = [_row(swap, _ALL, n_codes) for swap in swaps]
    overall = _judged(pd.DataFrame(whole), required).drop(columns="variant")
    return SwapTest(
        frame=_judged(pd.DataFrame(rows), required),
        overall=overall.assign(p=[_p(row) for row in whole]),
        changes=pd.DataFrame(
            [row for swap in swaps for row in _changes(swap)],
            columns=["kind", "to", "unit_id", "variants", "code", "change", "text", "swapped_text"],
        ),
        units=pd.DataFrame(
            [
                (swap.kind.value, swap.to.value, str(unit), ", ".join(names))
                for swap in swaps
                for unit, names in swap.units["variants"].items()
            ],
            columns=["kind", "to", "unit_id", "variants"],
        ),
        facet=facet,
        required=required,
    )


def _swap(start: _Start, kind: VariantKind, to: Side, coder: Coder) -> _Swap | None:
    """Swap all pairs of a kind to a side; None where no word of them occurs."""
    units = start.units
    texts = swapped(units["text"].tolist(), start.variants, to=to, kinds=[kind])
    changed = [bool(text.swapped) for text in texts]
    if not any(changed):
        return None
    after = _codes(coder(units.assign(text=[text.text for text in texts])), start.facet)
    columns = {
        "text": units["text"].tolist(),
        "swapped_text": [text.text for text in texts],
        "variants": [text.swapped for text in texts],
    }
    of_units = pd.DataFrame(columns, index=pd.Index(units["unit_id"], name="unit_id"))[changed]
    own = set(of_units.index)
    here, there = (frozenset(pair for pair in codes if pair[0] in own) for codes in (start.codes, after))
    return _Swap(kind, to, of_units, here, there)


def _codes(codings: pd.DataFrame, facet: str) -> frozenset[tuple[str, str]]:
    """Pairs (unit, code) of a facet; `failed` is a code here, since failing after a swap is a change."""
    rows = codings[((codings["facet"] == facet) & (codings["code"] != Reserved.NONE.value)).to_numpy()]
    return frozenset(zip(rows["unit_id"], rows["code"], strict=True))


def _names(swap: _Swap) -> list[str]:
    return sorted({name for names in swap.units["variants"] for name in names})


def _row(swap: _Swap, variant: str, n_codes: int) -> dict[str, object]:
    here = swap.units["variants"].map(lambda names: variant in (*names, _ALL))
    own = set(swap.units.index[here])
    before, after = ({pair for pair in codes if pair[0] in own} for codes in (swap.before, swap.after))
    return {
        "kind": swap.kind.value,
        "variant": variant,
        "to": swap.to.value,
        "n_units": len(own),
        "n_codes": len(before | after),
        "n_lost": len(before - after),
        "n_gained": len(after - before),
        "n_decisions": len(own) * n_codes,
    }


def _judged(frame: pd.DataFrame, required: float) -> pd.DataFrame:
    changed = frame["n_lost"] + frame["n_gained"]
    unchanged = 1 - changed / frame["n_codes"].where(frame["n_codes"] > 0)
    doublet = frame["kind"] == VariantKind.LEXICAL_DOUBLET.value
    passed = (unchanged.fillna(1.0) >= required).astype(object).where(doublet, None)
    return frame.assign(
        unchanged=unchanged, decisions_unchanged=1 - changed / frame["n_decisions"], passed=passed
    )


def _p(row: Mapping[str, object]) -> float:
    _, codes, lost, gained, decisions = (int(str(row[name])) for name in _COUNTS)
    both = codes - lost - gained
    return mcnemar([[both, lost], [gained, decisions - codes]])[1]


def _changes(swap: _Swap) -> Iterable[dict[str, object]]:
    ways: tuple[tuple[str, Collection[tuple[str, str]]], ...] = (
        ("lost", swap.before - swap.after),
        ("gained", swap.after - swap.before),
    )
    place = {unit: number for number, unit in enumerate(swap.units.index)}
    found = [(place[unit], unit, code, change) for change, pairs in ways for unit, code in pairs]
    for number, unit, code, change in sorted(found):
        row = swap.units.iloc[number]
        yield {
            "kind": swap.kind.value,
            "to": swap.to.value,
            "unit_id": unit,
            "variants": ", ".join(row["variants"]),
            "code": code,
            "change": change,
            "text": row["text"],
            "swapped_text": row["swapped_text"],
        }
