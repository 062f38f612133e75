"""What two runs were made from, and where that differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from comparelib.model.coder_names import bare_name
from comparelib.reporting.results.record import RunResults


class Cause(StrEnum):
    """What can move a number. A parameter is the cause `parameter` with its name."""

    TEXT = "text"
    CODEBOOK = "codebook"
    DICTIONARY = "dictionary"
    REFERENCE = "reference"
    CODINGS = "codings"
    """What people coded by hand."""
    VARIANTS = "variants"
    """The table of NL-VL equivalents."""
    STRATEGIES = "strategies"
    """The rules for circular strategies."""
    CODER = "coder"
    PARAMETER = "parameter"
    VERSION = "version"
    UNKNOWN = "unknown"


SELECTING = ("jurisdictions", "documents")
"""Parameters that choose documents."""

COUNTING = ("functions", "counting", "coder", "facet")
"""Parameters that choose what is counted in a document."""

WEIGHING = ("jurisdictions", "weighting", "level", "draws", "seed")
"""Parameters that move findings but no cell."""

OUTSIDE = (Cause.VARIANTS, Cause.STRATEGIES)
"""Files beside the codebook from which nothing is coded: they move no cell."""

_FILES = (Cause.CODEBOOK, Cause.DICTIONARY, Cause.REFERENCE, Cause.CODINGS, *OUTSIDE)

_WITHOUT = {
    "reference": {Cause.DICTIONARY.value, Cause.CODINGS.value},
    "dictionary": {Cause.REFERENCE.value, Cause.CODINGS.value},
    "human": {Cause.DICTIONARY.value, Cause.REFERENCE.value},
}
"""What a kind of coder does not follow; what is coded by machine never follows a person's codings."""

_OWN = "comparelib"
_COMPUTING = (_OWN, "numpy", "pandas", "scipy", "scikit-learn", "statsmodels")


@dataclass(frozen=True)
class Change:
    """One thing in which two runs differ.

    Attributes
    ----------
    cause
        What kind of thing it is.
    name
        Parameter, document, library, or empty.
    before, after
        Its value on each side; None where it was absent.
    """

    cause: Cause
    name: str
    before: Any
    after: Any

    @property
    def key(self) -> str:
        """The cause as it stands beside a number: `text`, `parameter:functions`."""
        return f"{self.cause.value}:{self.name}" if self.cause is Cause.PARAMETER else self.cause.value


def changes(before: RunResults, after: RunResults) -> tuple[Change, ...]:
    """Return all in which the runs differ: texts, curated files, coder, parameters, versions."""
    found = [*_pairs(Cause.TEXT, before.corpus, after.corpus)]
    for cause in _FILES:
        ours, theirs = before.inputs.get(cause.value), after.inputs.get(cause.value)
        if ours != theirs:
            found.append(Change(cause, "", *_versions(cause, before, after, (ours, theirs))))
    if before.coder != after.coder and before.parameters.get("coder") == after.parameters.get("coder"):
        found.append(Change(Cause.CODER, "", before.coder, after.coder))
    found += _pairs(Cause.PARAMETER, before.parameters, after.parameters)
    found += _pairs(Cause.VERSION, _computing(before), _computing(after))
    return tuple(found)


def relevant(causes: Iterable[str], coder: str) -> tuple[str, ...]:
    """Return the causes that can change what a coder gave to a unit whose text is the same.

    The adjudicated reference does not follow the dictionary, nor the dictionary the reference, and only a
    person's codings follow what that person wrote.
    """
    kind = bare_name(coder).partition(":")[0]
    without = {kind: {Cause.CODINGS.value}, **_WITHOUT}.get(kind, set()) | {*OUTSIDE, Cause.TEXT}
    choosing = {f"{Cause.PARAMETER.value}:{name}" for name in (*SELECTING, *COUNTING)}
    return tuple(
        cause
        for cause in causes
        if cause not in without and (cause in choosing or not cause.startswith(Cause.PARAMETER.value))
    )


def _pairs(cause: Cause, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    names = dict.fromkeys([*before, *after])
    return [
        Change(cause, name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    ]


def _versions(
    cause: Cause, before: RunResults, after: RunResults, hashes: tuple[str | None, str | None]
) -> tuple[str, str]:
    """The codebook by its version where that was raised; everything else by the beginning of its hash."""
    if cause is Cause.CODEBOOK and before.codebook != after.codebook:
        return before.codebook, after.codebook
    return (hashes[0] or "")[:12], (hashes[1] or "")[:12]


def _computing(results: RunResults) -> dict[str, str]:
    """Versions that numbers depend on; comparelib's with the hash of its code that counts."""
    found = {name: results.versions[name] for name in _COMPUTING if name in results.versions}
    return {**found, _OWN: f"{found.get(_OWN, '')} ({results.method})"}
