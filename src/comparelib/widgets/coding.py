"""The coding widget: a coder's desk in JupyterLab, for keyboard, mouse and screen reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from comparelib.errors import Fault, ParameterFault, one_of
from comparelib.labels import language_of, say
from comparelib.panel import panel_style
from comparelib.study import Study
from comparelib.widgets.agreement import FACETS
from comparelib.widgets.desk import CodingDesk, Queue
from comparelib.widgets.hand_csv import Exported, export_codings, seeded
from comparelib.widgets.passage import PassageBook
from comparelib.widgets.questions import Questions
from comparelib.widgets.queues import difference_queue, document_queue, sample_queue, uncertain_queue
from comparelib.widgets.session import CodingFolder, CodingSession

ORDERS = ("sample", "uncertain", "documents")
_WORDS = (
    "next",
    "previous",
    "skip",
    "undo",
    "failed",
    "write",
    "note",
    "none",
    "definition",
    "include",
    "exclude",
    "page",
    "codes_of",
    "keys",
    "keys_text",
    "unsaved",
    "before",
    "passage",
    "after",
    "progress_label",
)


class CodingWidget(anywidget.AnyWidget):
    """Code units by hand, blind to machine codes and to other coders.

    Every press of a button goes to the disk (`data/codings/log/<coder>.jsonl`) before it is shown as pressed;
    the widget resumes where the coder stopped. `export` writes `data/codings/<coder>.csv`.

    Parameters
    ----------
    study
        The study.
    coder
        Name or initials; where it is empty the widget asks for it and nothing is opened.
    facets
        Facets of the codebook that are asked.
    n
        Size of the designed sample, needed the first time; None goes on with the sample that is there. With
        `order="uncertain"` the number of units.
    order
        `sample`; `uncertain`: units outside the sample, those first of which `machine` is least sure; or
        `documents`: every unit of some documents in reading order, so that the reference can take them in.
    machine
        Coder whose scores order the units, where `order` is `uncertain`.
    documents
        Which documents, where `order` is `documents`.
    language
        BCP 47 tag.
    clock
        Gives the time of a decision; now where None.

    Raises
    ------
    CodingFault
        Another process codes as this coder, the folder cannot be written, or a log is broken.
    ParameterFault
        An unknown facet or order, a name that cannot be that of a coder, no sample and no size.
    """

    _esm = Path(__file__).parent / "coding.js"
    _css = panel_style(Path(__file__).parent / "coding.css")
    setup = traitlets.Dict().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)

    def __init__(  # noqa: PLR0913 - a study, a coder, and keywords with defaults
        self,
        study: Study,
        coder: str = "",
        *,
        facets: Sequence[str] = FACETS,
        n: int | None = None,
        order: str = "sample",
        machine: str = "classifier",
        documents: Sequence[str] = (),
        language: str = "en",
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        if order not in ORDERS:
            raise ParameterFault(Fault(f"order '{order}'", expected=one_of(ORDERS, order)))
        queues: dict[str, Callable[[], Queue]] = {
            "sample": lambda: sample_queue(study, n),
            "uncertain": lambda: uncertain_queue(study, machine, n),
            "documents": lambda: document_queue(study, documents),
        }
        queue = queues[order]
        self._open(study, coder, facets, queue, language, clock)

    def export(self) -> Exported:
        """Write `<coder>.csv` from the log.

        Raises
        ------
        CodingFault
            It cannot be written, or nobody codes here.
        """
        if self.desk is None:
            raise ParameterFault(Fault("nothing is being coded here", expected="a coder and units to code"))
        return export_codings(self.desk.session, self.desk.questions, self.desk.passages)

    def close(self) -> None:
        """Let the coder go; what was decided is on the disk."""
        desk = getattr(self, "desk", None)
        if desk is not None:
            desk.session.close()
        super().close()

    @classmethod
    def _adjudicating(
        cls, study: Study, queue: Callable[[], Queue], coder: str, facets: Sequence[str], language: str
    ) -> CodingWidget:
        widget = cls.__new__(cls)
        widget._open(study, coder, facets, queue, language, None)
        return widget

    def _open(  # noqa: PLR0913, PLR0917 - the parameters of the two ways to open a desk
        self,
        study: Study,
        coder: str,
        facets: Sequence[str],
        queue: Callable[[], Queue],
        language: str,
        clock: Callable[[], datetime] | None,
    ) -> None:
        self.desk: CodingDesk | None = None
        questions = Questions.of(study.codebook, facets)
        primary = language_of(language)
        setup: dict[str, Any] = {
            "coder": coder,
            "language": primary,
            "label": say("coding.label", language, coder=coder),
            "facets": questions.shown(primary),
            "words": {word: say(f"coding.ui.{word}", language) for word in _WORDS},
            "notice": "" if coder else say("coding.no_name", language),
        }
        if coder:
            units = queue()
            if not units.unit_ids:
                setup["notice"] = say("coding.nothing_to_settle", language)
            else:
                passages = PassageBook.of(study.units(), study.documents)
                session = CodingSession(coder, CodingFolder.of(study.file), clock)
                seeded(session, questions, passages)
                self.desk = CodingDesk(session, questions, passages, units, language)
        super().__init__(setup=setup, view=self.desk.view() if self.desk else {})
        self.on_msg(self._answer)

    def _answer(self, _: Any, message: Mapping[str, Any], __: Any) -> None:
        """Do what the browser asks, and show what holds then: a state that is shown is on the disk."""
        if self.desk is None or not isinstance(message, Mapping):
            return
        self.desk.handle(message)
        self.view = {**self.desk.view(), "answers": [message.get("client"), message.get("seq")]}


def adjudicate(
    study: Study,
    coders: Sequence[str],
    *,
    coder: str = "adjudicator",
    facets: Sequence[str] = FACETS,
    language: str = "en",
) -> CodingWidget:
    """Return the widget in which a third person settles what coders differ on, seeing what each of them said.

    Raises
    ------
    ParameterFault
        Fewer than two coders, or an adjudicator who is one of them.
    CodingFault
        As `CodingWidget`.
    """
    if len(set(coders)) < 2 or coder in coders:
        given = ", ".join([coder, *coders])
        message = f"adjudicator and coders are {given}"
        raise ParameterFault(Fault(message, expected="two coders or more, and a third person to settle"))
    queue: Callable[[], Queue] = lambda: difference_queue(study, coders, facets)  # noqa: E731
    return CodingWidget._adjudicating(study, queue, coder, facets, language)
