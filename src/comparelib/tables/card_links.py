"""From a card to the passages behind it: those with its theme, and all units that it counts."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from comparelib.claims import Card
from comparelib.labels import say
from comparelib.tables.names import Names, Sources

_ALL, _COUNTED = ":all", ":counted"


def card_links(card: Card, look: Names, sources: Sources | None) -> list[tuple[str, str]]:
    """Return the term of a card on a theme that leads to its passages, and the links as HTML.

    Each link says how many passages it leads to. A group or theme without passages on the page has none.

    Parameters
    ----------
    card
        Its support names the texts.
    look
        Names and language.
    sources
        Passages of the page; None for none.
    """
    if sources is None:
        return []
    if card.code is None:
        return []
    links = _links(_groups(card.support.documents, sources), card.code, look, sources)
    return [(say("cards.passages", look.language), links)] if links else []


def size_link(card: Card, size: str, sources: Sources | None) -> str:
    """Return the size of a card as HTML: a link to all its units, where the page has a list of them.

    Parameters
    ----------
    card
        Its support names the texts, and how many units they have.
    size
        Words, such as "1,250 units".
    sources
        Passages of the page; None for none.
    """
    if sources is None:
        return escape(size)
    every = set(card.support.documents) == set(sources.doc_ids)
    groups = (_ALL,) if every else _groups(card.support.documents, sources)
    target = sources.href(groups[0], _COUNTED) if len(groups) == 1 else None
    if target is None or sources.count(groups[0], _COUNTED) != card.support.units:
        return escape(size)
    return f'<a href="{escape(target)}">{escape(size)}</a>'


def _groups(documents: Iterable[str], sources: Sources) -> tuple[str, ...]:
    """Sides that a card has all texts of, and single texts of the others; a side of one text is that text."""
    own, groups = set(documents), []
    for side, members in sources.sides.items():
        inside = [name for name in members if name in own]
        groups += [side] if len(inside) == len(members) > 1 else inside
    return tuple(groups)


def _links(groups: Iterable[str], selection: str, look: Names, sources: Sources) -> str:
    words = []
    for group in groups:
        if target := sources.href(group, selection):
            n = sources.count(group, selection)
            said = say("cards.passages_of", look.language, name=look.name(group), n=n)
            words.append(f'<a href="{escape(target)}">{escape(said)}</a>')
    return ", ".join(words)
