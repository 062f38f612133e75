"""What an adjudicator settled -> data/reference: whole or not at all, the old file kept, changes told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from comparelib.coding.reference import REFERENCE_CODER, load_reference
from comparelib.labels import listed, say
from comparelib.study import Study
from comparelib.widgets.agreement import FACETS
from comparelib.widgets.decisions import Decision
from comparelib.widgets.passage import PassageBook
from comparelib.widgets.questions import FAILED, NONE, Questions
from comparelib.widgets.reference_files import Key, write_reference
from comparelib.widgets.reference_growth import ReferenceGrowth, reference_growth
from comparelib.widgets.session import CodingFolder
from comparelib.widgets.states import settled_units

_COLUMNS = ["unit_id", "reference_unit_id", "facet", "before", "after"]


@dataclass(frozen=True)
class ReferenceExport:
    """What goes, or went, into the reference coding.

    Attributes
    ----------
    changes
        unit_id, reference_unit_id, facet, before, after: one row where the codes change. Before is "" where
        the reference did not have the unit.
    unchanged
        Number of units whose codes the reference has already.
    left_out
        unit_id, reason: units that cannot go into the reference.
    written
        Whether it was written; else this is a preview.
    backup
        Where codings.csv as it was before lies, relative to the study; "" where nothing was written. Other
        files that changed are kept beside it in the same way.
    coder
        Who settled.
    added
        Documents that the reference takes in whole.
    """

    changes: pd.DataFrame
    unchanged: int
    left_out: pd.DataFrame
    written: bool
    backup: str
    coder: str
    language: str
    added: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        n = self.changes["unit_id"].nunique()
        if not n + self.unchanged + len(self.left_out):
            return f"<p>{escape(say('coding.nothing_settled', self.language, coder=self.coder))}</p>"
        key = "coding.reference_written" if self.written else "coding.reference_preview"
        words = [
            say(key, self.language, n=n, unchanged=self.unchanged, backup=self.backup),
            say("coding.reference_left_out", self.language, n=len(self.left_out)),
        ]
        if self.added:
            names = listed(self.added, self.language)
            words.append(say("coding.reference_added", self.language, documents=names))
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

    A document that the reference does not have goes in once each of its units is settled; `asked.csv` then
    says that nobody but the adjudicator was asked, so that the other coders of the reference are missing
    there, not `none`. Other units that the reference does not have stay in the coder's file, where the
    correction of machine codings finds them.

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
    settled = settled_units(folder, coder, agreed_by, questions, passages)
    place, shown = study.file.reference, study.file.shown(study.file.reference)
    known = load_reference(place, study.codebook, list(study.documents["doc_id"]), shown)
    growth = reference_growth(settled, set(known.units["doc_id"]), questions, passages)
    anchors = study.store.read("anchors")
    reference_id = dict(zip(anchors["unit_id"], anchors["reference_unit_id"], strict=True))
    reference_id |= growth.reference_id
    left_out = [
        (name, reason)
        for name, state in settled.items()
        if (reason := _obstacle(state, reference_id, growth))
    ]
    kept_out = {name for name, _ in left_out}
    wanted = {reference_id[name]: state for name, state in settled.items() if name not in kept_out}
    own = known.codings[known.codings["coder"] == REFERENCE_CODER]
    before: dict[Key, tuple[str, ...]] = {}
    for unit, facet, code in zip(own["unit_id"], own["facet"], own["code"], strict=True):
        before[unit, facet] = (*before.get((unit, facet), ()), code)
    fresh = set(growth.reference_id.values())
    changed = {
        key: codes
        for key, codes in _after(wanted, questions).items()
        if key[0] in fresh or set(codes) != set(before.get(key, ()))
    }
    return ReferenceExport(
        _changes(changed, before, wanted, fresh),
        len(wanted) - len({unit for unit, _ in changed}),
        pd.DataFrame(left_out, columns=["unit_id", "reason"]),
        written=write,
        backup=write_reference(place, shown, changed, growth) if write and changed else "",
        coder=coder,
        language=language,
        added=growth.documents,
    )


def _changes(
    changed: Mapping[Key, tuple[str, ...]],
    before: Mapping[Key, tuple[str, ...]],
    wanted: Mapping[str, Decision],
    fresh: set[str],
) -> pd.DataFrame:
    rows = [
        (wanted[unit].unit_id, unit, facet, "" if unit in fresh else _said(before, unit, facet))
        for unit, facet in changed
    ]
    after = [", ".join(codes) or NONE for codes in changed.values()]
    return pd.DataFrame([(*row, codes) for row, codes in zip(rows, after, strict=True)], columns=_COLUMNS)


def _said(codes: Mapping[Key, tuple[str, ...]], unit: str, facet: str) -> str:
    return ", ".join(codes.get((unit, facet), ())) or NONE


def _obstacle(state: Decision, reference_id: Mapping[str, str], growth: ReferenceGrowth) -> str:
    if any(FAILED in codes for codes in state.codes.values()):
        return "it could not be coded"
    if state.unit_id in reference_id:
        return ""
    done, total = growth.partial.get(state.unit_id.rpartition("#")[0], (0, 0))
    if total:
        return f"{done} of {total} units of its document are settled; a document goes in whole"
    return "the reference does not have this unit"


def _after(wanted: Mapping[str, Decision], questions: Questions) -> dict[Key, tuple[str, ...]]:
    """Codes by reference unit and facet; () where a facet has none, or is not asked any more."""
    return {
        (unit, facet): tuple(code for code in state.codes.get(facet, ()) if code != NONE)
        for unit, state in wanted.items()
        for facet in questions.names
    }
