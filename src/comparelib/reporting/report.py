"""`comparelib report`: from the runs of study.yml to reports/<run>/*.html and reports/index.html."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from comparelib.errors import ReportFailure
from comparelib.matrix.groups import MOST_DOCUMENTS
from comparelib.reporting.desk import Desk, close_desk, open_desk
from comparelib.reporting.index import IndexedRun, leading_findings, render_index
from comparelib.reporting.journal import FILE_NAME as RECORD
from comparelib.reporting.journal import read_record
from comparelib.reporting.plan import PlannedRun, plan
from comparelib.reporting.provenance import inputs
from comparelib.reporting.publish import publishing, staging, write_whole
from comparelib.reporting.published import published_runs
from comparelib.reporting.reader.shelf import FOLDER
from comparelib.reporting.results.job import SUMMARY
from comparelib.reporting.runner import CELL_TIMEOUT
from comparelib.reporting.sources import Sources
from comparelib.reporting.workshop import MadePage, PageProgress, PageState, ReportProgress, make_pages
from comparelib.studyfile import FILE_NAME, StudyFile, load_studyfile

REPORTS = "reports"
INDEX = "index.html"
_STAYS = "the last good reports stay in place"


@dataclass(frozen=True)
class PageOutcome:
    """One page after a report.

    Attributes
    ----------
    run, notebook
        Name of the run's folder and of the notebook.
    path
        The HTML file.
    state
        `rendered` or `unchanged`.
    seconds
        What making it took; 0 where it was not made again.
    warnings
        What its cells wrote to stderr.
    why
        Why it was made again, in a few words each.
    """

    run: str
    notebook: str
    path: Path
    state: PageState
    seconds: float
    warnings: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportOutcome:
    """What a report did.

    Attributes
    ----------
    pages
        One for each notebook of each run.
    index
        reports/index.html.
    notes
        Where ad hoc runs went.
    seconds
        The whole time.
    summaries
        The page with the findings of each run that has one.
    documents
        The page of each document of each run.
    """

    pages: tuple[PageOutcome, ...]
    index: Path
    notes: tuple[str, ...]
    seconds: float
    summaries: tuple[Path, ...] = ()
    documents: tuple[Path, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """Every page of the runs: notebooks, findings, documents."""
        return (*(page.path for page in self.pages), *self.summaries, *self.documents)

    @property
    def printed(self) -> tuple[Path, ...]:
        """The pages that are printed: of a run of more than `MOST_DOCUMENTS` documents not theirs."""
        counts = Counter(path.parent for path in self.documents)
        many = {folder for folder, n in counts.items() if n > MOST_DOCUMENTS + 1}  # and their list
        return tuple(path for path in self.files if path.parent not in many)


def report(  # noqa: PLR0913 - what a report can be asked for
    study_root: Path,
    *,
    runs: Sequence[str] | None = None,
    overrides: Mapping[str, str] | None = None,
    progress: ReportProgress | None = None,
    force: bool = False,
    every: bool = False,
    timeout: int = CELL_TIMEOUT,
) -> ReportOutcome:
    """Make the pages of the runs of a study that are not already what they should be.

    Parameters
    ----------
    study_root
        Folder with study.yml.
    runs
        Names of runs; None takes all, or the first one where there are overrides.
    overrides
        Parameters as `-p name=value` gives them. They make an ad hoc run, named after their content.
    progress
        Is told of every cell that is done.
    force
        Make all pages again.
    every
        Also the published ad hoc runs, with the parameters that they were made with.
    timeout
        Seconds that one cell of a notebook may take.

    Raises
    ------
    StudyFault, ParameterFault
        study.yml or a parameter is not as it should be; nothing was started.
    ReportFailure
        One or more notebooks failed, or the reports could not be written. A run with a failed page is not
        published: its last good report stays. All failures are named.
    """
    begin = time.perf_counter()
    root = study_root.resolve()
    study = load_studyfile(root / FILE_NAME)
    planned = plan(study, runs, overrides)
    if every:
        planned += published_runs(study, root / REPORTS)
    sources = Sources(study, inputs(study), force, timeout)
    try:
        # Pages of a large corpus take minutes: what was made before a stop is not made again.
        unfinished = [run.name for run in planned] if len(sources.library.doc_ids) > MOST_DOCUMENTS else []
        with publishing(root / REPORTS, unfinished):
            pages = _make_runs(sources, planned, root / REPORTS, progress)
            index = write_index(study, root / REPORTS)
    except KeyboardInterrupt:
        raise ReportFailure(f"interrupted; {_STAYS}") from None
    except OSError as error:
        problem = f"the reports could not be written: {error.strerror or error}"
        raise ReportFailure(f"{problem}; {_STAYS}") from error
    notes = tuple(
        f"parameters were given, so this run of '{run.custom_of}' goes to {REPORTS}/{run.name}"
        for run in planned
        if run.custom_of and not every
    )
    folders = [root / REPORTS / run.name for run in planned]
    summaries = tuple(path for folder in folders if (path := folder / f"{SUMMARY}.html").is_file())
    documents = tuple(path for folder in folders for path in sorted((folder / FOLDER).glob("*.html")))
    return ReportOutcome(pages, index, notes, time.perf_counter() - begin, summaries, documents)


def write_index(study: StudyFile, reports: Path) -> Path:
    """Write the index of all published runs and return its path."""
    folders = {path.parent.name: path.parent for path in sorted(reports.glob(f"[!.]*/{RECORD}"))}
    order = [name for name in study.runs if name in folders]
    order += [name for name in folders if name not in study.runs]
    found = [(name, read_record(folders[name])) for name in order]
    indexed = [
        IndexedRun(name, record, name in study.runs or "-custom-" in name, leading_findings(folders[name]))
        for name, record in found
        if record
    ]
    language = indexed[0].record.pages[0].language if indexed and indexed[0].record.pages else "en"
    write_whole(
        reports / INDEX,
        render_index(indexed, study.title[language], language, study.caution.get(language, "")),
    )
    return reports / INDEX


def _make_runs(
    sources: Sources, planned: Sequence[PlannedRun], reports: Path, progress: ReportProgress | None
) -> tuple[PageOutcome, ...]:
    lasting = len(sources.library.doc_ids) > MOST_DOCUMENTS
    folders = {run.name: staging(reports, run.name if lasting else "") for run in planned}
    try:
        desks = [open_desk(sources, run, reports / run.name, folders[run.name]) for run in planned]
        _tell_kept(desks, progress)
        jobs = [job for desk in desks for job in desk.all_jobs]
        results = make_pages(jobs, progress)
        made = {
            (page.job.run, page.job.notebook.stem): page for page in results if isinstance(page, MadePage)
        }
        outcomes = []
        for desk in desks:
            outcomes += _publish(desk, made, sources, folders[desk.run.name], progress)
            if desk.complete:
                shutil.rmtree(folders[desk.run.name], ignore_errors=True)
    finally:
        for folder in () if lasting else folders.values():
            shutil.rmtree(folder, ignore_errors=True)
    failures = [str(result) for result in results if isinstance(result, ReportFailure)]
    if failures:
        with suppress(OSError):  # on a full disk too the failures are what has to be said
            write_index(sources.study, reports)
        raise ReportFailure("\n".join([*dict.fromkeys(failures), _STAYS]))
    return tuple(outcomes)


def _tell_kept(desks: Sequence[Desk], progress: ReportProgress | None) -> None:
    for desk in desks if progress else ():
        why = {job.notebook.stem: job.why for job in desk.jobs}
        for name in desk.names:
            state = PageState.WAITING if name in why else PageState.UNCHANGED
            progress(PageProgress(desk.run.name, name, state, why=why.get(name, ())))  # type: ignore[misc]


def _publish(
    desk: Desk,
    made: Mapping[tuple[str, str], MadePage],
    sources: Sources,
    staged: Path,
    progress: ReportProgress | None,
) -> list[PageOutcome]:
    """Publish a run all of whose pages are good, and say what became of each."""
    new = {name: made[desk.run.name, name] for name in desk.names if (desk.run.name, name) in made}
    if desk.summary_job and (desk.run.name, SUMMARY) in made:
        new[SUMMARY] = made[desk.run.name, SUMMARY]
    if len(new) < len(desk.all_jobs):
        return []
    if not desk.complete:
        close_desk(desk, new, sources, staged, progress)
    return [_outcome(desk, name, new.get(name)) for name in desk.names]


def _outcome(desk: Desk, name: str, made: MadePage | None) -> PageOutcome:
    path = desk.target / f"{name}.html"
    if made is None:
        return PageOutcome(desk.run.name, name, path, PageState.UNCHANGED, 0.0, desk.kept[name].warnings)
    seconds = sum(made.seconds.values())
    why = made.job.why
    return PageOutcome(desk.run.name, name, path, PageState.RENDERED, seconds, made.warnings, why)
