"""A coder's desk without a browser: which unit lies on it, what a key press does, what is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from comparelib.errors import ComparelibError, Fault, ParameterFault
from comparelib.labels import listed, say
from comparelib.widgets.decisions import Action, Codes, Decision
from comparelib.widgets.hand_csv import export_codings, is_done, is_usable
from comparelib.widgets.passage import PassageBook, text_key
from comparelib.widgets.questions import Questions
from comparelib.widgets.session import CodingSession

_LONGEST_NOTE = 4000


@dataclass(frozen=True)
class Queue:
    """The units that are coded, in order, and what an adjudicator sees of the coders before.

    Attributes
    ----------
    unit_ids
        In the order of work.
    order
        `sample`, `uncertain`, `documents` or `differences`: it goes into the log.
    others
        unit_id -> coder -> the decision that the adjudicator sees; empty for a coder, who works blind.
    outdated
        Units that would have been coded, had their text not changed since the sample was drawn.
    """

    unit_ids: tuple[str, ...]
    order: str = "sample"
    others: Mapping[str, Mapping[str, Decision]] = field(default_factory=dict)
    outdated: tuple[str, ...] = ()


class CodingDesk:
    """What a coder sees and does; every change is on the disk before it is shown.

    Parameters
    ----------
    session, questions, passages
        Who codes, what is asked, and the units.
    queue
        Units in order; there is at least one.
    language
        BCP 47 tag.
    """

    def __init__(
        self,
        session: CodingSession,
        questions: Questions,
        passages: PassageBook,
        queue: Queue,
        language: str = "en",
    ) -> None:
        self.session, self.questions, self.passages = session, questions, passages
        self.queue, self.language = queue, language
        states = session.history.states
        self._done = {name for name in queue.unit_ids if self._is_done(name)}
        self._skipped = {
            name for name in queue.unit_ids if name in states and states[name].skipped
        } - self._done
        self._place = {name: place for place, name in enumerate(queue.unit_ids)}
        self._at = self._first_open() or 0
        self._worked = False  # whether the unit on the desk was decided on since it came there
        self._status = "", "info"
        self._greet()

    @property
    def unit_id(self) -> str:
        """The unit that lies on the desk."""
        return self.queue.unit_ids[self._at]

    @property
    def codes(self) -> Codes:
        """Its codes; none where its text has changed since it was coded."""
        state = self._state(self.unit_id)
        return state.codes if state else {}

    def handle(self, message: Mapping[str, Any]) -> None:
        """Do what a message of the browser asks for. A fault is shown, and nothing has changed."""
        self._status = "", "info"
        try:
            action = self._actions().get(str(message.get("type")))
            if action is None:
                raise ParameterFault(Fault(f"unknown message {message.get('type')!r}"))
            action(message)
        except ComparelibError as fault:
            self._status = str(fault), "error"

    def view(self) -> dict[str, Any]:
        """Return all that the browser shows of the unit on the desk; nothing of any other coder's work."""
        state, total = self._state(self.unit_id), len(self.queue.unit_ids)
        codes = self.codes
        text, kind = self._status
        return {
            "passage": self.passages.shown(self.unit_id),
            "position": self._at + 1,
            "total": total,
            "done": len(self._done),
            "progress": self._say("progress", done=len(self._done), total=total, skipped=len(self._skipped)),
            "place": self._say("place", position=self._at + 1, total=total),
            "codes": {facet: list(given) for facet, given in codes.items()},
            "asked": list(self.questions.asked(codes)),
            "complete": self.unit_id in self._done,
            "skipped": self.unit_id in self._skipped,
            "note": state.note if state else "",
            "status": text,
            "kind": kind,
            "others": self._others(),
        }

    def _actions(self) -> dict[str, Callable[[Mapping[str, Any]], None]]:
        return {
            "toggle": self._toggle,
            "failed": lambda message: self._code(self._named(message), self.questions.failed()),
            "note": self._note,
            "skip": self._skip,
            "undo": self._undo,
            "next": self._next,
            "previous": self._previous,
            "write": self._write,
            "look": lambda _: None,
        }

    def _toggle(self, message: Mapping[str, Any]) -> None:
        unit_id = self._named(message)
        state = self._state(unit_id)
        codes = state.codes if state else {}
        facet, code = str(message.get("facet")), str(message.get("code"))
        self._code(unit_id, self.questions.toggled(codes, facet, code))

    def _code(self, unit_id: str, codes: Codes) -> None:
        self._decide(unit_id, Action.CODE, codes=codes, skipped=False)
        self._worked = True

    def _note(self, message: Mapping[str, Any]) -> None:
        unit_id, note = self._named(message), str(message.get("note", ""))[:_LONGEST_NOTE]
        state = self._state(unit_id)
        if note != (state.note if state else ""):
            self._decide(unit_id, Action.NOTE, note=note)
            self._status = self._say("note_saved"), "info"

    def _skip(self, message: Mapping[str, Any]) -> None:
        unit_id = self._named(message)
        self._decide(unit_id, Action.SKIP, codes={}, skipped=True)
        self._worked = True
        self._forward()

    def _undo(self, _: Mapping[str, Any]) -> None:
        unit_id = self.session.undo()
        if unit_id is None:
            self._status = self._say("nothing_to_undo"), "info"
            return
        self._count(unit_id)
        self._at = self._place.get(unit_id, self._at)
        self._status = self._say("undone"), "info"

    def _next(self, message: Mapping[str, Any]) -> None:
        missing = self.questions.missing(self.codes) if any(self.codes.values()) else ()
        if self._named(message) == self.unit_id and missing:
            titles = [facet.title[self._primary] for facet in self.questions.facets if facet.name in missing]
            self._status = self._say("missing", facets=listed(titles, self.language)), "warning"
        else:
            self._forward()

    def _previous(self, _: Mapping[str, Any]) -> None:
        if self._at == 0:
            self._status = self._say("at_the_start"), "info"
        self._at, self._worked = max(0, self._at - 1), False

    def _write(self, _: Mapping[str, Any]) -> None:
        written = export_codings(self.session, self.questions, self.passages)
        self._status = self._say("written", path=written.path, n=written.n_units, open=written.n_open), "info"

    def _forward(self) -> None:
        """Go to the next unit; after a decision to the next open one: nobody walks through what is done."""
        behind = range(self._at + 1, len(self._place))
        step = next((place for place in behind if not self._worked or self._is_open(place)), None)
        self._worked = False
        n_open = len(self._place) - len(self._done)
        if n_open == 0:
            self._at = min(self._at + 1, len(self._place) - 1)
            self._status = self._say("all_done", total=len(self._place)), "info"
        elif step is None:
            self._at = self._first_open() or 0
            self._status = self._say("back_to_open", n=n_open), "info"
        else:
            self._at = step

    def _is_open(self, place: int) -> bool:
        return self.queue.unit_ids[place] not in self._done

    def _decide(self, unit_id: str, action: Action, **changes: Any) -> None:
        fresh = Decision(
            time="",
            unit_id=unit_id,
            action=action,
            text=text_key(self.passages.text(unit_id)),
            codebook=self.questions.version,
            order=self.queue.order,
        )
        state = self._state(unit_id)
        kept = {"codes": state.codes, "note": state.note, "skipped": state.skipped} if state else {}
        self.session.decide(replace(fresh, **{**kept, **changes}))
        self._count(unit_id)

    def _count(self, unit_id: str) -> None:
        if unit_id not in self._place:
            return
        state = self.session.history.states.get(unit_id)
        for members, belongs in (
            (self._done, self._is_done(unit_id)),
            (self._skipped, state is not None and state.skipped),
        ):
            (members.add if belongs else members.discard)(unit_id)

    def _is_done(self, unit_id: str) -> bool:
        return is_done(self.session.history.states.get(unit_id), self.questions, self.passages)

    def _state(self, unit_id: str) -> Decision | None:
        state = self.session.history.states.get(unit_id)
        return state if state and is_usable(state, self.questions, self.passages) else None

    def _named(self, message: Mapping[str, Any]) -> str:
        """The unit that the browser showed when the key was pressed, whatever lies on the desk by now."""
        unit_id = str(message.get("unit_id"))
        if unit_id not in self._place:
            raise ParameterFault(Fault(f"unit '{unit_id}' is not among the units of this session"))
        return unit_id

    def _first_open(self) -> int | None:
        """The first unit that nobody put off; then the first that was."""
        open_units = [place for name, place in self._place.items() if name not in self._done]
        fresh = [place for place in open_units if self.queue.unit_ids[place] not in self._skipped]
        return next(iter(fresh or open_units), None)

    def _greet(self) -> None:
        notes = [say(key, self.language, **values) for key, values in self.session.notices]
        states = self.session.history.states
        stale = [
            name
            for name, state in states.items()
            if state.codes and name in self.passages and self._state(name) is None
        ]
        if stale:
            notes.append(self._say("outdated", n=len(stale), units=_few(stale)))
        gone = self.queue.outdated
        if gone:
            notes.append(self._say("sample_outdated", n=len(gone), units=_few(gone)))
        if self._done:
            notes.append(self._say("resumed", n=len(self._done)))
        self._status = " ".join(notes), "warning" if self.session.notices or stale or gone else "info"

    def _others(self) -> list[dict[str, Any]]:
        said = self.queue.others.get(self.unit_id, {})
        return [
            {
                "coder": coder,
                "note": decision.note,
                "facets": [
                    {
                        "title": facet.title[self._primary],
                        "codes": [
                            self._word(facet.name, code) for code in decision.codes.get(facet.name, ())
                        ],
                        "differs": _differs(said, facet.name),
                    }
                    for facet in self.questions.facets
                ],
            }
            for coder, decision in said.items()
        ]

    @property
    def _primary(self) -> str:
        return self.language.split("-")[0].lower()

    def _word(self, facet: str, code: str) -> str:
        asked = next(each for each in self.questions.facets if each.name == facet)
        return asked.label(code, self._primary) if code in asked.names else self._say(f"code.{code}")

    def _say(self, key: str, **values: object) -> str:
        return say(f"coding.{key}", self.language, **values)


def _differs(said: Mapping[str, Decision], facet: str) -> bool:
    return len({frozenset(decision.codes.get(facet, ())) for decision in said.values()}) > 1


def _few(names: Sequence[str], most: int = 5) -> str:
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")
