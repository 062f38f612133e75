"""What an adjudicator settled -> data/reference: whole or not at all, the old file kept, changes told."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pandas as pd

from comparelib.coding.reference import REFERENCE_CODER, load_reference
from comparelib.errors import CodingFault, Fault
from comparelib.labels import say
from comparelib.store import file_sha256
from comparelib.study import Study
from comparelib.widgets.agreement import FACETS
from comparelib.widgets.decisions import Decision
from comparelib.widgets.passage import PassageBook
from comparelib.widgets.questions import FAILED, NONE, Questions
from comparelib.widgets.session import CodingFolder
from comparelib.widgets.states import Done, agreed, done_units
from comparelib.widgets.whole_file import write_whole

ADJUDICATED = "adjudicated"
_COLUMNS = ("unit_id", "coder", "facet", "code")
Key = tuple[str, str]
"""Reference unit and facet."""


@dataclass(frozen=True)
class ReferenceExport:
    """What goes, or went, into the reference coding.

    Attributes
    ----------
    changes
        unit_id, reference_unit_id, facet, before, after: one row where the codes change.
    unchanged
        Number of units whose codes the reference has already.
    left_out
        unit_id, reason: units that cannot go into the reference.
    written
        Whether it was written; else this is a preview.
    backup
        Where the file as it was before lies, relative to the study; "" where nothing was written.
    coder
        Who settled.
    """

    changes: pd.DataFrame
    unchanged: int
    left_out: pd.DataFrame
    written: bool
    backup: str
    coder: str
    language: str

    def _repr_html_(self) -> str:
        n = self.changes["unit_id"].nunique()
        if not n + self.unchanged + len(self.left_out):
            return f"<p>{escape(say('coding.nothing_settled', self.language, coder=self.coder))}</p>"
        key = "coding.reference_written" if self.written else "coding.reference_preview"
        words = [
            say(key, self.language, n=n, unchanged=self.unchanged, backup=self.backup),
            say("coding.reference_left_out", self.language, n=len(self.left_out)),
        ]
        tables = [
            frame.to_html(index=False, border=0) for frame in (self.changes, self.left_out) if len(frame)
        ]
        return "".join(f"<p>{escape(text)}</p>" for text in words) + "".join(tables)


def export_reference(  # noqa: PLR0913 - a study, a coder, and keywords with defaults
    study: Study,
    coder: str = "adjudicator",
    *,
    agreed_by: Sequence[str] = (),
    facets: Sequence[str] = FACETS,
    write: bool = True,
    language: str = "en",
) -> ReferenceExport:
    """Put the codings of an adjudicator into `data/reference/codings.csv` as the coder `adjudicated`.

    Rows of the units and facets that were settled are replaced; all others stay byte for byte where they
    are. The file is replaced at once, and as it was before it is kept beside it. Reports use the new
    reference after the next build.

    Only units that the reference knows go in. A unit that it does not know would count as `none` for every
    other coder of the reference, and a document with a few reference units would count as wholly coded:
    such units stay in the coder's file, where the correction of machine codings finds them.

    Parameters
    ----------
    coder
        Who settled the differences.
    agreed_by
        Coders whose common codings go in too, where the adjudicator had nothing to settle.
    facets
        Facets that were coded.
    write
        False says what would change, and writes nothing.
    language
        BCP 47 tag of the summary.

    Raises
    ------
    CodingFault
        The reference is faulty or cannot be written.
    """
    folder, questions = CodingFolder.of(study.file), Questions.of(study.codebook, facets)
    passages = PassageBook.of(study.units(), study.documents)
    settled = _settled(folder, coder, agreed_by, questions, passages)
    path = study.file.reference / "codings.csv"
    shown = study.file.shown(path)
    known = load_reference(
        study.file.reference, study.codebook, list(study.documents["doc_id"]), study.file.shown(path.parent)
    )
    anchors = study.store.read("anchors")
    reference_id = dict(zip(anchors["unit_id"], anchors["reference_unit_id"], strict=True))
    left_out = [
        (name, reason) for name, state in settled.items() if (reason := _obstacle(state, reference_id))
    ]
    kept_out = {name for name, _ in left_out}
    wanted = {reference_id[name]: state for name, state in settled.items() if name not in kept_out}
    after = _after(wanted, questions)
    own = known.codings[known.codings["coder"] == REFERENCE_CODER]
    before = {key: tuple(rows["code"]) for key, rows in own.groupby(["unit_id", "facet"], sort=False)}
    changed = {key: codes for key, codes in after.items() if set(codes) != set(before.get(key, ()))}
    backup = _written(path, shown, changed) if write and changed else ""
    rows = [
        (
            wanted[unit].unit_id,
            unit,
            facet,
            ", ".join(before.get((unit, facet), ())) or NONE,
            ", ".join(codes) or NONE,
        )
        for (unit, facet), codes in changed.items()
    ]
    return ReferenceExport(
        pd.DataFrame(rows, columns=["unit_id", "reference_unit_id", "facet", "before", "after"]),
        len(wanted) - len({unit for unit, _ in changed}),
        pd.DataFrame(left_out, columns=["unit_id", "reason"]),
        written=write,
        backup=backup,
        coder=coder,
        language=language,
    )


def _settled(
    folder: CodingFolder, coder: str, agreed_by: Sequence[str], questions: Questions, passages: PassageBook
) -> Done:
    own = done_units(folder, coder, questions, passages)
    if agreed_by:
        done = {name: done_units(folder, name, questions, passages) for name in agreed_by}
        own = {**agreed(done, questions), **own}
    return {name: own[name] for name in passages.in_order(list(own))}


def _obstacle(state: Decision, reference_id: Mapping[str, str]) -> str:
    if state.unit_id not in reference_id:
        return "the reference does not have this unit"
    if any(FAILED in codes for codes in state.codes.values()):
        return "it could not be coded"
    return ""


def _after(wanted: Mapping[str, Decision], questions: Questions) -> dict[Key, tuple[str, ...]]:
    """Codes by reference unit and facet; () where a facet has none, or is not asked any more."""
    return {
        (unit, facet): tuple(code for code in state.codes.get(facet, ()) if code != NONE)
        for unit, state in wanted.items()
        for facet in questions.names
    }


def _written(path: Path, shown: Path, changed: Mapping[Key, tuple[str, ...]]) -> str:
    """Replace the rows of the changed units and facets where they stand; return where the old file is."""
    old = path.read_bytes().decode("utf-8-sig")
    backup = path.with_name(f".codings.{file_sha256(path)[:12]}.csv.bak")
    try:
        if not backup.exists():
            write_whole(backup, old)
        write_whole(path, _replaced(old, changed))
    except OSError as refused:
        reason = (refused.strerror or str(refused)).lower()
        raise CodingFault(Fault(f"cannot be written ({reason}); it is as it was", shown)) from None
    return str(shown.with_name(backup.name))


def _replaced(old: str, changed: Mapping[Key, tuple[str, ...]]) -> str:
    header, *rows = csv.reader(io.StringIO(old, newline=""))
    place = {name: header.index(name) for name in _COLUMNS}
    todo, kept = dict(changed), []
    units_done = {unit for unit, _ in changed}
    for number, row in enumerate(rows):
        unit, facet = row[place["unit_id"]], row[place["facet"]]
        if row[place["coder"]] != ADJUDICATED or (unit, facet) not in changed:
            kept.append(row)
        else:
            kept += _rows((unit, facet), todo.pop((unit, facet), ()), place, len(header))
        last = number + 1 == len(rows) or rows[number + 1][place["unit_id"]] != unit
        if last and unit in units_done:  # facets that the unit had no row of, behind its other rows
            for key in [key for key in todo if key[0] == unit]:
                kept += _rows(key, todo.pop(key), place, len(header))
    for key, codes in todo.items():
        kept += _rows(key, codes, place, len(header))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n" if "\r\n" in old else "\n")
    writer.writerows([header, *kept])
    return buffer.getvalue()


def _rows(key: Key, codes: Sequence[str], place: Mapping[str, int], width: int) -> list[list[str]]:
    made = []
    for code in codes:
        row = [""] * width
        for name, value in zip(_COLUMNS, (key[0], ADJUDICATED, key[1], code), strict=True):
            row[place[name]] = value
        made.append(row)
    return made
