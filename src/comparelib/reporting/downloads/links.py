"""Links from a page to the files of its figures and tables, below each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from comparelib.labels import say
from comparelib.reporting.downloads.files import FIGURES, TABLES
from comparelib.reporting.downloads.kernel import file_name
from comparelib.reporting.headings import plain

_ENDINGS = ("svg", "png", "csv", "xlsx")
_FIGURE = re.compile(r'<figure\b[^>]*\bid="([^"]+)"[^>]*>.*?(?=</figure>)', re.DOTALL)
_TABLE = re.compile(
    r'<table\b[^>]*\bid="([^"]+)"[^>]*>.*?</table></div>(?:<p class="note">.*?</p>)*', re.DOTALL
)
_NAME = re.compile(r"<(strong|caption)\b[^>]*>(.*?)</\1>", re.DOTALL)


def kept_files(folder: Path, page: str) -> tuple[str, ...]:
    """Return the files that the kernel of a page wrote, seen from the folder of the run, sorted."""
    found = [path for place in (FIGURES, TABLES) for path in (folder / place).glob(f"{page}-*")]
    return tuple(sorted(path.relative_to(folder).as_posix() for path in found))


def linked_downloads(html: str, files: Sequence[str], page: str, language: str) -> str:
    """Return the body with links to the files below each figure and table that has some.

    Parameters
    ----------
    html
        The body of a page.
    files
        As `kept_files` returns them.
    page
        Name of the page without its ending.
    language
        "en" or "nl".
    """
    known = set(files)

    def below(place: str, found: re.Match[str]) -> str:
        own = [f"{place}/{file_name(page, found[1], ending)}" for ending in _ENDINGS]
        links = [file for file in own if file in known]
        return found[0] + (_links(links, _title(found[0]), language) if links else "")

    html = _FIGURE.sub(lambda found: below(FIGURES, found), html)
    return _TABLE.sub(lambda found: below(TABLES, found), html)


def _links(files: Sequence[str], title: str, language: str) -> str:
    links = []
    for file in files:
        ending = file.rpartition(".")[2]
        words = say(f"download.{ending}", language)
        name = escape(f"{words}: {title}" if title else words)
        links.append(f'<a href="{escape(file)}" download aria-label="{name}">{escape(words)}</a>')
    lead = escape(say("download.lead", language))
    return f'<p class="downloads">{lead} {" ".join(links)}</p>\n'


def _title(html: str) -> str:
    found = _NAME.search(html)
    return plain(found[2]).rstrip(".") if found else ""
