"""Tables made fit for every reader: a name, scopes, and a region that scrolls and takes the keyboard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape
from pathlib import PurePosixPath

from comparelib.labels import say
from comparelib.reporting.headings import plain

_TABLE = re.compile(r"<table\b[^>]*>.*?</table>", re.DOTALL)
_CAPTION = re.compile(r"<caption\b[^>]*>(.*?)</caption>", re.DOTALL)
_REGION = re.compile(r"<div\b[^>]*\btabindex=[^>]*>\s*$")
_NAMED_REGION = re.compile(r'(<div\b[^>]*\brole="region"[^>]*\baria-label=")([^"]*)("[^>]*>)(\s*<table\b)?')
_PANDAS_STYLE = re.compile(r"<style scoped>.*?</style>\s*", re.DOTALL)
_HEADS = re.compile(
    r"<thead>\s*<tr[^>]*>\s*<th></th>(.*?)</tr>\s*<tr>\s*<th>(.*?)</th>(?:\s*<th></th>)*\s*</tr>", re.DOTALL
)
_DOCUMENT = re.compile(r'(<t[hd]\b[^>]*\bdata-document="([^"]*)"[^>]*>)(.*?)(</t[hd]>)', re.DOTALL)
_ROW = re.compile(r"<(thead|tbody)>(.*?)</\1>", re.DOTALL)


def linked_documents(html: str, files: Sequence[str]) -> str:
    """Return the body with every cell that names a document as a link to the page of that document.

    Parameters
    ----------
    html
        The body of a page; such a cell has `data-document`.
    files
        The pages of documents that there are; other cells stay as they are.
    """
    pages = {PurePosixPath(file).stem: file for file in files}

    def linked(found: re.Match[str]) -> str:
        page = pages.get(unescape(found[2]))
        return f'{found[1]}<a href="{escape(page)}">{found[3]}</a>{found[4]}' if page else found[0]

    return _DOCUMENT.sub(linked, html)


def readable_tables(html: str, language: str) -> str:
    """Return the body with every table in a named region that scrolls; pandas' own tables get their scopes.

    Parameters
    ----------
    html
        The body of a page.
    language
        Of the names that tables without a caption get.
    """
    html = _PANDAS_STYLE.sub("", html)
    parts: list[str] = []
    end = 0
    for number, found in enumerate(_TABLE.finditer(html), start=1):
        before = html[end : found.start()]
        table = _scoped(found[0]) if 'class="dataframe"' in found[0][:200] else found[0]
        parts += [before, table if _REGION.search(before) else _region(table, number, language)]
        end = found.end()
    return _distinct("".join([*parts, html[end:]]), language)


def _distinct(html: str, language: str) -> str:
    """A figure and its table share a name; in a list of regions a reader has to tell them apart."""
    seen: set[str] = set()

    def renamed(found: re.Match[str]) -> str:
        name, number = found[2], 2
        if name in seen and found[4]:
            name = say("page.table_of", language, name=name)
        first = name
        while name in seen:
            name, number = f"{first} ({number})", number + 1
        seen.add(name)
        return f"{found[1]}{name}{found[3]}{found[4] or ''}"

    return _NAMED_REGION.sub(renamed, html)


def _region(table: str, number: int, language: str) -> str:
    caption = _CAPTION.search(table)
    name = plain(caption[1]) if caption else say("page.table", language, number=number)
    return f'<div class="table-scroll" role="region" tabindex="0" aria-label="{escape(name)}">{table}</div>'


def _scoped(table: str) -> str:
    """pandas writes no scopes, an empty th over the index, and the name of the index in a row of its own."""
    table = table.replace(' border="1"', "").replace(' style="text-align: right;"', "")
    table = _HEADS.sub(r"<thead><tr><th>\2</th>\1</tr>", table, count=1)

    def part(found: re.Match[str]) -> str:
        scope = "col" if found[1] == "thead" else "row"
        rows = found[2].replace("<th></th>", "<td></td>").replace("<th>", f'<th scope="{scope}">')
        return f"<{found[1]}>{rows}</{found[1]}>"

    return _ROW.sub(part, table)
