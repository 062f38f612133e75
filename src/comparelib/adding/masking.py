"""Personal data in what a preview shows: e-mail addresses, telephone numbers, names in contact boxes."""

from __future__ import annotations

import re

from comparelib.labels import say
from comparelib.model import Furniture, Unit
from comparelib.text.dutch.words import in_lexicon
from comparelib.text.layout.people import MAIL, PHONE

_PART = r"(?:(?:[A-Z]\.)+|[A-ZÀ-Ý][\w’'-]*)"
# Jan de Wit => [name]; mr. dr. A.B. van den Berg => mr. dr. [name]
_NAME = re.compile(rf"{_PART}(?:\s+(?:(?:van het|van|de|der|den|ten|ter|te|el|al)\s+)*{_PART})*")
# (Dhr. W. Informeren => ([name]
_TITLED = re.compile(
    r"\b(?:[Dd]hr|[Mm]w|[Mm]evr|[Dd]rs?|[Ii]r|[Ii]ng|[Mm]r|[Pp]rof)\.\s+(?:[A-Z]\.\s*)*(?:(?:van|de|der|den)\s+)*"
    r"(?:[A-ZÀ-Ý][\w’'-]+)?"
)
_SENTENCE_END = frozenset(".:!?|•-–")
_LEAST_DIGITS, _MOST_DIGITS = 8, 15


def masked(text: str, language: str, *, contact: bool = False) -> str:
    """Return a text with its personal data replaced by what kind of data it was.

    Parameters
    ----------
    text
        A stretch of a document.
    language
        Language of the words put in: "en" or "nl".
    contact
        Whether the text is from a contact box or signature. Then runs of words with a capital are masked as
        names too, but for one Dutch word that begins a sentence. Rather a word too many than a name too few.
    """
    text = MAIL.sub(say("adding.mask.mail", language), text)
    text = PHONE.sub(lambda match: _number(match.group(), language), text)
    return _NAME.sub(lambda match: _name(match, text, language), text) if contact else text


def masked_unit(unit: Unit, language: str) -> str:
    """Return a unit's text with its personal data masked; in furniture, names behind a title too."""
    text = masked(unit.text, language, contact=unit.furniture is Furniture.CONTACT)
    return _TITLED.sub(say("adding.mask.name", language), text) if unit.furniture else text


def _number(text: str, language: str) -> str:
    is_phone = _LEAST_DIGITS <= sum(char.isdigit() for char in text) <= _MOST_DIGITS
    return say("adding.mask.phone", language) if is_phone else text


def _name(match: re.Match[str], text: str, language: str) -> str:
    before = text[: match.start()].rstrip()
    opens = not before or before[-1] in _SENTENCE_END
    word = match.group()
    if text[match.start() - 1 : match.start()] == "[":  # what was put in before
        return word
    return word if opens and " " not in word and in_lexicon(word) else say("adding.mask.name", language)
