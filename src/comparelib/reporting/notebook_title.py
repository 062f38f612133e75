"""What a notebook is called, from its first Markdown heading in a language."""

from __future__ import annotations

import json
import re
from pathlib import Path

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
        tags = cell.get("metadata", {}).get("tags", ())
        if cell["cell_type"] == "markdown" and belongs(tags, language):
            source = cell["source"]
            if found := _TITLE.search(source if isinstance(source, str) else "".join(source)):
                return found[1].replace("*", "").replace("`", "")
    return name_in_words(notebook.stem)


def name_in_words(stem: str) -> str:
    """Return the name of a notebook's file in words: "03_priorities" -> "Priorities"."""
    return stem.lstrip("0123456789_").replace("_", " ").capitalize() or stem


def belongs(tags: object, language: str) -> bool:
    """Whether a cell with these tags stands on pages of a language; without one it stands on all."""
    own = set(LANGUAGES) & set(tags if isinstance(tags, list | tuple) else ())
    return not own or language in own
