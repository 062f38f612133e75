"""The list of all documents of a run: in groups, searchable, plain links without scripts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from comparelib.labels import kind_name, say
from comparelib.matrix.groups import MOST_DOCUMENTS, document_groups
from comparelib.reporting.layout import TEMPLATES, Sheet
from comparelib.reporting.reader.page import ReaderFrame

CATALOGUE = "_all.html"
"""File of the list, in the folder of the documents; no doc_id begins with a low line."""

MOST_ON_A_PAGE = 10_000
"""Documents that one page lists, some 2 to 4 MB; the rest stands on further pages of the list."""

MOST_OPEN = 100
"""Documents of a page whose groups are open from the start."""


@dataclass(frozen=True)
class Entry:
    """One document in the list: its group, file, title and language, and what else is known."""

    group: str
    file: str
    title: str
    language: str
    details: str


def render_catalogue(documents: Sequence[Mapping[str, Any]], frame: ReaderFrame) -> dict[str, str]:
    """Return the pages of the list of documents, file -> HTML; one page up to `MOST_ON_A_PAGE` documents.

    A few documents stand in the order of the corpus. More than `MOST_DOCUMENTS` stand in the groups that the
    figures show, the latest first. Every document is a link in the page; a script adds the search.

    Parameters
    ----------
    documents
        Rows of the table of documents, titles as they may be shown.
    frame
        What is the same on every page of a document.
    """
    entries = _entries(documents, frame)
    parts = [entries[at : at + MOST_ON_A_PAGE] for at in range(0, len(entries), MOST_ON_A_PAGE)] or [[]]
    files = [_file_of(number) for number in range(1, len(parts) + 1)]
    return {
        file: _page(part, (number, files), len(entries), frame)
        for number, (file, part) in enumerate(zip(files, parts, strict=True), start=1)
    }


def _file_of(number: int) -> str:
    return CATALOGUE if number == 1 else CATALOGUE.replace(".", f"-{number}.")


def _entries(documents: Sequence[Mapping[str, Any]], frame: ReaderFrame) -> list[Entry]:
    if len(documents) <= MOST_DOCUMENTS:
        return [_entry("", document, frame) for document in documents]
    rows = {str(document["doc_id"]): document for document in documents}
    found = []
    for group in document_groups(pd.DataFrame(list(documents))):
        side = (frame.jurisdictions or {}).get(group.jurisdiction, group.jurisdiction)
        name = group.name(side, frame.language)
        own = sorted((rows[doc_id] for doc_id in group.doc_ids), key=lambda row: _place(str(row["title"])))
        own.sort(key=lambda row: str(row["date"]), reverse=True)  # stable: titles stay in order
        found += [_entry(name, document, frame) for document in own]
    return found


def _place(title: str) -> tuple[str | int, ...]:
    """Return a title as it is sorted: "Letter 9" comes before "Letter 10"."""
    return tuple(int(part) if odd % 2 else part for odd, part in enumerate(re.split(r"(\d+)", title)))


def _entry(group: str, document: Mapping[str, Any], frame: ReaderFrame) -> Entry:
    side = str(document["jurisdiction"])
    known = [
        str(document["issuer"]),
        "" if group else (frame.jurisdictions or {}).get(side, side),
        kind_name(str(document["doc_type"]), frame.language),
        str(document["date"]),
        say("reader.units", frame.language, n=int(document["n_units"])),
    ]
    details = " · ".join(word for word in known if word)
    file, title = f"{document['doc_id']}.html", str(document["title"])
    return Entry(group, file, title, str(document["language"]), details)


def _page(
    entries: Sequence[Entry], place: tuple[int, Sequence[str]], n_documents: int, frame: ReaderFrame
) -> str:
    language, (number, files) = frame.language, place

    def words(key: str, **values: object) -> str:
        return escape(say(f"catalogue.{key}", language, **values))

    spoken = Counter(entry.language for entry in entries).most_common(1)[0][0] if entries else language
    groups: dict[str, list[str]] = {}
    for entry in entries:
        groups.setdefault(entry.group, []).append(_item(entry, spoken))
    opened = " open" if len(entries) <= MOST_OPEN else ""
    lists = "\n".join(_group(name, items, opened, spoken) for name, items in groups.items())
    here = files[number - 1]
    current = {here: ' aria-current="page"'}
    parts = "".join(
        f'<li><a href="{file}"{current.get(file, "")}>{words("part", n=place)}</a></li>'
        for place, file in enumerate(files, start=1)
    )
    further = f'<nav aria-label="{words("parts")}"><ul class="parts">{parts}</ul></nav>\n'
    title = say("reader.title", language)
    body = f"""<h1 id="documents">{escape(title)}</h1>
<p class="lead">{words("lead", n=n_documents)}</p>
{further if files[1:] else ""}<div class="search" role="search" hidden><label for="catalogue-search">{
        words("search_part" if files[1:] else "search")
    }</label>
<input type="search" id="catalogue-search" data-found="{words("found", shown="#", all="##")}">
<span role="status" id="catalogue-found"></span></div>
{lists}"""
    return Sheet(
        language=language,
        name=" – ".join((title, frame.run, frame.study)),
        above=(frame.study, frame.run),
        body=body,
        siblings=frame.siblings,
        here=f"../documents/{CATALOGUE}",
        index="../../index.html",
        style=(TEMPLATES / "catalogue.css").read_text("utf-8").strip(),
        script=(TEMPLATES / "catalogue.js").read_text("utf-8").strip(),
    ).html


def _group(name: str, items: Sequence[str], opened: str, spoken: str) -> str:
    entries = f'<ul class="catalogue" lang="{escape(spoken)}">\n' + "\n".join(items) + "\n</ul>"
    if not name:
        return entries
    title = f"<summary><h2>{escape(name)}</h2></summary>"
    return f'<details class="catalogue-group"{opened}>{title}\n{entries}\n</details>'


def _item(entry: Entry, spoken: str) -> str:
    lang = f' lang="{escape(entry.language)}"' if entry.language != spoken else ""
    return (
        f'<li><a href="{escape(entry.file)}"{lang}>{escape(entry.title)}</a> '
        f"<span>{escape(entry.details)}</span></li>"
    )
