"""Makes pages side by side in two processes, each with a kernel of its own, and tells how far they are."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from enum import StrEnum
from multiprocessing import active_children, get_context
from pathlib import Path
from queue import Empty
from tempfile import TemporaryDirectory
from typing import Any

from comparelib.errors import ReportFailure
from comparelib.reporting.downloads.kernel import FOLDER, PAGE, install
from comparelib.reporting.downloads.links import kept_files
from comparelib.reporting.failure import notebook_failure
from comparelib.reporting.page import PageFrame
from comparelib.reporting.results.job import FILES, SummaryJob, make_summary
from comparelib.reporting.runner import CELL_TIMEOUT

PROCESSES = 2
_TICK = 0.1
_queue: Any = None  # set in each worker process


class PageState(StrEnum):
    """How far a page is."""

    WAITING = "waiting"
    RUNNING = "running"
    RENDERED = "rendered"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True)
class PageProgress:
    """One piece of news: `done` of `total` cells of a notebook of a run, and the state of its page."""

    run: str
    notebook: str
    state: PageState
    done: int = 0
    total: int = 0
    seconds: float = 0.0


ReportProgress = Callable[[PageProgress], None]


@dataclass(frozen=True)
class PageJob:
    """One page to make.

    Attributes
    ----------
    run
        Name of the run.
    notebook
        Path of the .ipynb file.
    target
        The HTML file to write, in a folder that is not published yet.
    frame
        What stands around the cells; its parameters are those of the notebook.
    timeout
        Seconds that one cell may take.
    """

    run: str
    notebook: Path
    target: Path
    frame: PageFrame
    timeout: int = CELL_TIMEOUT


@dataclass(frozen=True)
class MadePage:
    """A page that was made.

    Attributes
    ----------
    job, title
        What was asked for, and what the page is called.
    run_seconds, render_seconds
        How long running and rendering took.
    warnings
        What the kernel wrote to stderr.
    files
        What stands beside the page, seen from its folder.
    """

    job: PageJob | SummaryJob
    title: str
    run_seconds: float
    render_seconds: float
    warnings: tuple[str, ...]
    files: tuple[str, ...] = ()


def make_pages(
    jobs: Sequence[PageJob | SummaryJob], progress: ReportProgress | None = None
) -> list[MadePage | ReportFailure]:
    """Make pages and return, in the order of the jobs, each page or why it failed.

    Every job is tried, so that all failures are known after one run.

    Raises
    ------
    ReportFailure
        The run was interrupted (Ctrl-C); kernels and processes are stopped.
    """
    if not jobs:
        return []
    context = get_context("spawn")
    before = set(active_children())
    with TemporaryDirectory(prefix="comparelib-") as folder:
        news = context.Queue()
        pool = ProcessPoolExecutor(
            min(PROCESSES, len(jobs)), context, initializer=_prepare, initargs=(news, folder)
        )
        try:
            futures = [pool.submit(_make, job) for job in jobs]
            _watch(futures, news, progress)
            return [_result(future, job) for future, job in zip(futures, jobs, strict=True)]
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in set(active_children()) - before:
                process.terminate()
            raise ReportFailure("interrupted; the last good reports stay in place") from None
        finally:
            pool.shutdown(cancel_futures=True)
            news.close()


def _watch(futures: Sequence[Future[MadePage]], news: Any, progress: ReportProgress | None) -> None:
    pending = set(futures)
    while pending:
        _, pending = wait(pending, timeout=_TICK, return_when=FIRST_COMPLETED)
        _tell(news, progress)
    _tell(news, progress)


def _tell(news: Any, progress: ReportProgress | None) -> None:
    try:
        while True:
            piece = news.get_nowait()
            if progress:
                progress(piece)
    except Empty:
        return


def _result(future: Future[MadePage], job: PageJob | SummaryJob) -> MadePage | ReportFailure:
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, ReportFailure):
        return error
    return notebook_failure(job.notebook.name, f"{type(error).__name__}: {error}")


def _prepare(queue: Any, folder: str) -> None:
    """Give a worker, and so its kernels, an environment that no machine or user colours.

    The kernel of the project's own environment wins over one in the home folder; start-up files of the user's
    IPython are left out; two kernels share the cores without fighting, and sums come out in one order.
    """
    global _queue  # noqa: PLW0603 - the one way to hand a queue to the workers of a pool
    _queue = queue
    os.environ.update(_environment(folder))
    install(Path(folder) / "ipython")
    # papermill imports nbformat, that jsonschema, and that spends 0.9 s on a grammar of addresses wherever
    # this package is found. No notebook is checked for such addresses, so it is not found here.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]


def _environment(folder: str) -> Mapping[str, str]:
    threads = ("OMP", "OPENBLAS", "MKL", "NUMEXPR")
    return {
        "JUPYTER_PREFER_ENV_PATH": "1",
        "IPYTHONDIR": str(Path(folder) / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(Path(folder) / "runtime"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        **{f"{name}_NUM_THREADS": "1" for name in threads},
    }


def _make(job: PageJob | SummaryJob) -> MadePage:
    begin = time.perf_counter()

    def tell(state: PageState, done: int = 0, total: int = 0) -> None:
        seconds = time.perf_counter() - begin
        _queue.put(PageProgress(job.run, job.notebook.stem, state, done, total, seconds))

    tell(PageState.RUNNING)
    try:
        made = _summed_up(job) if isinstance(job, SummaryJob) else _rendered(job, tell)
    except BaseException:
        tell(PageState.FAILED)
        raise
    tell(PageState.RENDERED, 1, 1)
    return made


def _summed_up(job: SummaryJob) -> MadePage:
    begin = time.perf_counter()
    page = make_summary(job)
    files = (*FILES, *kept_files(job.target.parent, job.notebook.stem))
    return MadePage(job, page.title, time.perf_counter() - begin, 0.0, (), files)


def _rendered(job: PageJob, tell: Callable[[PageState, int, int], None]) -> MadePage:
    from comparelib.reporting.page import render_page
    from comparelib.reporting.runner import run_notebook

    begin = time.perf_counter()
    name, folder = job.notebook.stem, job.target.parent
    os.environ.update({FOLDER: str(folder), PAGE: name})  # the kernel takes them over when it starts
    executed = run_notebook(
        job.notebook,
        job.frame.parameters,
        timeout=job.timeout,
        on_cell=lambda done, total: tell(PageState.RUNNING, done, total),
    )
    ran = time.perf_counter()
    files = kept_files(folder, name)
    page = render_page(executed, replace(job.frame, files=files))
    job.target.write_text(page.html, encoding="utf-8", newline="\n")
    return MadePage(job, page.title, ran - begin, time.perf_counter() - ran, _warnings(executed), files)


def _warnings(executed: Any) -> tuple[str, ...]:
    """What the cells wrote to stderr: no part of the page, but not lost either."""
    outputs = [output for cell in executed.cells for output in cell.get("outputs", ())]
    return tuple(
        output.text.strip()
        for output in outputs
        if output.output_type == "stream" and output.name == "stderr" and output.text.strip()
    )
