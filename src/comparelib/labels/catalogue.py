"""The catalogue: one key, its text in every language, the numbers in it written as that language does.

Each file in `words/` is an object of keys; each key holds a text for every language. A text may be an object
with `one` and `other`: the value named `n` decides. Fields are `{name}` or `{name:form}`, with a form of
`numbers.formatted`.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any

from comparelib.errors import ComparelibError, one_of
from comparelib.labels.numbers import formatted

LANGUAGES = ("nl", "en")


class MissingWords(ComparelibError):
    """A key or a language is not in the catalogue."""


def say(key: str, language: str, **values: object) -> str:
    """Return the text of `key` in `language` with `values` filled in.

    Parameters
    ----------
    key
        A key of the catalogue, such as `chart.heatmap.title`.
    language
        BCP 47 tag; its primary part chooses the text (`nl-BE` reads as `nl`).
    values
        What the fields of the text stand for.

    Raises
    ------
    MissingWords
        The key or the language is unknown, or a value of the text is not given.

    Examples
    --------
    >>> say("unit.document", "nl", n=2)
    '2 documenten'
    """
    texts = _catalogue()
    if key not in texts:
        raise MissingWords(f"no text '{key}' in the catalogue; expected {_near(key, texts)}")
    text = texts[key][language_of(language)]
    if isinstance(text, dict):
        text = text["one" if values.get("n") == 1 else "other"]
    try:
        return _Filler(language).vformat(text, (), values)
    except KeyError as missing:
        raise MissingWords(f"text '{key}' needs a value for {missing}") from None


def language_of(language: str) -> str:
    """Return the catalogue's language of a BCP 47 tag: `nl` of `nl-BE`.

    Raises
    ------
    MissingWords
        The catalogue has no such language.
    """
    primary = language.split("-", maxsplit=1)[0].lower()
    if primary not in LANGUAGES:
        raise MissingWords(f"no catalogue for language '{language}'; expected {one_of(LANGUAGES)}")
    return primary


def keys() -> tuple[str, ...]:
    """Return every key of the catalogue, sorted."""
    return tuple(sorted(_catalogue()))


class _Filler(Formatter):
    """`str.format` whose format specifications are the named forms of a language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec:
            return formatted(value, format_spec, self.language)
        form = "count" if isinstance(value, int) else "text"
        return formatted(value, form, self.language)


@cache
def _catalogue() -> dict[str, dict[str, Any]]:
    texts: dict[str, dict[str, Any]] = {}
    folder = resources.files("comparelib.labels") / "words"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".json"):
            continue
        added = json.loads(file.read_text(encoding="utf-8"))
        twice = sorted(texts.keys() & added.keys())
        if twice:
            raise MissingWords(f"{file.name}: key '{twice[0]}' stands in two files of the catalogue")
        texts.update(added)
    return texts


def _near(key: str, texts: dict[str, Any]) -> str:
    family = key.split(".", maxsplit=1)[0]
    return one_of([known for known in sorted(texts) if known.startswith(family + ".")] or sorted(texts), key)
