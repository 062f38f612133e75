"""A codebook as other tools hold it: a tree of names with a description each."""

from __future__ import annotations

from dataclasses import dataclass

from comparelib.codebook import Code, Codebook
from comparelib.exchange.identity import colour, guid
from comparelib.model import Reserved

_RESERVED = {
    Reserved.NONE: "The coder read the unit and gave it no code of this facet.",
    Reserved.FAILED: "The coder could not code the unit.",
}


@dataclass(frozen=True)
class CodeEntry:
    """A code of any tool: the names from the top down to it.

    Attributes
    ----------
    path
        ("theme", "energy_climate").
    guid
        "" where the format has none.
    colour
        #RRGGBB, "" where there is none.
    codable
        Whether text may be coded with it; a facet is a heading only.
    """

    path: tuple[str, ...]
    guid: str = ""
    description: str = ""
    colour: str = ""
    codable: bool = True


def codebook_outline(codebook: Codebook, *, reserved: bool = False) -> tuple[CodeEntry, ...]:
    """Return the facets of a codebook, each followed by its codes.

    Parameters
    ----------
    reserved
        Whether each facet has `none` and `failed` too, so that "read, and no code" goes along.
    """
    entries: list[CodeEntry] = []
    place = 0
    for facet in codebook.facets:
        text = "\n".join((" / ".join(dict.fromkeys(facet.title.values())), facet.question))
        entries.append(CodeEntry((facet.name,), guid("facet", facet.name), text, codable=False))
        for code in facet.codes:
            path = (facet.name, code.name)
            entries.append(CodeEntry(path, guid("code", *path), _description(code), colour(place)))
            place += 1
        for word, meaning in _RESERVED.items() if reserved else ():
            path = (facet.name, word.value)
            entries.append(CodeEntry(path, guid("code", *path), meaning, "#BBBBBB"))
    return tuple(entries)


def _description(code: Code) -> str:
    lines = [" / ".join(dict.fromkeys(code.label.values())), code.definition]
    lines += [f"Include: {code.include}"] * bool(code.include)
    lines += [f"Exclude: {code.exclude}"] * bool(code.exclude)
    return "\n".join(lines)
