"""Where the time of a page goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

STAGES = ("start", "kernel", "imports", "compute", "render")
"""Process and tools, counted once a process; kernel up and down; its imports; the cells' work; the page."""


def notebook_seconds(executed: NotebookNode, run: float, imports: float) -> dict[str, float]:
    """Return the seconds of a notebook that has been run, by stage.

    Parameters
    ----------
    executed
        With the durations that papermill leaves in each cell.
    run
        The whole run: kernel up, all cells, kernel down.
    imports
        Those of it that imports took (`kernel_log`); start-up of the kernel comes before and is not counted.
    """
    cells = sum(
        float(cell.metadata.get("papermill", {}).get("duration") or 0.0)
        for cell in executed.cells
        if cell.cell_type == "code"
    )
    return {"kernel": max(run - cells, 0.0), "imports": imports, "compute": max(cells - imports, 0.0)}


def total(pages: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return the seconds of several pages together, by stage, in the order of the stages."""
    listed = list(pages)
    return {stage: sum(page.get(stage, 0.0) for page in listed) for stage in STAGES}


def rounded(seconds: Mapping[str, float]) -> dict[str, float]:
    """Return seconds as a record holds them: milliseconds, in the order of the stages."""
    return {stage: round(seconds[stage], 3) for stage in STAGES if stage in seconds}
