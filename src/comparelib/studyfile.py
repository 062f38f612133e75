"""study.yml -> StudyFile: jurisdictions, codebook, coder and named runs, all in one checked file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from comparelib.errors import Fault, InputFaults, StudyFault, one_of
from comparelib.model import CoderKind
from comparelib.yamlfile import Node, load_yaml, unknown_keys

FILE_NAME = "study.yml"
VARIETIES = ("nl-NL", "nl-BE")
_KEYS = frozenset(
    {
        *("title", "caution", "manifest", "codebook", "dictionary", "reference", "codings"),
        *("jurisdictions", "coder", "encoder", "runs"),
    }
)
_JURISDICTION_KEYS = frozenset({"label", "colour", "marker", "variety"})
_RUN_KEYS = frozenset({"label", "notebooks", "parameters", "claims"})
MOST_CLAIMS = 5
"""Claims that a run may name beforehand; more are a family, in which q counts every theme."""

_LANGUAGES = ("en", "nl")
_SUPPLIED_ENCODER, _LOCAL_ENCODER = "use", "sentence-transformers"


@dataclass(frozen=True)
class Jurisdiction:
    """One side of the comparison: how it is called, how it looks in every figure, which Dutch it writes."""

    name: str
    label: dict[str, str]
    colour: str
    marker: str
    variety: str


@dataclass(frozen=True)
class NamedClaim:
    """A code whose difference is tested because it was named beforehand, and its place in study.yml."""

    code: str
    line: int
    column: int


@dataclass(frozen=True)
class Run:
    """A named set of notebooks and parameters, with the claims that were named before its results."""

    name: str
    label: dict[str, str]
    notebooks: tuple[str, ...]
    parameters: dict[str, Any]
    claims: tuple[NamedClaim, ...] = ()

    def unknown_claims(self, codes: Mapping[str, Sequence[str]]) -> tuple[Fault, ...]:
        """Return a fault at the place of each claim that is no code of the facet that the run counts.

        Parameters
        ----------
        codes
            Facet -> names of its codes. A facet that is not among them is a fault of the parameter, not of
            the claims.
        """
        facet = str(self.parameters.get("facet", "theme"))
        known = codes.get(facet)
        return tuple(
            Fault(
                f"claim '{claim.code}' is no code of facet '{facet}'",
                Path(FILE_NAME),
                claim.line,
                claim.column,
                expected=one_of(known, claim.code),
            )
            for claim in self.claims
            if known is not None and claim.code not in known
        )


@dataclass(frozen=True)
class StudyFile:
    """The declared study. Paths are absolute; `codings`, the folder of hand codings, may be absent.

    `caution` is what every reader of its pages must know first, by language; empty where nothing is declared.
    `encoder` is the folder of a sentence-transformers model; None for the encoder that comes with comparelib.
    """

    root: Path
    title: dict[str, str]
    manifest: Path
    codebook: Path
    dictionary: Path
    reference: Path
    jurisdictions: dict[str, Jurisdiction]
    coder: str
    runs: dict[str, Run]
    codings: Path | None = None
    encoder: Path | None = None
    caution: dict[str, str] = field(default_factory=dict)

    def variety(self, jurisdiction: str) -> str:
        """Return the variety of Dutch that a jurisdiction writes."""
        return self.jurisdictions[jurisdiction].variety

    def shown(self, path: Path) -> Path:
        """Return a path as messages show it: relative to the study."""
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path


def find_root(start: Path | None = None) -> Path:
    """Return the nearest folder from `start` (the working folder) upwards that holds a study.yml.

    Raises
    ------
    StudyFault
        There is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise StudyFault(
        Fault(
            f"no {FILE_NAME} in {here.name or here} or above it",
            remedy="Go into the folder of the study first",
        )
    )


def load_studyfile(path: Path) -> StudyFile:
    """Read and check a study.yml.

    Raises
    ------
    StudyFault
        Every fault with its file, line and column.
    """
    try:
        node = load_yaml(path, Path(path.name))
    except InputFaults as broken:
        raise StudyFault(broken.faults) from None
    faults = unknown_keys(node, _KEYS)
    study = StudyFile(
        root=path.resolve().parent,
        title=_labels(node, "title", faults),
        caution=_labels(node, "caution", faults) if node.get("caution") else {},
        jurisdictions={
            name: _jurisdiction(name, part, faults) for name, part in _mapping(node, "jurisdictions", faults)
        },
        coder=_choice(node, "coder", tuple(CoderKind), faults),
        encoder=_encoder(node, path.resolve().parent, faults),
        runs={name: _run(name, part, faults) for name, part in _mapping(node, "runs", faults)},
        codings=_inside(node, "codings", path.resolve().parent, faults) if node.get("codings") else None,
        **{
            key: _path(node, key, path.resolve().parent, faults)
            for key in ("manifest", "codebook", "dictionary", "reference")
        },
    )
    if faults:
        raise StudyFault(faults)
    return study


def _jurisdiction(name: str, node: Node, faults: list[Fault]) -> Jurisdiction:
    faults += unknown_keys(node, _JURISDICTION_KEYS)
    colour = _text(node, "colour", faults)
    if colour and not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
        faults.append(node.value["colour"].fault(f"'{colour}' is not a colour", 'such as "#0072B2"'))
    variety = _choice(node, "variety", VARIETIES, faults)
    return Jurisdiction(name, _labels(node, "label", faults), colour, _text(node, "marker", faults), variety)


def _run(name: str, node: Node, faults: list[Fault]) -> Run:
    faults += unknown_keys(node, _RUN_KEYS)
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name):
        faults.append(
            node.fault(f"'{name}' cannot be the name of a run", "lower-case letters, digits, - and _")
        )
    notebooks = node.get("notebooks")
    names = tuple(str(item.value) for item in notebooks or ())
    if not names:
        faults.append(
            (notebooks or node).fault(f"run '{name}' has no notebooks", "a list such as [01_corpus]")
        )
    parameters = node.get("parameters")
    given = parameters.plain() or {} if parameters else {}
    return Run(name, _labels(node, "label", faults), names, given, _claims(node, faults))


def _claims(node: Node, faults: list[Fault]) -> tuple[NamedClaim, ...]:
    """Return the claims that a run names beforehand; whether their codes exist is known with the codebook."""
    part = node.get("claims")
    if part is None:
        return ()
    items = list(part)
    wrong = [item for item in items if not isinstance(item.value, str) or not item.value]
    faults += [item.fault("a claim is not a text", "the name of a code") for item in wrong]
    if not items:
        faults.append(part.fault("'claims' is no list of codes", "a list such as [circular_economy]"))
    if len(items) > MOST_CLAIMS:
        message = f"{len(items)} claims are named"
        faults.append(part.fault(message, f"1 to {MOST_CLAIMS}; for more, read q"))
    named: dict[str, NamedClaim] = {}
    for item in items:
        if item in wrong:
            continue
        if item.value in named:
            faults.append(item.fault(f"claim '{item.value}' is named twice", "different codes"))
        named.setdefault(item.value, NamedClaim(item.value, item.line, item.column))
    return tuple(named.values())


def _mapping(node: Node, key: str, faults: list[Fault]) -> list[tuple[str, Node]]:
    part = node.get(key)
    if part is None or not isinstance(part.value, dict) or not part.value:
        faults.append(
            (part or node).fault(f"'{key}' is missing or empty", "a mapping with at least one entry")
        )
        return []
    return list(part.items())


def _text(node: Node, key: str, faults: list[Fault]) -> str:
    part = node.get(key)
    if part is None or not isinstance(part.value, str) or not part.value:
        faults.append((part or node).fault(f"'{key}' is missing or not a text", "a text"))
        return ""
    return part.value


def _labels(node: Node, key: str, faults: list[Fault]) -> dict[str, str]:
    part = node.get(key)
    if part is None:
        faults.append(node.fault(f"'{key}' is missing", "a text in each of: " + ", ".join(_LANGUAGES)))
        return dict.fromkeys(_LANGUAGES, "")
    return {language: _text(part, language, faults) for language in _LANGUAGES}


def _choice(node: Node, key: str, choices: tuple[str, ...], faults: list[Fault]) -> str:
    value = _text(node, key, faults)
    if value and value not in choices:
        faults.append(node.value[key].fault(f"'{value}' is not known for '{key}'", one_of(choices, value)))
    return value


def _path(node: Node, key: str, root: Path, faults: list[Fault]) -> Path:
    before = len(faults)
    path = _inside(node, key, root, faults)
    if len(faults) == before and not path.exists():
        value = node.value[key]
        faults.append(value.fault(f"'{key}': {value.value} does not exist", "an existing file or folder"))
    return path


def _encoder(node: Node, root: Path, faults: list[Fault]) -> Path | None:
    """Return the folder of a sentence encoder of one's own; None for the one that comes with comparelib."""
    if node.get("encoder") is None:
        return None
    value = _text(node, "encoder", faults)
    kind, _, folder = value.partition(":")
    if value in ("", _SUPPLIED_ENCODER):
        return None
    place = node.value["encoder"]
    if kind != _LOCAL_ENCODER or not folder:
        known = (_SUPPLIED_ENCODER, f"{_LOCAL_ENCODER}:FOLDER")
        faults.append(place.fault(f"there is no sentence encoder '{value}'", one_of(known, value)))
    elif Path(folder).is_absolute() or not (root / folder).resolve().is_relative_to(root):
        faults.append(place.fault("'encoder' leaves the folder of the study", "a folder inside it"))
    elif not (root / folder).is_dir():
        faults.append(place.fault(f"'encoder': {folder} is no folder", "a folder with a saved model"))
    return root / folder


def _inside(node: Node, key: str, root: Path, faults: list[Fault]) -> Path:
    value = _text(node, key, faults)
    path = root / value
    if value and (Path(value).is_absolute() or not path.resolve().is_relative_to(root)):
        faults.append(node.value[key].fault(f"'{key}' leaves the folder of the study", "a path inside it"))
    return path
