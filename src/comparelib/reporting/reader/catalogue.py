"""The list of all documents of a run: searchable, and small however many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from comparelib.labels import say
from comparelib.reporting.evidence.parcel import as_json
from comparelib.reporting.layout import TEMPLATES, Sheet
from comparelib.reporting.reader.page import ReaderFrame

CATALOGUE = "_all.html"
"""File of the list, in the folder of the documents; no doc_id begins with a low line."""

MOST_LISTED = 100
"""Documents that are listed at once; a search finds the others."""


def render_catalogue(documents: Sequence[Mapping[str, Any]], frame: ReaderFrame) -> str:
    """Return the HTML of the list of documents.

    The page holds every document as data, and shows the first `MOST_LISTED` that a search finds.

    Parameters
    ----------
    documents
        Rows of the table of documents, titles as they may be shown.
    frame
        What is the same on every page of a document.
    """
    language = frame.language

    def words(key: str, **values: object) -> str:
        return escape(say(f"catalogue.{key}", language, **values))

    rows = [_row(document, frame) for document in documents]
    shown = "\n".join(_item(row) for row in rows[:MOST_LISTED])
    more = len(rows) - MOST_LISTED
    left = f"<noscript><p>{words('unscripted', n=more)}</p></noscript>\n" if more > 0 else ""
    found = words("found", shown="#", all="##")
    title = say("reader.title", language)
    body = f"""<h1 id="documents">{escape(title)}</h1>
<p class="lead">{words("lead", n=len(rows))}</p>
<div class="search" role="search" hidden><label for="catalogue-search">{words("search")}</label>
<input type="search" id="catalogue-search" data-most="{MOST_LISTED}" data-found="{found}">
<span role="status" id="catalogue-found"></span></div>
<ul class="catalogue" id="catalogue">
{shown}
</ul>
{left}<script type="application/json" id="catalogue-data">{as_json(rows)}</script>"""
    return Sheet(
        language=language,
        name=" – ".join((title, frame.run, frame.study)),
        above=(frame.study, frame.run),
        body=body,
        siblings=frame.siblings,
        index="../../index.html",
        style=(TEMPLATES / "catalogue.css").read_text("utf-8").strip(),
        script=(TEMPLATES / "catalogue.js").read_text("utf-8").strip(),
    ).html


def _row(document: Mapping[str, Any], frame: ReaderFrame) -> list[str]:
    """File, title, its language, and what else is known of a document."""
    side = str(document["jurisdiction"])
    known = [
        str(document["issuer"]),
        (frame.jurisdictions or {}).get(side, side),
        str(document["doc_type"]),
        str(document["date"]),
        say("reader.units", frame.language, n=int(document["n_units"])),
    ]
    details = " · ".join(word for word in known if word)
    return [f"{document['doc_id']}.html", str(document["title"]), str(document["language"]), details]


def _item(row: Sequence[str]) -> str:
    file, title, language, details = (escape(part) for part in row)
    return f'<li><a href="{file}" lang="{language}">{title}</a> <span>{details}</span></li>'
