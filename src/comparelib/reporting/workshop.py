"""Makes pages side by side in two processes, each with a kernel of its own, and tells how far they are."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import active_children, get_context
from queue import Empty
from tempfile import TemporaryDirectory
from typing import Any

from comparelib.errors import ReportFailure
from comparelib.reporting.failure import notebook_failure
from comparelib.reporting.jobs import MadePage, PageJob, PageProgress, PageState, ReportProgress
from comparelib.reporting.results.job import SummaryJob
from comparelib.reporting.worker import make, prepare

__all__ = ["MadePage", "PageJob", "PageProgress", "PageState", "ReportProgress", "make_pages"]

PROCESSES = 2
_TICK = 0.1


def make_pages(
    jobs: Sequence[PageJob | SummaryJob], progress: ReportProgress | None = None
) -> list[MadePage | ReportFailure]:
    """Make pages and return, in the order of the jobs, each page or why it failed.

    Every job is tried, so that all failures are known after one run.

    Raises
    ------
    KeyboardInterrupt
        Ctrl-C; kernels and processes are stopped.
    """
    if not jobs:
        return []
    context = get_context("spawn")
    before = set(active_children())
    with TemporaryDirectory(prefix="comparelib-") as folder:
        news = context.Queue()
        pool = ProcessPoolExecutor(
            min(PROCESSES, len(jobs)), context, initializer=prepare, initargs=(news, folder, time.time())
        )
        try:
            # The longest first: a long one that starts last keeps one core waiting for the other.
            order = sorted(range(len(jobs)), key=lambda place: -jobs[place].expected)
            futures = {place: pool.submit(make, jobs[place]) for place in order}
            _watch(list(futures.values()), news, progress)
            return [_result(futures[place], job) for place, job in enumerate(jobs)]
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in set(active_children()) - before:
                process.terminate()
            raise
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
