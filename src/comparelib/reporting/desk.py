"""One run on its way to publication: which of its pages stand, which are to be made, and their folder."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from platform import node
from time import perf_counter, process_time

from comparelib.matrix.groups import MOST_DOCUMENTS
from comparelib.reporting.jobs import MadePage, PageJob, PageProgress, PageState, ReportProgress
from comparelib.reporting.journal import DocumentRecord, PageRecord, RunRecord, read_record, write_record
from comparelib.reporting.kernel_log import peak_mb
from comparelib.reporting.made_from import reasons, today
from comparelib.reporting.plan import PlannedRun
from comparelib.reporting.provenance import versions
from comparelib.reporting.publish import publish
from comparelib.reporting.reader.shelf import FOLDER, copied, fill_shelf, shelf_key, write_catalogue
from comparelib.reporting.results import keep_previous
from comparelib.reporting.results.job import SUMMARY, SummaryJob
from comparelib.reporting.sources import Sources, page_job, reader_frame, summary_job
from comparelib.reporting.unfinished import forget, noted_documents, noted_pages, record_of, sweep

_TOLD = 100  # pages of documents between two pieces of news


@dataclass(frozen=True)
class Desk:
    """A run being made.

    Attributes
    ----------
    run, target
        The planned run and its folder once published.
    names
        The notebooks, in their order.
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
    taken_up
        Those of the pages that stand in the folder that is not published yet: a stopped run made them.
    """

    run: PlannedRun
    target: Path
    names: tuple[str, ...]
    kept: Mapping[str, PageRecord]
    jobs: tuple[PageJob, ...]
    complete: bool
    documents_key: str = ""
    documents_stand: bool = True
    summary_job: SummaryJob | None = None
    summary_stands: PageRecord | None = None
    taken_up: frozenset[str] = frozenset()

    @property
    def all_jobs(self) -> tuple[PageJob | SummaryJob, ...]:
        """The pages to make and the summary, which is the shortest job, last."""
        return (*self.jobs, *([self.summary_job] if self.summary_job else ()))


def open_desk(sources: Sources, run: PlannedRun, target: Path, staged: Path) -> Desk:
    """Return what has to be done for a run, given what is published in `target` and noted in `staged`."""
    record, noted = read_record(target), {} if sources.force else noted_pages(staged)
    jobs = [page_job(sources, run, page, staged) for page in run.pages]
    summary = summary_job(sources, run, staged)
    pages = [_taken_up(_judged(job, record, target, sources), noted, staged) for job in jobs]
    summed = _taken_up(_judged(summary, record, target, sources), noted, staged) if summary else None
    found = [*pages, *([summed] if summed else ())]
    taken = {
        page.notebook for page in found if isinstance(page, PageRecord) and page is noted.get(page.notebook)
    }
    documents = () if sources.force else noted_documents(staged).values()
    sweep(staged, (noted[name] for name in sorted(taken)), documents)
    kept = {page.notebook: page for page in pages if isinstance(page, PageRecord)}
    names = tuple(job.notebook.stem for job in jobs)
    to_make = tuple(job for job in pages if isinstance(job, PageJob))
    to_sum_up = summed if isinstance(summed, SummaryJob) else None
    key = shelf_key(reader_frame(sources, run), sources.inputs) if sources.library.doc_ids else ""
    stand = record is not None and not sources.force and record.good_documents(target, key)
    same = record is not None and tuple(page.notebook for page in record.pages) == names
    complete = same and not to_make and not to_sum_up and stand and not taken
    standing = summed if isinstance(summed, PageRecord) else None
    return Desk(
        run, target, names, kept, to_make, complete, key, stand, to_sum_up, standing, frozenset(taken)
    )


def _taken_up(
    found: PageRecord | PageJob | SummaryJob, noted: Mapping[str, PageRecord], staged: Path
) -> PageRecord | PageJob | SummaryJob:
    """Return the page that a stopped run made, where it has to be made and that one is what it should be."""
    if isinstance(found, PageRecord):
        return found
    page = noted.get(found.notebook.stem)
    if page is None or not page.is_whole(staged):
        return found
    return (
        found if reasons(page.made_from, today(page.made_from, found.known, found.notebook.parent)) else page
    )


def _judged(
    job: PageJob | SummaryJob, record: RunRecord | None, target: Path, sources: Sources
) -> PageRecord | PageJob | SummaryJob:
    """Return the page that stands, or the job with the reasons why it has to be done."""
    page = record.page_of(job.notebook.stem) if record else None
    if page is None:
        return replace(job, why=("new",))
    job = replace(job, expected=sum(page.seconds.values()))
    if sources.force:
        return replace(job, why=("asked for",))
    why = reasons(page.made_from, today(page.made_from, job.known, job.notebook.parent))
    if not why and not page.is_whole(target):
        why = ("its files are not as they were made",)
    return replace(job, why=why) if why else page


def close_desk(
    desk: Desk,
    made: Mapping[str, MadePage],
    sources: Sources,
    staged: Path,
    progress: ReportProgress | None = None,
) -> RunRecord:
    """Publish a run: its new pages and those that stand, with their record, as one folder."""
    for page in (*desk.kept.values(), *([desk.summary_stands] if desk.summary_stands else ())):
        if page.notebook not in desk.taken_up:
            _copy(page, desk.target, staged)
    keep_previous(desk.target, staged)
    begin, before = perf_counter(), process_time()
    documents = _documents(desk, sources, staged, progress)
    record = RunRecord(
        run=desk.run.name,
        label=desk.run.label,
        pages=tuple(desk.kept.get(name) or record_of(made[name], staged) for name in desk.names),
        inputs=dict(sources.inputs),
        versions=versions(),
        finished=datetime.now(UTC).isoformat(timespec="seconds"),
        host=node(),
        documents=documents,
        documents_key=desk.documents_key,
        summary=_summary(desk, made, staged),
        seconds={"documents": round(perf_counter() - begin, 3)},
        used={"cpu": round(process_time() - before, 3), "peak_mb": round(peak_mb(), 1)},
    )
    forget(staged)
    write_record(record, staged)
    publish(staged, desk.target)
    return record


def _documents(
    desk: Desk, sources: Sources, staged: Path, progress: ReportProgress | None
) -> tuple[DocumentRecord, ...]:
    """Put the pages of the documents into the folder: those that stand, and those that are made anew."""
    record = read_record(desk.target)
    standing = record.documents if record and not sources.force else ()
    if not desk.documents_key:
        return ()
    if desk.documents_stand:
        kept = tuple(document for document in standing if copied(document, desk.target, staged))
        write_catalogue(sources.library, reader_frame(sources, desk.run), staged)
        return kept
    begin = perf_counter()

    def told(done: int, total: int) -> None:
        state = PageState.RENDERED if done == total else PageState.RUNNING
        if progress and total > MOST_DOCUMENTS and (done == total or done % _TOLD == 0):
            progress(PageProgress(desk.run.name, FOLDER, state, done, total, perf_counter() - begin))

    frame = reader_frame(sources, desk.run)
    return fill_shelf(sources.library, frame, staged, desk.target, standing, told=told)


def _copy(page: PageRecord, published: Path, staged: Path) -> None:
    for file in (page.file, *page.files):
        (staged / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(published / file, staged / file)


def _summary(desk: Desk, made: Mapping[str, MadePage], staged: Path) -> PageRecord | None:
    if desk.summary_job is None:
        return desk.summary_stands
    return record_of(made[SUMMARY], staged)
