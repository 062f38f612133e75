"""Which files of the package something is made with: its modules, their data files, the words of a language.

What a kernel imported is known when it has run (`kernel_log`); what the frame of a page, the findings or the
page of a document are made with is read from the import statements, so that it is known before.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

NAME = "comparelib"
PACKAGE = Path(__file__).resolve().parents[1]

_INIT = "__init__.py"
_CATALOGUE = "labels/words"  # counted by language, not by file
_NO_DATA = {".py", ".pyc", ".typed"}


def code_hashes(modules: Iterable[str]) -> dict[str, str]:
    """Return file -> sha256 of modules of the package and of the data files of the packages they stand in.

    Parameters
    ----------
    modules
        Dotted names, such as "comparelib.charts.heatmap"; others than of this package are passed over.

    Returns
    -------
    dict
        File seen from the package, "charts/heatmap.py"; sorted.
    """
    paths = {path for name in modules if (path := module_file(name))}
    found = {path.relative_to(PACKAGE).as_posix() for path in paths}
    found |= {file for folder in {path.parent for path in paths} for file in _data_files(folder)}
    return {file: file_hash(file) or "" for file in sorted(found)}


def file_hash(file: str) -> str | None:
    """Return the sha256 of a file of the package, named as in `code_hashes`; None where it is gone."""
    path = PACKAGE / file
    try:
        return _hash(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


@cache
def _hash(path: Path, _changed: int) -> str:
    """Many pages are made with the same files: each is read once, and again when it has changed."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@lru_cache(maxsize=8)
def closure(*roots: str, later: bool = False) -> tuple[str, ...]:
    """Return the names of modules and of all modules of the package that importing them imports.

    Imports for type checkers alone do not count.

    Parameters
    ----------
    roots
        Dotted names.
    later
        Also what their functions import when they are called.
    """
    found: dict[str, None] = {}
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in found and module_file(name):
            found[name] = None
            waiting += [*_parents(name), *_imported(name, later)]
    return tuple(sorted(found))


def everything() -> tuple[str, ...]:
    """Return the names of all modules of the package."""
    places = (path.relative_to(PACKAGE).with_suffix("").parts for path in PACKAGE.rglob("*.py"))
    return tuple(sorted(".".join((NAME, *place)).removesuffix(".__init__") for place in places))


@cache
def words_hash(language: str) -> str:
    """Return the sha256 of every word of the catalogue in a language."""
    folder = files("comparelib.labels") / "words"
    texts: dict[str, object] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".json"):
            read = json.loads(file.read_text(encoding="utf-8"))
            texts |= {key: text.get(language) for key, text in read.items()}
    shown = json.dumps(texts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(shown.encode()).hexdigest()


def module_file(name: str) -> Path | None:
    """Return the file of a module of the package; None where the name is not one."""
    head, *rest = name.split(".")
    if head != NAME:
        return None
    path = PACKAGE.joinpath(*rest)
    if (path / _INIT).is_file():
        return path / _INIT
    module = path.with_suffix(".py")
    return module if rest and module.is_file() else None


@cache
def _data_files(folder: Path) -> tuple[str, ...]:
    """The data files of a package: those in its folder, and in folders below that hold no Python."""
    inside = sorted(folder.iterdir())
    own = [path for path in inside if path.is_file() and path.suffix not in _NO_DATA]
    for path in inside:
        if path.is_dir() and path.name != "__pycache__" and not any(path.rglob("*.py")):
            own += [file for file in sorted(path.rglob("*")) if file.is_file()]
    names = (path.relative_to(PACKAGE).as_posix() for path in own)
    return tuple(name for name in names if not name.startswith(f"{_CATALOGUE}/"))


def _parents(name: str) -> Iterator[str]:
    while "." in name:
        name = name.rpartition(".")[0]
        yield name


def _imported(name: str, later: bool) -> list[str]:
    path = module_file(name)
    found: list[str] = []
    for statement in _run(ast.parse(path.read_bytes()), later) if path else ():
        if isinstance(statement, ast.Import):
            found += [alias.name for alias in statement.names]
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            names, homes = [alias.name for alias in statement.names], _on_first_use(statement.module)
            found += [statement.module, *(f"{statement.module}.{name}" for name in names)]
            found += [homes[name] for name in names if name in homes]
    return found


@cache
def _on_first_use(name: str) -> dict[str, str]:
    """Return the names that a package imports when they are first used (`first_use`), and from where.

    These are what it imports for type checkers, where it has a `__getattr__`.
    """
    path = module_file(name)
    tree = ast.parse(path.read_bytes()) if path and path.name == _INIT else ast.Module([], [])
    if not any("__getattr__" in ast.unparse(statement) for statement in tree.body):
        return {}
    checked = [statement for statement in tree.body if _for_type_checkers(statement)]
    return {
        alias.name: f"{statement.module}"
        for statement in (inside for block in checked for inside in ast.walk(block))
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }


def _run(node: ast.AST, later: bool) -> Iterator[ast.AST]:
    """Every statement that is run on import, or `later`: what stands under `if TYPE_CHECKING` is neither."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and _for_type_checkers(child):
            for otherwise in child.orelse:
                yield otherwise
                yield from _run(otherwise, later)
        elif later or not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from _run(child, later)


def _for_type_checkers(statement: ast.AST) -> bool:
    return isinstance(statement, ast.If) and ast.unparse(statement.test).endswith("TYPE_CHECKING")
