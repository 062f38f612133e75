"""Two codebooks -> what was added, removed, renamed and worded anew, and whether the version says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from comparelib.codebook.load import Code, Codebook, Facet
from comparelib.codebook.words import WordChange, changed_words

_ALIKE = 0.6  # shared words of two definitions from which a code looks renamed


class ChangeKind(StrEnum):
    """What happened to a part of the codebook."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class CodebookChange:
    """One difference.

    Attributes
    ----------
    kind
        What happened. `renamed` is a guess: a code that went and one that came have nearly the same words.
    facet
        Name of the facet; "" for the title and the rules of the codebook.
    code
        Name of the code (the old one where it looks renamed); "" for the facet itself.
    part
        Which text differs: label.nl, definition, include …; "" for the whole.
    renamed
        The new name of a code or facet that looks renamed, else "".
    words
        The word diff, in order; empty where no text differs.
    """

    kind: ChangeKind
    facet: str = ""
    code: str = ""
    part: str = ""
    renamed: str = ""
    words: tuple[WordChange, ...] = ()

    @property
    def address(self) -> str:
        """Where in the codebook: `theme/energy_climate: definition`."""
        place = "/".join(name for name in (self.facet, self.code) if name) or "codebook"
        return f"{place}: {self.part}" if self.part else place


@dataclass(frozen=True)
class CodebookDiff:
    """The differences of two codebooks, in the order of the new one, and what is odd about its version."""

    old_version: str
    new_version: str
    changes: tuple[CodebookChange, ...]
    warnings: tuple[str, ...]


def codebook_diff(old: Codebook, new: Codebook) -> CodebookDiff:
    """Compare two codebooks, facet by facet and code by code.

    A text is the same when its words are; white space does not count.
    """
    changes = [*_texts(_titles(old), _titles(new), "", ""), *_rules(old, new), *_facets(old, new)]
    warnings = tuple(_version_warnings(old, new, changed=bool(changes)))
    return CodebookDiff(old.version, new.version, tuple(changes), warnings)


def _version_warnings(old: Codebook, new: Codebook, *, changed: bool) -> Iterator[str]:
    if old.id != new.id:
        yield f"these are two codebooks: '{old.id}' and '{new.id}'"
    elif _number(new.version) < _number(old.version):
        yield f"the version falls from {old.version} to {new.version}"
    elif changed and old.version == new.version:
        yield f"the codebook has changed and its version has not ({old.version}): raise it"
    elif not changed and old.version != new.version:
        yield f"the version rises from {old.version} to {new.version} and nothing has changed"


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _rules(old: Codebook, new: Codebook) -> Iterator[CodebookChange]:
    matcher = SequenceMatcher(None, old.rules, new.rules, autojunk=False)
    for what, first, stop, begin, end in matcher.get_opcodes():
        if what == "equal":
            continue
        paired = min(stop - first, end - begin)
        for place in range(paired):
            words = changed_words(old.rules[first + place], new.rules[begin + place])
            yield CodebookChange(ChangeKind.CHANGED, part=f"rule {begin + place + 1}", words=words)
        for place in range(first + paired, stop):
            words = changed_words(old.rules[place], "")
            yield CodebookChange(ChangeKind.REMOVED, part=f"rule {place + 1}", words=words)
        for place in range(begin + paired, end):
            words = changed_words("", new.rules[place])
            yield CodebookChange(ChangeKind.ADDED, part=f"rule {place + 1}", words=words)


def _facets(old: Codebook, new: Codebook) -> Iterator[CodebookChange]:
    before = {facet.name: facet for facet in old.facets}
    after = {facet.name: facet for facet in new.facets}
    renamed = _renamed(
        {name: _facet_words(facet) for name, facet in before.items() if name not in after},
        {name: _facet_words(facet) for name, facet in after.items() if name not in before},
    )
    source = {there: here for here, there in renamed.items()}
    for name in before:
        if name not in after and name not in renamed:
            yield CodebookChange(ChangeKind.REMOVED, name)
    for name, facet in after.items():
        former = source.get(name, name)
        if former not in before:
            yield CodebookChange(ChangeKind.ADDED, name)
            continue
        if former != name:
            yield CodebookChange(ChangeKind.RENAMED, former, renamed=name)
        yield from _texts(before[former].texts, facet.texts, name, "")
        yield from _codes(before[former], facet)


def _codes(old: Facet, new: Facet) -> Iterator[CodebookChange]:
    before, after = ({code.name: code for code in facet.codes} for facet in (old, new))
    renamed = _renamed(
        {name: _code_words(code) for name, code in before.items() if name not in after},
        {name: _code_words(code) for name, code in after.items() if name not in before},
    )
    source = {there: here for here, there in renamed.items()}
    for name in before:
        if name not in after and name not in renamed:
            yield CodebookChange(ChangeKind.REMOVED, new.name, name)
    for name, code in after.items():
        former = source.get(name, name)
        if former not in before:
            yield CodebookChange(ChangeKind.ADDED, new.name, name)
            continue
        if former != name:
            yield CodebookChange(ChangeKind.RENAMED, new.name, former, renamed=name)
        yield from _texts(before[former].texts, code.texts, new.name, name)
    kept = [name for name in after if name in before]
    if kept != [name for name in before if name in after]:
        yield CodebookChange(ChangeKind.MOVED, new.name, part="order of the codes")


def _titles(book: Codebook) -> dict[str, str]:
    return {f"title.{language}": text for language, text in sorted(book.title.items())}


def _texts(old: dict[str, str], new: dict[str, str], facet: str, code: str) -> Iterator[CodebookChange]:
    for part in dict.fromkeys((*new, *old)):  # a translation may have come or gone
        words = changed_words(old.get(part, ""), new.get(part, ""))
        if any(change.old != change.new for change in words):
            yield CodebookChange(ChangeKind.CHANGED, facet, code, part, words=words)


def _facet_words(facet: Facet) -> list[str]:
    return [facet.question, *facet.names]


def _code_words(code: Code) -> list[str]:
    return f"{' '.join(code.label.values())} {code.definition}".casefold().split()


def _renamed(gone: dict[str, list[str]], come: dict[str, list[str]]) -> dict[str, str]:
    """Return which names look like others by now: the most alike first, each once."""
    pairs = sorted(
        (-_likeness(words, others), here, there)
        for here, words in gone.items()
        for there, others in come.items()
    )
    found: dict[str, str] = {}
    for unlike, here, there in pairs:
        if -unlike >= _ALIKE and here not in found and there not in found.values():
            found[here] = there
    return found


def _likeness(words: Sequence[str], others: Sequence[str]) -> float:
    return SequenceMatcher(None, words, others, autojunk=False).ratio()
