"""One run on its way to publication: which of its pages stand, which are to be made, and their folder."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from platform import node
from typing import Any

from comparelib.labels import say
from comparelib.reporting.journal import DocumentRecord, PageRecord, RunRecord, read_record, write_record
from comparelib.reporting.notebook_title import notebook_title
from comparelib.reporting.page import PageFrame
from comparelib.reporting.plan import PlannedPage, PlannedRun
from comparelib.reporting.provenance import by_role, code_hash, content_hash, file_hash, page_key, versions
from comparelib.reporting.publish import publish
from comparelib.reporting.reader.page import ReaderFrame
from comparelib.reporting.reader.shelf import (
    FOLDER,
    Library,
    copied,
    fill_shelf,
    shelf_key,
    write_catalogue,
)
from comparelib.reporting.results import keep_previous
from comparelib.reporting.results.job import SUMMARY, SummaryJob
from comparelib.reporting.results.parameters import deciding
from comparelib.reporting.workshop import MadePage, PageJob
from comparelib.studyfile import StudyFile
from comparelib.yamlfile import load_yaml

_SHORT = 12


@dataclass(frozen=True)
class Desk:
    """A run being made.

    Attributes
    ----------
    run, target
        The planned run and its folder once published.
    keys
        Notebook -> key of its page.
    kept
        Notebook -> record of a page that stands as it is.
    jobs
        The pages to make, in a folder that is not published yet.
    complete
        Whether the published folder is already what it should be.
    documents_key
        What the pages of the documents are made from; empty where there is no processed data.
    documents_stand
        Whether these pages stand as they are.
    summary_job
        The findings to make; None where they stand, or where there is no processed data.
    summary_stands
        Record of the page with the findings, where it stands as it is.
    """

    run: PlannedRun
    target: Path
    keys: Mapping[str, str]
    kept: Mapping[str, PageRecord]
    jobs: tuple[PageJob, ...]
    complete: bool
    documents_key: str = ""
    documents_stand: bool = True
    summary_job: SummaryJob | None = None
    summary_stands: PageRecord | None = None

    @property
    def all_jobs(self) -> tuple[PageJob | SummaryJob, ...]:
        """The pages to make and the summary, which is the shortest job, last."""
        return (*self.jobs, *([self.summary_job] if self.summary_job else ()))


@dataclass(frozen=True)
class Sources:
    """What every run is made from: the study, the hashes of its inputs, and whether to make all again."""

    study: StudyFile
    inputs: Mapping[str, str | None]
    force: bool = False

    @cached_property
    def library(self) -> Library:
        """The processed data, read when it is needed and once for all runs."""
        return Library(self.study)


def open_desk(sources: Sources, run: PlannedRun, target: Path, staged: Path) -> Desk:
    """Return what has to be done for a run, given what is published in `target`."""
    record = read_record(target)
    keys = {page.notebook.stem: _key(sources, run, page) for page in run.pages}
    found = {
        name: record.good_page(target, name, key) if record and not sources.force else None
        for name, key in keys.items()
    }
    kept = {name: page for name, page in found.items() if page}
    jobs = tuple(
        PageJob(run.name, page.notebook, staged / f"{page.notebook.stem}.html", _frame(sources, run, page))
        for page in run.pages
        if page.notebook.stem not in kept
    )
    job = _summary_job(sources, run, staged)
    summary = record.good_page(target, SUMMARY, job.key) if record and job and not sources.force else None
    to_sum_up = None if summary else job
    same = record is not None and [page.notebook for page in record.pages] == list(keys)
    key = shelf_key(_reader_frame(sources, run), sources.inputs) if sources.library.doc_ids else ""
    stand = record is not None and not sources.force and record.good_documents(target, key)
    complete = same and not jobs and not to_sum_up and stand
    return Desk(run, target, keys, kept, jobs, complete, key, stand, to_sum_up, summary)


def close_desk(desk: Desk, made: Mapping[str, MadePage], sources: Sources, staged: Path) -> RunRecord:
    """Publish a run: its new pages and those that stand, with their record, as one folder."""
    for page in (*desk.kept.values(), *([desk.summary_stands] if desk.summary_stands else ())):
        _copy(page, desk.target, staged)
    keep_previous(desk.target, staged)
    documents = _documents(desk, sources, staged)
    record = RunRecord(
        run=desk.run.name,
        label=desk.run.label,
        pages=tuple(
            desk.kept.get(name) or _record(made[name], key, staged) for name, key in desk.keys.items()
        ),
        inputs=dict(sources.inputs),
        versions=versions(),
        finished=datetime.now(UTC).isoformat(timespec="seconds"),
        host=node(),
        documents=documents,
        documents_key=desk.documents_key,
        summary=_summary(desk, made, staged),
    )
    write_record(record, staged)
    publish(staged, desk.target)
    return record


def _documents(desk: Desk, sources: Sources, staged: Path) -> tuple[DocumentRecord, ...]:
    """Put the pages of the documents into the folder: those that stand, and those that are made anew."""
    record = read_record(desk.target)
    standing = record.documents if record and not sources.force else ()
    if not desk.documents_key:
        return ()
    if desk.documents_stand:
        kept = tuple(document for document in standing if copied(document, desk.target, staged))
        write_catalogue(sources.library, _reader_frame(sources, desk.run), staged)
        return kept
    return fill_shelf(sources.library, _reader_frame(sources, desk.run), staged, desk.target, standing)


def _reader_frame(sources: Sources, run: PlannedRun) -> ReaderFrame:
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


def _copy(page: PageRecord, published: Path, staged: Path) -> None:
    for file in (page.file, *page.files):
        (staged / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(published / file, staged / file)


def _summary(desk: Desk, made: Mapping[str, MadePage], staged: Path) -> PageRecord | None:
    if desk.summary_job is None:
        return desk.summary_stands
    return _record(made[SUMMARY], desk.summary_job.key, staged)


def _summary_job(sources: Sources, run: PlannedRun, staged: Path) -> SummaryJob | None:
    if not sources.library.doc_ids:
        return None
    parameters = deciding([page.parameters for page in run.pages])
    page = PlannedPage(Path(SUMMARY), {**parameters, "language": run.pages[0].language}, {})
    frame = replace(_frame(sources, run, page), parameters=parameters)
    key = content_hash(
        {
            "parameters": parameters,
            "study": _declared(sources, run, page.language),
            "inputs": dict(sources.inputs),
            "code": code_hash(),
            "versions": versions(),
        }
    )
    target = staged / f"{SUMMARY}.html"
    read = by_role(sources.study, sources.inputs)
    return SummaryJob(run.name, run.label, sources.study.root, target, frame, key, read, versions())


def _record(made: MadePage, key: str, staged: Path) -> PageRecord:
    file = made.job.target.name
    return PageRecord(
        notebook=made.job.notebook.stem,
        file=file,
        title=made.title,
        language=made.job.frame.language,
        key=key,
        sha256=file_hash(staged / file),
        parameters=dict(made.job.frame.parameters),
        run_seconds=round(made.run_seconds, 3),
        render_seconds=round(made.render_seconds, 3),
        warnings=made.warnings,
        files={name: file_hash(staged / name) for name in made.files},
    )


def _key(sources: Sources, run: PlannedRun, page: PlannedPage) -> str:
    declared = _declared(sources, run, page.language)
    return page_key(page.notebook, page.parameters, declared, sources.inputs)


def _declared(sources: Sources, run: PlannedRun, language: str) -> dict[str, Any]:
    study = sources.study
    return {
        "title": study.title,
        "caution": study.caution,
        "jurisdictions": {name: asdict(side) for name, side in study.jurisdictions.items()},
        "coder": study.coder,
        "label": run.label,
        "siblings": _siblings(sources, run, language),
        "language": language,
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
    return (*first, *pages)


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
