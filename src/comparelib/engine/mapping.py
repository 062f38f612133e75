"""What an engine is: something that maps a function over jobs, in whatever order they are done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar


class Job(Protocol):
    """A piece of work that can be sent to another process.

    It holds all that a function needs to do it. Doing it twice, or in two processes at once, has the same
    result as doing it once: so an engine may repeat what was lost.
    """

    @property
    def key(self) -> str:
        """Name of the result; no two jobs have the same."""

    @property
    def weight(self) -> int:
        """How much there is to do, in bytes of text or of raw files."""


J = TypeVar("J", bound=Job)
R = TypeVar("R")


class Engine(Protocol):
    """Maps functions over jobs."""

    def map(self, function: Callable[[J], R], jobs: Sequence[J]) -> Iterator[tuple[J, R]]:
        """Yield each job with the function's result, in the order in which they are done.

        Parameters
        ----------
        function
            Of a module, so that another process can import it.

        Raises
        ------
        EngineFailure
            The work cannot be done here, however often it is tried.
        """
