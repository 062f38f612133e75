"""What went wrong in a notebook, quoted so that the researcher finds the cell."""

from __future__ import annotations

from comparelib.errors import ReportFailure

_MOST_LINES = 12


def cell_failure(notebook: str, number: int, source: str, problem: str) -> ReportFailure:
    """Return the failure of one cell.

    Parameters
    ----------
    notebook
        Name of the notebook.
    number
        One-based number of the cell in the notebook as it is in JupyterLab, markdown cells counted.
    source
        The cell's code; long code is cut, and says so.
    problem
        Error name and message, or what happened instead.
    """
    lines = source.splitlines()
    quoted = [f"    | {line}" for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        quoted.append(f"    | ({len(lines) - _MOST_LINES} more lines)")
    return ReportFailure("\n".join([f"{notebook}, cell {number}: {problem}", *quoted]))


def notebook_failure(notebook: str, problem: str) -> ReportFailure:
    """Return the failure of a notebook that no single cell is to blame for."""
    return ReportFailure(f"{notebook}: {problem}")
