"""A folder of pattern files -> Dictionary, or every fault in it at its file, line and column."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from comparelib.codebook import Codebook
from comparelib.coding.dictionary.compiling import compile_program
from comparelib.coding.dictionary.dead import dead_globs, living
from comparelib.coding.dictionary.exemplars import misplaced_exemplars
from comparelib.coding.dictionary.facet_rules import FacetRule, load_facet_rules
from comparelib.coding.dictionary.pattern import GAP, Exclusion, Pattern
from comparelib.coding.dictionary.pattern_file import Example, Exemplar, PatternFile, read_pattern_file
from comparelib.coding.dictionary.program import Program
from comparelib.errors import DictionaryFault, Fault, InputFaults, one_of
from comparelib.yamlfile import Node, load_yaml

FACETS_FILE = "facets.yml"


@dataclass(frozen=True)
class Dictionary:
    """The patterns of every code, ready to code with.

    Attributes
    ----------
    version
        Of the patterns, from `facets.yml`; stands in the coder's name.
    codes
        (facet, code) in the order of the codebook.
    rules
        Facet name -> how many codes of it a unit may get.
    exemplars
        Sentences that a classifier learns from; they code nothing here.
    """

    version: str
    codes: tuple[tuple[str, str], ...]
    patterns: tuple[Pattern, ...]
    exclusions: tuple[Exclusion, ...]
    rules: dict[str, FacetRule]
    examples: tuple[Example, ...] = ()
    exemplars: tuple[Exemplar, ...] = ()
    program: Program = field(repr=False, kw_only=True)

    @property
    def coder(self) -> str:
        """The coder's name in codings."""
        return f"dictionary@{self.version}"


def load_dictionary(folder: Path, codebook: Codebook, shown: Path | None = None) -> Dictionary:
    """Read and check `<folder>/<facet>/<code>.yml` and `<folder>/facets.yml`.

    Parameters
    ----------
    folder
        The folder of pattern files.
    codebook
        Whose facets and codes the files speak for. A code without a file has no patterns.
    shown
        How the folder is called in messages, usually relative to the study.

    Raises
    ------
    DictionaryFault
        Every fault: an unknown code, a pattern that is empty, stands twice, matches everything or can never
        match, a bad weight or variety, broken YAML.
    """
    shown = shown or folder
    if not folder.is_dir():
        raise DictionaryFault(Fault("the folder of pattern files does not exist", shown))
    version, rules, faults = load_facet_rules(folder / FACETS_FILE, codebook, shown / FACETS_FILE)
    files = [
        _file(path, shown / path.relative_to(folder), codebook, faults)
        for path in sorted(folder.glob("*/*.yml"))
    ]
    read = [file for file in files if file]
    faults += _dead([place for file in read for place in file.places])
    faults += misplaced_exemplars(codebook, [pair for file in read for pair in file.exemplars])
    if not read and not faults:
        faults.append(Fault("no pattern files", shown, expected="files <facet>/<code>.yml"))
    if faults:
        raise DictionaryFault(sorted(faults, key=lambda f: (str(f.path), f.line or 0, f.column or 0)))
    return make_dictionary(codebook, version, rules, read)


def make_dictionary(
    codebook: Codebook, version: str, rules: dict[str, FacetRule], files: list[PatternFile]
) -> Dictionary:
    """Return the dictionary of files that have been checked."""
    codes = tuple((facet.name, code) for facet in codebook.facets for code in facet.names)
    patterns = tuple(pattern for file in files for pattern in file.patterns)
    exclusions = tuple(exclusion for file in files for exclusion in file.exclusions)
    return Dictionary(
        version,
        codes,
        patterns,
        exclusions,
        rules,
        tuple(example for file in files for example in file.examples),
        tuple(exemplar for file in files for exemplar, _ in file.exemplars),
        program=compile_program(patterns, exclusions, codes),
    )


def _file(path: Path, shown: Path, codebook: Codebook, faults: list[Fault]) -> PatternFile | None:
    try:
        root = load_yaml(path, shown)
    except InputFaults as broken:
        faults += broken.faults
        return None
    if not isinstance(root.value, dict):
        faults.append(root.fault("not a pattern file", "a mapping with facet, code and patterns"))
        return None
    facets = {facet.name: facet.names for facet in codebook.facets}
    facet = _named(root, "facet", tuple(facets), path.parent.name, faults)
    code = _named(root, "code", facets[facet], path.stem, faults) if facet else None
    return read_pattern_file(root, facet, code, faults) if facet and code else None


def _named(root: Node, key: str, names: tuple[str, ...], place: str, faults: list[Fault]) -> str | None:
    """Return the facet or code that a file names, which must be known and fit the file's place."""
    node = root.get(key)
    if node is None:
        faults.append(root.fault(f"'{key}' is missing", f"'{key}: {place}'"))
        return None
    if node.value not in names:
        faults.append(node.fault(f"unknown {key} '{node.value}'", one_of(names, str(node.value))))
        return None
    if node.value != place:
        faults.append(node.fault(f"{key} '{node.value}' stands in the place of '{place}'", f"'{place}'"))
        return None
    return str(node.value)


def _dead(places: list[tuple[str, Node]]) -> list[Fault]:
    dead = dead_globs(glob for text, _ in places for glob in text.split() if glob != GAP)
    faults = []
    for text, node in places:
        wrong = [glob for glob in text.split() if glob in dead]
        if wrong:
            better = " … ".join(living(part) for part in text.split(GAP)).strip()
            remedy = f"Write '{better}'" if better else "Punctuation makes no token: take it out"
            message = f"'{text}' can never match: no token is '{wrong[0]}'"
            faults.append(node.fault(message, remedy=remedy))
    return faults
