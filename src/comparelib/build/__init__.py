"""Raw files -> processed tables, and only what has changed."""

from comparelib.build.build import BuildOutcome, BuildProgress, build, inputs_key
from comparelib.build.check import check_inputs
from comparelib.build.inputs import StudyInputs, load_inputs

__all__ = [
    "BuildOutcome",
    "BuildProgress",
    "StudyInputs",
    "build",
    "check_inputs",
    "inputs_key",
    "load_inputs",
]
