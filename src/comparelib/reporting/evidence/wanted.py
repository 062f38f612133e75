"""Which lists of passages a page needs for each kind of number on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from comparelib.reporting.evidence.selections import (
    AGREEMENT,
    ALL,
    COVERAGE,
    ERRORS,
    KINDS,
    Behind,
    Held,
    Selected,
    of_both,
    of_held,
    of_kind,
)

if TYPE_CHECKING:
    from comparelib.reporting.evidence.passages import Passages


def beside(first: str, second: str) -> str:
    """Return the name of a pair of documents; a colon stands in no id of a document."""
    return f"{first}:beside:{second}"


def wanted(passages: Passages, behind: Behind) -> list[tuple[str, str]]:
    """Return every list that a kind of number may need as (group or document, selection), empty ones too."""
    codes, sides = passages.matrix.codes, list(passages.sides)
    if behind is Behind.TOTALS:
        leaves = [] if passages.large else [(doc_id, Selected.WITH_CODE) for doc_id in passages.doc_ids]
        return [*((ALL, code) for code in codes), *leaves]
    if behind is Behind.PAIRS:
        return [(ALL, of_both(*pair, codes)) for pair in passages.selections.pairs]
    if behind is Behind.BESIDE:
        return [(pair, Selected.WITH_CODE) for pair in passages.together]
    each = [part.key for part in passages.parts] if passages.large else list(passages.doc_ids)
    lists: dict[Behind, tuple[Sequence[str], Sequence[str]]] = {
        Behind.CODES: ((*sides, *each), codes),
        Behind.EVERYWHERE: ((ALL,), codes),
        Behind.SIZES: ((ALL, *sides, *each), (Selected.COUNTED,)),
        Behind.COVERAGE: ((*sides, *each), COVERAGE),
        Behind.KINDS: ((*sides, *each), (Selected.POLICY, *(of_kind(kind.value) for kind in KINDS))),
        Behind.ERRORS: ((ALL, *sides), _of_codes(ERRORS, codes)),
        Behind.AGREEMENT: ((ALL,), _of_codes(AGREEMENT, codes)),
        Behind.SAMPLED: (sides, (Selected.IN_SAMPLE, *_of_codes((Held.SAMPLED,), codes))),
    }
    groups, selections = lists[behind]
    return [(group, selection) for group in groups for selection in selections]


def _of_codes(kinds: Sequence[Held], codes: Sequence[str]) -> list[str]:
    return [of_held(held, code) for code in codes for held in kinds]
