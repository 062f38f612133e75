"""Cells of the matrix that moved, taken apart to the units that moved them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from comparelib.reporting.comparing.causes import SELECTING, Cause, relevant
from comparelib.reporting.results.record import RunResults

TOTAL = ""
"""Stands for the denominator of a document where parts are by code."""

_EPSILON = 1e-9


class Fate(StrEnum):
    """What became of a unit from one state to the next."""

    NEW = "new"
    GONE = "gone"
    REWORDED = "reworded"
    RECODED = "recoded"
    CHOSEN = "chosen"
    """Its document is read in one of both states only."""


@dataclass(frozen=True)
class State:
    """Units at one point on the way from one run to the other.

    Attributes
    ----------
    units
        As `read_results` gives them.
    corpus
        doc_id -> sha256 of the text, of all documents of the study at that point.
    coder
        Who coded, with the version.
    """

    units: pd.DataFrame
    corpus: Mapping[str, str]
    coder: str


@dataclass(frozen=True)
class Step:
    """From one state to the next, by these causes."""

    before: State
    after: State
    causes: tuple[str, ...]


@dataclass(frozen=True)
class _Unit:
    document: str
    text: str
    weight: float
    counts: Mapping[str, float]


@dataclass(frozen=True)
class UnitMove:
    """A unit that changed in a step.

    Attributes
    ----------
    unit_id, document
        Which unit of which document.
    fate, cause
        What became of it, and what did it; several causes are joined with "+".
    moves
        Code -> how much more it counts; `TOTAL` for the denominator.
    """

    unit_id: str
    document: str
    fate: str
    cause: str
    moves: Mapping[str, float]


def unit_moves(step: Step) -> list[UnitMove]:
    """Return the units that changed in a step, sorted by id.

    A unit whose text is the same but which counts otherwise is `recoded`; its cause is whichever of the
    causes of the step can recode this coder's units.
    """
    before, after = _units(step.before.units), _units(step.after.units)
    moves = []
    for unit_id in sorted({**before, **after}):
        one, other = before.get(unit_id), after.get(unit_id)
        fate = _fate(one, other)
        if fate is not None:
            moves.append(_move(unit_id, fate, (one, other), step))
    return moves


def parts(moves: Sequence[UnitMove]) -> dict[tuple[str, str], dict[str, float]]:
    """Return (document, code) -> cause -> move of the count; code `TOTAL` for the denominator."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for unit in moves:
        for code, size in unit.moves.items():
            cell = found.setdefault((unit.document, code), {})
            cell[unit.cause] = cell.get(unit.cause, 0.0) + size
    return found


def moved_cells(
    before: RunResults, after: RunResults, moves: Sequence[Mapping[tuple[str, str], Mapping[str, float]]]
) -> pd.DataFrame:
    """Return the cells whose count or share moved, those whose share moved most first.

    Columns: document, code, count_before, count_after, share_before, share_after (None where the document has
    no units on that side), move (share), causes (tuple of names) and parts (cause -> move of the count).
    """
    rows = []
    for document in dict.fromkeys([*before.counts, *after.counts]):
        codes = dict.fromkeys([*before.counts.get(document, {}), *after.counts.get(document, {})])
        rows += [_row(document, code, (before, after), moves) for code in codes]
    frame = pd.DataFrame([row for row in rows if row], columns=_COLUMNS)
    order = frame.assign(size=-frame["move"].abs().astype(float)).sort_values("size", kind="stable").index
    return frame.loc[order].reset_index(drop=True)


_COLUMNS = [
    *("document", "code", "count_before", "count_after", "share_before", "share_after", "move"),
    *("causes", "parts"),
]


def _row(
    document: str,
    code: str,
    sides: tuple[RunResults, RunResults],
    moves: Sequence[Mapping[tuple[str, str], Mapping[str, float]]],
) -> tuple[object, ...] | None:
    counts = [side.counts.get(document, {}).get(code, 0.0) for side in sides]
    totals = [side.totals.get(document, 0.0) for side in sides]
    shares = [count / total if total else None for count, total in zip(counts, totals, strict=True)]
    move = (shares[1] or 0.0) - (shares[0] or 0.0)
    if abs(counts[1] - counts[0]) <= _EPSILON and abs(move) <= _EPSILON:
        return None
    own: dict[str, float] = {}
    for step in moves:
        for cause, size in step.get((document, code), {}).items():
            own[cause] = own.get(cause, 0.0) + size
    below = [cause for step in moves for cause in step.get((document, TOTAL), {})]
    causes = tuple(dict.fromkeys([*own, *below])) or (Cause.UNKNOWN.value,)
    return (document, code, *counts, *shares, move, causes, own)


def _units(frame: pd.DataFrame) -> dict[str, _Unit]:
    columns = (list(frame[name]) for name in ("unit_id", "doc_id", "text", "weight", "codes", "values"))
    return {
        str(unit_id): _Unit(doc_id, text, weight, dict(zip(codes, values, strict=True)))
        for unit_id, doc_id, text, weight, codes, values in zip(*columns, strict=True)
    }


def _fate(one: _Unit | None, other: _Unit | None) -> Fate | None:
    if one is None or other is None:
        return Fate.NEW if one is None else Fate.GONE
    if one.text != other.text:
        return Fate.REWORDED
    return None if (one.weight, one.counts) == (other.weight, other.counts) else Fate.RECODED


def _move(unit_id: str, fate: Fate, sides: tuple[_Unit | None, _Unit | None], step: Step) -> UnitMove:
    known = next(side for side in reversed(sides) if side is not None)
    held, holds = ({**side.counts, TOTAL: side.weight} if side else {} for side in sides)
    moves = {code: holds.get(code, 0.0) - held.get(code, 0.0) for code in {**held, **holds}}
    told, cause = _told(fate, known.document, step)
    sizes = {code: float(size) for code, size in moves.items() if abs(size) > _EPSILON}
    return UnitMove(unit_id, known.document, told.value, cause, sizes)


def _told(fate: Fate, document: str, step: Step) -> tuple[Fate, str]:
    """What became of a unit, and why."""
    texts = (step.before.corpus.get(document), step.after.corpus.get(document))
    if fate is Fate.RECODED:
        return fate, _joined(relevant(step.causes, step.after.coder))
    if texts[0] != texts[1] and Cause.TEXT in step.causes:
        return fate, Cause.TEXT.value
    choosing = [f"{Cause.PARAMETER.value}:{name}" for name in SELECTING]
    chosen = [cause for cause in step.causes if cause in choosing]
    if chosen and fate in (Fate.NEW, Fate.GONE):
        return Fate.CHOSEN, _joined(chosen)
    # The same text is cut into other units: by the code that cuts, or by the units of the reference.
    cutting = (Cause.VERSION.value, Cause.REFERENCE.value)
    return fate, _joined([cause for cause in step.causes if cause in cutting])


def _joined(causes: Sequence[str]) -> str:
    return "+".join(causes) or Cause.UNKNOWN.value
