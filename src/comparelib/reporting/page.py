"""An executed notebook -> one self-contained HTML page; the same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from comparelib.reporting.downloads.links import linked_downloads
from comparelib.reporting.failure import notebook_failure
from comparelib.reporting.gate import page_faults
from comparelib.reporting.headings import headed
from comparelib.reporting.layout import Sheet
from comparelib.reporting.notebook_body import notebook_body
from comparelib.reporting.notebook_title import name_in_words
from comparelib.reporting.outputs import linked_documents, readable_tables
from comparelib.reporting.settings import settings_table

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True)
class PageFrame:
    """What stands around a notebook's cells.

    Attributes
    ----------
    notebook
        Name of the notebook without its ending.
    study, run
        Title of the study and label of the run, in the page's language.
    language
        "en" or "nl".
    parameters
        All parameters of the page.
    meanings
        What a researcher's own parameters do; the catalogue knows the others.
    provenance
        Label and value pairs of the footer. No time, host or path.
    siblings
        File and title of every page of the run, this one too.
    private
        Texts that must not stand in the page, such as the path of the study.
    documents
        File of the page of each document, seen from this page.
    files
        Files of its figures and tables, seen from this page.
    caution
        What every reader of this study must know first, as study.yml says it.
    """

    notebook: str
    study: str
    run: str
    language: str
    parameters: Mapping[str, Any]
    meanings: Mapping[str, str] = field(default_factory=dict)
    provenance: tuple[tuple[str, str], ...] = ()
    siblings: tuple[tuple[str, str], ...] = ()
    private: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    caution: str = ""


@dataclass(frozen=True)
class Page:
    """A finished page: its title and its HTML."""

    title: str
    html: str


def render_page(executed: NotebookNode, frame: PageFrame) -> Page:
    """Return the page of an executed notebook.

    Raises
    ------
    ReportFailure
        The page would not be fit for a reader: a picture without alternative text, a link without a target,
        something loaded from elsewhere, an absolute path. All faults are named.
    """
    settings = settings_table(frame.parameters, frame.meanings, frame.language)
    cells = notebook_body(executed, settings, frame.language, frame.notebook)
    cells = linked_downloads(cells, frame.files, frame.notebook, frame.language)
    body = headed(readable_tables(linked_documents(cells, frame.documents), frame.language))
    title = body.title or str(executed.metadata.get("title", "")).strip() or name_in_words(frame.notebook)
    sheet = Sheet(
        language=frame.language,
        name=" – ".join((title, frame.run, frame.study)),
        above=(frame.study, frame.run),
        body=body.html if body.title else f'<h1 id="page-title">{escape(title)}</h1>\n{body.html}',
        contents=body.contents,
        provenance=frame.provenance,
        siblings=frame.siblings,
        here=f"{frame.notebook}.html",
        index="../index.html",
        readers=f"{frame.documents[0].rpartition('/')[0]}/" if frame.documents else "",
        caution=frame.caution,
    )
    html = sheet.html
    if faults := page_faults(html, frame.private):
        problem = "its page is not fit to publish: " + "; ".join(faults)
        raise notebook_failure(f"{frame.notebook}.ipynb", problem)
    return Page(title, html)
