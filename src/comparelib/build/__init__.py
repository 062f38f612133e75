"""Raw files -> processed tables, and only what has changed.

Names are imported when they are first used: a build that finds nothing changed needs few of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from comparelib.build.build import build
from comparelib.build.outcome import BuildOutcome, BuildProgress
from comparelib.build.state import PROCESSED, inputs_key
from comparelib.first_use import on_first_use

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

__getattr__ = on_first_use(
    __name__,
    {
        "StudyInputs": "comparelib.build.inputs",
        "check_inputs": "comparelib.build.check",
        "load_inputs": "comparelib.build.inputs",
    },
)
