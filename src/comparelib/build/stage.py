"""One stage of a build over all groups: parts that are there are taken, the other ones are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from comparelib.build.documents import Done
from comparelib.build.outcome import BuildProgress
from comparelib.engine import Engine, Job
from comparelib.errors import Fault

if TYPE_CHECKING:
    from comparelib.build.plan import BuildPlan

J = TypeVar("J", bound=Job)


@dataclass(frozen=True)
class Wanted(Generic[J]):
    """A part that the build is to have, and how it is made where it is not there.

    Attributes
    ----------
    group
        Number of its group.
    name, key
        Of the part.
    job
        Gives the work; called only where it has to be done.
    steps
        How many steps of the build it is.
    """

    group: int
    name: str
    key: str
    job: Callable[[], J]
    steps: int = 1


@dataclass
class Steps:
    """How far a build is, and to whom it tells that."""

    say: BuildProgress
    total: int
    done: int = 0

    def take(self, what: str, steps: int) -> None:
        """Go on by some steps, and tell."""
        if steps:
            self.done += steps
            self.say(what, self.done, self.total)


@dataclass(frozen=True)
class StageRun(Generic[J]):
    """What came of a stage: the jobs that were done, and the faults, in the order of the corpus."""

    made: tuple[J, ...]
    faults: tuple[Fault, ...]


def run_stage(
    wanted: Sequence[Wanted[J]],
    function: Callable[[J], Done],
    engine: Engine,
    plan: BuildPlan,
    steps: Steps,
) -> StageRun[J]:
    """Bring a stage to its end, whatever faults there are: so all of them are known at once.

    The parts are put into the plan.
    """
    missing: dict[str, Wanted[J]] = {}
    for each in wanted:
        part = plan.older.shelf.found(each.name, each.key)
        if part is None:
            missing[each.key] = each
        else:
            plan.parts[each.group][each.name] = part
            steps.take(f"{each.name}: {_documents(plan, each)}", each.steps)
    faults: dict[int, tuple[Fault, ...]] = {}
    jobs = [each.job() for each in missing.values()]
    for job, done in engine.map(function, jobs):
        each = missing[job.key]
        faults[each.group] = done.faults
        if done.part is not None:
            plan.parts[each.group][each.name] = done.part
        steps.take(f"{each.name}: {_documents(plan, each)}", each.steps)
    return StageRun(tuple(jobs), tuple(fault for group in sorted(faults) for fault in faults[group]))


def _documents(plan: BuildPlan, wanted: Wanted[J]) -> str:
    first, *others = plan.groups[wanted.group]
    return f"{first} and {len(others)} more" if others else first
