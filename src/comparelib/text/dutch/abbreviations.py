"""Dutch abbreviations whose full stop does not end a sentence."""

from __future__ import annotations

import re


def _set_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Followed by what they announce, a word with a capital too: "dr. Jansen", "bv. Damen", "m.b.t. Vlaanderen".
ANNOUNCING = _set_of(
    """
    bv bijv evt incl excl resp ca vgl cf dr drs ir ing mr prof ds mw mevr dhr jhr ste gebr fa i.c o.a m.n d.d
    m.b.t t.o.v t.a.v t.b.v t.g.v m.b.v i.v.m i.p.v i.h.b i.h.k.v i.s.m i.o.v o.b.v o.l.v n.a.v c.q w.o m.i.v
    t.w d.w.z d.m.v m.u.v z.g zgn z.i b.v a.d.h.v i.t.t o.g.v o.m m.m.v t.n.v tav mbt tov ivm ipv kamerst
    """
)

# These announce a number: "art. 3", "lid. 2"; before a capital their stop ends a sentence.
NUMBERED = _set_of(
    """
    art artt nr nrs blz pag p pp hfst par lid sub fig tab bijl zie circa min max vol ed afb aant noot no
    tel st stb stcrt trb kst kb mb dd jan feb mrt apr jun jul aug sep sept okt nov dec
    """
)

# May close a sentence: they end one where a word that opens sentences follows: "… 5 mln. De overheid".
CLOSING = _set_of(
    """
    mln mld mrd e.d e.a e.v etc enz d.v jl a.s km m kg ha st n.chr v.chr ggo
    """
)

_TOKEN = re.compile(r"[^\s(\[‘“\"'«]+$")


def announces(before: str, following: str = "") -> bool:
    """Whether `before`, a text that ends just before a full stop, ends in an abbreviation that goes on.

    Parameters
    ----------
    before
        The text before the full stop.
    following
        The text behind it: some abbreviations go on with a number only.

    Examples
    --------
    >>> announces("volgens art", "3"), announces("J.P", "Peters"), announces("de overheid", "Dat")
    (True, True, False)
    """
    found = _TOKEN.search(before[-40:])
    if not found:
        return False
    token = found.group()
    if re.fullmatch(r"(?:[A-Z]\.)*[A-Z]", token):  # initials: "J." Peters, "J.P." Balkenende
        return True
    if token.isupper() and "." not in token:  # "ING." is a bank, "ing." a title
        return False
    return token.lower() in ANNOUNCING or (token.lower() in NUMBERED and following[:1].isdigit())


def may_close(before: str) -> bool:
    """Whether `before` ends in an abbreviation that goes on unless a sentence clearly starts behind it."""
    found = _TOKEN.search(before[-40:])
    return bool(found) and found.group().lower() in CLOSING  # type: ignore[union-attr]
