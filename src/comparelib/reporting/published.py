"""Runs that were published with replaced parameters, planned again as they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from comparelib.errors import Fault, ParameterFault
from comparelib.reporting.journal import FILE_NAME, PageRecord, RunRecord, read_record
from comparelib.reporting.parameters import checked, model_of
from comparelib.reporting.plan import CUSTOM, NOTEBOOKS, PlannedPage, PlannedRun
from comparelib.studyfile import StudyFile


def published_runs(study: StudyFile, reports: Path) -> tuple[PlannedRun, ...]:
    """Return the ad hoc runs in a folder of reports, with the parameters that they were made with.

    A parameter that a notebook no longer has is left out, and a new one has its default: the run keeps its
    name, so that links to it hold.

    Raises
    ------
    ParameterFault
        A notebook of such a run is gone, or a value no longer fits. All are named, with what to delete.
    """
    planned: list[PlannedRun] = []
    faults: list[Fault] = []
    for path in sorted(reports.glob(f"[!.]*{CUSTOM}*/{FILE_NAME}")):
        record = read_record(path.parent)
        if record is None or path.parent.name in study.runs:
            continue
        try:
            planned.append(_planned(study, path.parent.name, record))
        except ParameterFault as fault:
            remedy = f"Delete {reports.name}/{path.parent.name} if it is no longer wanted"
            faults += [
                Fault(found.message, found.path, expected=found.expected, remedy=remedy)
                for found in fault.faults
            ]
    if faults:
        raise ParameterFault(faults)
    return tuple(planned)


def _planned(study: StudyFile, name: str, record: RunRecord) -> PlannedRun:
    pages = tuple(_page(study, page, name) for page in record.pages)
    return PlannedRun(name, dict(record.label), pages, custom_of=name.partition(CUSTOM)[0])


def _page(study: StudyFile, page: PageRecord, name: str) -> PlannedPage:
    notebook = study.root / NOTEBOOKS / f"{page.notebook}.ipynb"
    model = model_of(notebook)
    given: dict[str, Any] = {
        key: value for key, value in page.parameters.items() if key in model.model_fields
    }
    meanings = {key: field.description or "" for key, field in model.model_fields.items()}
    return PlannedPage(notebook, checked(model, given, f"run {name}: {page.notebook}"), meanings)
