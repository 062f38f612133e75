"""What a preview shows of a text: personal data replaced by what kind of data it was."""

from __future__ import annotations

from comparelib.model import Furniture, Unit
from comparelib.text.privacy import Privacy


def masked(text: str, language: str, *, contact: bool = False) -> str:
    """Return a text with its personal data replaced, as `Privacy.described` does.

    Parameters
    ----------
    text
        A stretch of a document.
    language
        Language of the words put in: "en" or "nl".
    contact
        Whether the text is from a contact box or signature.
    """
    return Privacy().described(text, language, Furniture.CONTACT if contact else None)


def masked_unit(unit: Unit, language: str) -> str:
    """Return a unit's text with its personal data replaced, by the rules of the furniture that it is."""
    return Privacy().described(unit.text, language, unit.furniture)
