import hashlib

import pytest

from comparelib.errors import ReportFailure
from comparelib.reporting.runner import run_notebook
from reporting_study import code, prose, write_notebook

pytestmark = pytest.mark.slow


@pytest.fixture
def notebook(tmp_path):
    """Write a notebook of a title, a parameters cell, the given cells and a last one."""

    def write(*sources):
        cells = [prose("# T"), code("seed = 1", "parameters"), *map(code, sources), code("seed + 1")]
        return write_notebook(tmp_path / "own.ipynb", *cells)

    return write


def test_a_notebook_runs_in_its_folder_with_its_parameters_and_is_not_written(notebook):
    path = notebook("import os, sys; print(os.path.basename(os.getcwd()), sys.prefix)")
    before, told = hashlib.sha256(path.read_bytes()).hexdigest(), []
    executed = run_notebook(path, {"seed": 41}, on_cell=lambda done, total: told.append((done, total)))
    import sys

    assert executed.cells[-1].outputs[0].data["text/plain"] == "42"
    assert executed.cells[3].outputs[0].text.split() == [path.parent.name, sys.prefix]
    assert told == [(2, 5), (3, 5), (4, 5), (5, 5)]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("fine = 1\nraise KeyError('wonnen')", "own.ipynb, cell 3: KeyError: 'wonnen'"),
        ("import time; time.sleep(60)", "own.ipynb, cell 3: it took longer than 1 seconds"),
        ("import os; os._exit(1)", "own.ipynb, cell 3: the kernel died"),
    ],
)
def test_the_failing_cell_is_quoted(notebook, source, problem):
    with pytest.raises(ReportFailure) as raised:
        run_notebook(notebook(source), {"seed": 1}, timeout=1)
    text = str(raised.value)
    assert text.startswith(problem)
    assert f"    | {source.splitlines()[-1]}" in text


def test_a_cell_that_ends_the_kernel_quietly_is_a_failure(notebook):
    with pytest.raises(ReportFailure, match="never run"):
        run_notebook(notebook("import sys; sys.exit(0)"), {"seed": 1})
