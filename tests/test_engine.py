"""Engines: the same work, whoever does it, and whoever dies over it."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from comparelib.engine import ENGINES, EngineChoice
from comparelib.engine.local import LocalEngine
from comparelib.errors import EngineFailure, ParameterFault
from several_groups import end_suddenly


@dataclass(frozen=True)
class Sum:
    """Add up numbers; `marker` is a file without which the process ends suddenly, and which it leaves."""

    numbers: tuple[int, ...]
    marker: Path | None = None

    @property
    def key(self):
        return str(self.numbers)

    @property
    def weight(self):
        return len(self.numbers)


def added(job):
    if job.marker is not None and not job.marker.exists():
        job.marker.touch()
        end_suddenly()
    return sum(job.numbers), os.getpid()


def always_dies(_job):
    end_suddenly()


def refuses(job):
    raise ValueError(job.key)


JOBS = [Sum(tuple(range(n))) for n in (3, 9, 1, 7, 5)]


@pytest.fixture
def pool():
    engine = LocalEngine(2, worth=0)
    yield engine
    engine.close()


def test_little_work_is_done_here():
    done = list(LocalEngine(4, worth=1000).map(added, JOBS))
    assert [job for job, _ in done] == JOBS
    assert {pid for _, (_, pid) in done} == {os.getpid()}
    assert [pid for _, (_, pid) in LocalEngine(1, worth=0).map(added, JOBS)] == [os.getpid()] * len(JOBS)


@pytest.mark.slow
def test_much_work_is_done_by_other_processes_and_every_job_once(pool):
    done = list(pool.map(added, JOBS))
    assert sorted(job.key for job, _ in done) == sorted(job.key for job in JOBS)
    assert all(total == sum(job.numbers) for job, (total, _) in done)
    assert os.getpid() not in {pid for _, (_, pid) in done}
    assert {pid for _, (_, pid) in pool.map(added, JOBS)} <= {pid for _, (_, pid) in done}, "a pool serves on"


@pytest.mark.slow
def test_a_job_whose_process_dies_is_done_again(pool, tmp_path):
    # Two kill their process once each; three in a row, before any is done, would be taken for want of memory.
    jobs = [*(Sum(job.numbers, tmp_path / str(number)) for number, job in enumerate(JOBS[:2])), JOBS[2]]
    done = list(pool.map(added, jobs))
    assert sorted(total for _, (total, _) in done) == sorted(sum(job.numbers) for job in jobs)


@pytest.mark.slow
def test_work_that_kills_every_process_ends_with_a_word(pool):
    with pytest.raises(EngineFailure, match="worker processes died 3 times"):
        list(pool.map(always_dies, JOBS))


def test_an_error_in_the_work_is_that_error(pool):
    with pytest.raises(ValueError, match=r"\(0, 1|\(0,"):
        list(pool.map(refuses, JOBS))


WRONG = {
    "no such engine": (("spark",), "there is no engine 'spark'; expected one of local, dask"),
    "no worker": (("local", 0), "0 workers; expected 1 or more"),
    "a scheduler for one machine": (("local", None, "tcp://a:1"), "expected --engine dask"),
    "workers for a cluster": (("dask", 2, "tcp://a:1"), "dask worker"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_choice_that_makes_no_sense_is_refused(case):
    arguments, said = WRONG[case]
    with pytest.raises(ParameterFault, match=said):
        EngineChoice(*arguments)


def test_the_choice_gives_the_engine_and_closes_it(tmp_path):
    with EngineChoice("local", 3).opened(tmp_path) as engine:
        assert (type(engine), engine.workers) == (LocalEngine, 3)
    assert ENGINES == ("local", "dask")
