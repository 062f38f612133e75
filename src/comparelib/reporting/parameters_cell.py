"""The cell tagged `parameters` of a notebook, read with Python's own parser.

papermill infers parameters with regular expressions, which stumble over comments with `=` or quotes and over
several assignments on a line; what cannot be inferred there is injected all the same. Here it is a fault.
"""

from __future__ import annotations

import ast
import io
import json
import tokenize
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comparelib.errors import Fault, ParameterFault

TAG = "parameters"
_FORM = "one 'name: type = value  # what it does' a line, the value a plain literal"


@dataclass(frozen=True)
class CellParameter:
    """One line of a parameters cell.

    Attributes
    ----------
    name, default, annotation, meaning
        As written; `annotation` is the source of the type or None, `meaning` the comment behind it or "".
    line
        One-based line in the cell.
    """

    name: str
    default: Any
    annotation: str | None
    meaning: str
    line: int


def parameters_cell(notebook: Path) -> tuple[CellParameter, ...]:
    """Return the parameters that a notebook declares, in their order.

    Raises
    ------
    ParameterFault
        The notebook cannot be read, has not exactly one cell tagged `parameters`, or that cell holds anything
        but literal assignments. All faults of the cell are named.
    """
    cells = [cell for cell in _cells(notebook) if TAG in cell.get("metadata", {}).get("tags", ())]
    if len(cells) != 1:
        found = "no cell" if not cells else f"{len(cells)} cells"
        raise ParameterFault(
            Fault(
                f"the notebook has {found} tagged '{TAG}'",
                notebook.name,
                expected=f"exactly one code cell with the tag '{TAG}'",
                remedy="Add the tag in JupyterLab: Property Inspector (cog wheel), Cell Tags",
            )
        )
    return _declared(_source(cells[0]), notebook.name)


def _cells(notebook: Path) -> list[dict[str, Any]]:
    try:
        content = json.loads(notebook.read_text("utf-8"))
        return [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    except FileNotFoundError:
        near = sorted(path.name for path in notebook.parent.glob("*.ipynb"))
        expected = "one of " + ", ".join(near) if near else "a notebook in the folder notebooks"
        raise ParameterFault(Fault("there is no such notebook", notebook.name, expected=expected)) from None
    except (ValueError, KeyError, TypeError) as broken:
        raise ParameterFault(
            Fault(f"the file is no notebook ({broken})", notebook.name, expected="notebook format 4")
        ) from None


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _declared(source: str, name: str) -> tuple[CellParameter, ...]:
    try:
        statements = ast.parse(source).body
    except SyntaxError as broken:
        raise ParameterFault(
            Fault(f"the cell '{TAG}' is no Python: {broken.msg}", name, broken.lineno, expected=_FORM)
        ) from None
    comments = _comments(source)
    found = [_parameter(statement, comments) for statement in statements]
    faults = [
        Fault(f"line {item} of the cell '{TAG}' declares no parameter", name, expected=_FORM)
        for item in found
        if isinstance(item, int)
    ]
    parameters = tuple(item for item in found if isinstance(item, CellParameter))
    names = [parameter.name for parameter in parameters]
    faults += [
        Fault(f"parameter '{double}' is declared twice", name)
        for double in sorted({name for name in names if names.count(name) > 1})
    ]
    if faults:
        raise ParameterFault(faults)
    return parameters


def _parameter(statement: ast.stmt, comments: dict[int, str]) -> CellParameter | int:
    """Return the declared parameter, or the number of a line that declares none."""
    annotation: str | None = None
    target: ast.expr
    if isinstance(statement, ast.AnnAssign):
        target, annotation = statement.target, ast.unparse(statement.annotation)
    elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    else:
        return statement.lineno
    if not isinstance(target, ast.Name) or statement.value is None:
        return statement.lineno
    try:
        default = ast.literal_eval(statement.value)
    except ValueError:
        return statement.lineno
    meaning = comments.get(statement.end_lineno or statement.lineno, "")
    return CellParameter(target.id, default, annotation, meaning, statement.lineno)


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}
