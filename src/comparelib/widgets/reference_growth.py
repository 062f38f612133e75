"""Documents that the reference does not have yet: taken in whole, with who was asked what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from comparelib.model import UnitKind
from comparelib.widgets.decisions import Decision
from comparelib.widgets.passage import PassageBook
from comparelib.widgets.questions import FAILED, Questions

ADJUDICATED = "adjudicated"


@dataclass(frozen=True)
class ReferenceGrowth:
    """What the files of the reference get beside the codings.

    Attributes
    ----------
    reference_id
        unit_id -> id in the reference, of the units that are taken in.
    units
        Rows of units.csv: unit_id, doc_id, position, kind, text.
    asked
        Rows of asked.csv: unit_id, coder, facet.
    documents
        The documents that are taken in, in their order.
    partial
        doc_id -> units settled and units in all, of documents of which some units are open.
    """

    reference_id: dict[str, str] = field(default_factory=dict)
    units: list[tuple[str, ...]] = field(default_factory=list)
    asked: list[tuple[str, ...]] = field(default_factory=list)
    documents: tuple[str, ...] = ()
    partial: dict[str, tuple[int, int]] = field(default_factory=dict)


def reference_growth(
    settled: Mapping[str, Decision], covered: set[str], questions: Questions, passages: PassageBook
) -> ReferenceGrowth:
    """Return the documents outside the reference of which every unit is settled.

    A document of which a few units are coded would count as coded by the reference, and no other coder would
    count for it: so it goes in whole, or not at all. A unit that could not be coded is left missing: it is no
    unit of the reference, and nobody counts as having been asked.

    Parameters
    ----------
    settled
        unit_id -> decision.
    covered
        Documents that the reference has.
    """
    units = passages.units[~passages.units["doc_id"].isin(covered)]
    grown, partial, documents = ReferenceGrowth(), dict[str, tuple[int, int]](), list[str]()
    for doc_id, own in units.groupby("doc_id", sort=False):
        done = [name for name in own["unit_id"] if name in settled]
        if len(done) < len(own):
            partial |= {str(doc_id): (len(done), len(own))} if done else {}
            continue
        documents.append(str(doc_id))
        for unit in own.itertuples():
            if not _failed(settled[str(unit.unit_id)]):
                _take_in(grown, unit, questions)
    return ReferenceGrowth(grown.reference_id, grown.units, grown.asked, tuple(documents), partial)


def _take_in(grown: ReferenceGrowth, unit: object, questions: Questions) -> None:
    unit_id, doc_id, position, kind, text = (
        str(getattr(unit, name)) for name in ("unit_id", "doc_id", "position", "kind", "text")
    )
    # Not our own id: a later cut numbers our units anew, and the reference keeps its names.
    name = f"{doc_id}-{int(position):04d}"
    shown = UnitKind.HEADING if kind == UnitKind.HEADING.value else UnitKind.SENTENCE
    grown.reference_id[unit_id] = name
    grown.units.append((name, doc_id, position, shown.value, text))
    grown.asked.extend((name, ADJUDICATED, facet) for facet in questions.names)


def _failed(state: Decision) -> bool:
    return any(FAILED in codes for codes in state.codes.values())
