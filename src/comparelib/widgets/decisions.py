"""What a coder decided, line after line -> what holds now, and what `undo` takes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

Codes = dict[str, tuple[str, ...]]
"""Facet -> codes in the order in which they were given; `none` or `failed` stand alone."""


class Action(StrEnum):
    """What one line of the log records."""

    CODE = "code"
    SKIP = "skip"
    NOTE = "note"
    UNDO = "undo"
    MOVE = "move"


@dataclass(frozen=True)
class Decision:
    """One line of the log: what holds for a unit from then on.

    Attributes
    ----------
    time
        UTC, ISO 8601 to the second.
    unit_id
        The unit.
    action
        What was done; after `undo` the line holds what was restored.
    codes
        All codes of the unit after this decision, by facet.
    note
        The note of the unit.
    skipped
        Whether the unit was put off.
    text
        The first 16 hexadecimal digits of the sha256 of the unit's text: a text that changes is seen.
    codebook
        Version of the codebook that was read.
    order
        Where the unit came from: `sample`, `uncertain`, `documents` or `differences`.
    moved_from
        The id that the unit had before its text was cut anew; "" but for `move`.
    """

    time: str
    unit_id: str
    action: Action
    codes: Codes = field(default_factory=dict)
    note: str = ""
    skipped: bool = False
    text: str = ""
    codebook: str = ""
    order: str = "sample"
    moved_from: str = ""

    def record(self) -> dict[str, Any]:
        """Return the decision as JSON writes it; `moved_from` only where the unit was moved."""
        record = asdict(self) | {
            "action": self.action.value,
            "codes": {k: list(v) for k, v in self.codes.items()},
        }
        return {name: value for name, value in record.items() if name != "moved_from" or value}

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Decision:
        """Return the decision of a line of the log.

        Raises
        ------
        ValueError, TypeError, KeyError
            The line is none of ours.
        """
        given = dict(record)
        codes = {str(facet): tuple(map(str, names)) for facet, names in dict(given.pop("codes")).items()}
        action = Action(given.pop("action"))
        decision = cls(codes=codes, action=action, **given)
        texts = (decision.time, decision.unit_id, decision.note, decision.text, decision.codebook)
        if not all(isinstance(text, str) for text in texts) or not decision.unit_id:
            raise ValueError("a field is not a text")
        return decision


class History:
    """All decisions of a coder, the state of every unit, and what can be undone."""

    def __init__(self) -> None:
        self.states: dict[str, Decision] = {}
        self._undoable: list[tuple[str, Decision | None]] = []

    def __len__(self) -> int:
        return len(self.states)

    def add(self, decision: Decision) -> None:
        """Take a decision in. `undo` takes the last `code` or `skip` back that was not taken back before.

        After a `move` nothing before it can be undone: the unit that it was about has another id.
        """
        before = self.states.get(decision.unit_id)
        if decision.action is Action.UNDO:
            if self._undoable:
                self._undoable.pop()
        elif decision.action is Action.MOVE:
            self._undoable.clear()
        elif decision.action in (Action.CODE, Action.SKIP):
            self._undoable.append((decision.unit_id, before))
        self.states[decision.unit_id] = decision

    def undone(self) -> tuple[str, Decision | None] | None:
        """Return the unit of the last decision and its state before; None where there is nothing to undo."""
        return self._undoable[-1] if self._undoable else None
