"""From a card to the passages behind it: all units that it counts, and those with its theme."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from comparelib.claims import Card
from comparelib.labels import say
from comparelib.tables.names import Names, Sources

_ALL, _COUNTED = ":all", ":counted"


def card_links(card: Card, look: Names, sources: Sources | None) -> list[tuple[str, str]]:
    """Return the terms of a card that lead to passages: what they are, and the links as HTML.

    Each link says how many passages it leads to. A group or theme without passages on the page has none, nor
    has a card that counts other units than the page does.

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
    groups = _groups(card.support.documents, sources)
    whole = (_ALL,) if set(card.support.documents) == set(sources.doc_ids) else groups
    counted = sum(sources.count(group, _COUNTED) for group in whole)
    lists = [("cards.all_passages", whole, _COUNTED)] if counted == card.support.units else []
    if card.code is not None:
        lists.insert(0, ("cards.passages", groups, card.code))
    found = [(key, _links(of, selection, look, sources)) for key, of, selection in lists]
    return [(say(key, look.language), links) for key, links in found if links]


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
            name = say("cards.all_texts", look.language) if group == _ALL else look.name(group)
            said = say("cards.passages_of", look.language, name=name, n=sources.count(group, selection))
            words.append(f'<a href="{escape(target)}">{escape(said)}</a>')
    return ", ".join(words)
