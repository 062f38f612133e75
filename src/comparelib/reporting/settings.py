"""Parameters in words: the table behind "Settings of this page", and what one run differs in from another."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from comparelib.labels import say
from comparelib.labels.catalogue import MissingWords


def label(name: str, language: str) -> str:
    """Return what a parameter is called; a researcher's own keeps its name, with spaces."""
    return _known(f"parameter.{name}", language) or name.replace("_", " ").capitalize()


def meaning(name: str, language: str, otherwise: str = "") -> str:
    """Return what a parameter does, or `otherwise` where the catalogue does not know it."""
    return _known(f"meaning.{name}", language) or otherwise


def worded(name: str, value: Any, language: str) -> str:
    """Return a value in words: an empty list takes all, a number has the decimal mark of the language."""
    if isinstance(value, bool):
        return say(f"value.{str(value).lower()}", language)
    if isinstance(value, list):
        return ", ".join(worded(name, item, language) for item in value) or say("value.all", language)
    if isinstance(value, float):
        return f"{value:g}".replace(".", "," if language == "nl" else ".")
    return _known(f"value.{name}.{value}", language) or str(value)


def _known(key: str, language: str) -> str | None:
    try:
        return say(key, language)
    except MissingWords:
        return None


def in_words(parameters: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """Return label and value of each parameter, in the order given."""
    return [(label(name, language), worded(name, value, language)) for name, value in parameters.items()]


def differences(
    parameters: Mapping[str, Any], baseline: Mapping[str, Any], language: str
) -> list[tuple[str, str]]:
    """Return label and words for each parameter in which a run differs from the baseline."""
    absent = say("value.absent", language)
    rows = []
    for name in dict.fromkeys([*baseline, *parameters]):
        here, there = parameters.get(name), baseline.get(name)
        if here == there:
            continue
        value, other = (absent if item is None else worded(name, item, language) for item in (here, there))
        rows.append((label(name, language), say("index.was", language, value=value, other=other)))
    return rows


def settings_table(parameters: Mapping[str, Any], meanings: Mapping[str, str], language: str) -> str:
    """Return the closed element with all parameters of a page, their values and what they do."""
    heads = "".join(
        f'<th scope="col">{escape(say(key, language))}</th>'
        for key in ("page.parameter", "page.value", "page.meaning")
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(label(name, language))} <code>{escape(name)}</code></th>'
        f"<td>{escape(worded(name, value, language))}</td>"
        f"<td>{escape(meaning(name, language, meanings.get(name, '')))}</td></tr>"
        for name, value in parameters.items()
    )
    title = escape(say("page.parameters", language))
    return (
        f'<details class="settings"><summary>{title}</summary>'
        f'<table class="plain"><caption class="unseen">{title}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></details>"
    )
