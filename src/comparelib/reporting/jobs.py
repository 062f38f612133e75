"""What is to be made for a run, how far it is, and what came of it: what processes tell each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from comparelib.reporting.page import PageFrame
from comparelib.reporting.results.job import SummaryJob
from comparelib.reporting.runner import CELL_TIMEOUT


class PageState(StrEnum):
    """How far a page is."""

    WAITING = "waiting"
    RUNNING = "running"
    RENDERED = "rendered"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True)
class PageProgress:
    """One piece of news: `done` of `total` cells of a notebook of a run, the state of its page, and why."""

    run: str
    notebook: str
    state: PageState
    done: int = 0
    total: int = 0
    seconds: float = 0.0
    why: tuple[str, ...] = ()


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
    known
        What it is made from, as far as that is known before (`made_from`).
    why
        Why it is made, in a few words each.
    expected
        Seconds that it took last time; 0 where that is not known.
    timeout
        Seconds that one cell may take.
    """

    run: str
    notebook: Path
    target: Path
    frame: PageFrame
    known: Mapping[str, str] = field(default_factory=dict)
    why: tuple[str, ...] = ()
    expected: float = 0.0
    timeout: int = CELL_TIMEOUT


@dataclass(frozen=True)
class MadePage:
    """A page that was made.

    Attributes
    ----------
    job, title
        What was asked for, and what the page is called.
    seconds
        How long it took, by stage (`stages`).
    made_from
        All that it was made from (`made_from`).
    warnings
        What the kernel wrote to stderr.
    files
        What stands beside the page, seen from its folder.
    used
        `cpu`: seconds of the processor, in the kernel and outside; `peak_mb`: most memory of the kernel.
    """

    job: PageJob | SummaryJob
    title: str
    seconds: Mapping[str, float]
    made_from: Mapping[str, str]
    warnings: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    used: Mapping[str, float] = field(default_factory=dict)
