"""Codes of another tool -> codes of the codebook: by name, label or path, or as the researcher says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from comparelib.codebook import Codebook
from comparelib.csvfile import load_csv
from comparelib.errors import CodingFault, Fault, ParameterFault
from comparelib.model import Reserved

Code = tuple[str, str]
CodePath = tuple[str, ...]
LEAVE_OUT = "-"
_REST = "*"
_PARTS = re.compile(r"\s*(?:>|/|\||\\|::?)\s*")


class CodeNames:
    """What the codes of a codebook may be called, and what the researcher calls them besides.

    Parameters
    ----------
    codebook
        Whose codes are meant.
    chosen
        Name or path ("Parent > Child") of another tool -> "facet:code", the name of a code, or "-" to leave
        it out; "*" stands for every name that nothing else explains.

    Raises
    ------
    ParameterFault
        A choice that names no code of the codebook, or one of two facets.
    """

    def __init__(self, codebook: Codebook, chosen: Mapping[str, str] | None = None) -> None:
        self.codebook = codebook
        self._names: dict[str, list[Code]] = {}
        self._facets: dict[str, str] = {}
        for facet in codebook.facets:
            self._facets |= {_key(name): facet.name for name in (facet.name, *facet.title.values())}
            for word in Reserved:
                self._add(word.value, (facet.name, word.value))
            for code in facet.codes:
                for name in dict.fromkeys((code.name, *code.label.values())):
                    self._add(name, (facet.name, code.name))
        self._chosen: dict[str, Code | None] = {}  # by path without separators: tools differ in these
        self._choose(chosen or {})

    def find(self, path: CodePath) -> Code | None:
        """Return the code that a path means; None for one that is left out on purpose.

        Raises
        ------
        CodingFault
            No code, or codes of several facets, are called so; the message names the nearest.
        """
        keys = tuple(_key(part) for part in path)
        for depth in range(len(keys)):
            joined = "".join(keys[depth:])
            if joined in self._chosen:
                return self._chosen[joined]
        found = self._candidates(keys) or self._candidates(_split(" > ".join(path)))
        if len(found) == 1:
            return found[0]
        if _REST in self._chosen:
            return self._chosen[_REST]
        raise CodingFault(self._fault(path, found))

    def faults(self, paths: Iterable[CodePath]) -> list[Fault]:
        """Return a fault for each path that means no code."""
        return list(self._faults(dict.fromkeys(paths)))

    def verdict(self, path: CodePath) -> dict[str, str]:
        """Return what a path `means` ("facet:code"), or "" and the `nearest` code."""
        try:
            code = self.find(path)
        except CodingFault:
            return {"means": "", "nearest": self.nearest(path)}
        return {"means": ":".join(code) if code else LEAVE_OUT, "nearest": ""}

    def nearest(self, path: CodePath) -> str:
        """Return "facet:code" of the code that is called most like the last part of a path; "" for none."""
        near = get_close_matches(_key(path[-1]) if path else "", list(self._names), n=1, cutoff=0.55)
        return ":".join(self._names[near[0]][0]) if near else ""

    def _add(self, name: str, code: Code) -> None:
        codes = self._names.setdefault(_key(name), [])
        if code not in codes:
            codes.append(code)

    def _candidates(self, keys: tuple[str, ...]) -> list[Code]:
        codes = self._names.get(keys[-1], []) if keys else []
        facets = [self._facets[key] for key in keys[:-1] if key in self._facets]
        return [code for code in codes if code[0] == facets[-1]] if facets else codes

    def _choose(self, chosen: Mapping[str, str]) -> None:
        faults = []
        for old, new in chosen.items():
            if new.strip() == LEAVE_OUT:
                self._chosen["".join(_split(old))] = None
                continue
            found = self._candidates(_split(new))
            if len(found) == 1:
                self._chosen["".join(_split(old))] = found[0]
            else:
                faults.append(
                    self._fault(tuple(_PARTS.split(new.strip())), found, f"the choice for '{old}': ")
                )
        if faults:
            raise ParameterFault(faults)

    def _faults(self, paths: Iterable[CodePath]) -> Iterator[Fault]:
        for path in paths:
            try:
                self.find(path)
            except CodingFault as unknown:
                yield from unknown.faults

    def _fault(self, path: CodePath, found: list[Code], context: str = "") -> Fault:
        shown = " > ".join(path)
        if found:
            listed = " and ".join(":".join(code) for code in found)
            return Fault(
                f"{context}'{shown}' may mean {listed}", remedy=f"Say which: --map '{shown}=facet:code'"
            )
        near = self.nearest(path)
        version = f"codebook {self.codebook.version}"
        remedy = (
            f"Say what it means: --map '{shown}={near or 'facet:code'}', or leave it out: --map '{shown}=-'"
        )
        expected = f"a code; the nearest is {near}" if near else "the name or label of a code"
        return Fault(f"{context}'{shown}' is not in {version}", expected=expected, remedy=remedy)


def load_choices(path: Path) -> dict[str, str]:
    """Read a table of choices: a CSV with the columns `old` and `new`.

    Raises
    ------
    InputFaults
        The file is missing or no such table.
    """
    return {row["old"]: row["new"] for row in load_csv(path, ("old", "new"), delimiter=None)}


def parsed_choices(given: Iterable[str]) -> dict[str, str]:
    """Read choices as they are typed: "OLD=NEW".

    Raises
    ------
    ParameterFault
        One has no "=".
    """
    listed = list(given)
    faults = [Fault(f"--map {text}: no '='", expected="--map OLD=NEW") for text in listed if "=" not in text]
    if faults:
        raise ParameterFault(faults)
    return {old.strip(): new.strip() for old, _, new in (text.rpartition("=") for text in listed)}


def _key(name: str) -> str:
    """Return a name without case, white space and punctuation; what has none of these is itself."""
    return "".join(char for char in name.casefold() if char.isalnum()) or name.strip()


def _split(text: str) -> tuple[str, ...]:
    """Return the keys of a path typed as "Parent > Child", "parent/child" or "facet:code"."""
    return tuple(_key(part) for part in _PARTS.split(text.strip()))
