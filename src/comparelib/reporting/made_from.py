"""What a page was made from, item by item, and so why it has to be made again.

An item is a name and a hash or value: "notebook", "parameter:draws", "study:label", "input:data/processed",
"words:nl", "version:numpy", "code:charts/heatmap.py", "own:my_module.py". A page stands as long as every item
is what it was. The code is known only when the page has been made: it is what its kernel really imported.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from comparelib.reporting import dependencies
from comparelib.reporting.dependencies import closure, code_hashes, words_hash
from comparelib.reporting.provenance import content_hash, file_hash, versions

MadeFrom = Mapping[str, str]

FRAME = ("comparelib.reporting.page", "comparelib.reporting.runner")
"""What makes a page of an executed notebook."""

_CODE, _OWN = "code:", "own:"
_MOST = 2  # files that are named in a reason
_WORDS = {
    "notebook": "notebook changed",
    "words": "words changed",
    "input:data/processed": "data changed",
    "input:data/codings": "hand codings changed",
}


def page_items(
    notebook: Path,
    parameters: Mapping[str, Any],
    declared: Mapping[str, Any],
    read: Mapping[str, str | None],
    language: str,
) -> dict[str, str]:
    """Return what a page is made from, as far as it is known before its kernel has run.

    Parameters
    ----------
    notebook, parameters
        The source and all its parameters.
    declared
        Plain content of study.yml that the page shows or the notebook reads.
    read
        Hashes of the inputs that it reads.
    language
        Whose words it has.
    """
    made = {"notebook": f"{notebook.name} {file_hash(notebook)}"}
    return made | general_items(parameters, declared, read, (language,))


def general_items(
    parameters: Mapping[str, Any],
    declared: Mapping[str, Any],
    read: Mapping[str, str | None],
    languages: Sequence[str],
) -> dict[str, str]:
    """Return what anything of a run is made from: parameters, declarations, inputs, words and versions."""
    return {
        **{f"parameter:{name}": _plain(value) for name, value in parameters.items()},
        **{f"study:{name}": content_hash(value) for name, value in declared.items()},
        **{f"input:{name}": str(value) for name, value in read.items()},
        **{f"words:{language}": words_hash(language) for language in languages},
        **{f"version:{name}": value for name, value in versions().items()},
    }


def code_items(modules: Iterable[str]) -> dict[str, str]:
    """Return the items of modules of the package, with those of the frame of every page."""
    names = {*modules, *closure(*FRAME)}
    return {f"{_CODE}{file}": value for file, value in code_hashes(names).items()}


def own_items(files: Iterable[str], folder: Path) -> dict[str, str]:
    """Return the items of modules of the researcher's own, which stand beside the notebook in `folder`."""
    return {f"{_OWN}{file}": _hash_of(folder / file) for file in files}


def today(recorded: MadeFrom, known: MadeFrom, folder: Path) -> dict[str, str]:
    """Return what a page would be made from today.

    Parameters
    ----------
    recorded
        What it was made from: its code items say which files to look at.
    known
        What is known before a run, `page_items`.
    folder
        Of its notebook.
    """
    code = [name.removeprefix(_CODE) for name in recorded if name.startswith(_CODE)]
    own = [name.removeprefix(_OWN) for name in recorded if name.startswith(_OWN)]
    hashes = {f"{_CODE}{file}": dependencies.file_hash(file) or "gone" for file in code}
    return {**known, **hashes, **own_items(own, folder)}


def reasons(recorded: MadeFrom, now: MadeFrom) -> tuple[str, ...]:
    """Return in a few words each what differs: "words changed", "parameter draws", "numpy 2.4.6"."""
    differing = [name for name in dict.fromkeys([*now, *recorded]) if recorded.get(name) != now.get(name)]
    told = [_reason(name, now) for name in differing if not name.startswith((_CODE, _OWN))]
    files = [name.partition(":")[2] for name in differing if name.startswith((_CODE, _OWN))]
    if files:
        more = f" and {len(files) - _MOST} more" if len(files) > _MOST else ""
        told.append(f"code changed: {', '.join(files[:_MOST])}{more}")
    return tuple(dict.fromkeys(told))


def _reason(name: str, now: MadeFrom) -> str:
    kind, _, rest = name.partition(":")
    if name in _WORDS or kind in _WORDS:
        return _WORDS.get(name) or _WORDS[kind]
    if kind == "version":
        return f"{rest} {now.get(name, 'absent')}"
    return {"study": "study.yml: ", "parameter": "parameter "}.get(kind, "") + (
        f"{rest} changed" if kind == "input" else rest
    )


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _hash_of(path: Path) -> str:
    return file_hash(path) if path.is_file() else "gone"
