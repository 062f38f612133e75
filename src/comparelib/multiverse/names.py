"""What choices and their options are called: the names that a specification curve takes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from comparelib.labels import coder_name, say
from comparelib.labels.catalogue import keys
from comparelib.multiverse.baseline import ALONE, CORRECTED, WITHOUT
from comparelib.multiverse.grid import Grid


def choice_names(
    grid: Grid,
    language: str,
    *,
    documents: Mapping[str, str] = MappingProxyType({}),
    coders: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, str]:
    """Return the name of every choice and option of a grid; what has none keeps its own word.

    Parameters
    ----------
    grid
        The choices.
    language
        BCP 47 tag.
    documents, coders
        Their names.
    """
    known = set(keys())
    names = {
        choice: say(f"multiverse.choice.{choice}", language)
        for choice in grid.names
        if f"multiverse.choice.{choice}" in known
    }
    for choice in grid.choices:
        for option in choice.options:
            names[option] = _option(option, language, documents, coders, known)
    return names


def _option(
    option: str, language: str, documents: Mapping[str, str], coders: Mapping[str, str], known: set[str]
) -> str:
    called = (
        (WITHOUT, "multiverse.without", documents),
        (ALONE, "multiverse.alone", documents),
        (CORRECTED, "multiverse.corrected", coders),
    )
    for prefix, key, known_as in called:
        if option.startswith(prefix):
            name = option.removeprefix(prefix)
            own = coder_name(name, language) if prefix == CORRECTED else name
            return say(key, language, name=known_as.get(name, own))
    key = f"multiverse.option.{option}"
    return say(key, language) if key in known else coders.get(option, coder_name(option, language))
