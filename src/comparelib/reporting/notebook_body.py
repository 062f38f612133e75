"""The notebook's part of a page, through nbconvert and a template of its own.

nbconvert's own templates load scripts from elsewhere, drop alternative text and hide nothing; this one writes
outputs as they are and keeps the code behind a closed element.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from comparelib.labels import say
from comparelib.reporting.failure import notebook_failure
from comparelib.reporting.headings import without_ids
from comparelib.reporting.layout import TEMPLATES
from comparelib.reporting.notebook_title import belongs, prose

if TYPE_CHECKING:
    from nbformat import NotebookNode

_SHOWN = ["text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain"]
_PROLOGUE = re.compile(r"^\s*(?:<\?xml.*?\?>)?\s*(?:<!DOCTYPE[^>]*>)?\s*", re.DOTALL)


def notebook_body(executed: NotebookNode, settings: str, language: str, name: str) -> str:
    """Return the HTML of a notebook's cells.

    Prose is in the language of the page where the notebook has it (`notebook_title`). The tags `remove-cell`,
    `remove-input` and `remove-output` do what they do in other tools.

    Parameters
    ----------
    executed
        The notebook with its outputs.
    settings
        HTML that stands in place of the parameters cell.
    language
        "en" or "nl".
    name
        Name of the notebook, for failures.

    Raises
    ------
    ReportFailure
        A picture has no alternative text.
    """
    import copy

    from nbconvert import TemplateExporter

    shown = copy.deepcopy(executed)
    shown.cells = [cell for cell in shown.cells if _belongs(cell, language)]
    for cell in shown.cells:
        if cell.cell_type == "markdown":
            cell.source = prose(cell, language)
    resources = {"comparelib": {"settings": settings, "code": say("page.code", language)}}
    try:
        # HTMLExporter's own step after this parses the page and writes it again, viewBox as viewbox.
        body, _ = TemplateExporter.from_notebook_node(_exporter(), shown, resources)
    except _NoAlternative as missing:
        raise notebook_failure(name, str(missing)) from None
    return str(body).replace(' xlink:href="', ' href="')  # see Chart._repr_mimebundle_


class _NoAlternative(Exception):
    """A picture that a reader who cannot see it would miss."""


def _belongs(cell: NotebookNode, language: str) -> bool:
    tags = cell.metadata.get("tags", [])
    return "remove-cell" not in tags and belongs(tags, language)


def _alternative(output: NotebookNode, kind: str) -> str:
    text = str(output.metadata.get(kind, {}).get("alt", "") or output.metadata.get("alt", "")).strip()
    if not text:
        raise _NoAlternative(
            f"a picture ({kind}) has no alternative text; show it with "
            f"display(..., metadata={{'{kind}': {{'alt': '…'}}}}) or as a comparelib chart"
        )
    return text


def _inline_svg(source: Any) -> str:
    text = source if isinstance(source, str) else "".join(source)
    return _PROLOGUE.sub("", text)


@lru_cache(maxsize=1)
def _exporter() -> Any:
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    config = Config()
    config.HTMLExporter.template_name = "report"
    config.HTMLExporter.extra_template_basedirs = [str(TEMPLATES)]
    config.HTMLExporter.exclude_anchor_links = True
    config.HTMLExporter.skip_svg_encoding = True
    config.NbConvertBase.display_data_priority = _SHOWN
    config.CSSHTMLHeaderPreprocessor.enabled = False  # the styles of a code highlighter that is not used
    exporter: Any = HTMLExporter(config=config)  # type: ignore[no-untyped-call]
    exporter.register_filter("without_ids", without_ids)
    exporter.register_filter("alternative", _alternative)
    exporter.register_filter("inline_svg", _inline_svg)
    return exporter
