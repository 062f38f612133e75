"""How cards speak: names of texts and themes in both languages, and what grades are lowered by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from comparelib.errors import Fault, ParameterFault
from comparelib.labels import LANGUAGES, say
from comparelib.reliability import Agreement


class Names(Protocol):
    """Names of codes, documents and jurisdictions in one language; `charts.Look` has them."""

    def name(self, name: str) -> str:
        """Return the label of a code, document or jurisdiction."""


class Spoken(Protocol):
    """What a draft needs to be put into words."""

    @property
    def faces(self) -> Mapping[str, Names]:
        """Language -> names."""

    @property
    def agreement(self) -> Agreement | None:
        """Of the coders behind the codings; None where it was not measured."""

    @property
    def counted(self) -> Mapping[str, str]:
        """What the denominators count, in each language."""


@dataclass(frozen=True)
class Voice:
    """What cards on coders need, which no comparison stands behind.

    Attributes
    ----------
    faces
        Language -> names, for Dutch and English.
    agreement
        Always None: what such cards say is of no theme, so nothing lowers their grade.

    Raises
    ------
    ParameterFault
        A language without names.
    """

    faces: Mapping[str, Names]
    agreement: Agreement | None = None

    def __post_init__(self) -> None:
        lacking = [language for language in LANGUAGES if language not in self.faces]
        if lacking:
            raise ParameterFault(Fault(f"no names in '{each}'") for each in lacking)

    @property
    def counted(self) -> Mapping[str, str]:
        """Units, in each language."""
        return {language: say("claim.counted.units", language) for language in LANGUAGES}


def named_texts(
    faces: Mapping[str, Names],
    documents: Sequence[str],
    jurisdiction: str,
    key: str,
    more: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> dict[str, str]:
    """Return how texts are called in each language: one by its name, several by their side.

    Parameters
    ----------
    faces
        Language -> names.
    documents, jurisdiction
        The texts, and the side that they are of.
    key
        Of the text in the catalogue.
    more
        Further fields of that text: name -> language -> text.
    """
    name = documents[0] if len(documents) == 1 else ""
    named = {}
    for language in LANGUAGES:
        face = faces[language]
        fields = {field: words[language] for field, words in more.items()}
        side = face.name(jurisdiction)
        named[language] = say(key, language, n=len(documents), name=face.name(name), label=side, **fields)
    return named
