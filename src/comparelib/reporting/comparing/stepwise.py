"""The way from one run to another in steps, each with one change where the study can still reckon it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from comparelib.errors import ComparelibError
from comparelib.reporting.comparing.causes import COUNTING, SELECTING, Cause, Change
from comparelib.reporting.comparing.cells import State, Step
from comparelib.reporting.comparing.editions import Edition

if TYPE_CHECKING:
    from comparelib.study import Study

_CHOOSING = (*SELECTING, *COUNTING)


def steps(before: Edition, after: Edition, found: Sequence[Change], study: Study | None) -> tuple[Step, ...]:
    """Return the steps; one with all changes where nothing between can be reckoned.

    First come texts, curated files and versions together, then each parameter that decides a cell, in the
    order in which the notebooks have them. With more than one step the parts depend on this order, but their
    sum does not.

    Parameters
    ----------
    before, after
        Both results.
    found
        All in which they differ.
    study
        The study, where its data are those of `after`; None where they are not.
    """
    parameters = [change for change in found if change.cause is Cause.PARAMETER and change.name in _CHOOSING]
    others = tuple(dict.fromkeys(change.key for change in found if change not in parameters))
    data = tuple(key for key in others if not key.startswith(Cause.PARAMETER.value))
    first, last = _state(before), _state(after)
    whole = (Step(first, last, tuple(dict.fromkeys([*data, *(change.key for change in parameters)]))),)
    if study is None or len(parameters) + bool(data) < 2:
        return whole
    try:
        between = _between(before, study, parameters, after)
    except ComparelibError:  # a document, coder or code of the older run is no longer in the study
        return whole
    states = [first, *([between[0]] if data else []), *between[1:], last]
    named = [*([data] if data else []), *((change.key,) for change in parameters)]
    pairs = zip(pairwise(states), named, strict=True)
    return tuple(Step(one, other, causes) for (one, other), causes in pairs)


def _between(before: Edition, study: Study, parameters: Sequence[Change], after: Edition) -> list[State]:
    """The older parameters on the data of today, then with each parameter changed but the last."""
    from comparelib.reporting.results.measure import run_matrix, unit_rows

    chosen: dict[str, Any] = dict(before.results.parameters)
    states = []
    for change in (None, *parameters[:-1]):
        if change is not None:
            chosen[change.name] = change.after
        matrix = run_matrix(study, chosen)
        states.append(State(unit_rows(study, matrix), after.results.corpus, matrix.coder))
    return states


def _state(edition: Edition) -> State:
    return State(edition.units, edition.results.corpus, edition.results.coder)
