"""The form of a report notebook, in JupyterLab: fill in, see what is wrong, render, open the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import RLock
from typing import Any

import anywidget
import traitlets

from comparelib.errors import ComparelibError, Fault, ParameterFault, one_of
from comparelib.forms.answers import Answers, answers, written
from comparelib.forms.command import command_line, name_fault, overrides, run_lines
from comparelib.forms.fields import form_fields
from comparelib.forms.page_address import page_address
from comparelib.forms.rendering import Rendering
from comparelib.labels import language_of, say
from comparelib.panel import panel_style
from comparelib.reporting.parameters import checked, model_of
from comparelib.reporting.plan import NOTEBOOKS, plan
from comparelib.study import Study
from comparelib.studyfile import Run

_WORDS = (
    *("run", "run_help", "name", "name_help", "render", "cancel", "reset", "command", "copy", "copied"),
    *("lines", "lines_help", "order", "progress", "open", "pages", "everything"),
)
_STATES = ("waiting", "running", "rendered", "unchanged", "failed")


class ReportForm(anywidget.AnyWidget):
    """The parameters of a notebook as a form that renders its report.

    Nothing is written until Render; then the report goes where `comparelib report` would put it.

    Parameters
    ----------
    study
        The study, opened.
    notebook
        Name of the notebook, such as `03_priorities`.
    run
        Run of study.yml to start from; None takes the first one that has the notebook.
    language
        BCP 47 tag of the form; the report has its own.

    Raises
    ------
    ParameterFault
        There is no such notebook, no such run, or the parameters cell is not as it should be.

    Attributes
    ----------
    values
        The parameters as they are filled in now: those that are good.
    messages
        What is wrong, by parameter.
    """

    _esm = Path(__file__).parent / "form.js"
    _css = panel_style(Path(__file__).parent / "form.css")
    setup = traitlets.Dict().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)
    _rendering: Rendering | None = None

    def __init__(self, study: Study, notebook: str, run: str | None = None, language: str = "en") -> None:
        self._study, self._language = study, language_of(language)
        self._path = study.file.root / NOTEBOOKS / f"{notebook}.ipynb"
        self._model = model_of(self._path)
        self._runs = {name: each for name, each in study.file.runs.items() if notebook in each.notebooks}
        if run is not None and run not in self._runs:
            raise ParameterFault(
                Fault(f"no run '{run}' has the notebook {notebook}", expected=one_of(self._runs, run))
            )
        self._run = run or next(iter(self._runs), "")
        self._name, self._stamp, self._lock = "", 0, RLock()
        self._progress: dict[str, Any] = {"state": "idle"}
        look = study.look(self._language)
        base = self._base()
        self._fields = form_fields(self._path, self._model, study, look, base)
        self._given = {field.name: written(base[field.name], field, self._language) for field in self._fields}
        super().__init__(setup=self._shown_setup(notebook), view=self._view({}))
        self.on_msg(self._answer)

    @property
    def values(self) -> dict[str, Any]:
        """The parameters as they are filled in now; those that are good."""
        return self._answers().values

    @property
    def messages(self) -> dict[str, str]:
        """What is wrong, by parameter."""
        return self._answers().messages

    @property
    def command(self) -> str:
        """The command that renders the same; "" while something is wrong, or no run has the notebook."""
        filled = self._answers()
        if filled.messages or not self._run:
            return ""
        return command_line(self._run, overrides(filled.values, self._base()))

    def render(self) -> None:
        """Render the report, as the button does; says what is wrong where something is."""
        with self._lock:
            if self._progress["state"] == "running":
                return
            if self._answers().messages or not self._run:
                return
            given = overrides(self._answers().values, self._base())
            try:
                planned = plan(self._study.file, [self._run], given)
            except ComparelibError as fault:
                self._progress = {"state": "failed", "message": str(fault)}
                return
            pages = [page.notebook.stem for page in planned[0].pages]
            self._progress = {"state": "running", "pages": {name: _waiting() for name in pages}}
            root = self._study.file.root
            self._rendering = Rendering(root, self._run, given, self._hear)

    def cancel(self) -> None:
        """Stop the report that is being made; the last good pages stay."""
        if self._rendering is not None:
            self._rendering.cancel()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the report is made, failed or cancelled; return whether it is."""
        return self._rendering is None or self._rendering.wait(seconds)

    def close(self) -> None:
        """Stop what is being made, and close the form."""
        self.cancel()
        super().close()

    # -- what the form knows -----------------------------------------------------------------------------

    def _base(self) -> dict[str, Any]:
        """Return the parameters of the notebook in the run that the form starts from."""
        run = self._runs.get(self._run)
        given = run.parameters if run else {}
        own = {name: value for name, value in given.items() if name in self._model.model_fields}
        return checked(self._model, own, f"study.yml: run {self._run}")

    def _answers(self) -> Answers:
        return answers(self._given, self._fields, self._model, self._study, self._language)

    def _shown_setup(self, notebook: str) -> dict[str, Any]:
        def label(run: Run) -> str:
            return run.label[self._language]

        language = self._language
        return {
            "title": say("form.title", language, notebook=notebook),
            "language": language,
            "fields": [field.shown() for field in self._fields],
            "runs": [{"value": name, "label": f"{label(run)} ({name})"} for name, run in self._runs.items()],
            "words": {word: say(f"form.{word}", language) for word in _WORDS},
            "states": {state: say(f"form.state.{state}", language) for state in _STATES},
        }

    def _view(self, extra: Mapping[str, Any]) -> dict[str, Any]:
        """Return all that the browser shows beside what is typed there; `stamp` rises when it must refill."""
        filled = self._answers()
        run, fault = self._runs.get(self._run), name_fault(self._name, self._study.file.runs, self._language)
        lines = ""
        if run and self._name and not fault and not filled.messages:
            lines = run_lines(self._name, run, filled.values, self._base())
        return {
            "stamp": self._stamp,
            "given": self._given,
            "run": self._run,
            "name": self._name,
            "messages": filled.messages | ({"-name": fault} if fault else {}),
            "command": self.command,
            "lines": lines,
            "status": self._status(filled),
            "progress": self._progress,
            **extra,
        }

    def _status(self, filled: Answers) -> str:
        language, progress = self._language, self._progress
        if not self._run:
            return say("form.in_no_run", language)
        if filled.messages and progress["state"] != "running":
            return say("form.to_mend", language, n=len(filled.messages))
        if progress["state"] == "idle":
            return ""
        return say(f"form.status.{progress['state']}", language, **progress.get("told", {}))

    # -- what the browser asks, and what the report tells --------------------------------------------------

    def _answer(self, _: Any, message: Any, __: Any) -> None:
        kind = message.get("kind") if isinstance(message, Mapping) else None
        acts: dict[str, Callable[[], None]] = {
            "set": lambda: self._set(message),
            "run": lambda: self._start_from(str(message.get("value"))),
            "name": lambda: setattr(self, "_name", str(message.get("value", "")).strip()),
            "reset": lambda: self._start_from(self._run),
            "render": self.render,
            "cancel": self.cancel,
        }
        if kind in acts:
            with self._lock:
                acts[str(kind)]()
                self.view = self._view({"answered": message.get("seq", 0)})

    def _set(self, message: Mapping[str, Any]) -> None:
        name, value = message.get("name"), message.get("value")
        field = next((each for each in self._fields if each.name == name), None)
        if field is not None and isinstance(value, type(self._given[field.name])):
            self._given = self._given | {field.name: value}

    def _start_from(self, run: str) -> None:
        """Fill the form in as a run has it."""
        self._run = run if run in self._runs else self._run
        base = self._base()
        self._given = {field.name: written(base[field.name], field, self._language) for field in self._fields}
        self._stamp += 1
        if self._progress["state"] != "running":
            self._progress = {"state": "idle"}

    def _hear(self, news: dict[str, Any]) -> None:
        """Take in what the report tells; comes from the thread of the rendering."""
        with self._lock:
            kind = news["kind"]
            if kind == "page":
                pages = self._progress["pages"] | {news["notebook"]: news}
                self._progress = self._progress | {"pages": pages}
            elif kind == "done":
                self._progress = self._progress | self._made(news)
            elif kind in ("failed", "cancelled"):
                pages = self._progress.get("pages", {})
                self._progress = {"state": kind, "pages": pages, "message": news.get("message", "")}
            self.view = self._view({})

    def _made(self, news: Mapping[str, Any]) -> dict[str, Any]:
        paths = {name: Path(path) for name, path in news["pages"].items()}
        root = self._study.file.root
        links = [
            {
                "notebook": name,
                "path": path.relative_to(root).as_posix(),
                "address": page_address(path),
                "own": name == self._path.stem,
            }
            for name, path in paths.items()
        ]
        return {"state": "done", "links": links, "told": {"made": news["made"], "n": len(paths)}}


def _waiting() -> dict[str, Any]:
    return {"state": "waiting", "done": 0, "total": 0}


def form(
    notebook: str, *, study: Study | None = None, run: str | None = None, language: str = "en"
) -> ReportForm:
    """Return the form of a report notebook.

    Parameters
    ----------
    notebook
        Its name, such as `03_priorities`.
    study
        The study; None opens the one whose study.yml is nearest.
    run
        Run of study.yml to start from; None takes the first one that has the notebook.
    language
        BCP 47 tag of the form; the report has its own.

    Raises
    ------
    ParameterFault
        There is no such notebook or run, or the parameters cell is not as it should be.
    StoreFailure
        There is no processed data, or it is out of date.

    Examples
    --------
    >>> form("03_priorities")     # doctest: +SKIP
    """
    return ReportForm(study or Study.open(), notebook, run, language)
