"""Finding cards on a page: the sentence first, then its grade and why, then what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from comparelib.claims import Card
from comparelib.labels import coder_name, formatted, language_of, say
from comparelib.matrix.groups import MOST_DOCUMENTS
from comparelib.tables.card_links import card_links, size_link
from comparelib.tables.names import Names, Sources


@dataclass(frozen=True)
class FindingCards:
    """Cards as a reader sees them.

    A card is a section that its own sentence labels, so that it needs no heading and fits under any. It has
    the role of a group: dozens of landmarks would drown those of the page.

    Attributes
    ----------
    cards
        In the order in which they are shown.
    look
        Names of texts and the language.
    caption
        What the cards are; "Findings" where not said.
    key
        Prefix of the ids, one per list of cards on a page.
    sources
        Passages of the page that the cards lead to; None for none.
    """

    cards: tuple[Card, ...]
    look: Names
    caption: str = ""
    key: str = "findings"
    sources: Sources | None = None

    def html(self) -> str:
        """Return the cards as one list."""
        language = self.look.language
        caption = self.caption or say("cards.caption", language)
        if not self.cards:
            return f'<p class="note">{escape(say("cards.none", language))}</p>'
        items = "\n".join(
            f"<li>{card_html(card, self.look, key=self.key, sources=self.sources)}</li>"
            for card in self.cards
        )
        return f'<ul class="findings" aria-label="{escape(caption)}">\n{items}\n</ul>'

    def _repr_html_(self) -> str:
        return self.html()


def finding_cards(
    cards: Sequence[Card],
    look: Names,
    *,
    sources: Sources | None = None,
    caption: str = "",
    key: str = "findings",
) -> FindingCards:
    """Show cards.

    Parameters
    ----------
    cards
        Result of `claims.findings`, or some of it.
    look
        Names and language.
    sources
        Passages of the page: the size of a card leads to all its units, and a card on a theme to those with
        it, text by text or side by side.
    caption
        What the cards are, read aloud before them.
    key
        Stable id.
    """
    return FindingCards(tuple(cards), look, caption, key, sources)


def card_html(card: Card, look: Names, *, key: str = "findings", sources: Sources | None = None) -> str:
    """Return one card: a section labelled by its sentence, with its support as a list of terms."""
    language = look.language
    primary = language_of(language)
    name = f"{key}-{card.key}"
    rows = [
        (say("cards.kind", language), say(f"claim.kind.{card.kind.value}", language)),
        (say("cards.grade", language), say(f"claim.grade.{card.grade.value}", language)),
        (say("cards.reason", language), card.reason[primary]),
        *_support(card, look),
    ]
    size = say("cards.units", language)
    shown = [(term, size_link(card, text, sources) if term == size else escape(text)) for term, text in rows]
    shown += card_links(card, look, sources)
    terms = "".join(f"<div><dt>{escape(term)}</dt><dd>{text}</dd></div>" for term, text in shown)
    return (
        f'<section class="finding" role="group" id="{escape(name)}" aria-labelledby="{escape(name)}-words" '
        f'data-kind="{card.kind.value}" data-grade="{card.grade.value}">'
        f'<p class="words" id="{escape(name)}-words">{escape(card.words[primary])}</p>'
        f'<dl class="support">{terms}</dl></section>'
    )


def _support(card: Card, look: Names) -> list[tuple[str, str]]:
    language, support = look.language, card.support
    texts = ", ".join(look.name(document) for document in support.documents)
    if len(support.documents) > MOST_DOCUMENTS:  # a card with ten thousand titles is read by nobody
        texts = say("cards.many", language, n=len(support.documents))
    rows = {
        "cards.texts": texts,
        "cards.units": _size(card, language),
        "cards.coder": _coders(support.coder, language),
        "cards.reliability": _reliability(card, language),
        "cards.specifications": _specifications(card, language),
        "cards.placebos": _placebos(card, language),
        "cards.p": _p(card, language),
    }
    return [(say(key, language), text) for key, text in rows.items() if text]


def _coders(coders: str, language: str) -> str:
    """Names of the coders of a card; several of them are parted by a stroke."""
    return _APART.join(coder_name(coder, language) for coder in coders.split(_APART))


_APART = " / "


def _size(card: Card, language: str) -> str:
    counted = say(f"claim.counted.{card.support.counted}", language)
    return say("cards.size", language, n=card.support.units, counted=counted)


def _reliability(card: Card, language: str) -> str:
    value, low = card.support.reliability, card.support.reliability_low
    if value is None:
        return ""
    bound = "" if low is None else f" (≥ {formatted(low, 'decimal', language)})"
    return formatted(value, "decimal", language) + bound


def _specifications(card: Card, language: str) -> str:
    support = card.support
    if support.specifications is None or support.same_sign is None:
        return ""
    text = say("cards.same_sign", language, same=support.same_sign, n=support.specifications)
    return say("cards.robust", language, text=text) if support.robust else text


def _placebos(card: Card, language: str) -> str:
    if not card.support.placebos:
        return ""
    return say("cards.exceeded", language, k=card.support.placebos_exceeded, n=card.support.placebos)


def _p(card: Card, language: str) -> str:
    if card.support.p_document is None:
        return ""
    values: Mapping[str, float | None] = {"p": card.support.p_document, "floor": card.support.floor}
    return say("cards.floor", language, **values)
