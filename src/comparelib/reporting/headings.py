"""Headings of a page: ids that are plain, unique and stable, and the contents list made from them.

The page is worked on as text, not parsed and written again: an HTML parser lower-cases the attributes of
inline SVG (`viewBox`), which breaks the figures.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html import unescape

_HEADING = re.compile(r"<h([1-6])((?:\s[^>]*)?)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r"""\sid=["']([^"']*)["']""")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Entry:
    """One line of the contents list.

    Attributes
    ----------
    anchor, text
        Id of the heading and its plain words.
    level
        2 or 3.
    """

    anchor: str
    text: str
    level: int


@dataclass(frozen=True)
class Headed:
    """A body with its headings in order: `html`, `title` (the h1, or None) and the contents list."""

    html: str
    title: str | None
    contents: tuple[Entry, ...]


def slug(text: str) -> str:
    """Return a plain ASCII id ("Économie & thema's" -> "economie-thema-s"), "section" if nothing is left."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-") or "section"


def plain(html: str) -> str:
    """Return the words of a piece of HTML."""
    return " ".join(unescape(_TAG.sub("", html)).split())


def without_ids(html: str) -> str:
    """Drop the ids that a Markdown renderer gave its headings: they repeat and are not ASCII."""
    return _HEADING.sub(lambda found: f"<h{found[1]}>{found[3]}</h{found[1]}>", html)


def headed(html: str) -> Headed:
    """Give every heading an id of its own, keep the first h1 alone, and list the contents.

    A further h1 becomes an h2, so that the page has one title. An id that a heading already has is kept.
    """
    taken = set(_ID.findall(html))
    title: list[str] = []
    entries: list[Entry] = []

    def mend(found: re.Match[str]) -> str:
        level, text = int(found[1]), plain(found[3])
        if level == 1 and title:
            level = 2
        elif level == 1:
            title.append(text)
        own = _ID.search(found[2])
        anchor = own[1] if own else _free(slug(text), taken)
        if level in (2, 3):
            entries.append(Entry(anchor, text, level))
        attributes = found[2] if own else f'{found[2]} id="{anchor}"'
        return f"<h{level}{attributes}>{found[3]}</h{level}>"

    mended = _HEADING.sub(mend, html)
    return Headed(mended, title[0] if title else None, tuple(entries))


def _free(wanted: str, taken: set[str]) -> str:
    anchor, number = wanted, 2
    while anchor in taken:
        anchor, number = f"{wanted}-{number}", number + 1
    taken.add(anchor)
    return anchor
