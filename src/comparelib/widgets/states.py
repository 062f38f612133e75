"""What coders have decided so far, read without disturbing them: from the log, else from the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from comparelib.coding.human import coder_name
from comparelib.widgets.decisions import Action, Decision, History
from comparelib.widgets.hand_csv import codes_of_rows, is_done, present_rows
from comparelib.widgets.passage import PassageBook, text_key
from comparelib.widgets.questions import Questions
from comparelib.widgets.session import CodingFolder

Done = dict[str, Decision]
"""unit_id -> decision, of the units that are done, in reading order."""


def done_units(folder: CodingFolder, coder: str, questions: Questions, passages: PassageBook) -> Done:
    """Return the units that a coder has finished, also while the coder is at work.

    Raises
    ------
    CodingFault
        The log or the file is broken.
    """
    history = History()
    for decision in folder.log(coder).read().decisions:
        history.add(decision)
    states = history.states or _of_file(folder, coder, passages)
    done = [name for name, state in states.items() if is_done(state, questions, passages)]
    return {name: states[name] for name in passages.in_order(done)}


def differing(done: Mapping[str, Done], questions: Questions) -> list[str]:
    """Return the units that all coders have finished and on which they are not of one mind, in order."""
    first, *rest = done.values()
    return [
        name
        for name in first
        if all(name in other for other in rest)
        and len({_said(states[name], questions) for states in done.values()}) > 1
    ]


def agreed(done: Mapping[str, Done], questions: Questions) -> Done:
    """Return the units that all coders have finished and on which they are of one mind."""
    first, *rest = done.values()
    both = [name for name in first if all(name in other for other in rest)]
    at_odds = set(differing(done, questions))
    return {name: first[name] for name in both if name not in at_odds}


def settled_units(
    folder: CodingFolder, coder: str, agreed_by: Sequence[str], questions: Questions, passages: PassageBook
) -> Done:
    """Return what one coder has finished, and what others agreed on where that coder had nothing to settle.

    Raises
    ------
    CodingFault
        A log or file is broken.
    """
    own = done_units(folder, coder, questions, passages)
    if agreed_by:
        done = {name: done_units(folder, name, questions, passages) for name in agreed_by}
        own = {**agreed(done, questions), **own}
    return {name: own[name] for name in passages.in_order(list(own))}


def codings_frame(done: Mapping[str, Done], questions: Questions) -> pd.DataFrame:
    """Return unit_id, facet, code and coder (`human:ab`), one row a code, `none` and `failed` among them."""
    rows = [
        (name, facet, code, coder_name(coder))
        for coder, states in done.items()
        for name, state in states.items()
        for facet in questions.asked(state.codes)
        for code in state.codes[facet]
    ]
    return pd.DataFrame(rows, columns=["unit_id", "facet", "code", "coder"], dtype="str")


def _said(state: Decision, questions: Questions) -> Sequence[frozenset[str]]:
    return tuple(frozenset(state.codes.get(facet, ())) for facet in questions.names)


def _of_file(folder: CodingFolder, coder: str, passages: PassageBook) -> Done:
    states: dict[str, list[int]] = {}
    rows = present_rows(folder, coder)
    for number, row in enumerate(rows):
        states.setdefault(row["unit_id"].strip(), []).append(number)
    found = {}
    for unit_id, numbers in states.items():
        if unit_id in passages:
            own = [rows[number] for number in numbers]
            text = next((text for row in own if (text := row.values.get("text", "").strip())), "")
            key = text_key(text or passages.text(unit_id))
            found[unit_id] = Decision("", unit_id, Action.CODE, codes_of_rows(own), text=key)
    return found
