"""Which engine a user chose, and the engine, open while it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from comparelib.errors import Fault, ParameterFault, one_of

if TYPE_CHECKING:
    from comparelib.engine.cluster import DaskEngine
    from comparelib.engine.local import LocalEngine
    from comparelib.engine.mapping import Engine

ENGINES = ("local", "dask")


@dataclass(frozen=True)
class EngineChoice:
    """An engine by name.

    Attributes
    ----------
    name
        local, the cores of this machine; or dask.
    workers
        Number of processes; those of this machine's cores where None.
    scheduler
        Address of a Dask scheduler; without one, dask starts its workers on this machine.

    Raises
    ------
    ParameterFault
        No such engine, fewer than one worker, a scheduler for the local engine, or workers for a cluster that
        has its own.
    """

    name: str = "local"
    workers: int | None = None
    scheduler: str | None = None

    def __post_init__(self) -> None:
        faults = []
        if self.name not in ENGINES:
            faults.append(Fault(f"there is no engine '{self.name}'", expected=one_of(ENGINES, self.name)))
        if self.workers is not None and self.workers < 1:
            faults.append(Fault(f"{self.workers} workers", expected="1 or more"))
        if self.scheduler and self.name == "local":
            faults.append(Fault("a scheduler for the local engine", expected="--engine dask"))
        if self.scheduler and self.workers is not None:
            remedy = "Start as many workers as you want, with `dask worker`"
            faults.append(Fault("a number of workers for a cluster that has its own", remedy=remedy))
        if faults:
            raise ParameterFault(faults)

    @contextmanager
    def opened(self, folder: Path) -> Iterator[Engine]:
        """Give the engine, and let it go at the end.

        Parameters
        ----------
        folder
            Folder of processed data, which the workers of a cluster must see.

        Raises
        ------
        EngineFailure
            The cluster cannot do the work.
        """
        engine = self._started(folder)
        try:
            yield engine
        except BaseException:
            engine.close(now=True)
            raise
        engine.close()

    def _started(self, folder: Path) -> LocalEngine | DaskEngine:
        from comparelib.engine.local import LocalEngine

        local = LocalEngine(self.workers)
        if self.name == "local":
            return local
        from comparelib.engine.cluster import DaskEngine

        return (
            DaskEngine.at(self.scheduler, folder)
            if self.scheduler
            else DaskEngine.here(local.workers, folder)
        )
