"""The reliability curve of the hybrid's score on documents that it had not seen, as it was last measured."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from comparelib.csvfile import load_csv

FILE = Path("docs") / "calibration.csv"
COLUMNS = ("low_edge", "high_edge", "n", "predicted", "observed", "low", "high")
_KEYS = ("design", "facet")


def held_out_curve(root: Path, facet: str = "theme", *, design: str = "documents") -> pd.DataFrame:
    """Return the curve that `make evaluate` wrote in a study; an empty frame where it was not measured.

    Parameters
    ----------
    root
        Folder of the study.
    facet
        Whose codes.
    design
        What was held out: documents or paragraphs.

    Returns
    -------
    DataFrame: the columns of `reliability_curve`, one row a bin.

    Raises
    ------
    InputFaults
        The file lacks a column.
    """
    path = root / FILE
    if not path.exists():
        return pd.DataFrame(columns=list(COLUMNS), dtype="float64")
    rows = [row for row in load_csv(path, (*_KEYS, *COLUMNS), FILE) if row["design"] == design]
    own = [row for row in rows if row["facet"] == facet]
    return pd.DataFrame([{name: float(row[name]) for name in COLUMNS} for row in own], columns=list(COLUMNS))
