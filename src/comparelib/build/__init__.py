"""Raw files -> processed tables, and only what has changed.

Names are imported when they are first used: a build that finds nothing changed needs few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from comparelib.build.build import build
from comparelib.build.outcome import BuildOutcome, BuildProgress
from comparelib.build.state import PROCESSED, inputs_key

__all__ = [
    "PROCESSED",
    "BuildOutcome",
    "BuildProgress",
    "StudyInputs",
    "build",
    "check_inputs",
    "inputs_key",
    "load_inputs",
]

if TYPE_CHECKING:
    from comparelib.build.check import check_inputs
    from comparelib.build.inputs import StudyInputs, load_inputs

_HOME = {
    "StudyInputs": "comparelib.build.inputs",
    "check_inputs": "comparelib.build.check",
    "load_inputs": "comparelib.build.inputs",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'comparelib.build' has no attribute '{name}'")
