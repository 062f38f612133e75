"""The account of two runs: what changed, what moved, and which change moved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from comparelib.reporting.comparing.causes import Change, changes
from comparelib.reporting.comparing.cells import UnitMove, moved_cells, parts, unit_moves
from comparelib.reporting.comparing.editions import Edition
from comparelib.reporting.comparing.findings import FindingMove, finding_moves, n_shifted
from comparelib.reporting.comparing.stepwise import steps
from comparelib.reporting.results.record import RunResults

if TYPE_CHECKING:
    from comparelib.study import Study


@dataclass(frozen=True)
class RunDiff:
    """What differs between two runs.

    Attributes
    ----------
    before, after
        Their results.
    changes
        What they were made from, where that differs.
    cells
        See `cells.moved_cells`.
    n_cells
        Cells of either matrix.
    findings
        Findings whose grade or sign changed, that are new, or gone.
    n_shifted
        Findings that say the same with other numbers.
    units
        unit_id, doc_id, fate, cause of every unit that changed, a row for each step in which it did.
    steps
        Causes of each step; more than one step where changes could be told apart by reckoning between.
    """

    before: RunResults
    after: RunResults
    changes: tuple[Change, ...]
    cells: pd.DataFrame
    n_cells: int
    findings: tuple[FindingMove, ...]
    n_shifted: int
    units: pd.DataFrame
    steps: tuple[tuple[str, ...], ...]

    def record(self) -> dict[str, Any]:
        """Return it as plain content for a script."""
        return {
            "before": self.before.run,
            "after": self.after.run,
            "changes": [{**asdict(change), "cause": change.cause.value} for change in self.changes],
            "cells": self.cells.to_dict("records"),
            "findings": [asdict(finding) for finding in self.findings],
            "findings_with_other_numbers": self.n_shifted,
            "units": self.units.to_dict("records"),
            "steps": [list(causes) for causes in self.steps],
        }


def diff_runs(before: Edition, after: Edition, study: Study | None = None) -> RunDiff:
    """Compare two runs.

    Parameters
    ----------
    before, after
        What is compared with what.
    study
        The study, where its data are those of `after` (`is_of`): it reckons states in between, so that
        several changes can be told apart.
    """
    ours, theirs = before.results, after.results
    found = changes(ours, theirs)
    way = steps(before, after, found, study)
    units = [unit_moves(step) for step in way]
    cells = moved_cells(ours, theirs, [parts(each) for each in units])
    moves = finding_moves(ours, theirs, found, _causes_of_codes(cells))
    names = {
        (document, code) for side in (ours, theirs) for document, row in side.counts.items() for code in row
    }
    return RunDiff(
        before=ours,
        after=theirs,
        changes=found,
        cells=cells,
        n_cells=len(names),
        findings=moves,
        n_shifted=n_shifted(ours, theirs, moves),
        units=_frame(units),
        steps=tuple(step.causes for step in way),
    )


def is_of(results: RunResults, read: Mapping[str, str | None], method: str) -> bool:
    """Return whether results were made from these inputs (by role) by this code."""
    return dict(results.inputs) == dict(read) and results.method == method


def _frame(steps_moves: Sequence[Sequence[UnitMove]]) -> pd.DataFrame:
    rows = [(move.unit_id, move.document, move.fate, move.cause) for moves in steps_moves for move in moves]
    return pd.DataFrame(rows, columns=["unit_id", "doc_id", "fate", "cause"])


def _causes_of_codes(cells: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for code, causes in zip(cells["code"], cells["causes"], strict=True):
        found.setdefault(str(code), {}).update(dict.fromkeys(causes))
    return {code: tuple(causes) for code, causes in found.items()}
