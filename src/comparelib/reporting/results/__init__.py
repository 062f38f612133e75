"""What a run found, kept beside its pages: results.json, its units, and the page that sums it up."""

from comparelib.reporting.results.record import (
    FindingRecord,
    RunResults,
    keep_previous,
    read_results,
    write_results,
)

__all__ = ["FindingRecord", "RunResults", "keep_previous", "read_results", "write_results"]
