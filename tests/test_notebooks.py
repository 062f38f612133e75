"""The notebooks are thin: a question, one call, one picture or table, its reading."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from comparelib.build import build
from comparelib.reporting.runner import run_notebook
from comparelib.studyfile import load_studyfile

ROOT = Path(__file__).parents[1]
WORKING = ("code_by_hand", "explore")  # to work in, and in no run of study.yml
NOTEBOOKS = [
    *sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")),
    *(ROOT / "notebooks" / f"{name}.ipynb" for name in WORKING),
]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_notebooks():
    assert {"01_corpus", "03_priorities", "04_clusters"} <= {path.stem for path in NOTEBOOKS}


def test_notebooks_to_work_in_are_in_no_run():
    runs = load_studyfile(ROOT / "study.yml").runs.values()
    assert not {name for run in runs for name in run.notebooks} & set(WORKING)


def test_the_notebook_is_valid_and_short(notebook):
    nbformat.validate(notebook)
    assert 8 <= len(notebook.cells) <= 12


def test_code_cells_have_at_most_five_lines_and_no_definitions(notebook):
    for cell in code_cells(notebook):
        tree = ast.parse(cell.source)
        assert not [
            node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda)
        ]
        if "parameters" not in cell.metadata.get("tags", []):
            assert len([line for line in cell.source.splitlines() if line.strip()]) <= 5, cell.source


def test_no_cell_holds_a_path(notebook):
    assert not [
        cell.source
        for cell in code_cells(notebook)
        if re.search(r"""["'][^"']*[/\\][^"']*["']|Path\(""", cell.source)
    ]


def test_exactly_one_cell_is_tagged_parameters_and_each_parameter_has_help(notebook):
    (cell,) = [cell for cell in code_cells(notebook) if "parameters" in cell.metadata.get("tags", [])]
    for line in cell.source.splitlines():
        assert re.fullmatch(r"\w+: [\w\[\]]+ = .+  # \S.+", line), line


def test_nothing_that_was_run_is_committed(notebook):
    assert all(not cell.outputs and cell.execution_count is None for cell in code_cells(notebook))
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"


def test_the_first_cell_is_the_one_title(notebook):
    titles = [
        line
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("# ")
    ]
    assert len(titles) == 1
    assert notebook.cells[0].source.startswith(titles[0])


@pytest.mark.slow
def test_reliability_says_why_it_has_no_figures_where_nothing_was_coded_by_reference(study_copy):
    for path in (study_copy / "data" / "reference").glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    study = study_copy / "study.yml"
    study.write_text(re.sub("(?m)^coder: .*$", "coder: dictionary", study.read_text("utf-8")), "utf-8")
    build(study_copy)
    done = run_notebook(study_copy / "notebooks" / "02_reliability.ipynb", {"draws": 20})
    shown = [
        "".join(output.data.get("text/html", "") for output in cell.outputs if "data" in output)
        for cell in code_cells(done)
    ]
    _, quality, alike, swapped, cards = shown[-5:]
    assert quality.count("Not estimable here: no codings of coder &#x27;reference&#x27;.") == 3
    assert alike.count("Not estimable here: coder &#x27;reference&#x27; has not coded this study.") == 2
    assert '<table class="data" id="swap">' in swapped
    assert '<section class="finding"' in cards
    assert 'href="#' not in cards
