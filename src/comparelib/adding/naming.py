"""What a new document is called: its doc_id from who issued it, what it is about and when."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from comparelib.text.dutch.words import OPENERS, PARTICLES, STARTERS

_WORDS = re.compile(r"[a-z0-9]+")
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9&]{1,7}\b")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_TITLE_WORDS = 2
_LONGEST = 48


def doc_id_of(jurisdiction: str, issuer: str, title: str, date: str, taken: Collection[str]) -> str:
    """Derive a doc_id that is not taken.

    Examples
    --------
    >>> doc_id_of("NL", "Economic Board Zuid-Holland", "Visie op de industrie", "2020-11", ())
    'nl_ebzh_visie_industrie_2020'
    >>> doc_id_of("NL", "FME", "FME aanbevelingen voor de formatie 2023", "", ())
    'nl_fme_aanbevelingen_formatie_2023'
    """
    who = _issuer(issuer)
    what = [word for word in _title(title) if word not in who.split("_")][:_TITLE_WORDS]
    year = _YEAR.search(date) or _YEAR.search(title)
    stem = "_".join([*_plain(jurisdiction), who, *what]).strip("_")[:_LONGEST].strip("_")
    name = f"{stem}_{year.group()}" if year else stem
    return free_name(name or "document", taken)


def free_name(name: str, taken: Collection[str]) -> str:
    """Return `name`, or `name` with the first number from 2 that is free."""
    number, free = 2, name
    while free in taken:
        number, free = number + 1, f"{name}_{number}"
    return free


def slug(text: str) -> str:
    """Return a text as a name of lower-case letters, digits and underscores."""
    return "_".join(_plain(text))


def _plain(text: str) -> list[str]:
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _WORDS.findall(ascii_text.lower())


def _issuer(issuer: str) -> str:
    """An abbreviation where the issuer has one, one or two words as they are, initials of more."""
    if acronym := _ACRONYM.search(issuer):
        return slug(acronym.group())
    words = _plain(issuer)
    return "_".join(words) if len(words) <= 2 else "".join(word[0] for word in words)


def _title(title: str) -> list[str]:
    empty = OPENERS | PARTICLES | STARTERS
    return [word for word in _plain(title) if len(word) > 2 and word not in empty and not word.isdigit()]
