"""Findings that changed their grade, their direction, or that came and went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comparelib.claims import FindingKind
from comparelib.reporting.comparing.causes import OUTSIDE, WEIGHING, Cause, Change
from comparelib.reporting.results.record import FindingRecord, RunResults

_DIRECTED = "difference"
_OF_EQUIVALENTS = (FindingKind.VOCABULARY, FindingKind.SWAP)  # words of both sides, mapped onto each other
_EPSILON = 1e-9


@dataclass(frozen=True)
class FindingMove:
    """One finding that is not what it was.

    Attributes
    ----------
    key, code
        As in `claims.Card`.
    grade_before, grade_after
        None where there was no such finding.
    turned
        Whether its difference changed sign.
    before, after
        What was and is said: language -> words.
    causes
        What can have moved it.
    """

    key: str
    code: str | None
    grade_before: str | None
    grade_after: str | None
    turned: bool
    before: Mapping[str, str]
    after: Mapping[str, str]
    causes: tuple[str, ...]


def finding_moves(
    before: RunResults, after: RunResults, found: Sequence[Change], cells: Mapping[str, tuple[str, ...]]
) -> tuple[FindingMove, ...]:
    """Return the findings whose grade or sign changed, and those that are new or gone.

    Parameters
    ----------
    before, after
        Results of both runs.
    found
        All in which they differ.
    cells
        Code -> causes that moved cells of it.
    """
    ours = {finding.key: finding for finding in before.findings}
    theirs = {finding.key: finding for finding in after.findings}
    moves = []
    for key in dict.fromkeys([*ours, *theirs]):
        one, other = ours.get(key), theirs.get(key)
        if one and other and one.grade == other.grade and not _turned(one, other):
            continue
        moves.append(_move(one, other, _causes(one or other, found, cells)))
    return tuple(moves)


def n_shifted(before: RunResults, after: RunResults, moves: Sequence[FindingMove]) -> int:
    """Return how many other findings say the same with other numbers."""
    listed = {move.key for move in moves}
    theirs = {finding.key: finding for finding in after.findings}
    return sum(
        finding.key not in listed and finding.key in theirs and finding.numbers != theirs[finding.key].numbers
        for finding in before.findings
    )


def _move(one: FindingRecord | None, other: FindingRecord | None, causes: tuple[str, ...]) -> FindingMove:
    some = one or other
    assert some is not None
    return FindingMove(
        key=some.key,
        code=some.code,
        grade_before=one.grade if one else None,
        grade_after=other.grade if other else None,
        turned=bool(one and other and _turned(one, other)),
        before=one.words if one else {},
        after=other.words if other else {},
        causes=causes,
    )


def _turned(one: FindingRecord, other: FindingRecord) -> bool:
    values = [finding.numbers.get(_DIRECTED) or 0.0 for finding in (one, other)]
    return values[0] * values[1] < -_EPSILON * _EPSILON


def _causes(
    finding: FindingRecord | None, found: Sequence[Change], cells: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Those of the cells of its theme; else of all cells; and what moves it without moving a cell."""
    code = finding.code if finding else None
    moved = cells.get(code, ()) if code else tuple(cause for causes in cells.values() for cause in causes)
    weighing = {f"{Cause.PARAMETER.value}:{name}" for name in WEIGHING}
    if finding and finding.kind in _OF_EQUIVALENTS:
        weighing.add(Cause.VARIANTS)
    besides = [change.key for change in found if change.key in weighing]
    every = [change.key for change in found if change.key in weighing or change.cause not in OUTSIDE]
    return tuple(dict.fromkeys([*moved, *besides])) or tuple(dict.fromkeys(every)) or (Cause.UNKNOWN.value,)
