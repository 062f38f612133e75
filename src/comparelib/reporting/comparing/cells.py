"""Cells of the matrix that moved, taken apart to the units that moved them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
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


def unit_fates(step: Step) -> pd.DataFrame:
    """Return the units that changed in a step: unit_id, doc_id, fate, weight_move and `cause`.

    A unit whose text is the same but which counts otherwise is `recoded`; its cause is whichever of the
    causes of the step can recode this coder's units, several of them joined with "+".
    """
    columns = ["unit_id", "doc_id", "text", "weight", "codes", "values"]
    joined = step.before.units[columns].merge(
        step.after.units[columns], on="unit_id", how="outer", suffixes=("_a", "_b"), sort=True
    )
    a, b = joined["text_a"].notna(), joined["text_b"].notna()
    joined["doc_id"] = joined["doc_id_a"].where(a, joined["doc_id_b"])
    held = [_held(codes, values) for codes, values in zip(joined["codes_a"], joined["values_a"], strict=True)]
    holds = [
        _held(codes, values) for codes, values in zip(joined["codes_b"], joined["values_b"], strict=True)
    ]
    recoded = np.array([one != other for one, other in zip(held, holds, strict=True)])
    weights = joined["weight_b"].fillna(0.0) - joined["weight_a"].fillna(0.0)
    both = (a & b).to_numpy()
    fate = np.full(len(joined), "", dtype=object)
    fate[both & (recoded | (weights.abs() > _EPSILON).to_numpy())] = Fate.RECODED.value
    fate[both & (joined["text_a"] != joined["text_b"]).to_numpy()] = Fate.REWORDED.value
    fate[(~a & b).to_numpy()], fate[(a & ~b).to_numpy()] = Fate.NEW.value, Fate.GONE.value
    joined["fate"], joined["weight_move"] = fate, weights
    joined["held"], joined["holds"] = held, holds
    changed = joined[joined["fate"] != ""].copy()
    told = [_told(str(row.fate), str(row.doc_id), step) for row in changed.itertuples()]
    changed["fate"], changed["cause"] = [fate for fate, _ in told], [cause for _, cause in told]
    return changed[["unit_id", "doc_id", "fate", "cause", "weight_move", "held", "holds"]]


def parts(fates: pd.DataFrame) -> dict[tuple[str, str], dict[str, float]]:
    """Return (document, code) -> cause -> move of the count; code `TOTAL` for the denominator."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for row in fates.itertuples():
        moves = {
            code: row.holds.get(code, 0.0) - row.held.get(code, 0.0) for code in {**row.held, **row.holds}
        }
        for code, move in {**moves, TOTAL: row.weight_move}.items():
            if abs(move) > _EPSILON:
                cell = found.setdefault((row.doc_id, code), {})
                cell[row.cause] = cell.get(row.cause, 0.0) + move
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


def _held(codes: object, values: object) -> dict[str, float]:
    if not isinstance(codes, (list, np.ndarray)) or not isinstance(values, (list, np.ndarray)):
        return {}
    return {str(code): float(value) for code, value in zip(codes, values, strict=True)}


def _told(fate: str, document: str, step: Step) -> tuple[str, str]:
    """What became of a unit, and why."""
    texts = (step.before.corpus.get(document), step.after.corpus.get(document))
    if fate == Fate.RECODED:
        return fate, _joined(relevant(step.causes, step.after.coder))
    if texts[0] != texts[1] and Cause.TEXT in step.causes:
        return fate, Cause.TEXT.value
    choosing = [f"{Cause.PARAMETER.value}:{name}" for name in SELECTING]
    chosen = [cause for cause in step.causes if cause in choosing]
    if chosen and fate in (Fate.NEW, Fate.GONE):
        return Fate.CHOSEN.value, _joined(chosen)
    # The same text is cut into other units: by the code that cuts, or by the units of the reference.
    cutting = (Cause.VERSION.value, Cause.REFERENCE.value)
    return fate, _joined([cause for cause in step.causes if cause in cutting])


def _joined(causes: Sequence[str]) -> str:
    return "+".join(causes) or Cause.UNKNOWN.value
