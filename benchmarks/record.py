"""Where benchmarks leave their tables: docs/benchmarks/<name>.md, with the command that made them."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import summary

ROOT = Path(__file__).resolve().parent.parent
TABLES = ROOT / "docs" / "benchmarks"


def record(name: str, title: str, parts: Sequence[str | pd.DataFrame], *, peers: Iterable[str] = ()) -> None:
    """Print a benchmark's page and store it, and the table of all stages.

    Parameters
    ----------
    name
        Of the script without `.py`, and of the page.
    parts
        Paragraphs and tables in the order of the page; numbers of a table are formatted already.
    peers
        Packages measured beside comparelib, whose versions the page names.
    """
    made = [f"{each} {version(each)}" for each in ("numpy", "pandas", *sorted(peers))]
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, " + ", ".join(made)
    head = f"# {title}\n\nMade by `make bench` (`python benchmarks/{name}.py`) on {machine}.\n"
    head += "Compare the rows of one table with each other, not seconds between machines.\n"
    page = "\n".join([head, *(f"{_shown(part)}\n" for part in parts)])
    TABLES.mkdir(parents=True, exist_ok=True)
    (TABLES / f"{name}.md").write_text(page, encoding="utf-8")
    summary.store()
    print(page)


def _shown(part: str | pd.DataFrame) -> str:
    if isinstance(part, str):
        return part
    rows = [part.columns, ["---"] * len(part.columns), *part.itertuples(index=False)]
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in rows)
