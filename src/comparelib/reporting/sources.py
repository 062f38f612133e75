"""What a run is made from, and so what is to be made for it: each page with its frame and its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from comparelib.labels import LANGUAGES, say
from comparelib.matrix.groups import MOST_DOCUMENTS
from comparelib.reporting.jobs import PageJob
from comparelib.reporting.made_from import general_items, page_items
from comparelib.reporting.notebook_title import notebook_title
from comparelib.reporting.page import PageFrame
from comparelib.reporting.plan import PlannedPage, PlannedRun
from comparelib.reporting.provenance import by_role, content_hash, file_hash, versions
from comparelib.reporting.reader.catalogue import CATALOGUE
from comparelib.reporting.reader.page import ReaderFrame
from comparelib.reporting.reader.shelf import FOLDER, Library
from comparelib.reporting.results.job import SUMMARY, SummaryJob
from comparelib.reporting.results.parameters import CLAIMS, deciding
from comparelib.reporting.runner import CELL_TIMEOUT
from comparelib.studyfile import StudyFile
from comparelib.yamlfile import load_yaml

_SHORT = 12


@dataclass(frozen=True)
class Sources:
    """What every run is made from, and how.

    Attributes
    ----------
    study, inputs
        The declared study, and the hashes of its `provenance.inputs`.
    force
        Whether to make all again.
    timeout
        Seconds that one cell of a notebook may take.
    """

    study: StudyFile
    inputs: Mapping[str, str | None]
    force: bool = False
    timeout: int = CELL_TIMEOUT

    @cached_property
    def library(self) -> Library:
        """The processed data, read when it is needed and once for all runs."""
        return Library(self.study)


def page_job(sources: Sources, run: PlannedRun, page: PlannedPage, staged: Path) -> PageJob:
    """Return a page of a run as something to make, in a folder that is not published yet."""
    name = page.notebook.stem
    declared = _declared(sources, run, page.language)
    return PageJob(
        run=run.name,
        notebook=page.notebook,
        target=staged / f"{name}.html",
        frame=_frame(sources, run, page),
        known=page_items(page.notebook, page.parameters, declared, sources.inputs, page.language),
        timeout=sources.timeout,
    )


def summary_job(sources: Sources, run: PlannedRun, staged: Path) -> SummaryJob | None:
    """Return the findings of a run as something to make; None where nothing is built."""
    if not sources.library.doc_ids:
        return None
    parameters = deciding([page.parameters for page in run.pages])
    if named := sources.study.runs[run.custom_of or run.name].claims:
        parameters[CLAIMS] = [claim.code for claim in named]
    page = PlannedPage(Path(SUMMARY), {**parameters, "language": run.pages[0].language}, {})
    frame = replace(_frame(sources, run, page), parameters=parameters)
    declared = _declared(sources, run, page.language)
    known = general_items(parameters, declared, sources.inputs, LANGUAGES)
    return SummaryJob(
        run=run.name,
        label=run.label,
        root=sources.study.root,
        target=staged / f"{SUMMARY}.html",
        frame=frame,
        key=content_hash(known),
        inputs=by_role(sources.study, sources.inputs),
        versions=versions(),
        known=known,
    )


def reader_frame(sources: Sources, run: PlannedRun) -> ReaderFrame:
    """Return what is the same on every document's page of a run."""
    language = run.pages[0].language
    coders = (page.parameters.get("coder") for page in run.pages)
    return ReaderFrame(
        study=sources.study.title[language],
        run=run.label[language],
        language=language,
        coders=tuple(dict.fromkeys(str(coder) for coder in coders if coder)),
        jurisdictions={name: side.label[language] for name, side in sources.study.jurisdictions.items()},
        siblings=tuple((f"../{file}", title) for file, title in _siblings(sources, run, language)),
        private=(str(sources.study.root), f"{Path.home()}/"),
    )


def _declared(sources: Sources, run: PlannedRun, language: str) -> dict[str, Any]:
    """Return what study.yml says that a page of a run shows or its notebook reads."""
    study = sources.study
    return {
        "title": study.title[language],
        "caution": study.caution.get(language, ""),
        "jurisdictions": {name: asdict(side) for name, side in study.jurisdictions.items()},
        "coder": study.coder,
        "label": run.label[language],
        "pages of the run": _siblings(sources, run, language),
    }


def _frame(sources: Sources, run: PlannedRun, page: PlannedPage) -> PageFrame:
    return PageFrame(
        notebook=page.notebook.stem,
        study=sources.study.title[page.language],
        run=run.label[page.language],
        language=page.language,
        parameters=page.parameters,
        meanings=page.meanings,
        siblings=_siblings(sources, run, page.language),
        provenance=_provenance(sources, page),
        private=(str(sources.study.root), f"{Path.home()}/"),
        documents=tuple(f"{FOLDER}/{doc_id}.html" for doc_id in sources.library.doc_ids),
        caution=sources.study.caution.get(page.language, ""),
    )


def _siblings(sources: Sources, run: PlannedRun, language: str) -> tuple[tuple[str, str], ...]:
    """File and short title ("Priorities: what comes first" -> "Priorities") of every page of a run."""
    notebooks = [page.notebook for page in run.pages]
    pages = [
        (f"{notebook.stem}.html", notebook_title(notebook, language).split(": ")[0]) for notebook in notebooks
    ]
    first = [(f"{SUMMARY}.html", say("summary.short", language))] if sources.library.doc_ids else []
    many = len(sources.library.doc_ids) > MOST_DOCUMENTS
    last = [(f"{FOLDER}/{CATALOGUE}", say("reader.title", language))] if many else []
    return (*first, *pages, *last)


def _provenance(sources: Sources, page: PlannedPage) -> tuple[tuple[str, str], ...]:
    language = page.language
    data = sources.inputs["data/processed"]
    codebook = load_yaml(sources.study.codebook, sources.study.shown(sources.study.codebook)).plain()
    made_by = f"{page.notebook.name} · {file_hash(page.notebook)[:_SHORT]}" if page.notebook.suffix else None
    rows = {
        "notebook": made_by,
        "parameters": content_hash(page.parameters)[:_SHORT],
        "data": data[:_SHORT] if data else say("provenance.none", language),
        "codebook": f"{codebook.get('id')} {codebook.get('version')}",
        "coder": page.parameters.get("coder"),
        "comparelib": versions()["comparelib"],
    }
    return tuple((say(f"provenance.{key}", language), str(value)) for key, value in rows.items() if value)
