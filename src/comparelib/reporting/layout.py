"""The frame around every page and the index: head, header, contents list, footer; style and script inside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from comparelib.labels import say
from comparelib.reporting.headings import Entry

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class Sheet:
    """A document before it has its frame.

    Attributes
    ----------
    language
        "en" or "nl".
    name
        What the browser shows as the name of the page.
    above
        Small lines over the page: study, run.
    body
        HTML of the main part, with the h1.
    contents
        The contents list; none is shown where it is empty.
    provenance
        Label and value pairs of the footer.
    siblings
        File and title of every page of the run.
    here
        File of this page.
    index
        Link to the index, or None on the index itself.
    style, script
        What this kind of page needs besides what every page has.
    readers
        Folder with the pages of the documents, seen from this page; empty where there are none.
    caution
        What every reader must know first; stands above the title.
    contents_language
        Of the headings in the contents list, where it is not that of the page.
    beside
        Name of the files beside the page that hold its style and script (`shared_files`); empty where the
        page holds both itself.
    """

    language: str
    name: str
    above: tuple[str, ...]
    body: str
    contents: tuple[Entry, ...] = ()
    provenance: tuple[tuple[str, str], ...] = ()
    siblings: tuple[tuple[str, str], ...] = ()
    here: str = ""
    index: str | None = None
    style: str = ""
    script: str = ""
    readers: str = ""
    caution: str = ""
    contents_language: str = ""
    beside: str = ""

    @property
    def html(self) -> str:
        """The whole document, the same bytes for the same sheet."""

        def words(key: str, **values: object) -> str:
            return say(key, self.language, **values)

        template = _environment().get_template("layout.html.j2")
        return template.render(sheet=self, style=_file("page.css"), script=_file("page.js"), say=words)


def shared_files(name: str, style: str, script: str) -> dict[str, str]:
    """Return the style and script of one kind of page as files, for pages that do not hold them themselves.

    Parameters
    ----------
    name
        As `Sheet.beside`.
    style, script
        As of the sheet: what this kind of page needs besides what every page has.
    """
    return {
        f"{name}.css": f"{_file('page.css')}\n{style}\n",
        f"{name}.js": f"{_file('page.js')}\n{script}\n",
    }


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _file(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8").strip()
