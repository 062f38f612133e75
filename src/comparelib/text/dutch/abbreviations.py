"""Dutch abbreviations whose full stop does not end a sentence."""

from __future__ import annotations

import re

# Followed by what they announce, so never the end of a sentence: "art. 3", "dr. Jansen", "bv. textiel".
ANNOUNCING = frozenset(
    [
        "art",
        "artt",
        "nr",
        "nrs",
        "blz",
        "pag",
        "p",
        "pp",
        "hfst",
        "par",
        "lid",
        "sub",
        "fig",
        "tab",
        "bijl",
        "vgl",
        "cf",
        "zie",
        "bv",
        "bijv",
        "evt",
        "incl",
        "excl",
        "resp",
        "ca",
        "circa",
        "min",
        "max",
        "dr",
        "drs",
        "ir",
        "ing",
        "mr",
        "prof",
        "ds",
        "mw",
        "mevr",
        "dhr",
        "jhr",
        "st",
        "ste",
        "gebr",
        "fa",
        "sr",
        "jr",
        "no",
        "vol",
        "ed",
        "red",
        "dd",
        "afb",
        "aant",
        "noot",
        "nl",
        "tw",
        "o.a",
        "m.n",
        "i.c",
        "d.d",
        "m.b.t",
        "t.o.v",
        "t.a.v",
        "t.b.v",
        "t.g.v",
        "m.b.v",
        "i.v.m",
        "i.p.v",
        "i.h.b",
        "i.h.k.v",
        "i.s.m",
        "i.o.v",
        "o.b.v",
        "o.l.v",
        "n.a.v",
        "c.q",
        "w.o",
        "m.i.v",
        "t.w",
        "d.w.z",
        "d.m.v",
        "m.u.v",
        "v.w.b",
        "z.g",
        "zgn",
        "z.i",
        "n.v.t",
        "b.v",
        "a.d.h.v",
        "i.t.t",
        "o.g.v",
        "o.m",
        "m.m.v",
        "t.n.v",
        "q.q",
        "vs",
        "v",
        "t/m",
        "max",
        "min",
        "zog",
        "zogen",
        "afd",
        "dept",
        "tel",
        "tav",
        "mbt",
        "tov",
        "ivm",
        "ipv",
        "stb",
        "stcrt",
        "trb",
        "kst",
        "kamerst",
        "kb",
        "mb",
        "vb",
        "gecoörd",
    ]
)

# May close a sentence: they end one where a capital follows that is not a name's: "… 5 mln. De overheid".
CLOSING = frozenset(
    [
        "mln",
        "mld",
        "mrd",
        "e.d",
        "e.a",
        "e.v",
        "etc",
        "enz",
        "d.v",
        "jl",
        "a.s",
        "km",
        "m",
        "kg",
        "ha",
        "st",
        "n.chr",
        "v.chr",
        "ggo",
    ]
)

_MONTHS = frozenset(["jan", "feb", "mrt", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "nov", "dec"])
_TOKEN = re.compile(r"[^\s(\[‘“\"'«]+$")


def announces(before: str) -> bool:
    """Whether `before`, a text that ends just before a full stop, ends in an abbreviation that goes on.

    >>> announces("volgens art"), announces("J.P"), announces("de overheid")
    (True, True, False)
    """
    found = _TOKEN.search(before)
    if not found:
        return False
    token = found.group()
    lowered = token.lower()
    if lowered in ANNOUNCING or lowered in _MONTHS:
        return True
    # Initials: "J." in "J. Peters", "P" in "J.P. Balkenende"; but "EU." or "mkb." may end a sentence.
    return bool(re.fullmatch(r"(?:[A-Z]\.)*[A-Z]", token))


def may_close(before: str) -> bool:
    """Whether `before` ends in an abbreviation that goes on unless a sentence clearly starts behind it."""
    found = _TOKEN.search(before)
    return bool(found) and found.group().lower() in CLOSING  # type: ignore[union-attr]
