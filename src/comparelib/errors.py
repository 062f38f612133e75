"""What can go wrong, said so that a researcher can mend it: what, where, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Reason:
    """Why something cannot be said, so that a page of any language can say it: `labels.told` does.

    Attributes
    ----------
    text
        In English, as an error message.
    key
        Of the catalogue of words; "" where it has no such text.
    values
        What the fields of that text stand for: texts and numbers.
    """

    text: str
    key: str = ""
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Fault:
    """One fault in an input, with its address.

    Attributes
    ----------
    message
        What is wrong, in one sentence without a full stop.
    path
        The file, relative to the study where possible.
    line, column
        One-based place in the file; None where the fault has no place.
    expected
        What would have been right.
    remedy
        What to do about it.
    key, values
        As of a `Reason`: the message in the catalogue, for a fault that a page shows in place of a result.
    """

    message: str
    path: str | Path | None = None
    line: int | None = None
    column: int | None = None
    expected: str | None = None
    remedy: str | None = None
    key: str = ""
    values: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        address = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        text = f"{address}: {self.message}" if address else self.message
        if self.expected:
            text += f"; expected {self.expected}"
        if self.remedy:
            text += f". {self.remedy}"
        return text


class ComparelibError(Exception):
    """Base of every error that comparelib raises on purpose."""

    exit_code = 1

    @property
    def why(self) -> Reason:
        """What a page says in place of the result."""
        return Reason(str(self))


class InputFaults(ComparelibError):
    """One or more faults in what was given, each with its address; nothing was written."""

    def __init__(self, faults: Iterable[Fault] | Fault) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    @property
    def why(self) -> Reason:
        """The first fault that the catalogue has words for; the whole message where it has none."""
        known = next((fault for fault in self.faults if fault.key), None)
        return Reason(str(self), known.key, known.values) if known else Reason(str(self))


class StudyFault(InputFaults):
    """`study.yml` or the folder of the study is not as it should be."""


class CorpusFault(InputFaults):
    """The manifest or a raw file is not as it should be."""


class CodebookFault(InputFaults):
    """The codebook is not as it should be."""


class DictionaryFault(InputFaults):
    """A pattern file is not as it should be."""


class CodingFault(InputFaults):
    """A coding names a unit, facet, code or coder that does not exist."""


class TableFault(InputFaults):
    """A table breaks its declared schema."""


class ParameterFault(InputFaults):
    """A parameter of a run is unknown or has the wrong type."""

    exit_code = 2


class ReportFailure(ComparelibError):
    """A notebook did not run to its end; the last good report stays in place."""


class StoreFailure(ComparelibError):
    """Processed data is missing, out of date or being written by another process."""


class EngineFailure(ComparelibError):
    """The processes or the cluster that were to do the work cannot do it."""


class MeaninglessOperation(ComparelibError):
    """Arithmetic that has no meaning, such as a share of a share."""


class NotEstimable(ComparelibError):
    """The data cannot carry the estimate that was asked for; the message says why.

    Parameters
    ----------
    message
        In English.
    key, values
        As of a `Reason`: the same message in the catalogue, so that a page says it in its own language.
    """

    def __init__(self, message: str, key: str = "", /, **values: Any) -> None:
        super().__init__(message)
        self.key, self.values = key, values

    @property
    def why(self) -> Reason:
        """The message with its key and numbers."""
        return Reason(str(self), self.key, self.values)


def did_you_mean(word: str, choices: Iterable[str]) -> str | None:
    """Return "did you mean 'x'?" for the nearest of `choices`, or None where none is near."""
    near = get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else None


def one_of(choices: Iterable[str], word: str | None = None) -> str:
    """Say which words are allowed, and the nearest to the one that was given."""
    listed = list(choices)
    text = "one of " + ", ".join(listed)
    hint = did_you_mean(word, listed) if word is not None else None
    return f"{text} ({hint})" if hint else text
