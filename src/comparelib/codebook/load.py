"""YAML -> Codebook: what each facet and code means, and how coders settle the cases on which they differ."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from comparelib.errors import CodebookFault, Fault, InputFaults, one_of
from comparelib.model import Reserved
from comparelib.yamlfile import Node, load_yaml, unknown_keys

_CODEBOOK_KEYS = frozenset({"id", "version", "title", "unit", "rules", "facets"})
_FACET_KEYS = frozenset({"title", "question", "multiple", "codes"})
_CODE_KEYS = frozenset({"label", "definition", "include", "exclude"})
_LANGUAGES = ("en", "nl")


@dataclass(frozen=True)
class Code:
    """One code: its name, its label per language, and the words that decide."""

    name: str
    label: dict[str, str]
    definition: str
    include: str = ""
    exclude: str = ""

    @property
    def texts(self) -> dict[str, str]:
        """Every text by its name in the file: label.en, label.nl, definition, include, exclude."""
        labels = {f"label.{language}": text for language, text in sorted(self.label.items())}
        return {**labels, "definition": self.definition, "include": self.include, "exclude": self.exclude}


@dataclass(frozen=True)
class Facet:
    """One question that is put to every unit, with its codes in order.

    The question decides in the words of `question`; `translations` has it in other languages.
    """

    name: str
    title: dict[str, str]
    question: str
    multiple: bool
    codes: tuple[Code, ...]
    translations: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the codes, in the order of the codebook."""
        return tuple(code.name for code in self.codes)

    @property
    def texts(self) -> dict[str, str]:
        """Every text by its name in the file: title.en, title.nl, question, question.nl, and whether codes go
        together."""
        titles = {f"title.{language}": text for language, text in sorted(self.title.items())}
        asked = {f"question.{language}": text for language, text in sorted(self.translations.items())}
        return {**titles, "question": self.question, **asked, "multiple": str(self.multiple).lower()}

    def asked(self, language: str) -> tuple[str, str]:
        """Return the question in a language, and in which one it is: English where it has no translation."""
        translated = self.translations.get(language)
        return (self.question, _LANGUAGES[0]) if translated is None else (translated, language)

    def label(self, name: str, language: str = "en") -> str:
        """Return the label of a code; the name itself for a word that is no code."""
        return next((code.label[language] for code in self.codes if code.name == name), name)


@dataclass(frozen=True)
class Codebook:
    """What coders decide from."""

    id: str
    version: str
    title: dict[str, str]
    facets: tuple[Facet, ...]
    rules: tuple[str, ...] = ()

    def facet(self, name: str) -> Facet:
        """Return a facet by name.

        Raises
        ------
        CodebookFault
            No facet is called so.
        """
        for facet in self.facets:
            if facet.name == name:
                return facet
        names = [facet.name for facet in self.facets]
        raise CodebookFault(Fault(f"the codebook has no facet '{name}'", expected=one_of(names, name)))


def load_codebook(path: Path, shown: Path | None = None) -> Codebook:
    """Read and check a codebook.

    Raises
    ------
    CodebookFault
        Every fault with its file, line and column.
    """
    try:
        root = load_yaml(path, shown)
    except InputFaults as broken:
        raise CodebookFault(broken.faults) from None
    faults = unknown_keys(root, _CODEBOOK_KEYS)
    facets = root.get("facets")
    if facets is None or not isinstance(facets.value, dict) or not facets.value:
        faults.append(root.fault("the codebook has no facets", "a key 'facets' with at least one facet"))
        raise CodebookFault(faults)
    version = _word(root, "version", faults)
    if version and not re.fullmatch(r"\d+\.\d+\.\d+", version):
        faults.append(root.value["version"].fault(f"version '{version}' is not a version", "such as 1.1.0"))
    book = Codebook(
        id=_word(root, "id", faults),
        version=version,
        title=_labels(root, "title", faults),
        facets=tuple(_facet(name, node, faults) for name, node in facets.items()),
        rules=tuple(str(rule.value) for rule in root.get("rules") or ()),
    )
    if faults:
        raise CodebookFault(faults)
    return book


def _facet(name: str, node: Node, faults: list[Fault]) -> Facet:
    faults += unknown_keys(node, _FACET_KEYS)
    multiple = node.get("multiple")
    if multiple is None or not isinstance(multiple.value, bool):
        faults.append((multiple or node).fault(f"facet '{name}': 'multiple' is not given", "true or false"))
    codes = node.get("codes")
    if codes is None or not isinstance(codes.value, dict) or not codes.value:
        faults.append(node.fault(f"facet '{name}' has no codes", "a key 'codes' with at least one code"))
    question, translations = _question(node, faults)
    return Facet(
        name=name,
        title=_labels(node, "title", faults),
        question=question,
        multiple=bool(multiple.value) if multiple else False,
        codes=tuple(_code(code, value, faults) for code, value in codes.items()) if codes else (),
        translations=translations,
    )


def _question(node: Node, faults: list[Fault]) -> tuple[str, dict[str, str]]:
    """The question and its translations: a text alone, or one for each language."""
    found = node.get("question")
    if found is None or not isinstance(found.value, dict):
        return _word(node, "question", faults), {}
    faults += unknown_keys(found, frozenset(_LANGUAGES))
    texts = {language: _word(found, language, faults) for language in _LANGUAGES}
    return texts.pop(_LANGUAGES[0]), texts


def _code(name: str, node: Node, faults: list[Fault]) -> Code:
    faults += unknown_keys(node, _CODE_KEYS)
    if name in set(Reserved) or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        faults.append(
            node.fault(
                f"'{name}' cannot be the name of a code",
                "lower-case letters, digits and _; not none or failed",
            )
        )
    texts: dict[str, Any] = {key: _word(node, key, faults, needed=False) for key in ("include", "exclude")}
    return Code(name, _labels(node, "label", faults), _word(node, "definition", faults), **texts)


def _word(node: Node, key: str, faults: list[Fault], *, needed: bool = True) -> str:
    found = node.get(key)
    if found is None or found.value is None:
        if needed:
            faults.append(node.fault(f"'{key}' is missing", "a text"))
        return ""
    if isinstance(found.value, dict | list):
        faults.append(found.fault(f"'{key}' is not a text", "a text"))
        return ""
    return str(found.value)


def _labels(node: Node, key: str, faults: list[Fault]) -> dict[str, str]:
    found = node.get(key)
    labels = {language: _word(found, language, faults) for language in _LANGUAGES} if found else {}
    if found is None:
        faults.append(node.fault(f"'{key}' is missing", "a text in each of: " + ", ".join(_LANGUAGES)))
    return labels
