"""What stands in the place of a table or figure that cannot be made: the reason, in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from comparelib.errors import Reason
from comparelib.labels import say, told
from comparelib.model.attempt import attempted


@dataclass(frozen=True)
class Refusal:
    """The reason why something is not shown.

    Attributes
    ----------
    reason
        In the language of the page, as far as the catalogue goes (`labels.told`).
    language
        Of the words around it.
    """

    reason: str
    language: str = "en"

    def html(self) -> str:
        """Return one paragraph."""
        words = say("refusal.shown", self.language, why=self.reason)
        return f'<p class="note" data-refused="">{escape(words)}</p>'

    def _repr_html_(self) -> str:
        return self.html()


def shown(make: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Make a table, figure or list of cards; where what it needs was refused, say why in its place.

    Parameters
    ----------
    make
        A function of `charts` or `tables`, or any other.
    given, named
        For `make`, as for `model.attempt.attempted`. The first with a language gives that of the words.
    """
    found = attempted(make, *given, **named)
    if not found.reason:
        return found.value
    language = next((each.language for each in given if hasattr(each, "language")), "en")
    return Refusal(told(found.why or Reason(found.reason), language), language)
