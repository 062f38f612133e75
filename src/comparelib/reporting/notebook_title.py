"""The words of a notebook in a language: its prose, and its title.

A notebook is written in one language and may carry its prose in another: in a cell's metadata, as
`{"translations": {"nl": "…"}}`, or as a cell of its own with the tag `nl` or `en`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from comparelib.labels import LANGUAGES

_TITLE = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


def notebook_title(notebook: Path, language: str) -> str:
    """Return the first level-one heading of the cells of a language, or the name of the file in words.

    Parameters
    ----------
    notebook
        Path of the .ipynb file.
    language
        "en" or "nl"; cells tagged with another language are passed over.
    """
    content = json.loads(notebook.read_text("utf-8"))
    for cell in content["cells"]:
        if cell["cell_type"] != "markdown" or not belongs(cell.get("metadata", {}).get("tags", ()), language):
            continue
        if found := _TITLE.search(prose(cell, language)):
            return found[1].replace("*", "").replace("`", "")
    return name_in_words(notebook.stem)


def prose(cell: Mapping[str, Any], language: str) -> str:
    """Return the source of a Markdown cell in a language; as it is written where it has no translation."""
    translated = cell.get("metadata", {}).get("translations", {}).get(language)
    source = translated or cell["source"]
    return source if isinstance(source, str) else "".join(source)


def name_in_words(stem: str) -> str:
    """Return the name of a notebook's file in words: "03_priorities" -> "Priorities"."""
    return stem.lstrip("0123456789_").replace("_", " ").capitalize() or stem


def belongs(tags: object, language: str) -> bool:
    """Whether a cell with these tags stands on pages of a language; without one it stands on all."""
    own = set(LANGUAGES) & set(tags if isinstance(tags, list | tuple) else ())
    return not own or language in own
