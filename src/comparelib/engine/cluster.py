"""A Dask cluster: the user's own, by the address of its scheduler, or one that is started on this machine."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

from comparelib.engine.mapping import J, R
from comparelib.errors import EngineFailure
from comparelib.store import package_sha256

_PATIENCE = 10  # seconds in which a scheduler has to answer
_RETRIES = 3
_INSTALL = "Install it: pip install comparelib[dask]"
_DECIDING = (
    "numpy",
    "pandas",
    "pyarrow",
    "scipy",
    "scikit-learn",
)  # libraries that the bytes of a part rest on


class DaskEngine:
    """A client of a scheduler whose workers see this study and run this comparelib."""

    def __init__(self, client: Any, cluster: Any = None) -> None:
        self._client, self._cluster = client, cluster

    @classmethod
    def at(cls, scheduler: str, folder: Path) -> DaskEngine:
        """Return the engine of a running scheduler.

        Parameters
        ----------
        scheduler
            Address, such as `tcp://10.0.0.1:8786`.
        folder
            A folder of the study, which every worker must see under the same path.

        Raises
        ------
        EngineFailure
            Dask is not installed, the scheduler does not answer or has no workers, a worker does not see the
            folder, or runs other versions.
        """
        distributed = _distributed()
        try:
            client = distributed.Client(scheduler, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as wrong:
            raise EngineFailure(
                f"the scheduler {scheduler} does not answer ({_first_line(wrong)}). Start one with "
                "`dask scheduler`, and workers with `dask worker ADDRESS`"
            ) from None
        return cls(client)._checked(scheduler, folder)

    @classmethod
    def here(cls, workers: int, folder: Path) -> DaskEngine:
        """Return an engine of so many processes on this machine.

        Raises
        ------
        EngineFailure
            Dask is not installed.
        """
        distributed = _distributed()
        cluster = distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        )
        engine = cls(distributed.Client(cluster, set_as_default=False), cluster)
        return engine._checked(cluster.scheduler_address, folder)

    def map(self, function: Callable[[J], R], jobs: Sequence[J]) -> Iterator[tuple[J, R]]:
        """Yield each job with its result; what a lost worker had is done again by another."""
        distributed = _distributed()
        waiting = iter(sorted(jobs, key=lambda job: -job.weight))
        running: dict[Any, J] = {}

        def submitted(n: int) -> list[Any]:
            sent = {
                self._client.submit(function, job, pure=False, retries=_RETRIES): job
                for job in islice(waiting, n)
            }
            running.update(sent)
            return list(sent)

        try:
            first = submitted(4 * max(self._n_threads(), 1))
            done = distributed.as_completed(first, loop=self._client.loop)
            for future in done:
                job = running.pop(future)
                yield job, self._result(future)
                done.update(submitted(1))
        finally:
            self._client.cancel(list(running), force=True)

    def close(self, *, now: bool = False) -> None:  # noqa: ARG002 - a cluster lets go at once
        """Leave the cluster; one that was started here ends."""
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()

    def _result(self, future: Any) -> Any:
        from distributed import KilledWorker

        try:
            return future.result()
        except KilledWorker:
            raise EngineFailure(
                f"{_RETRIES + 1} workers died over the same piece of work; most likely memory is short. "
                "Give each more, or run fewer on a machine"
            ) from None

    def _n_threads(self) -> int:
        return sum(self._client.nthreads().values())

    def _checked(self, scheduler: str, folder: Path) -> DaskEngine:
        try:
            self._check(scheduler, folder)
        except BaseException:
            self.close()
            raise
        return self

    def _check(self, scheduler: str, folder: Path) -> None:
        """Hold every worker against this process before anything is sent to it."""
        from distributed import TimeoutError as Late

        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except (Late, TimeoutError):
            remedy = f"Start some where the study lies: dask worker {scheduler}"
            raise EngineFailure(f"the scheduler {scheduler} has no workers. {remedy}") from None
        folder.mkdir(parents=True, exist_ok=True)
        probe, token = folder / f".probe-{secrets.token_hex(8)}.tmp", secrets.token_hex(16)
        probe.write_text(token, encoding="utf-8")
        try:
            told: Mapping[str, Any] = self._client.run(worker_state, str(probe), on_error="return")
        finally:
            probe.unlink()
        faults = [fault for name in sorted(told) if (fault := _fault(name, told[name], token, folder))]
        if faults:
            raise EngineFailure("\n".join(faults))


def worker_state(probe: str) -> tuple[str, dict[str, str]]:
    """Return what a process reads in a file, "" where there is none, and what it runs."""
    path = Path(probe)
    return (path.read_text(encoding="utf-8") if path.is_file() else ""), versions_here()


def versions_here() -> dict[str, str]:
    """Return the versions on which the bytes of a part rest; that of comparelib is the hash of its code."""
    python = ".".join(map(str, sys.version_info[:2]))
    code = package_sha256("text", "corpus", "coding", "matrix", "model", "build", "store", "engine")
    return {"python": python, "comparelib": code[:12], **{name: version(name) for name in _DECIDING}}


def _fault(name: str, told: Any, token: str, folder: Path) -> str:
    """Return what is wrong with a worker, "" where nothing is."""
    if isinstance(told, BaseException):
        return f"worker {name} cannot run comparelib ({_first_line(told)}). Install the same version there"
    read, versions = told
    here = versions_here()
    other = [
        f"{key} {versions.get(key)} (here {here[key]})" for key in here if versions.get(key) != here[key]
    ]
    if other:
        return f"worker {name} runs other versions: {', '.join(other)}. Install the same ones there"
    if read != token:
        return (
            f"worker {name} does not see the folder {folder}. Put the study on a file system that all "
            "machines share, under the same path"
        )
    return ""


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise EngineFailure(f"Dask is not installed. {_INSTALL}") from None
    return distributed


def _first_line(wrong: BaseException) -> str:
    return (str(wrong).strip().splitlines() or [type(wrong).__name__])[0]
