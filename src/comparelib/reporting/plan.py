"""Which pages a report has: runs of study.yml and overrides, all parameters checked before a start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comparelib.errors import Fault, ParameterFault, one_of
from comparelib.labels import LANGUAGES, say
from comparelib.reporting.assignment import typed
from comparelib.reporting.parameters import NotebookParameters, checked, model_of, unknown
from comparelib.reporting.provenance import content_hash
from comparelib.studyfile import Run, StudyFile

NOTEBOOKS = "notebooks"
CUSTOM = "-custom-"
"""Stands in the name of a run with replaced parameters, between the run and a hash of them."""

TAKEN = {"summary": "summary.html holds the findings of the run"}
"""Names that a page of a notebook cannot have, and why."""

_SHORT = 8


@dataclass(frozen=True)
class PlannedPage:
    """One page: its notebook, all its parameters, and what its own parameters mean."""

    notebook: Path
    parameters: dict[str, Any]
    meanings: dict[str, str]

    @property
    def language(self) -> str:
        """Language of the page."""
        return str(self.parameters["language"])


@dataclass(frozen=True)
class PlannedRun:
    """One run: the name of its folder, its labels, the content of its page list and whether it is ad hoc."""

    name: str
    label: dict[str, str]
    pages: tuple[PlannedPage, ...]
    custom_of: str | None = None


def plan(
    study: StudyFile, runs: Sequence[str] | None = None, overrides: Mapping[str, str] | None = None
) -> tuple[PlannedRun, ...]:
    """Return the runs to report, with all parameters checked.

    Parameters
    ----------
    study
        The declared study.
    runs
        Names of runs; None takes all of study.yml, or the first one where there are overrides.
    overrides
        Parameters as a command line gives them. They make an ad hoc run, whose name comes from their content.

    Raises
    ------
    ParameterFault
        An unknown run, or any unknown or wrong parameter of any notebook. All are named.
    """
    chosen = _chosen(study, runs, bool(overrides))
    planned: list[PlannedRun] = []
    faults: list[Fault] = []
    for run in chosen:
        try:
            planned.append(_planned(study, run, overrides or {}))
        except ParameterFault as fault:
            faults += fault.faults
    if faults:
        raise ParameterFault(dict.fromkeys(faults))
    return tuple(planned)


def _chosen(study: StudyFile, runs: Sequence[str] | None, adapted: bool) -> list[Run]:
    if runs is None:
        return list(study.runs.values())[: 1 if adapted else None]
    faults = [
        Fault(f"there is no run '{name}'", "study.yml", expected=one_of(study.runs, name))
        for name in runs
        if name not in study.runs
    ]
    if faults:
        raise ParameterFault(faults)
    return [study.runs[name] for name in dict.fromkeys(runs)]


def _planned(study: StudyFile, run: Run, overrides: Mapping[str, str]) -> PlannedRun:
    models, faults = _models(study, run)
    where = f"study.yml: run {run.name}"
    known = list(dict.fromkeys(name for model in models.values() for name in model.model_fields))
    faults += [unknown(name, known, where) for name in run.parameters if name not in known]
    faults += [unknown(name, known, "-p") for name in overrides if name not in known]
    pages = []
    for notebook, model in models.items():
        try:
            pages.append(_page(notebook, model, run, overrides))
        except ParameterFault as fault:
            faults += fault.faults
    faults += [fault for page in pages for fault in _unknown_jurisdictions(study, page, where)]
    faults += _unknown_claims(study, run)
    if faults:
        raise ParameterFault(dict.fromkeys(faults))
    if not overrides:
        return PlannedRun(run.name, dict(run.label), tuple(pages))
    short = content_hash([[page.notebook.stem, page.parameters] for page in pages])[:_SHORT]
    label = {language: say("run.adapted", language, label=run.label[language]) for language in LANGUAGES}
    return PlannedRun(f"{run.name}{CUSTOM}{short}", label, tuple(pages), custom_of=run.name)


def _models(study: StudyFile, run: Run) -> tuple[dict[Path, type[NotebookParameters]], list[Fault]]:
    models: dict[Path, type[NotebookParameters]] = {}
    faults: list[Fault] = []
    for name in run.notebooks:
        if name in TAKEN:
            problem = f"run '{run.name}': a notebook cannot be called '{name}', since {TAKEN[name]}"
            faults.append(Fault(problem, "study.yml", remedy=f"Rename {NOTEBOOKS}/{name}.ipynb"))
            continue
        notebook = study.root / NOTEBOOKS / f"{name}.ipynb"
        try:
            models[notebook] = model_of(notebook)
        except ParameterFault as fault:
            faults += fault.faults
    return models, faults


def _page(
    notebook: Path, model: type[NotebookParameters], run: Run, overrides: Mapping[str, str]
) -> PlannedPage:
    """A run's parameters go to every notebook that knows them; a notebook that does not is not disturbed."""
    given = {name: value for name, value in run.parameters.items() if name in model.model_fields}
    texts = {name: text for name, text in overrides.items() if name in model.model_fields}
    given |= {name: typed(name, text, model) for name, text in texts.items()}
    meanings = {name: field.description or "" for name, field in model.model_fields.items()}
    parameters = checked(model, given, f"study.yml: run {run.name}: {notebook.stem}")
    return PlannedPage(notebook, parameters, meanings)


def _unknown_claims(study: StudyFile, run: Run) -> tuple[Fault, ...]:
    """A codebook is read only for a run that names claims."""
    if not run.claims:
        return ()
    from comparelib.codebook import load_codebook

    codebook = load_codebook(study.codebook, study.shown(study.codebook))
    return run.unknown_claims({facet.name: facet.names for facet in codebook.facets})


def _unknown_jurisdictions(study: StudyFile, page: PlannedPage, where: str) -> list[Fault]:
    return [
        Fault(f"there is no jurisdiction '{name}'", where, expected=one_of(study.jurisdictions, name))
        for name in page.parameters.get("jurisdictions", ())
        if name not in study.jurisdictions
    ]
