"""Two runs, or two editions of one: which numbers moved, and which change moved them."""

from comparelib.reporting.comparing.causes import Change, changes
from comparelib.reporting.comparing.diff import RunDiff, diff_runs
from comparelib.reporting.comparing.editions import Edition, editions
from comparelib.reporting.comparing.findings import FindingMove
from comparelib.reporting.comparing.page import diff_page

__all__ = [
    "Change",
    "Edition",
    "FindingMove",
    "RunDiff",
    "changes",
    "diff_page",
    "diff_runs",
    "editions",
]
