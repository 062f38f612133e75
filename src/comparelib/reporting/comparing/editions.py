"""Which two sets of results are compared: of two runs, or of a run and its edition before."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from comparelib.errors import Fault, ParameterFault, one_of
from comparelib.reporting.results.record import RESULTS, RunResults, read_results

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Edition:
    """The results of a run and the units behind them, as `read_results` gives them."""

    results: RunResults
    units: pd.DataFrame


def editions(reports: Path, first: str, second: str | None = None) -> tuple[Edition, Edition]:
    """Return what is compared with what: before and after.

    Parameters
    ----------
    reports
        The folder with all runs.
    first, second
        Names of runs, or folders of runs elsewhere, such as an archived copy. Without `second` the published
        edition of `first` is compared with the one before it.

    Raises
    ------
    ParameterFault
        There is no such run, it keeps no results, or it has no edition before.
    """
    folder = _folder(reports, first)
    if second is not None:
        return _edition(folder, first), _edition(_folder(reports, second), second)
    now, before = _edition(folder, first), read_results(folder, previous=True)
    if before is None:
        remedy = "It is kept when a report changes numbers of this run; until then, name two runs"
        raise ParameterFault(Fault(f"run '{first}' has no edition before this one", remedy=remedy))
    return Edition(*before), now


def _folder(reports: Path, name: str) -> Path:
    if (reports / name).is_dir() and name not in ("", ".", ".."):
        return reports / name
    if Path(name, RESULTS).is_file():
        return Path(name)
    known = sorted(path.parent.name for path in reports.glob(f"[!.]*/{RESULTS}"))
    raise ParameterFault(
        Fault(
            f"there is no run '{name}' in {reports.name}/",
            expected=one_of(known, name) if known else None,
            remedy=None if known else "Run `comparelib report`",
        )
    )


def _edition(folder: Path, name: str) -> Edition:
    found = read_results(folder)
    if found is None:
        remedy = "Run `comparelib report` once more; it writes them"
        raise ParameterFault(Fault(f"run '{name}' keeps no results that can be read", remedy=remedy))
    return Edition(*found)
