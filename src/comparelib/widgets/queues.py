"""Which units lie on a desk, in which order: the sample, hard ones outside it, a document, or differences."""

from __future__ import annotations

from collections.abc import Sequence

from comparelib.errors import Fault, NotEstimable, ParameterFault
from comparelib.study import Study
from comparelib.widgets.desk import Queue
from comparelib.widgets.passage import PassageBook
from comparelib.widgets.questions import Questions
from comparelib.widgets.sample import coding_sample, uncertain_first
from comparelib.widgets.session import CodingFolder
from comparelib.widgets.states import differing, done_units

_AT_ONCE = 50  # hard units, where no number was given


def sample_queue(study: Study, n: int | None) -> Queue:
    """Return the units of the designed sample, but for those whose text has changed since it was drawn.

    Raises
    ------
    ParameterFault, CodingFault
        As `coding_sample`.
    """
    sample = coding_sample(study, n)
    gone = set(sample.outdated)
    return Queue(tuple(name for name in sample.unit_ids if name not in gone), outdated=sample.outdated)


def uncertain_queue(study: Study, machine: str, n: int | None) -> Queue:
    """Return units outside the sample, those first of which a machine is least sure.

    Raises
    ------
    ParameterFault
        No sample was drawn yet: a unit that is coded now could be drawn into it later.
    NotEstimable
        The machine is as sure of every unit, or every unit is in the sample.
    """
    names = tuple(uncertain_first(study, coding_sample(study), machine, n or _AT_ONCE))
    if not names:
        raise NotEstimable("every unit is in the sample: none is left to order", "refusal.none_left")
    return Queue(names, "uncertain")


def document_queue(study: Study, documents: Sequence[str]) -> Queue:
    """Return every policy unit of some documents in reading order, so that the reference can take them whole.

    Raises
    ------
    ParameterFault
        No document was named, or one that the study does not have.
    """
    if not documents:
        known = ", ".join(study.documents["doc_id"])
        raise ParameterFault(Fault("no document was named", expected=f"documents among {known}"))
    units = study.units(study.selection(documents))
    return Queue(tuple(map(str, units["unit_id"])), "documents")


def difference_queue(study: Study, coders: Sequence[str], facets: Sequence[str]) -> Queue:
    """Return the units that all coders have finished and see differently, with what each of them said.

    Raises
    ------
    CodingFault
        A log or file is broken.
    """
    folder, questions = CodingFolder.of(study.file), Questions.of(study.codebook, facets)
    passages = PassageBook.of(study.units(), study.documents)
    done = {name: done_units(folder, name, questions, passages) for name in dict.fromkeys(coders)}
    names = differing(done, questions)
    others = {name: {coder: states[name] for coder, states in done.items()} for name in names}
    return Queue(tuple(names), "differences", others)
