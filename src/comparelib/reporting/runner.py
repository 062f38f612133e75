"""Runs one notebook to its very end, or says which cell failed and why; never writes the notebook itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comparelib.errors import ReportFailure
from comparelib.reporting.failure import cell_failure, notebook_failure

if TYPE_CHECKING:
    from nbformat import NotebookNode

CELL_TIMEOUT = 600
_START_TIMEOUT = 90
_INJECTED = "injected-parameters"
CellProgress = Callable[[int, int], None]


class _Place:
    """Which cell is at work: papermill marks the cell that timed out as completed."""

    def __init__(self, on_cell: CellProgress | None) -> None:
        self.cell: NotebookNode | None = None
        self.number = 0
        self.total = 0
        self._on_cell = on_cell

    def start(self, *, cell: NotebookNode, **_: Any) -> None:
        self.cell = cell
        self.number += not _is_injected(cell)

    def done(self, *, cell_index: int, **_: Any) -> None:
        if self._on_cell:
            self._on_cell(cell_index + 1, self.total)


def run_notebook(
    notebook: Path,
    parameters: Mapping[str, Any],
    *,
    timeout: int = CELL_TIMEOUT,
    on_cell: CellProgress | None = None,
) -> NotebookNode:
    """Run a notebook with parameters and return it with its outputs.

    Parameters
    ----------
    notebook
        Path of the .ipynb file; the kernel works in its folder.
    parameters
        All parameters, checked (`parameters.check_parameters`).
    timeout
        Seconds that one cell may take.
    on_cell
        Called after each code cell with the number of cells done (markdown cells counted) and their total.

    Raises
    ------
    ReportFailure
        A cell raised, took too long, killed its kernel, or was never run. The message quotes the cell.
    """
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    place = _Place(on_cell)
    try:
        executed = _execute(notebook.resolve(), dict(parameters), timeout, place)
    except PapermillExecutionError as error:
        problem = f"{error.ename}: {error.evalue}"
    except CellTimeoutError:
        problem = f"it took longer than {timeout} seconds and was stopped"
    except DeadKernelError:
        problem = "the kernel died (out of memory, or killed from outside)"
    except (NoSuchKernel, RuntimeError, ValueError, OSError) as error:
        raise notebook_failure(notebook.name, f"the kernel could not be used: {error}") from error
    else:
        _require_completed(executed, notebook.name)
        return executed
    raise _failure(notebook.name, place, problem) from None


def _execute(notebook: Path, parameters: dict[str, Any], timeout: int, place: _Place) -> NotebookNode:
    import papermill
    from traitlets.config import Config

    # papermill infers parameters a second time, by regular expression, and warns of what it cannot parse.
    logging.getLogger("papermill").setLevel(logging.ERROR)
    place.total = 1 + len(papermill.iorw.load_notebook_node(str(notebook)).cells)  # one cell is injected
    # "auto" encrypts where the kernel can; without it ipykernel warns of plain TCP at each start.
    config = Config({"KernelManager": {"transport_encryption": "auto"}})
    executed: NotebookNode = papermill.execute_notebook(
        str(notebook),
        None,
        parameters=parameters,
        kernel_name="python3",
        language="python",
        cwd=str(notebook.parent),
        progress_bar=False,
        start_timeout=_START_TIMEOUT,
        execution_timeout=timeout,
        shutdown_kernel="immediate",
        on_cell_start=place.start,
        on_cell_executed=place.done,
        config=config,
    )
    return executed


def _failure(name: str, place: _Place, problem: str) -> ReportFailure:
    if place.cell is None:
        return notebook_failure(name, problem)
    return cell_failure(name, place.number, place.cell.source, problem)


def _require_completed(executed: NotebookNode, name: str) -> None:
    """A `sys.exit(0)` in a cell ends the run without an error and leaves the rest unexecuted."""
    written = [cell for cell in executed.cells if not _is_injected(cell)]
    for number, cell in enumerate(written, start=1):
        if cell.cell_type == "code" and cell.metadata.papermill.status != "completed":
            raise cell_failure(
                name, number, cell.source, "it was never run; a cell before it ended the kernel"
            )


def _is_injected(cell: NotebookNode) -> bool:
    return _INJECTED in cell.metadata.get("tags", ())
