"""The cores of one machine: a pool of processes where it pays, this process where it does not."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for
from typing import Any

from comparelib.engine.mapping import J, R
from comparelib.errors import EngineFailure

WORTH = 2_000_000
"""Bytes from which a pool pays: starting its processes costs a second, reading a megabyte several."""

_MOST_BREAKS = 3  # pools in a row that die without finishing a single job


class LocalEngine:
    """A pool of processes that is started when it is first needed and serves until it is closed."""

    def __init__(self, workers: int | None = None, worth: int = WORTH) -> None:
        self.workers = workers or _cores()
        self.worth = worth
        self._pool: ProcessPoolExecutor | None = None

    def map(self, function: Callable[[J], R], jobs: Sequence[J]) -> Iterator[tuple[J, R]]:
        """Yield each job with its result; a job whose process dies is done again by another one."""
        if min(self.workers, len(jobs)) < 2 or sum(job.weight for job in jobs) < self.worth:
            for job in jobs:
                yield job, function(job)
            return
        # The heaviest first, so that no process works on alone at the end.
        left = deque(sorted(jobs, key=lambda job: -job.weight))
        breaks = 0
        while left:
            n_left = len(left)
            yield from self._run(function, left)
            breaks = breaks + 1 if len(left) == n_left else 0
            if breaks == _MOST_BREAKS:
                raise EngineFailure(
                    f"worker processes died {breaks} times before any of them had finished its work; most "
                    "likely memory is short. Build with fewer of them: --workers 1"
                )

    def close(self, *, now: bool = False) -> None:
        """Let the processes go; `now` does not wait for what they are doing."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        at_work = list((getattr(pool, "_processes", None) or {}).values())
        pool.shutdown(wait=not now, cancel_futures=True)
        for process in at_work if now else ():
            process.terminate()

    def _run(self, function: Callable[[J], R], left: deque[J]) -> Iterator[tuple[J, R]]:
        """Yield what is done, until nothing is left or the pool breaks: what it had is left again then."""
        running: dict[Future[R], J] = {}
        try:
            while left or running:
                # Only so many at a time that no process waits: jobs wait here, not as copies in the pipe.
                while left and len(running) < 2 * self.workers:
                    running[self._started().submit(function, left[0])] = left[0]
                    left.popleft()
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    result = future.result()
                    yield running.pop(future), result
        except BrokenProcessPool:
            left.extendleft(running.values())
            self.close()
        finally:
            for future in running:
                future.cancel()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # A fresh process each: a fork would take over the locks that other threads hold.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.workers, context, initializer=_begin_work)
        return self._pool


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin_work() -> None:
    """Leave interrupts to the process that handed out the work, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent: Any = multiprocessing.parent_process()
    threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)
