"""The log of a coder -> `<coder>.csv`, which is what the study reads; and back, where there is no log yet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from comparelib.csvfile import Row, load_csv
from comparelib.errors import CodingFault, Fault, InputFaults
from comparelib.store import file_sha256, text_sha256
from comparelib.widgets.decisions import Action, Codes, Decision
from comparelib.widgets.passage import PassageBook, text_key
from comparelib.widgets.questions import NONE, Questions
from comparelib.widgets.session import CodingFolder, CodingSession
from comparelib.widgets.whole_file import write_whole

COLUMNS = ("unit_id", "coder", "facet", "code", "note", "time", "text")


@dataclass(frozen=True)
class Exported:
    """What an export wrote.

    Attributes
    ----------
    path
        The file, relative to the study.
    n_units, n_open
        Units in it, and units that have an unfinished decision and are not in it.
    outdated
        Units whose text or codes have changed since they were coded: not in it either.
    kept
        Where the file as it was before is kept, if somebody else wrote or changed it; else "".
    left
        Facets that the coder coded and that were not asked now: they are in the log and not in the file.
    """

    path: str
    n_units: int
    n_open: int
    outdated: tuple[str, ...]
    kept: str
    left: tuple[str, ...] = ()


def is_usable(decision: Decision, questions: Questions, passages: PassageBook) -> bool:
    """Whether a decision still is of the text and the codes that it was made on."""
    known = decision.unit_id in passages and decision.text == text_key(passages.text(decision.unit_id))
    return known and questions.fits(decision.codes)


def is_done(decision: Decision | None, questions: Questions, passages: PassageBook) -> bool:
    """Whether a unit has every answer that is asked of it, on its text as it is now."""
    return (
        decision is not None
        and is_usable(decision, questions, passages)
        and any(decision.codes.values())
        and not questions.missing(decision.codes)
    )


def finished(session: CodingSession, questions: Questions, passages: PassageBook) -> dict[str, Decision]:
    """Return the units that are done, in reading order."""
    states = session.history.states
    done = [name for name, state in states.items() if is_done(state, questions, passages)]
    return {name: states[name] for name in passages.in_order(done)}


def export_codings(session: CodingSession, questions: Questions, passages: PassageBook) -> Exported:
    """Write `<coder>.csv` from the log, whole or not at all; rows of units that the log does not know stay.

    Raises
    ------
    CodingFault
        The file cannot be written, or the file that is there cannot be read.
    """
    done = finished(session, questions, passages)
    states = session.history.states
    path, shown = session.folder.csv(session.coder), session.folder.shown / f"{session.coder}.csv"
    foreign = [
        row for row in present_rows(session.folder, session.coder) if row["unit_id"].strip() not in states
    ]
    rows = [row for state in done.values() for row in _rows(state, session.coder, questions, passages)]
    rows += [tuple(row.values.get(name, "") for name in COLUMNS) for row in foreign]
    content = _content(rows)
    try:
        kept = _kept(session)
        write_whole(path, content)
        write_whole(session.log.path.with_suffix(".exported"), text_sha256(content) + "\n")
    except OSError as refused:
        reason = (refused.strerror or str(refused)).lower()
        raise CodingFault(Fault(f"cannot be written ({reason})", shown)) from None
    stale = [
        name for name, state in states.items() if state.codes and not is_usable(state, questions, passages)
    ]
    n_open = sum(any(state.codes.values()) for state in states.values()) - len(done) - len(stale)
    left = {facet for state in done.values() for facet in state.codes} - set(questions.names)
    return Exported(str(shown), len(done), n_open, tuple(sorted(stale)), kept, tuple(sorted(left)))


def seeded(session: CodingSession, questions: Questions, passages: PassageBook) -> int:
    """Take an imported `<coder>.csv` over into a log that is empty; return the number of units.

    Raises
    ------
    CodingFault
        The file is broken.
    """
    if session.history.states:
        return 0
    units: dict[str, list[Row]] = {}
    for row in present_rows(session.folder, session.coder):
        units.setdefault(row["unit_id"].strip(), []).append(row)
    taken = 0
    for unit_id, rows in units.items():
        if unit_id in passages:
            codes = codes_of_rows(rows)
            note = next((note for row in rows if (note := row.values.get("note", "").strip())), "")
            text = next((text for row in rows if (text := row.values.get("text", "").strip())), "")
            key = text_key(text or passages.text(unit_id))
            session.decide(Decision("", unit_id, Action.NOTE, codes, note, False, key, questions.version))
            taken += 1
    return taken


def codes_of_rows(rows: list[Row]) -> Codes:
    """Return the codes that rows of one unit give."""
    spoken: dict[str, list[str]] = {}
    for row in rows:
        if row["facet"].strip():
            spoken.setdefault(row["facet"].strip(), []).append(row["code"].strip() or NONE)
    return {facet: tuple(dict.fromkeys(given)) for facet, given in spoken.items()}


def present_rows(folder: CodingFolder, coder: str) -> list[Row]:
    """Return the rows of a coder's file as it is on the disk; none where there is no file.

    Raises
    ------
    CodingFault
        The file is broken.
    """
    path = folder.csv(coder)
    if not path.is_file():
        return []
    try:
        return load_csv(path, ("unit_id", "coder", "facet", "code"), folder.shown / path.name, delimiter=None)
    except InputFaults as broken:
        raise CodingFault(broken.faults) from None


def _kept(session: CodingSession) -> str:
    """Keep a copy of a file that somebody else wrote or changed; return where, relative to the study."""
    path, stamp = session.folder.csv(session.coder), session.log.path.with_suffix(".exported")
    if not path.is_file():
        return ""
    digest = file_sha256(path)
    if stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == digest:
        return ""
    name = f"{session.coder}.{digest[:12]}.csv.bak"
    copy = session.log.path.parent / name
    if not copy.exists():
        write_whole(copy, path.read_bytes().decode("utf-8-sig"))
    return str(session.log.shown.parent / name)


def _rows(
    state: Decision, coder: str, questions: Questions, passages: PassageBook
) -> Iterator[tuple[str, ...]]:
    # Facets that were not asked now stay out: where one unit speaks of a facet, all others would be `none`.
    text, note = " ".join(passages.text(state.unit_id).split()), state.note
    for facet in questions.asked(state.codes):
        for code in state.codes.get(facet, ()):
            yield state.unit_id, coder, facet, code, note, state.time, text
            note = ""  # said once a unit


def _content(rows: list[tuple[str, ...]]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return buffer.getvalue()
